import type { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Edit, Outcome } from '../shared/core/model.ts';
import type { Ledger } from '../shared/engine/ports.ts';
import type { Call } from '../shared/providers/provider.ts';
import {
  ReserveReply,
  SettleReply,
  type ReserveRequest,
  type SettleRequest,
} from '../shared/wire/receiver.ts';
import { problemCode, type Ask } from './receiver-http.ts';

/** Quota of one run and one deployment file, kept by the receiver. */
export interface RunLedger extends Ledger {
  /** The run says no more: what is open is refunded. What the run consumed, and what is left. */
  finish(call: Call): Promise<{
    readonly balance: number;
    readonly consumed: number;
    readonly refunded: number;
  }>;
  /** Whether this edit was charged; false where it is free, was refused, or was never asked for. */
  isCharged(edit: Edit): boolean;
}

interface Waiting<T> {
  readonly item: T;
  readonly call: Call;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The receiver takes so many in one request. */
const mostPerRequest = 500;

/**
 * Collects what is asked within one turn of the event loop and sends it together. A caller that is
 * cancelled stops waiting at once; the request goes on for the others, and is cancelled with the last.
 */
function createBatches<T>(
  send: (items: readonly T[], call: Call) => Promise<ReadonlyMap<T, DeployError>>,
): (item: T, call: Call) => Promise<void> {
  let waiting: Waiting<T>[] = [];

  async function flush(batch: readonly Waiting<T>[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    const stop = new AbortController();
    let listening = batch.length;
    for (const one of batch) {
      const leave = () => {
        one.reject(new DeployError('CANCELLED', 'the run was cancelled'));
        listening -= 1;
        if (listening === 0) stop.abort();
      };
      if (one.call.signal.aborted) leave();
      else one.call.signal.addEventListener('abort', leave, { once: true, signal: stop.signal });
    }
    try {
      const failed = await send(
        batch.map((one) => one.item),
        { signal: stop.signal, log: first.call.log },
      );
      for (const one of batch) {
        const error = failed.get(one.item);
        if (error === undefined) one.resolve();
        else one.reject(error);
      }
    } catch (thrown) {
      for (const one of batch) one.reject(thrown);
    } finally {
      stop.abort();
    }
  }

  function flushAll(): void {
    const all = waiting;
    waiting = [];
    for (let start = 0; start < all.length; start += mostPerRequest) {
      void flush(all.slice(start, start + mostPerRequest));
    }
  }

  return (item, call) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flushAll);
      waiting.push({ item, call, resolve, reject });
    });
}

/** Refusals of one edit among others: the rest may go through. */
const ofOneEdit: ReadonlySet<string> = new Set(['QUOTA_EXHAUSTED', 'REFUSED', 'CHANGE_SETTLED']);

export function createRunLedger(
  ask: Ask,
  run: { readonly file: string; readonly leaseSeconds: number },
): RunLedger {
  const charged = new Set<string>();
  /** How edits ended that the receiver has not confirmed to know: said again at the end. */
  const unsaid = new Map<string, Outcome>();

  async function reserveTogether(edits: readonly Edit[], call: Call): Promise<void> {
    const body: z.input<typeof ReserveRequest> = {
      file: run.file,
      leaseSeconds: run.leaseSeconds,
      edits: edits.map(wanted),
    };
    const { consumed } = await ask(
      {
        doing: `reserving quota for ${edits.length === 1 ? 'one edit' : `${edits.length} edits`}`,
        method: 'POST',
        path: '/quota/reserve',
        body,
        reply: ReserveReply,
      },
      call,
    );
    for (const id of consumed) charged.add(id);
  }

  /** A refused batch took nothing at all, so halves of it are tried: the first edits come first. */
  async function reserveAll(
    edits: readonly Edit[],
    call: Call,
  ): Promise<ReadonlyMap<Edit, DeployError>> {
    try {
      await reserveTogether(edits, call);
      return new Map();
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (!ofOneEdit.has(problemCode(error) ?? '')) throw error;
      const [only] = edits;
      if (edits.length === 1 && only !== undefined) return new Map([[only, error]]);
      const half = Math.ceil(edits.length / 2);
      const front = await reserveAll(edits.slice(0, half), call);
      return new Map([...front, ...(await reserveAll(edits.slice(half), call))]);
    }
  }

  async function settleTogether(outcomes: readonly Outcome[], done: boolean, call: Call) {
    const body: z.input<typeof SettleRequest> = {
      file: run.file,
      outcomes: outcomes.map((outcome) => ({
        changeId: outcome.change.id,
        success: outcome.status === 'success',
      })),
      done,
    };
    return await ask(
      {
        doing: 'settling quota',
        method: 'POST',
        path: '/quota/settle',
        body,
        reply: SettleReply,
      },
      call,
    );
  }

  const say = createBatches<Outcome>(async (outcomes, call) => {
    await settleTogether(outcomes, false, call);
    for (const { change } of outcomes) unsaid.delete(change.id);
    return new Map();
  });

  /** Whatever is still open when the run is done is refunded, so what succeeded has to be said before. */
  async function finish(call: Call) {
    const left = [...unsaid.values()];
    let start = 0;
    for (; left.length - start > mostPerRequest; start += mostPerRequest) {
      await settleTogether(left.slice(start, start + mostPerRequest), false, call);
    }
    const reply = await settleTogether(left.slice(start), true, call);
    unsaid.clear();
    return reply;
  }

  return {
    reserve: createBatches<Edit>(reserveAll),
    settle: async (outcome, call) => {
      unsaid.set(outcome.change.id, outcome);
      await say(outcome, call);
    },
    finish,
    isCharged: (edit) => charged.has(edit.id),
  };
}

/** An edit as the receiver counts it. */
export function wanted(edit: Edit) {
  return { changeId: edit.id, resource: edit.resource.id, fingerprint: edit.certificate.sha256 };
}
