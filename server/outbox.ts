import pMap from 'p-map';

import { DeployError } from '../shared/core/errors.ts';
import type { Dispatch } from './database/schema.ts';
import type { GitHubRuns } from './dispatch/api.ts';
import { later, type Timings } from './dispatch/timings.ts';
import { errorFacts } from './log.ts';
import { send } from './outbox-send.ts';
import type { StateOptions } from './outbox-states.ts';
import { look, poll, take } from './outbox-watch.ts';
import type { Ports } from './ports.ts';

export interface OutboxOptions {
  readonly runs: GitHubRuns;
  readonly timings: Timings;
  readonly onGivenUp?: StateOptions['onGivenUp'];
}

export type OutboxPorts = Pick<Ports, 'db' | 'clock' | 'log' | 'metrics'>;

/** What the steps of the outbox share. */
export interface OutboxContext {
  readonly ports: OutboxPorts;
  readonly runs: GitHubRuns;
  readonly timings: Timings;
  readonly count: (result: string) => void;
  readonly stateOptions: () => StateOptions;
  /** GitHub asked to wait: nothing is asked of it before the time that is returned. */
  readonly limit: (error: DeployError) => string;
}

/**
 * The durable queue of workflow runs. What is due, in whatever state, is brought one step further; what
 * was going on when a process died is told by the state that it left.
 */
export interface Outbox {
  /** Looks once through what is due. Resolves to the number of dispatches that were looked at. */
  pump(signal: AbortSignal): Promise<number>;
  /** For whoever observes a run by another way, a webhook for example. */
  readonly stateOptions: () => StateOptions;
}

const atOnce = 4;
const atMost = 100;
const unfinished = ['waiting', 'sending', 'sent', 'running'] as const;

export function createOutbox(ports: OutboxPorts, options: OutboxOptions): Outbox {
  const { db, clock, log, metrics } = ports;
  const { runs, timings } = options;
  const results = metrics.counter(
    'certferry_dispatches_total',
    'What became of workflow runs that were asked for, by result.',
  );
  metrics.gauge('certferry_outbox', 'Dispatches that are not at their end, by state.', async () => {
    const rows = await db
      .selectFrom('dispatches')
      .select((select) => ['state', select.fn.countAll<number>().as('count')])
      .where('state', 'in', [...unfinished])
      .groupBy('state')
      .execute();
    return rows.map(({ state, count }) => ({ labels: { state }, value: count }));
  });
  // GitHub limits a login as a whole, so one clock does for all.
  let limitedUntil = new Date(0);

  const context: OutboxContext = {
    ports,
    runs,
    timings,
    count: (result) => results.add({ result }),
    stateOptions: () => ({
      now: clock.now(),
      timings,
      async onGivenUp(trx, givenUp) {
        results.add({ result: 'given-up' });
        log.error('workflow run given up', { dispatch: givenUp.dispatchId, why: givenUp.why });
        await options.onGivenUp?.(trx, givenUp);
      },
    }),
    limit(error) {
      const until = later(clock.now(), error.retryAfterMs ?? 60_000);
      if (until > limitedUntil.toISOString()) limitedUntil = new Date(until);
      return until;
    },
  };

  async function step(row: Dispatch, signal: AbortSignal): Promise<void> {
    if (clock.now() < limitedUntil) {
      await take(context, row, limitedUntil.toISOString());
      return;
    }
    try {
      if (row.state === 'waiting') await send(context, row, signal);
      else if (row.state === 'sending') await look(context, row, signal);
      else await poll(context, row, signal);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'RATE_LIMITED') context.limit(error);
      // It was put off before it was begun: it comes up again by itself.
      log.warn('dispatch not looked after', { dispatch: row.id, ...errorFacts(error) });
    }
  }

  return {
    stateOptions: context.stateOptions,
    async pump(signal) {
      const due = await db
        .selectFrom('dispatches')
        .selectAll()
        .where('state', 'in', [...unfinished])
        .where('leader_id', 'is', null)
        .where('due_at', '<=', clock.now().toISOString())
        .orderBy('due_at')
        .limit(atMost)
        .execute();
      await pMap(due, (row) => step(row, signal), { concurrency: atOnce });
      return due.length;
    },
  };
}
