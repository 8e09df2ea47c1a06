import { performance } from 'node:perf_hooks';

import type { Ports } from '../ports.ts';
import { Problem, problems } from '../problem.ts';
import type { Answer, IntakeRequest, Telling, Told, Verified } from './adapter.ts';
import type { Incoming } from './incoming.ts';
import type { Prepare } from './prepare.ts';
import { addressKey, createRateLimit } from './rate-limit.ts';
import type { Rate } from './rate-limit.ts';
import type { OpenSource, Sources } from './sources.ts';
import type { IntakeStore } from './store.ts';

export interface ReceiveOptions {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'metrics'>;
  readonly sources: Sources;
  readonly store: IntakeStore;
  readonly prepare: Prepare;
  /** Requests whose authentication failed, per address. */
  readonly failures?: Rate;
}

/** Where a request went: the last part of its address, or our own door where none is named. */
export type Addressed =
  | { readonly segment: string }
  | { readonly own: true; readonly name?: string };

export interface Receive {
  /** Throws a `Problem`: for whatever is not proven always the same one. */
  (request: IntakeRequest, to: Addressed): Promise<Answer>;
}

/** As long as a sender who guesses has to wait for every guess beyond the first thirty. */
const standingFailures: Rate = { per_minute: 30, burst: 30 };

/**
 * From the raw request to the answer, in this order: limits, source, proof of the sender, and only then
 * the body. The answer is given after what it says is durable.
 */
export function createReceive(options: ReceiveOptions): Receive {
  const { ports, sources, store, prepare } = options;
  const { clock, log, metrics } = ports;
  const failures = createRateLimit(clock, options.failures ?? standingFailures);
  const bySource = createRateLimit(clock, { per_minute: 60, burst: 20 });
  const deliveries = metrics.counter(
    'certferry_issuance_deliveries_total',
    'Issuance deliveries by kind of source and outcome.',
  );
  const seconds = metrics.histogram(
    'certferry_issuance_seconds',
    'Time from the whole request to the durable answer.',
  );

  function limited(waitSeconds: number): void {
    if (waitSeconds === 0) return;
    throw problems.tooMany(undefined, { 'retry-after': String(waitSeconds) });
  }

  function candidates(to: Addressed): readonly OpenSource[] {
    if ('segment' in to) {
      const source = sources.find(to.segment);
      return source === undefined ? [] : [source];
    }
    return sources
      .byKind('standard')
      .filter(({ row }) => to.name === undefined || row.name === to.name);
  }

  async function authenticate(
    request: IntakeRequest,
    to: Addressed,
  ): Promise<{ readonly source: OpenSource; readonly verified: Verified } | undefined> {
    const who = candidates(to).filter(({ adapter }) =>
      adapter?.methods.some((one) => one === request.method),
    );
    for (const source of who) {
      if ('segment' in to) limited(bySource.wait(source.row.id, source.common.rate));
      const verified = await source.adapter?.verify(request);
      if (verified !== undefined) return { source, verified };
    }
    return undefined;
  }

  async function receive(request: IntakeRequest, to: Addressed, say: Say): Promise<Answer> {
    const key = addressKey(request.address);
    limited(failures.wait(key));
    const proven = await authenticate(request, to);
    if (proven === undefined) {
      failures.take(key);
      throw problems.unauthenticated();
    }
    const { source, verified } = proven;
    say.kind = source.row.kind;
    say.source = source.row.name;
    limited(bySource.wait(source.row.id, source.common.rate));
    bySource.take(source.row.id, source.common.rate);
    if (source.row.disabled_at !== null) throw problems.gone();
    if (verified.done === true) return { status: 204, body: null };
    const { mediaTypes } = source.adapter ?? {};
    if (request.method !== 'GET' && mediaTypes?.includes(request.mediaType ?? '') === false) {
      throw problems.wrongType(`send one of ${mediaTypes.join(', ')}`);
    }
    const answer = await answerAll(verified, source, request.dryRun);
    return request.dryRun ? answer : (source.adapter?.present?.(answer) ?? answer);
  }

  async function answerAll(
    verified: Verified,
    source: OpenSource,
    dryRun: boolean,
  ): Promise<Answer> {
    let told: readonly Told[];
    try {
      told = await verified.read();
    } catch (refusal) {
      return asBefore(verified.telling, source, dryRun, refusal);
    }
    const [first] = told;
    if (first !== undefined && told.length === 1) return await answerTo(first, source, dryRun);
    return combine(await Promise.allSettled(told.map((one) => answerTo(one, source, dryRun))));
  }

  async function answerTo(told: Told, source: OpenSource, dryRun: boolean): Promise<Answer> {
    let incoming: Incoming;
    try {
      incoming = await prepare(told, source);
    } catch (refusal) {
      return asBefore(told, source, dryRun, refusal);
    }
    if (dryRun) return { status: 200, body: { test: true, ...store.rehearse(incoming) } };
    const answer = await store.record(incoming);
    if (answer.status === 202) {
      log.info('delivery stored', {
        source: source.row.name,
        delivery: incoming.id,
        event: told.kind,
      });
    }
    return answer;
  }

  /** What is refused today may have been stored in its time: a repetition is answered as it was then. */
  function asBefore(
    telling: Telling | undefined,
    source: OpenSource,
    dryRun: boolean,
    refusal: unknown,
  ): Answer {
    const before =
      telling === undefined || dryRun
        ? undefined
        : store.repeated(source.row.id, telling.deliveryId, telling.digest);
    if (before === undefined) throw refusal;
    return before;
  }

  return async (request, to) => {
    const began = performance.now();
    const say: Say = { kind: 'none', source: undefined };
    try {
      const answer = await receive(request, to, say);
      deliveries.add({ kind: say.kind, outcome: outcomeOf(answer) });
      return answer;
    } catch (thrown) {
      const { code, status } =
        thrown instanceof Problem ? thrown.details : { code: 'ERROR', status: 500 };
      deliveries.add({ kind: say.kind, outcome: code });
      // An id that comes back with something else is a defect of the sender, or an attack.
      if (status === 409 || status === 422) {
        log.warn('delivery refused', { source: say.source, code });
      }
      throw thrown;
    } finally {
      seconds.observe((performance.now() - began) / 1000);
    }
  };
}

interface Say {
  kind: string;
  source: string | undefined;
}

function outcomeOf({ status, body }: Answer): string {
  if (status === 202) return 'stored';
  if (status === 204) return 'confirmed';
  if (typeof body === 'object' && body !== null) {
    if ('ignored' in body) return 'ignored';
    if ('test' in body) return 'test';
  }
  return 'duplicate';
}

/**
 * Several events in one request have one status: stored where any of them was. One that is refused
 * stops no other; where we have failed ourselves, the sender is to send everything again.
 */
function combine(settled: readonly PromiseSettledResult<Answer>[]): Answer {
  const results: unknown[] = [];
  let refusal: Problem | undefined;
  let status: number | undefined;
  for (const one of settled) {
    if (one.status === 'fulfilled') {
      status = status === 202 ? 202 : one.value.status;
      results.push(one.value.body);
      continue;
    }
    const error: unknown = one.reason;
    if (!(error instanceof Problem) || error.details.status >= 500) throw error;
    refusal = error;
    results.push({ refused: error.details.code });
  }
  if (status === undefined && refusal !== undefined) throw refusal;
  return { status: status ?? 200, body: { results } };
}
