import { createAdaptorServer } from '@hono/node-server';

import { createOperators } from '../../server/dashboard/operators.ts';
import { dashboardPart } from '../../server/dashboard/part.ts';
import type { SignInLimits } from '../../server/dashboard/sign-in.ts';
import { openTestServer } from '../../server/test-server.ts';
import type { TestServer } from '../../server/test-server.ts';
import { runReport } from '../../shared/report/json.ts';
import type { Report } from '../../shared/wire/report.ts';
import { createWatchSeed, seedWatch } from './dashboard-seed-watch.ts';
import { createSeed, sha256 } from './dashboard-seed.ts';
import type { Seed } from './dashboard-seed.ts';
import { context, sampleRun } from './sample-plans.ts';

/** A receiver with the dashboard, on a port of this machine. */
export interface DashboardWorld {
  readonly server: TestServer;
  readonly seed: Seed;
  readonly address: string;
  /** Tokens to sign in with. */
  readonly operator: string;
  readonly viewer: string;
  close(): Promise<void>;
}

const generous: SignInLimits = {
  perAddress: { per_minute: 1000, burst: 1000 },
  all: { per_minute: 1000, burst: 1000 },
};

export async function openDashboard(): Promise<DashboardWorld> {
  // On loopback a browser takes the cookie without https.
  const server = await openTestServer({ settings: { url: 'http://127.0.0.1' } });
  const parts = dashboardPart(server.ports, { limits: generous });
  const listener = createAdaptorServer({ fetch: server.app(parts).fetch });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const bound = listener.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  const operators = createOperators(server.ports);
  const operator = await operators.add('maria', 'operator');
  const viewer = await operators.add('auditor', 'viewer');
  if (operator === undefined || viewer === undefined) throw new Error('the names are free');
  return {
    server,
    seed: createSeed(server),
    address: `http://127.0.0.1:${bound.port}`,
    operator,
    viewer,
    async close() {
      await new Promise((resolve) => {
        listener.close(resolve);
      });
      await server.close();
    },
  };
}

/** A report of a deployment with something of everything. */
export function sampleReport(edits: number, changes: Partial<Report> = {}): Report {
  const report = runReport(
    sampleRun(edits),
    context({ mode: 'deploy', verdict: 'partial', exitCode: 1 }),
  );
  return { ...report, ...changes };
}

/** Ids of what pages of one thing are opened by. */
export interface Busy {
  readonly entityId: string;
  readonly fingerprint: string;
  readonly taskId: string;
  readonly runId: string;
  readonly deliveryId: string;
  readonly lostId: string;
}

