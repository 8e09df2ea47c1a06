import { createHash, randomUUID } from 'node:crypto';

import { immediate } from '../../server/database/open.ts';
import type {
  Delivery,
  Dispatch,
  Entity,
  Repository,
  RunRow,
  Source,
  StoredCertificate,
  TaskRow,
} from '../../server/database/schema.ts';
import { append } from '../../server/ledger-book.ts';
import type { Ports } from '../../server/ports.ts';
import type { TestServer } from '../../server/test-server.ts';
import type { Report } from '../../shared/wire/report.ts';

/** Writes rows of a receiver that has been at work for some months; every method adds one thing. */
export interface Seed {
  readonly entity: (values?: Partial<Entity>) => Promise<Entity>;
  readonly repository: (entity: Entity, values?: Partial<Repository>) => Promise<Repository>;
  readonly source: (entity: Entity, values?: Partial<Source>) => Promise<Source>;
  readonly certificate: (
    entity: Entity,
    values: Partial<StoredCertificate> & { readonly days: readonly [from: number, to: number] },
  ) => Promise<StoredCertificate>;
  readonly read: (certificate: StoredCertificate, repository: Repository) => Promise<void>;
  readonly task: (
    repository: Repository,
    values?: Partial<TaskRow> & { readonly certificates?: readonly string[] },
  ) => Promise<TaskRow>;
  readonly dispatch: (task: TaskRow, values?: Partial<Dispatch>) => Promise<Dispatch>;
  readonly run: (
    repository: Repository,
    report: Report,
    values?: Partial<RunRow>,
  ) => Promise<RunRow>;
  readonly delivery: (source: Source, values?: Partial<Delivery>) => Promise<Delivery>;
  /** One entry of the book, so many days ago. */
  readonly entry: (
    entity: Entity,
    kind: 'grant' | 'consume' | 'refund',
    amount: number,
    daysAgo: number,
  ) => Promise<void>;
  /** So many days from now; negative: ago. */
  readonly at: (days: number) => string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let made = 0;
const next = (): number => (made += 1);

export function createSeed(server: TestServer): Seed {
  const { db, clock }: Pick<Ports, 'db' | 'clock'> = server.ports;
  const at = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString();

  return {
    at,
    entity: async (values = {}) => await server.addEntity(values),
    repository: async (entity, values = {}) => await server.addRepository(entity, values),
    async source(entity, values = {}) {
      const row: Source = {
        id: randomUUID(),
        name: `source-${next()}`,
        kind: 'standard',
        entity_id: entity.id,
        repository_id: null,
        config: '{}',
        key_mode: 'encrypted',
        certificate_type: 'issued',
        created_at: at(-200),
        disabled_at: null,
        ...values,
      };
      await db.insertInto('sources').values(row).execute();
      return row;
    },
    async certificate(entity, { days: [from, to], ...values }) {
      const name = values.name ?? `host${next()}.example.com`;
      const fingerprint = values.fingerprint ?? sha256(`${name} ${from} ${to}`);
      const row: StoredCertificate = {
        fingerprint,
        entity_id: entity.id,
        source_id: null,
        name,
        type: 'issued',
        facts: JSON.stringify({
          sha256: fingerprint,
          serial: fingerprint.slice(0, 32),
          subject: `CN=${name}`,
          issuer: "Let's Encrypt R11",
          keyAlgorithm: 'ec-p256',
          domains: [name, `*.${name}`],
          ips: [],
        }),
        chain_pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
        not_before: at(from),
        not_after: at(to),
        key_form: 'none',
        key_data: null,
        key_id: null,
        received_at: at(from),
        ...values,
      };
      await db.insertInto('certificates').values(row).execute();
      return row;
    },
    async read({ fingerprint }, repository) {
      await db
        .insertInto('certificate_reads')
        .values({
          id: randomUUID(),
          fingerprint,
          repository_id: repository.id,
          github_run_id: 17_000_000_000 + next(),
          read_at: at(-next() / 1000),
        })
        .execute();
    },
    async task(repository, { certificates = [], ...values } = {}) {
      const row: TaskRow = {
        id: randomUUID(),
        repository_id: repository.id,
        file: '.github/certferry.yml',
        name: `task-${next()}`,
        digest: sha256(String(next())),
        commit_sha: sha256('commit').slice(0, 40),
        deploy_at: null,
        state: 'success',
        extend: 0,
        github_run_id: 17_000_000_000,
        registered_at: at(-30 - next() / 1000),
        cancelled_at: null,
        ...values,
      };
      await db.insertInto('tasks').values(row).execute();
      for (const name of certificates) {
        await db.insertInto('task_certificates').values({ task_id: row.id, name }).execute();
      }
      return row;
    },
    async dispatch(task, values = {}) {
      const row: Dispatch = {
        id: randomUUID(),
        repository_id: task.repository_id,
        task_id: task.id,
        dedup_key: `issuance/${task.id}/${next()}`,
        reason: 'issuance',
        state: 'success',
        due_at: at(-1),
        attempts: 1,
        github_run_id: 17_000_000_000 + next(),
        run_url: 'https://github.com/acme/shop/actions/runs/17000000001',
        claimed_by: null,
        leader_id: null,
        last_error: null,
        created_at: at(-1),
        updated_at: at(-1 + next() / 100_000),
        ...values,
      };
      await db.insertInto('dispatches').values(row).execute();
      return row;
    },
    async run(repository, report, values = {}) {
      const githubRunId = values.github_run_id ?? 17_000_000_000 + next();
      const file = values.file ?? report.file;
      const row: RunRow = {
        id: `${repository.github_id}/${githubRunId}/${file}`,
        repository_id: repository.id,
        dispatch_id: null,
        github_run_id: githubRunId,
        attempt: 1,
        file,
        mode: report.mode,
        verdict: report.verdict,
        report: JSON.stringify(report),
        finished_at: at(-next() / 10_000),
        ...values,
      };
      await db.insertInto('runs').values(row).execute();
      return row;
    },
    async delivery(source, values = {}) {
      const row: Delivery = {
        id: `evt_${sha256(String(next())).slice(0, 26)}`,
        source_id: source.id,
        delivery_id: `msg_${next()}`,
        body_sha256: sha256('body'),
        received_at: at(-next() / 1000),
        status: 202,
        response: JSON.stringify({ id: 'evt', duplicate: false, current: true, deploys: true }),
        fingerprint: null,
        event: null,
        ...values,
      };
      await db.insertInto('deliveries').values(row).execute();
      return row;
    },
    async entry(entity, kind, amount, daysAgo) {
      const number = next();
      await immediate(db, async (trx) =>
        append(trx, entity.id, [
          {
            entity_id: entity.id,
            kind,
            amount: kind === 'consume' ? -amount : amount,
            run_key:
              kind === 'grant' ? `grant/order-${number}` : `1001/17${number}/1/certferry.yml`,
            change_id: kind === 'grant' ? '' : sha256(String(number)).slice(0, 16),
            resource: kind === 'grant' ? null : `tencent/cdn:prod/www${number}.shop.example.com`,
            fingerprint: kind === 'grant' ? null : sha256('shop'),
            reason: kind === 'grant' ? `order ${number}` : 'deployed with an uploaded certificate',
            created_at: at(-daysAgo),
          },
        ]),
      );
    },
  };
}
