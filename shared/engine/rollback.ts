import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Gap, Receipt, ResourceId } from '../core/model.ts';
import type { Call, Product } from '../providers/provider.ts';
import { defaultPatience } from './deploy.ts';
import type { Patience } from './deploy.ts';
import { discover } from './discover.ts';
import { createLanes, placeKey, productsByPlace } from './lanes.ts';
import { abortedAfter, cancelled, limited } from './limited.ts';
import type { Ports } from './ports.ts';

/** How undoing one receipt ended. */
export type UndoOutcome =
  | { readonly status: 'rolled-back'; readonly receipt: Receipt }
  | {
      /** `held`: not started. `rollback-error`: tried, and not confirmed. */
      readonly status: 'held' | 'rollback-error';
      readonly receipt: Receipt;
      readonly error: ErrorFacts;
    };

export interface RollbackRequest {
  readonly products: readonly Product[];
  /** Places that could not be connected: their receipts are held with the same error. */
  readonly gaps: readonly Gap[];
  readonly patience?: Patience;
}

/**
 * Undoes what receipts of an earlier run say, in the order opposite to theirs where they share a
 * resource. Never rejects: one outcome per receipt, in their order; the failure of one stops no other.
 */
export async function rollback(
  receipts: readonly Receipt[],
  request: RollbackRequest,
  ports: Pick<Ports, 'clock' | 'progress'>,
  call: Call,
): Promise<readonly UndoOutcome[]> {
  const { patience = defaultPatience, products, gaps } = request;
  const { clock, progress } = ports;
  const lanes = createLanes();
  const productOf = productsByPlace(products);
  const ended = new AbortController();
  const signal = abortedAfter(call.signal, {
    ms: patience.undoAfterCancelMs,
    clock,
    ended: ended.signal,
  });

  const held = (receipt: Receipt, error: ErrorFacts): UndoOutcome => ({
    status: 'held',
    receipt,
    error,
  });

  async function start(receipt: Receipt): Promise<UndoOutcome> {
    const product = productOf(receipt);
    if (product === undefined) return held(receipt, whyNotConnected(receipt, gaps));
    return await lanes.slot(product, async () => {
      if (call.signal.aborted) return held(receipt, errorFacts(cancelled));
      progress({ kind: 'undo', receipt, state: 'rolling-back', doing: 'putting back' });
      return await putBack(product, receipt);
    });
  }

  async function putBack(product: Product, receipt: Receipt): Promise<UndoOutcome> {
    const late = new DeployError(
      'OUTCOME_UNKNOWN',
      'undoing was not confirmed in time; a preview shows what is bound now',
    );
    const limits = { clock, signal, withinMs: patience.undoMs, told: late, abandoned: late };
    try {
      await limited(limits, (stop) => product.rollback(receipt, { ...call, signal: stop }));
      return { status: 'rolled-back', receipt };
    } catch (thrown) {
      return { status: 'rollback-error', receipt, error: errorFacts(DeployError.from(thrown)) };
    }
  }

  const lockOf = await readLocks(receipts, products, ports, call);
  const undone = new Map<Receipt, UndoOutcome>();
  await Promise.all(
    receipts.toReversed().map(async (receipt) => {
      const outcome = await lanes.locked(lockOf(receipt), () => start(receipt));
      const doing = outcome.status === 'rolled-back' ? 'put back' : outcome.error.message;
      progress({ kind: 'undo', receipt, state: outcome.status, doing });
      undone.set(receipt, outcome);
    }),
  );
  ended.abort();
  return receipts.flatMap((receipt) => undone.get(receipt) ?? []);
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

/**
 * A receipt does not know what its resource shares a lock with, so products with several receipts are
 * read again. Where that fails everything of the product is undone one after the other.
 */
async function readLocks(
  receipts: readonly Receipt[],
  products: readonly Product[],
  ports: Pick<Ports, 'clock' | 'progress'>,
  call: Call,
): Promise<(receipt: Receipt) => string> {
  const byPlace = Map.groupBy(receipts, placeKey);
  const crowded = products.filter((product) => (byPlace.get(placeKey(product))?.length ?? 0) > 1);
  const locks = new Map<ResourceId, string>();
  const known = new Set<string>();
  if (crowded.length > 0 && !call.signal.aborted) {
    try {
      const { places } = await discover(crowded, ports, call);
      for (const { product, resources } of places) {
        for (const resource of resources) locks.set(resource.id, resource.lock);
        const wanted = byPlace.get(placeKey(product)) ?? [];
        if (wanted.every((receipt) => locks.has(receipt.resource))) known.add(placeKey(product));
      }
    } catch (thrown) {
      call.log.warn('locks not read', { code: DeployError.from(thrown).code });
    }
  }
  return (receipt) => {
    const place = placeKey(receipt);
    return (known.has(place) ? locks.get(receipt.resource) : undefined) ?? place;
  };
}
