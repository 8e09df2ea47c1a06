import { randomUUID } from 'node:crypto';

import type { Repository } from '../../server/database/schema.ts';
import type { AlarmTable, EndpointTable } from '../../server/monitor/tables.ts';
import type { ContactTable, NoticeRow } from '../../server/notices/tables.ts';
import type { TestServer } from '../../server/test-server.ts';
import type { NoticeFacts } from '../../shared/notice/facts.ts';
import { sha256 } from './dashboard-seed.ts';
import type { Seed } from './dashboard-seed.ts';

/** Rows of what is served and of what contacts were told; every method adds one thing. */
export interface WatchSeed {
  readonly endpoint: (
    repository: Repository,
    host: string,
    values?: Partial<EndpointTable>,
  ) => Promise<EndpointTable>;
  readonly alarm: (
    endpoint: EndpointTable,
    values: Pick<AlarmTable, 'kind' | 'words'> & Partial<AlarmTable>,
  ) => Promise<void>;
  readonly contact: (
    repository: Repository,
    name: string,
    values?: Partial<ContactTable>,
  ) => Promise<ContactTable>;
  /** Resolves to its id. */
  readonly notice: (
    contact: ContactTable,
    about: NoticeFacts,
    values?: Partial<NoticeRow>,
  ) => Promise<string>;
}

export function createWatchSeed({ ports: { db } }: TestServer, { at }: Seed): WatchSeed {
  return {
    async endpoint(repository, host, values = {}) {
      const row: EndpointTable = {
        id: randomUUID(),
        host,
        port: 443,
        created_at: at(-60),
        retired_at: null,
        due_at: at(0.4),
        probing_until: null,
        state: 'ok',
        words: '',
        failures: 0,
        probed_at: at(-0.6),
        served_at: at(-0.6),
        fingerprint: sha256(host),
        issuer: "Let's Encrypt R11",
        not_before: at(-20),
        not_after: at(70),
        ...values,
      };
      await db
        .insertInto('watched_hosts')
        .values({
          repository_id: repository.id,
          file: '.github/certferry.yml',
          host,
          port: row.port,
          registered_at: at(-60),
        })
        .execute();
      await db.insertInto('watched_endpoints').values(row).execute();
      if (row.fingerprint !== null) {
        for (const address of ['203.0.113.7:443', '[2001:db8::7]:443']) {
          await db
            .insertInto('probes')
            .values({
              endpoint_id: row.id,
              at: row.probed_at ?? at(-0.6),
              address,
              fingerprint: row.fingerprint,
              issuer: row.issuer,
              not_after: row.not_after,
              chain: 'trusted',
              error: null,
            })
            .execute();
        }
      }
      return row;
    },
    async alarm(endpoint, values) {
      const row: AlarmTable = {
        id: randomUUID(),
        endpoint_id: endpoint.id,
        fingerprint: endpoint.fingerprint,
        level: 'alarm',
        state: 'open',
        cause: values.kind,
        rung: null,
        opened_at: at(-1),
        changed_at: at(-1),
        pending: 0,
        told_at: at(-1),
        acknowledged_at: null,
        acknowledged_by: null,
        resolved_at: null,
        ...values,
      };
      await db.insertInto('alarms').values(row).execute();
    },
    async contact(repository, name, values = {}) {
      const row: ContactTable = {
        id: randomUUID(),
        repository_id: repository.id,
        file: '.github/certferry.yml',
        name,
        kind: 'email',
        address: `${name}@example.com`,
        format: null,
        registered_at: at(-60),
        removed_at: null,
        ...values,
      };
      await db.insertInto('contacts').values(row).execute();
      return row;
    },
    async notice(contact, about, values = {}) {
      const id = randomUUID();
      await db
        .insertInto('notices')
        .values({
          id,
          dedup_key: id,
          contact_id: contact.id,
          repository_id: contact.repository_id ?? '',
          file: contact.file ?? '',
          task: null,
          about: JSON.stringify(about),
          state: 'sent',
          attempts: 1,
          due_at: at(-1),
          give_up_at: at(0),
          last_error: null,
          created_at: at(-1),
          sent_at: at(-1),
          ...values,
        })
        .execute();
      return id;
    },
  };
}

