import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Hono } from 'hono';

import { Secret } from '../shared/core/secret.ts';
import { createApp } from './app.ts';
import type { Clock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import type { Store } from './database/open.ts';
import type { Entity, Repository } from './database/schema.ts';
import { createKeyring } from './keyring.ts';
import { createLedger } from './ledger.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { AppEnv, Part } from './part.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './settings.ts';
import { hashToken } from './tokens.ts';

/** Time that a test turns by hand. `sleep` ends when the time has been turned past it. */
export interface TestClock extends Clock {
  set(time: string): void;
  advance(seconds: number): void;
}

export function createTestClock(start = '2026-11-25T10:00:00.000Z'): TestClock {
  let now = Date.parse(start);
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  const turn = (to: number) => {
    now = to;
    for (const sleeper of sleepers) if (sleeper.until <= now) sleeper.wake();
  };
  return {
    now: () => new Date(now),
    set: (time) => turn(Date.parse(time)),
    advance: (seconds) => turn(now + seconds * 1000),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(new DOMException('aborted', 'AbortError'));
        });
        if (ms <= 0) sleeper.wake();
      });
    },
  };
}

export const testTokens = {
  operator: 'operator-5b1c0f2d9a7e4c38b6d1',
  metrics: 'metrics-0d4f7a1b8c2e4f66a9b3',
} as const;

export const testSettings: Settings = {
  url: 'https://certs.example.test',
  host: '127.0.0.1',
  port: 0,
  dataFolder: '/nowhere',
  masterKeys: [{ id: 'k1', key: new Secret(Buffer.alloc(32, 7).toString('base64')) }],
  github: {
    login: { kind: 'token', token: new Secret('github-token-of-the-tests-4711') },
    webhookSecret: new Secret('github-webhook-secret-of-the-tests'),
    apiUrl: 'http://127.0.0.1:1',
  },
  oidcIssuer: 'http://127.0.0.1:1',
  operatorToken: hashToken(testTokens.operator),
  metricsToken: hashToken(testTokens.metrics),
  trustedProxies: [],
  logLevel: 'debug',
  secrets: [],
};

/** A receiver in a folder of its own: everything but a port that listens. */
export interface TestServer {
  readonly ports: Ports;
  readonly clock: TestClock;
  readonly store: Store;
  readonly folder: string;
  /** What was logged, a JSON text per line. */
  readonly lines: string[];
  app(parts: readonly Part[]): Hono<AppEnv>;
  addEntity(entity?: Partial<Entity>): Promise<Entity>;
  addRepository(entity: Entity, repository?: Partial<Repository>): Promise<Repository>;
  /** The process is gone and comes back: another connection on the same file. */
  reopen(): Promise<TestServer>;
  /** Closes and removes the folder. Rejects when a transaction had awaited more than the database. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly settings?: Partial<Settings>;
  readonly clock?: TestClock;
  /** An existing folder, which `close` then leaves. */
  readonly folder?: string;
  /** The folder goes with `close` all the same: the server was reopened on its own. */
  readonly ownsFolder?: boolean;
}

let ids = 0;

export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { ownsFolder = options.folder === undefined } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'certferry-server-'));
  const clock = options.clock ?? createTestClock();
  const lines: string[] = [];
  const settings: Settings = { ...testSettings, dataFolder: folder, ...options.settings };
  const log = createLog({
    level: 'debug',
    secrets: settings.secrets,
    stream: { write: (line) => void lines.push(line) },
  });
  let longTransactions = 0;
  const store = openDatabase(join(folder, 'certferry.db'), {
    onLongTransaction: () => {
      longTransactions += 1;
    },
  });
  await store.migrate();
  const { db } = store;
  const ports: Ports = {
    db,
    openWriter: () => store.openWriter(),
    ready: async () => await store.ready(),
    clock,
    log,
    settings,
    keyring: createKeyring(settings.masterKeys),
    ledger: createLedger({ db, clock, log }),
    metrics: createMetrics(),
  };

  const close = async (): Promise<void> => {
    await store.close();
    if (ownsFolder) rmSync(folder, { recursive: true, force: true });
    if (longTransactions > 0) {
      throw new Error('a transaction awaited something other than the database');
    }
  };

  return {
    ports,
    clock,
    store,
    folder,
    lines,
    app: (parts) => createApp(ports, parts),
    async addEntity(entity = {}) {
      const number = (ids += 1);
      const row: Entity = {
        id: `entity-${number}`,
        name: `entity ${number}`,
        verified: 1,
        private_ca_consumes: 1,
        created_at: clock.now().toISOString(),
        ...entity,
      };
      await db.insertInto('entities').values(row).execute();
      return row;
    },
    async addRepository(entity, repository = {}) {
      const number = (ids += 1);
      const row: Repository = {
        id: `repository-${number}`,
        github_id: 1000 + number,
        owner_id: 77,
        full_name: `acme/certs-${number}`,
        entity_id: entity.id,
        workflow: 'certificates.yml',
        default_branch: 'main',
        environment: null,
        job_workflow_ref: null,
        created_at: clock.now().toISOString(),
        disabled_at: null,
        ...repository,
      };
      await db.insertInto('repositories').values(row).execute();
      return row;
    },
    async reopen() {
      await store.close();
      return await openTestServer({ ...options, clock, folder, ownsFolder });
    },
    close,
  };
}
