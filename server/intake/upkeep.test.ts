import { afterEach, expect, it } from 'vitest';

import { createGroupCommit } from './group-commit.ts';
import type { Arrived } from './incoming.ts';
import { issuedEvent, issueForTest, openTestIntake, testTime } from './test-intake.ts';
import type { TestIntake } from './test-intake.ts';
import { createUpkeep } from './upkeep.ts';

let intake: TestIntake | undefined;
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

const day = 86_400_000;
const later = (days: number) => new Date(testTime.getTime() + days * day);

async function open() {
  intake = await openTestIntake();
  await intake.addSource();
  const { ports } = intake.server;
  const writer = ports.openWriter();
  const announced: Arrived[] = [];
  const upkeep = createUpkeep(writer, createGroupCommit(writer), {
    clock: ports.clock,
    certificateArrived: async (_transaction, arrived) => void announced.push(arrived),
  });
  return { ...intake, upkeep, announced };
}

it('a certificate that came before its time is announced when it has come', async () => {
  const { send, upkeep, announced, server, entity } = await open();
  const soon = await issueForTest({ notBefore: later(0.5) });
  await send(issuedEvent(soon));
  await send(issuedEvent(await issueForTest({ domains: ['now.example.com'] })));
  expect(await upkeep.announceRipe()).toBe(0);
  server.clock.set(later(0.5).toISOString());
  expect(await upkeep.announceRipe()).toBe(1);
  expect(announced).toEqual([
    { fingerprint: soon.sha256, name: 'www.example.com', entityId: entity.id },
  ]);
  server.clock.set(later(3).toISOString());
  expect(await upkeep.announceRipe()).toBe(0);
});

it('deliveries are forgotten after thirty days, keys with their certificates', async () => {
  const { send, upkeep, rows, server } = await open();
  await send(issuedEvent(await issueForTest({ notAfter: later(29) })), { id: 'msg_1' });
  const lasting = await issueForTest();
  await send(issuedEvent(lasting), { id: 'msg_2' });
  server.clock.set(later(28).toISOString());
  expect(await upkeep.prune()).toEqual({ deliveries: 0, keys: 0 });
  await send(issuedEvent(lasting), { id: 'msg_3' });
  server.clock.set(later(31).toISOString());
  expect(await upkeep.prune()).toEqual({ deliveries: 2, keys: 1 });
  expect(rows('deliveries').map((row) => row['delivery_id'])).toEqual(['msg_3']);
  expect(new Set(rows('certificates').map((row) => row['key_form']))).toEqual(
    new Set(['encrypted', 'none']),
  );
});

it('many deliveries are forgotten in steps', async () => {
  const { upkeep, rows, server } = await open();
  const source = String(rows('sources')[0]?.['id']);
  const writer = server.ports.openWriter();
  const insert = writer.prepare(
    "insert into deliveries values (?, ?, ?, 'x', '2026-01-01T00:00:00.000Z', 200, '{}', null, null)",
  );
  writer.transaction(() => {
    for (let index = 0; index < 1234; index += 1) insert.run(`evt_${index}`, source, `id ${index}`);
  })();
  expect(await upkeep.prune()).toEqual({ deliveries: 1234, keys: 0 });
});