/** A receiver that has been at work: something of everything, and more than a page of most. */
export async function seedBusy({ seed, server }: DashboardWorld): Promise<Busy> {
  const acme = await seed.entity({ id: 'acme', name: 'acme' });
  const globex = await seed.entity({ id: 'globex', name: 'globex & sons', verified: 0 });
  const shop = await seed.repository(acme, { full_name: 'acme/shop', environment: 'certs-prod' });
  const docs = await seed.repository(acme, { full_name: 'acme/docs' });
  const billing = await seed.repository(globex, {
    full_name: 'globex/billing-platform-infrastructure',
    job_workflow_ref: 'globex/workflows/.github/workflows/certificates.yml@refs/heads/main',
  });
  await seed.repository(globex, { full_name: 'globex/retired', disabled_at: seed.at(-40) });
  const certbot = await seed.source(acme, { name: 'certbot' });
  const digicert = await seed.source(globex, {
    name: 'digicert-certcentral',
    kind: 'digicert',
    certificate_type: 'uploaded',
  });

  const hosts = ['www', 'api', 'pay', 'static', 'mail', 'status', 'blog', 'cdn', 'eu', 'ap'];
  for (const [index, host] of hosts.entries()) {
    const life = index % 3 === 0 ? 47 : index % 3 === 1 ? 90 : 398;
    const left = [5, 12, 21, 33, 41, 62, 75, 88, 190, 320][index] ?? 60;
    await seed.certificate(acme, {
      name: `${host}.shop.example.com`,
      days: [left - life, left],
      source_id: certbot.id,
      type: index % 4 === 3 ? 'uploaded' : 'issued',
    });
  }
  for (let index = 0; index < 24; index += 1) {
    await seed.certificate(globex, {
      name: `node${index}.billing.globex.example`,
      days: [-20 - index, 70 + index * 9],
      source_id: digicert.id,
      type: 'uploaded',
    });
  }
  const current = await seed.certificate(acme, {
    name: 'shop.example.com',
    days: [-2, 88],
    source_id: certbot.id,
  });
  for (const age of [62, 122]) {
    await seed.certificate(acme, { name: 'shop.example.com', days: [-age, 90 - age] });
  }
  await seed.certificate(globex, { name: 'old.globex.example', days: [-420, -12] });
  for (const repository of [shop, docs, shop]) await seed.read(current, repository);

  const everywhere = await seed.task(shop, {
    name: 'shop-everywhere',
    state: 'partial',
    certificates: ['shop.example.com', 'www.shop.example.com'],
  });
  for (let index = 0; index < 30; index += 1) {
    await seed.task(index % 2 === 0 ? docs : billing, {
      name: `site-${index}`,
      file: `deploy/site-${index}.yml`,
      certificates: [`node${index}.billing.globex.example`],
      ...(index % 9 === 4 ? { state: 'pending', deploy_at: seed.at(3 + index) } : {}),
      ...(index === 7 ? { state: 'cancelled', cancelled_at: seed.at(-3) } : {}),
    });
  }
  const payments = await seed.task(billing, { name: 'payments', state: 'error' });
  const lost = await seed.dispatch(payments, {
    state: 'lost',
    attempts: 6,
    github_run_id: null,
    run_url: null,
    last_error:
      'starting the workflow certificates.yml of globex/billing-platform-infrastructure: not allowed; give the GitHub App the permission "actions: write"',
  });
  await seed.dispatch(everywhere, { state: 'running', reason: 'schedule' });
  for (let index = 0; index < 12; index += 1) {
    await seed.dispatch(everywhere, {
      updated_at: seed.at(-2 - index),
      created_at: seed.at(-3 - index),
    });
  }

  const run = await seed.run(shop, sampleReport(60));
  for (let index = 0; index < 28; index += 1) {
    const repository = index % 2 === 0 ? docs : billing;
    const file = `deploy/site-${index % 10}.yml`;
    const report = sampleReport(3, { file, verdict: 'success', exitCode: 0 });
    await seed.run(repository, report, { finished_at: seed.at(-0.3 - index / 3) });
  }
  await seed.run(docs, sampleReport(3, { file: 'deploy/site-0.yml', verdict: 'held' }));

  const event = (name: string, fingerprint: string) =>
    JSON.stringify({
      type: 'certificate.renewed',
      id: 'evt_01JDHB6XK2ZC5W8V4T0Q9R7S3M',
      source: { name: 'certbot', kind: 'standard', auth: 'strong', delivery_id: 'msg_17' },
      timestamp: seed.at(-2),
      data: {
        certificate: { verified: true, fingerprint_sha256: fingerprint, subject: `CN=${name}` },
        kind: 'issued',
        lineage: name,
        replaces_fingerprint_sha256: sha256('before'),
        material: { chain: 'stored', private_key: 'stored', ref: null },
      },
    });
  const delivery = await seed.delivery(certbot, {
    received_at: seed.at(-0.01),
    fingerprint: current.fingerprint,
    event: event('shop.example.com', current.fingerprint),
  });
  for (let index = 0; index < 30; index += 1) {
    const isNew = index % 3 !== 0;
    const name = `node${index % 24}.billing.globex.example`;
    await seed.delivery(index % 2 === 0 ? certbot : digicert, {
      received_at: seed.at(-0.2 - index / 4),
      status: isNew ? 202 : 200,
      fingerprint: isNew ? sha256(name) : null,
      event: isNew ? event(name, sha256(name)) : null,
    });
  }

  await seed.entry(acme, 'grant', 100, 85);
  for (let day = 80; day > 0; day -= 2) {
    await seed.entry(acme, 'consume', 1 + (day % 3), day);
    if (day % 10 === 0) await seed.entry(acme, 'refund', 1, day - 0.1);
    if (day === 44) await seed.entry(acme, 'grant', 50, 43.5);
  }
  await seed.entry(globex, 'grant', 20, 20);
  await seed.entry(globex, 'consume', 17, 4);
  await seedWatch(createWatchSeed(server, seed), seed, shop);
  return {
    entityId: acme.id,
    fingerprint: current.fingerprint,
    taskId: everywhere.id,
    runId: run.id,
    deliveryId: delivery.id,
    lostId: lost.id,
  };
}
