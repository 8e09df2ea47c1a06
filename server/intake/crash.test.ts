import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Issued } from '../../tests/pki.ts';
import { openHandle } from '../database/open.ts';
import {
  issuedEvent,
  issueForTest,
  openTestIntake,
  signedHeaders,
  testSecret,
  testTime,
} from './test-intake.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-crash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
});

async function start(): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const script = join(import.meta.dirname, 'test-crash-child.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.add(child);
  for await (const line of createInterface({ input: child.stdout }))
    return { child, address: line };
  throw new Error('the receiver did not start');
}

const killed = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => {
      started.delete(child);
      resolve();
    });
    child.kill('SIGKILL');
  });

it('a receiver that is killed at any moment loses nothing it has acknowledged', async () => {
  const rate = { per_minute: 1_000_000, burst: 1_000_000 };
  const setup = await openTestIntake({ folder });
  await setup.addSource({ config: { keys: [testSecret], allowed_domains: ['example.com'], rate } });
  await setup.close();
  const pool: Issued[] = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      issueForTest({ domains: [`www-${index}.example.com`] }),
    ),
  );

  const acknowledged: {
    readonly id: string;
    readonly event: string;
    readonly fingerprint: string;
    readonly status: number;
  }[] = [];
  let number = 0;
  for (let round = 0; round < 6; round += 1) {
    const { child, address } = await start();
    const gone = new AbortController();
    const senders = Array.from({ length: 8 }, async () => {
      while (!gone.signal.aborted) {
        const mine = (number += 1);
        const issued = pool[mine % pool.length];
        if (issued === undefined) return;
        const id = `msg_${mine}`;
        const body = JSON.stringify(issuedEvent(issued));
        try {
          const response = await fetch(`${address}/webhooks/issuance`, {
            method: 'POST',
            body,
            headers: signedHeaders(body, testTime, { id }),
          });
          const { id: event } = (await response.json()) as { readonly id: string };
          acknowledged.push({ id, event, fingerprint: issued.sha256, status: response.status });
        } catch {
          // The receiver is gone: this one was not acknowledged.
          return;
        }
      }
    });
    // At a random moment, but not before this one has acknowledged something, however slow it is.
    const before = acknowledged.length;
    while (acknowledged.length < before + 15) await delay(5);
    await delay(Math.random() * 150);
    await killed(child);
    gone.abort();
    await Promise.all(senders);
  }

  const database = openHandle(join(folder, 'certferry.db'), { create: false });
  const column = (sql: string): Set<string> =>
    new Set(database.prepare<[], string>(sql).pluck().all());
  const deliveries = column('select id from deliveries');
  const certificates = column('select fingerprint from certificates');
  const arrivals = column('select guid from github_deliveries');
  expect(acknowledged.length).toBeGreaterThan(50);
  expect(new Set(acknowledged.map(({ status }) => status))).toEqual(new Set([200, 202]));
  const lost = acknowledged.filter(
    ({ event, fingerprint }) => !deliveries.has(event) || !certificates.has(fingerprint),
  );
  expect(lost).toEqual([]);
  // The outbox holds exactly the certificates that are stored: neither was ever written alone.
  expect([...arrivals].sort()).toEqual([...certificates].sort());
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
}, 60_000);
