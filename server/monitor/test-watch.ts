import { setDefaultCACertificates } from 'node:tls';

import { readCertificate } from '../../shared/core/certificate.ts';
import { NoticeFacts } from '../../shared/notice/facts.ts';
import type { HostLookup } from '../../shared/tls/dns.ts';
import type { CertificateReport, ChangeReport, Report } from '../../shared/wire/report.ts';
import { createRoot } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import type { Repository } from '../database/schema.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { stageFile } from '../dispatch/test-stage.ts';
import type { Claims } from '../oidc.ts';
import { saveRun } from '../runs.ts';
import { registerTasks } from '../tasks.ts';
import { createTestClock, openTestServer } from '../test-server.ts';
import type { TestClock, TestServer } from '../test-server.ts';
import type { Looking } from './look.ts';
import { tellAsNotice } from './notice.ts';
import { lookAtDue } from './part.ts';
import { createProbe } from './probe.ts';
import { sweep } from './sweep.ts';
import type { AlarmRow, EndpointRow } from './tables.ts';
import { tellPending } from './tell.ts';

/** Names to the addresses that DNS gives; a missing one does not exist. */
export interface TestNames extends HostLookup {
  set(name: string, ...addresses: readonly string[]): void;
  fail(name: string, code: string): void;
}

function createNames(): TestNames {
  const zone = new Map<string, readonly string[] | string>();
  return {
    set: (name, ...addresses) => void zone.set(name, addresses),
    fail: (name, code) => void zone.set(name, code),
    lookup: async (name) => {
      const found = zone.get(name) ?? zone.get(`*${name.slice(name.indexOf('.'))}`) ?? 'ENOTFOUND';
      if (typeof found === 'string') throw Object.assign(new Error(found), { code: found });
      return found;
    },
  };
}

export interface TestChange {
  readonly certificate: Issued;
  readonly old?: Issued | null;
  readonly domains: readonly string[];
  readonly resource?: string;
  readonly status?: ChangeReport['status'];
  readonly ports?: readonly number[];
}

export interface TestRun {
  readonly mode?: Report['mode'];
  readonly runId?: number;
  readonly event?: string;
  readonly task?: string;
  readonly finishedAt?: string;
  readonly unmatched?: readonly { readonly resource: string; readonly reason: string }[];
}