/** What is served and what was told at a receiver that has been at work. */
export async function seedWatch(
  watch: WatchSeed,
  { at }: Seed,
  repository: Repository,
): Promise<void> {
  const file = { served_at: at(-9), probed_at: at(-0.6) };
  const old = await watch.endpoint(repository, 'www.shop.example.com', {
    state: 'alarm',
    words: 'the certificate before the deployed one is served',
    not_after: at(5),
  });
  await watch.alarm(old, {
    kind: 'not-deployed',
    words:
      '203.0.113.7:443 serves 9f3b1c22, which ends in 5 days; 4e22ab90 was deployed 3 hours ago',
  });
  const ending = await watch.endpoint(repository, 'legacy.shop.example.com', {
    state: 'alarm',
    words: 'the certificate ends in 3 days',
    not_after: at(3),
  });
  await watch.alarm(ending, {
    kind: 'expiring',
    rung: 3,
    words: 'the certificate that is served ends in 3 days, and no newer one is known',
    state: 'acknowledged',
    acknowledged_at: at(-0.5),
    acknowledged_by: 'maria',
  });
  const silent = await watch.endpoint(repository, 'vpn.internal.example.com', {
    ...file,
    port: 8443,
    state: 'unreachable',
    words: 'no answer within 5 s, three times in a row',
    failures: 3,
  });
  await watch.alarm(silent, {
    kind: 'unreachable',
    words: 'vpn.internal.example.com:8443 gives no answer since yesterday',
  });
  await watch.endpoint(repository, 'new.shop.example.com', {
    state: 'settling',
    words: 'deployed 12 minutes ago; 2 of 4 addresses show it',
  });
  for (let index = 0; index < 30; index += 1) {
    await watch.endpoint(repository, `node${index}.shop.example.com`, {
      not_after: at(40 + index),
    });
  }

  const ops = await watch.contact(repository, 'ops');
  const oncall = await watch.contact(repository, 'oncall', {
    kind: 'webhook',
    format: 'slack',
    address: 'sealed:k1:AAAA',
  });
  await watch.notice(
    ops,
    {
      kind: 'not-deployed',
      host: 'www.shop.example.com',
      resource: null,
      deployed: { fingerprint: sha256('new'), notAfter: at(80) },
      served: { fingerprint: sha256('old'), notAfter: at(5) },
      why: null,
      seenAt: at(-0.6),
    },
    { created_at: at(-0.5) },
  );
  await watch.notice(
    oncall,
    {
      kind: 'expiry',
      hosts: ['legacy.shop.example.com'],
      certificate: 'legacy',
      fingerprint: sha256('legacy'),
      notAfter: at(3),
      daysLeft: 3,
    },
    {
      state: 'failed',
      attempts: 19,
      sent_at: null,
      last_error: 'the webhook answered 404: no such robot; look whether its address was revoked',
      created_at: at(-0.7),
    },
  );
  await watch.notice(
    oncall,
    { kind: 'given-up', tasks: ['payments'], why: 'no run began within an hour', run: null },
    {
      state: 'waiting',
      attempts: 2,
      sent_at: null,
      due_at: at(0.01),
      last_error: 'the webhook gave no answer within 10 s',
      created_at: at(-0.01),
    },
  );
  await watch.notice(
    ops,
    { kind: 'test', by: 'certferry notify --test' },
    { state: 'waiting', attempts: 0, sent_at: null, created_at: at(-0.001) },
  );
  for (let index = 0; index < 30; index += 1) {
    await watch.notice(
      index % 2 === 0 ? ops : oncall,
      {
        kind: 'expiry',
        hosts: [`node${index}.shop.example.com`],
        certificate: null,
        fingerprint: sha256(`node${index}`),
        notAfter: at(14),
        daysLeft: 14,
      },
      { created_at: at(-2 - index), sent_at: at(-2 - index) },
    );
  }
}
