import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Finding, Gap, Proof, Receipt } from '../core/model.ts';
import { backIn } from '../core/undo.ts';
import type { Undo } from '../core/undo.ts';
import type { Call, Product } from '../providers/provider.ts';
import { defaultPatience } from './deploy.ts';
import type { Patience } from './deploy.ts';
import { harmless } from './harmless.ts';
import { createLanes, placeKey, productsByPlace } from './lanes.ts';
import { abortedAfter, cancelled, limited } from './limited.ts';
import type { Ports } from './ports.ts';
import { proveUndone } from './prove-undo.ts';
import type { Proven } from './prove-undo.ts';
import { readPlaces } from './read-places.ts';

/** How undoing one change ended. */
export type UndoOutcome =
  | {
      /** The cloud binds what was there before, and handshakes show it where they can reach it. */
      readonly status: 'rolled-back';
      readonly receipt: Receipt;
      readonly proof: Proof;
      /** It was back before: nothing had to be written. */
      readonly already: boolean;
      readonly findings: readonly Finding[];
    }
  | {
      /** `held`: left as it is. `rollback-error`: tried, and not confirmed. */
      readonly status: 'held' | 'rollback-error';
      readonly receipt: Receipt;
      readonly error: ErrorFacts;
      /** Null: nothing was written. */
      readonly proof: Proof | null;
    };

export interface RollbackRequest {
  readonly products: readonly Product[];
  /** Places that could not be connected: their receipts are held with the same error. */
  readonly gaps: readonly Gap[];
  readonly patience?: Patience;
  /** How long the old certificate may take to be served; absent: what the product is known to need. */
  readonly windowMs?: number | undefined;
}

/** How far the cloud itself came. */
type PutBack =
  | { readonly kind: 'put-back'; readonly product: Product; readonly already: boolean }
  | { readonly kind: 'ended'; readonly outcome: UndoOutcome };

/**
 * Undoes changes of an earlier run, in the order opposite to theirs where they share a resource, then
 * proves it: the cloud is read back, and handshakes show the old certificate. What fails the proof stays
 * as it is: nothing is undone twice. A binding that somebody else has changed since is held. Never
 * rejects: one outcome per change, in their order; the failure of one stops no other.
 */
export async function rollback(
  undos: readonly Undo[],
  request: RollbackRequest,
  ports: Pick<Ports, 'clock' | 'probe' | 'progress'>,
  call: Call,
): Promise<readonly UndoOutcome[]> {
  const { patience = defaultPatience, products, gaps } = request;
  const { clock } = ports;
  const progress = harmless(ports.progress, call);
  const watched = { ...ports, progress };
  const lanes = createLanes();
  const productOf = productsByPlace(products);
  const ended = new AbortController();
  const signal = abortedAfter(call.signal, {
    ms: patience.undoAfterCancelMs,
    clock,
    ended: ended.signal,
  });
  const concerned = products.filter((product) =>
    undos.some(({ receipt }) => placeKey(receipt) === placeKey(product)),
  );
  const before = await readPlaces(concerned, watched, call);

  const held = (receipt: Receipt, error: ErrorFacts): PutBack => ({
    kind: 'ended',
    outcome: { status: 'held', receipt, error, proof: null },
  });

  async function start(undo: Undo): Promise<PutBack> {
    const { receipt } = undo;
    const product = productOf(receipt);
    if (product === undefined) return held(receipt, whyNotConnected(receipt, gaps));
    return await lanes.slot(product, async () => {
      if (call.signal.aborted) return held(receipt, errorFacts(cancelled));
      progress({ kind: 'undo', receipt, state: 'rolling-back', doing: 'putting back' });
      return await putBack(product, undo);
    });
  }

  /** The product reads it afresh, and writes nothing where it is back already. */
  async function putBack(product: Product, undo: Undo): Promise<PutBack> {
    const { receipt } = undo;
    const resource = before.resource(receipt);
    const already = resource !== undefined && backIn(undo, resource.bindings).kind === 'back';
    // Such a product refuses whatever it is asked; yet somebody may have put it back by hand.
    if (already && product.capabilities.undo === 'none') {
      return { kind: 'put-back', product, already };
    }
    const late = new DeployError(
      'OUTCOME_UNKNOWN',
      'undoing was not confirmed in time; a preview shows what is bound now',
    );
    const limits = { clock, signal, withinMs: patience.undoMs, told: late, abandoned: late };
    try {
      await limited(limits, (stop) => product.rollback(receipt, { ...call, signal: stop }));
      return { kind: 'put-back', product, already };
    } catch (thrown) {
      const error = errorFacts(DeployError.from(thrown));
      if (error.code === 'REFUSED') return held(receipt, error);
      return {
        kind: 'ended',
        outcome: { status: 'rollback-error', receipt, error, proof: null },
      };
    }
  }

  function tell({ receipt }: Undo, outcome: UndoOutcome): UndoOutcome {
    progress({ kind: 'undo', receipt, state: outcome.status, doing: ending(outcome) });
    return outcome;
  }

  const written = new Map<Undo, PutBack>();
  await Promise.all(
    undos.toReversed().map(async (undo) => {
      const result = await lanes.locked(before.lockOf(undo.receipt), () => start(undo));
      if (result.kind === 'ended') tell(undo, result.outcome);
      written.set(undo, result);
    }),
  );
  ended.abort();

  const toProve = undos.flatMap((undo) => {
    const result = written.get(undo);
    return result?.kind === 'put-back' ? [{ undo, product: result.product }] : [];
  });
  const proofs = await proveUndone(
    toProve,
    { windowMs: request.windowMs, tell: (undo, proven) => tell(undo, outcomeOf(undo, proven)) },
    watched,
    call,
  );

  function outcomeOf(undo: Undo, proven: Proven): UndoOutcome {
    const { receipt } = undo;
    const { proof } = proven;
    const result = written.get(undo);
    const already = result?.kind === 'put-back' && result.already;
    return proven.ok
      ? { status: 'rolled-back', receipt, proof, already, findings: proven.findings }
      : { status: 'rollback-error', receipt, proof, error: proven.error };
  }

  return undos.flatMap((undo): readonly UndoOutcome[] => {
    const result = written.get(undo);
    if (result?.kind === 'ended') return [result.outcome];
    const proven = proofs.get(undo);
    return proven === undefined ? [] : [outcomeOf(undo, proven)];
  });
}

/** How an undoing ended, in words. */
function ending(outcome: UndoOutcome): string {
  if (outcome.status !== 'rolled-back') return outcome.error.message;
  const done = outcome.already ? 'was back already' : 'put back';
  return `${done}, ${outcome.proof.served === true ? 'and served' : 'and bound'}`;
}

function whyNotConnected(receipt: Receipt, gaps: readonly Gap[]): ErrorFacts {
  const { account, target, region } = receipt;
  const gap = gaps.find(
    (one) =>
      one.account === account &&
      one.target === target &&
      (one.region === null || one.region === region),
  );
  if (gap !== undefined) return gap.error;
  const where = region === null ? '' : ` in ${region}`;
  return {
    code: 'CONFIG_INVALID',
    message: `the deployment file connects no ${target}${where} with account "${account}" any more, so nothing can be put back there`,
  };
}
