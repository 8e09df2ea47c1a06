import type { KyselyPlugin } from 'kysely';
import { z } from 'zod';

import { Secret } from '../../shared/core/secret.ts';
import { silentLog } from '../../shared/runtime/log.ts';
import { systemClock } from '../clock.ts';
import { immediate, openDatabase } from '../database/open.ts';
import { createMetrics } from '../metrics.ts';
import { createOutbox } from '../outbox.ts';
import { certificateArrived } from '../tasks-arrival.ts';
import { createGitHubRuns } from './api.ts';
import { defaultTimings } from './timings.ts';

/** What the process is told on its command line, as JSON. */
const ChildOrder = z.strictObject({
  database: z.string(),
  apiUrl: z.string(),
  token: z.string(),
  entityId: z.string(),
  fingerprint: z.string(),
  /** At this step the process kills itself with SIGKILL; 0: never. */
  killAt: z.int(),
});
export type ChildOrder = z.infer<typeof ChildOrder>;

const order = ChildOrder.parse(JSON.parse(process.argv[2] ?? ''));
let steps = 0;

/** A place where the process may die: no handler runs, nothing is flushed. */
function step(): void {
  steps += 1;
  if (steps === order.killAt) process.kill(process.pid, 'SIGKILL');
}

const counting: KyselyPlugin = {
  transformQuery({ node }) {
    step();
    return node;
  },
  async transformResult({ result }) {
    step();
    return result;
  },
};

const { fetch: realFetch } = globalThis;
globalThis.fetch = async (...request) => {
  step();
  const response = await realFetch(...request);
  step();
  return response;
};

// A receiver as far as an arrival and its workflow run are concerned, from the first to the last step.
const store = openDatabase(order.database);
const db = store.db.withPlugin(counting);
const timings = { ...defaultTimings, debounceMs: 0, firstPollMs: 20, lookEveryMs: 20 };
const arrival = {
  fingerprint: order.fingerprint,
  name: 'www.example.com',
  entityId: order.entityId,
};
await immediate(db, (trx) =>
  certificateArrived(trx, arrival, { clock: systemClock, debounceMs: timings.debounceMs }),
);
const outbox = createOutbox(
  { db, clock: systemClock, log: silentLog, metrics: createMetrics() },
  {
    runs: createGitHubRuns({
      apiUrl: order.apiUrl,
      tokenFor: async () => new Secret(order.token),
      clock: systemClock,
      requestMs: 5000,
    }),
    timings,
  },
);
const signal = AbortSignal.timeout(20_000);
for (let state = 'waiting'; state !== 'running' && !signal.aborted;) {
  const counted = steps;
  await outbox.pump(signal);
  const row = await store.db.selectFrom('dispatches').select('state').executeTakeFirst();
  state = row?.state ?? state;
  // A look that found nothing to do is no new place to die at.
  if (steps === counted + 2) steps = counted;
  await systemClock.sleep(5);
}
await store.close();
process.stdout.write(String(steps));
