import PQueue from 'p-queue';

import type { AccountName, Target } from '../core/model.ts';
import type { Product } from '../providers/provider.ts';

/** What names one connected product: a resource, a receipt and a product all carry it. */
export interface PlaceKey {
  readonly account: AccountName;
  readonly target: Target;
  readonly region: string | null;
}

export function placeKey({ account, target, region }: PlaceKey): string {
  return JSON.stringify([account, target, region]);
}

export function productsByPlace(
  products: readonly Product[],
): (place: PlaceKey) => Product | undefined {
  const byPlace = new Map(products.map((product) => [placeKey(product), product]));
  return (place) => byPlace.get(placeKey(place));
}

/** The two limits of a run: one at a time per lock, and as many per product as its API bears. */
export interface Lanes {
  /** Waits until nobody else holds the lock, and holds it until `work` ends. First come, first served. */
  locked<T>(lock: string, work: () => Promise<T>): Promise<T>;
  /** Waits for a free slot of the product. Undoing goes before whatever has not started. */
  slot<T>(
    product: Product,
    work: () => Promise<T>,
    options?: { readonly undoing: boolean },
  ): Promise<T>;
}

/**
 * A lock is taken outside of the slots and never waited for inside one, so the two cannot deadlock.
 */
export function createLanes(): Lanes {
  const locks = new Map<string, PQueue>();
  const slots = new Map<string, PQueue>();
  const queue = (queues: Map<string, PQueue>, key: string, concurrency: number) => {
    const found = queues.get(key) ?? new PQueue({ concurrency });
    queues.set(key, found);
    return found;
  };
  return {
    locked: (lock, work) => queue(locks, lock, 1).add(work),
    slot: (product, work, options = { undoing: false }) =>
      queue(slots, placeKey(product), product.capabilities.concurrency).add(work, {
        priority: options.undoing ? 1 : 0,
      }),
  };
}
