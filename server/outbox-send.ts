import type { Transaction } from 'kysely';

import { DeployError, type FailureCode } from '../shared/core/errors.ts';
import { immediate } from './database/open.ts';
import type { Database, Dispatch } from './database/schema.ts';
import type { Started } from './dispatch/api.ts';
import { later } from './dispatch/timings.ts';
import { errorFacts } from './log.ts';
import { form, type Intent } from './outbox-group.ts';
import { changeGroup, readGroup, tryAgain } from './outbox-states.ts';
import type { OutboxContext } from './outbox.ts';

type Trx = Transaction<Database>;

/** Answers after which there certainly is no run. After any other there may be one. */
const notStartedCodes: ReadonlySet<FailureCode> = new Set([
  'CREDENTIALS_REJECTED',
  'PERMISSION_MISSING',
  'RESOURCE_GONE',
  'REFUSED',
  'CLOUD_UNAVAILABLE',
]);

/**
 * Starts the workflow run of a dispatch that is due: writes down that it is about to, sends one request,
 * writes down the answer. What happens in between, the process dying included, leaves a dispatch that
 * is looked for before anything is sent again.
 */
export async function send(
  context: OutboxContext,
  row: Dispatch,
  signal: AbortSignal,
): Promise<void> {
  const { ports, timings } = context;
  const intent = await form(ports, row.id, timings);
  if (intent === undefined) return;
  const facts = { dispatch: intent.dispatchId, attempt: intent.attempt };
  ports.log.info('starting workflow run', facts);
  let started: Started | undefined;
  try {
    started = await context.runs.start(intent.workflow, intent.inputs, signal);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    ports.log.warn('workflow run not confirmed', { ...facts, ...errorFacts(error) });
    context.count(error.code);
    await answered(context, intent, (trx, leader) => failed(context, trx, { leader, error }));
    return;
  }
  context.count(started === undefined ? 'accepted' : 'started');
  await answered(context, intent, (trx, leader) => confirmed(context, trx, { leader, started }));
}

/**
 * Runs `write` if the answer to this very try is still what the dispatch waits for: a run that has
 * claimed meanwhile, or was seen by a webhook, is further than any answer.
 */
async function answered(
  { ports }: OutboxContext,
  intent: Intent,
  write: (trx: Trx, leader: Dispatch) => Promise<void>,
): Promise<void> {
  await immediate(ports.db, async (trx) => {
    const leader = await trx
      .selectFrom('dispatches')
      .selectAll()
      .where('id', '=', intent.dispatchId)
      .where('state', '=', 'sending')
      .where('attempts', '=', intent.attempt)
      .executeTakeFirst();
    if (leader !== undefined) await write(trx, leader);
  });
}

async function confirmed(
  { ports, timings }: OutboxContext,
  trx: Trx,
  { leader, started }: { readonly leader: Dispatch; readonly started: Started | undefined },
): Promise<void> {
  const now = ports.clock.now();
  const group = await readGroup(trx, leader);
  if (started === undefined) {
    const due = later(now, timings.lookEveryMs);
    await changeGroup(trx, group, { due_at: due, last_error: null }, now);
    return;
  }
  const run = { github_run_id: started.runId, run_url: started.url };
  const due = later(now, timings.firstPollMs);
  await changeGroup(trx, group, { state: 'sent', due_at: due, last_error: null, ...run }, now);
}

async function failed(
  context: OutboxContext,
  trx: Trx,
  { leader, error }: { readonly leader: Dispatch; readonly error: DeployError },
): Promise<void> {
  const { ports, timings } = context;
  const now = ports.clock.now();
  const group = await readGroup(trx, leader);
  const words = { last_error: error.message };
  if (error.code === 'RATE_LIMITED') {
    const due = context.limit(error);
    await changeGroup(trx, group, { state: 'waiting', due_at: due, ...words }, now);
    // Nothing was tried, so nothing is counted.
    await trx
      .updateTable('dispatches')
      .set({ attempts: leader.attempts - 1 })
      .where('id', '=', leader.id)
      .execute();
  } else if (notStartedCodes.has(error.code)) {
    await tryAgain(trx, group, error.message, context.stateOptions());
  } else {
    await changeGroup(trx, group, { due_at: later(now, timings.lookEveryMs), ...words }, now);
  }
}
