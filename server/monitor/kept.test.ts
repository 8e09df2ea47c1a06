import { createHash } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { immediate } from '../database/open.ts';
import { registerOperator } from '../notices/contacts.ts';
import { dayMs } from './ladder.ts';
import { openWatch } from './test-watch.ts';
import type { TestWatch } from './test-watch.ts';

let watch: TestWatch;
beforeEach(async () => {
  watch = await openWatch();
});
afterEach(async () => {
  await watch.close();
});

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const name = 'www.example.com';

/** A certificate that arrived, with its validity in days from now. */
async function keep(id: string, from: number, to: number): Promise<void> {
  const at = (days: number) => new Date(watch.clock.now().getTime() + days * dayMs).toISOString();
  await watch.server.ports.db
    .insertInto('certificates')
    .values({
      fingerprint: hash(id),
      entity_id: watch.repository.entity_id,
      name,
      type: 'issued',
      facts: '{}',
      chain_pem: '',
      not_before: at(from),
      not_after: at(to),
      key_form: 'none',
      received_at: at(0),
    })
    .execute();
}

/** Days go by; nothing happens but that. */
async function days(count: number): Promise<void> {
  for (let hour = 0; hour < count * 24; hour += 6) {
    watch.clock.advance(6 * 3600);
    await watch.sweep();
    await watch.tell();
  }
}

const kinds = async () => (await watch.alarms()).map(({ kind, state }) => `${kind} ${state}`);
const told = async () =>
  (await watch.notices()).map(({ about, task }) => [
    task,
    about.kind === 'expiry' && about.daysLeft,
  ]);

describe('a certificate that is kept', () => {
  it('and has no successor is spoken of at each rung, deployed or not', async () => {
    await watch.register();
    await keep('a', -30, 17);
    await days(5);
    expect(await watch.alarms()).toEqual([]);
    await days(13);
    expect(await told()).toEqual([11, 7, 3, 1, 0].map((rung) => ['shop', rung - 1]));
    expect(await kinds()).toEqual(['expiring resolved', 'expired open']);
  });

  it('is spoken of no more once its successor has come, or long after its end', async () => {
    await watch.register();
    await keep('a', -40, 5);
    await days(0.5);
    expect(await kinds()).toEqual(['expiring open']);
    await keep('b', 0, 47);
    await days(10);
    expect(await kinds()).toEqual(['expiring resolved']);

    await days(37);
    expect(await kinds()).toContain('expired open');
    await days(31);
    expect((await kinds()).every((kind) => kind.endsWith('resolved'))).toBe(true);
  });

  it('whose successor was revoked is the newest again', async () => {
    await watch.register();
    await keep('a', -40, 5);
    await keep('b', -1, 47);
    await days(0.5);
    expect(await watch.alarms()).toEqual([]);
    const { db } = watch.server.ports;
    const entity = watch.repository.entity_id;
    await db
      .insertInto('sources')
      .values({
        id: 's',
        name: 's',
        kind: 'standard',
        entity_id: entity,
        config: '{}',
        key_mode: 'never',
        certificate_type: 'issued',
        created_at: watch.clock.now().toISOString(),
      })
      .execute();
    await db
      .insertInto('certificate_revocations')
      .values({
        fingerprint: hash('b'),
        entity_id: entity,
        source_id: 's',
        revoked_at: watch.clock.now().toISOString(),
      })
      .execute();
    await days(0.5);
    expect((await watch.alarms()).map(({ fingerprint }) => fingerprint)).toEqual([hash('a')]);
  });

  it('that no task deploys is told to nobody but the operator', async () => {
    await watch.register({ certificates: ['other.example.com'] });
    await keep('a', -40, 5);
    const { db } = watch.server.ports;
    const address = 'operator@example.com';
    const now = watch.clock.now().toISOString();
    await immediate(db, (trx) => registerOperator(trx, address, now));
    await days(0.5);
    expect(await kinds()).toEqual(['expiring open']);
    const told = await db.selectFrom('notices').select('contact_id').execute();
    expect(told.map((row) => row.contact_id)).toEqual(['operator']);
  });
});