export interface TestWatch {
  readonly server: TestServer;
  readonly clock: TestClock;
  readonly repository: Repository;
  readonly root: Authority;
  readonly names: TestNames;
  /** Port 443 of every address, on loopback. */
  port: number;
  register(options?: {
    readonly tasks?: readonly string[];
    readonly certificates?: readonly string[];
    readonly monitor?: readonly { readonly host: string; readonly port: number }[];
  }): Promise<void>;
  report(changes: readonly TestChange[], run?: TestRun): Promise<void>;
  /** Asks what is due until nothing is. Resolves to how many were asked. */
  look(): Promise<number>;
  tell(): Promise<number>;
  sweep(): Promise<void>;
  /** Turns the time in steps, as the part would work through them. */
  pass(hours: number, stepHours?: number): Promise<void>;
  endpoint(host: string): Promise<EndpointRow>;
  alarms(): Promise<readonly AlarmRow[]>;
  /** Those about what is served. */
  notices(): Promise<readonly { readonly about: NoticeFacts; readonly task: string | null }[]>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A receiver that watches real TLS endpoints on loopback, with names and time that a test decides. */
export async function openWatch(): Promise<TestWatch> {
  const clock = createTestClock(new Date().toISOString());
  let server = await openTestServer({ clock });
  const repository = await server.addRepository(await server.addEntity());
  const root = await createRoot('Watch root');
  setDefaultCACertificates([root.pem]);
  const names = createNames();
  let pushes = 100;
  const probe = createProbe({ dns: names, handshakeMs: 2_000, randomLabel: () => 'random' });

  const watch: TestWatch = {
    get server() {
      return server;
    },
    clock,
    repository,
    root,
    names,
    port: 0,
    async register({ tasks = ['shop'], certificates = ['www.example.com'], monitor = [] } = {}) {
      await registerTasks(
        server.ports,
        { repository, runId: (pushes += 1) },
        {
          file: stageFile,
          commit: 'c'.repeat(40),
          tasks: tasks.map((name) => ({
            name,
            certificates: [...certificates],
            deployAt: null,
            extend: false,
            contacts: ['ops'],
          })),
          contacts: [{ name: 'ops', kind: 'email', email: 'ops@example.com' }],
          monitor: [...monitor],
        },
      );
    },
    async report(changes, run = {}) {
      const { mode = 'deploy', event = 'push', task = 'shop' } = run;
      const runId = run.runId ?? (pushes += 1);
      await saveRun(
        server.ports,
        { repository, claims: claimsOf(repository, { runId, event }) },
        {
          dispatchId: null,
          report: reportOf(changes, {
            mode,
            task,
            finishedAt: run.finishedAt ?? clock.now().toISOString(),
            unmatched: run.unmatched ?? [],
          }),
        },
      );
    },
    async look() {
      let asked = 0;
      for (let round = 0; round < 100; round += 1) {
        const looking: Looking = {
          probe: async ({ port, ...place }, signal) =>
            await probe({ ...place, port: port === 443 ? watch.port : port }, signal),
          graceMs: 3_600_000,
          chance: () => 1,
        };
        const now = await lookAtDue(server.ports, looking, new AbortController().signal);
        if (now === 0) return asked;
        asked += now;
      }
      throw new Error('something is due again and again');
    },
    tell: async () => await tellPending(server.ports, tellAsNotice),
    sweep: async () => await sweep(server.ports),
    async pass(hours, stepHours = 0.25) {
      for (let passed = 0; passed < hours; passed += stepHours) {
        clock.advance(stepHours * 3600);
        await watch.look();
        await watch.tell();
      }
    },
    endpoint: async (host) =>
      await server.ports.db
        .selectFrom('watched_endpoints')
        .selectAll()
        .where('host', '=', host)
        .executeTakeFirstOrThrow(),
    alarms: async () =>
      await server.ports.db.selectFrom('alarms').selectAll().orderBy('opened_at').execute(),
    async notices() {
      const rows = await server.ports.db
        .selectFrom('notices')
        .select(['about', 'task'])
        .orderBy('created_at')
        .execute();
      return rows
        .map(({ about, task }) => ({ about: NoticeFacts.parse(JSON.parse(about)), task }))
        .filter(({ about }) => about.kind !== 'run');
    },
    async restart() {
      server = await server.reopen();
    },
    close: async () => await server.close(),
  };
  return watch;
}

function claimsOf(
  repository: Repository,
  { runId, event }: { readonly runId: number; readonly event: string },
): Claims {
  return {
    jti: 'j',
    expiresAt: new Date(0),
    repositoryId: repository.github_id,
    ownerId: repository.owner_id,
    repository: repository.full_name,
    event,
    ref: 'refs/heads/main',
    sha: 'c'.repeat(40),
    runId,
    attempt: 1,
    environment: null,
    jobWorkflowRef: null,
  };
}

function factsOf(issued: Issued): CertificateReport {
  const { sha256, serial, issuer, notBefore, notAfter, domains, keyAlgorithm } = readCertificate(
    issued.leaf,
  );
  return {
    sha256,
    serial,
    issuer,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    domains: [...domains],
    keyAlgorithm,
    ref: null,
  };
}

function reportOf(
  changes: readonly TestChange[],
  run: Required<Pick<TestRun, 'mode' | 'task' | 'finishedAt' | 'unmatched'>>,
): Report {
  const report = reportWith(
    [
      {
        name: run.task,
        state: 'success',
        changes: changes.map(({ resource = 'tencent/cdn:prod/www', status = 'success' }) => ({
          resource,
          status,
        })),
      },
    ],
    { mode: run.mode, finishedAt: run.finishedAt },
  );
  return {
    ...report,
    tasks: report.tasks.map((task) => ({
      ...task,
      unmatched: run.unmatched.map(({ resource, reason }) => ({
        resource,
        reason,
        product: 'tencent/cdn',
        account: 'prod',
        region: null,
        name: resource,
        label: resource,
        domains: [],
      })),
      changes: task.changes.map((change, index) => {
        const wanted = changes[index];
        if (wanted === undefined) throw new Error('one change each');
        const { certificate, old = null, domains, ports } = wanted;
        return {
          ...change,
          domains: [...domains],
          ...(ports === undefined ? {} : { ports: [...ports] }),
          old: old === null ? null : factsOf(old),
          new: { ...factsOf(certificate), name: 'shop', type: 'uploaded' as const },
        };
      }),
    })),
  };
}
