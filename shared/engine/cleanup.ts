import pMap from 'p-map';

import { judgeStored } from '../core/cleanup.ts';
import type { CleanedUp, CleanUpRules, StoredFacts } from '../core/cleanup.ts';
import { DeployError, errorFacts } from '../core/errors.ts';
import type { Call, CertificateStore } from '../providers/provider.ts';
import { limited, untilCancelled } from './limited.ts';
import type { Ports } from './ports.ts';

export interface CleanUpRequest extends Omit<CleanUpRules, 'now'> {
  /** Only says what would go. */
  readonly dryRun: boolean;
}

/** Stores that are cleaned up at the same time, and objects of one store. */
const storesAtOnce = 4;
const objectsAtOnce = 8;

const stopped = new DeployError(
  'CANCELLED',
  'the run was cancelled while it was being removed; the next run sees whether it is gone',
);
const leftBehind = new DeployError(
  'OUTCOME_UNKNOWN',
  'the run was cancelled and the cloud did not answer; the next run sees whether it is gone',
);

/**
 * Removes certificate objects that nothing needs any more: meant for after a run whose changes are all
 * proven. Never rejects: what came of each object is a value, store by store, and one failure stops no
 * other. When the call's signal is aborted nothing more is removed.
 */
export async function cleanUp(
  stores: readonly CertificateStore[],
  request: CleanUpRequest,
  { clock }: Pick<Ports, 'clock'>,
  call: Call,
): Promise<readonly CleanedUp[]> {
  const { dryRun, ...rules } = request;

  async function remove(store: CertificateStore, { ref }: StoredFacts): Promise<void> {
    await limited(
      { clock, signal: call.signal, told: stopped, abandoned: leftBehind },
      async (signal) => {
        await store.remove(ref, { ...call, signal });
      },
    );
  }

  async function cleanUpOne(store: CertificateStore): Promise<readonly CleanedUp[]> {
    const { account, label, region } = store;
    const place = { account, label, region };
    let objects: readonly StoredFacts[];
    try {
      objects = await untilCancelled(
        call.signal,
        clock,
        async (signal) => await store.list({ ...call, signal }),
      );
    } catch (thrown) {
      const error = errorFacts(DeployError.from(thrown));
      call.log.warn('certificate objects not listed', { ...place, reason: error.message });
      return [{ ...place, status: 'failed', object: null, error }];
    }
    const judged = judgeStored(account, objects, { ...rules, now: clock.now() });
    return await pMap(
      judged,
      async ({ object, removable, reason }): Promise<CleanedUp> => {
        const kept = (why: string): CleanedUp => ({
          ...place,
          status: 'kept',
          object,
          reason: why,
        });
        if (!removable) return kept(reason);
        if (dryRun) return { ...place, status: 'removable', object, reason };
        if (call.signal.aborted) return kept('the run was cancelled before it was removed');
        try {
          await remove(store, object);
          return { ...place, status: 'removed', object, reason };
        } catch (thrown) {
          const error = errorFacts(DeployError.from(thrown));
          // The cloud knows better than the list that was read before.
          if (error.code === 'REFUSED') return kept(error.message);
          const facts = { ...place, ref: object.ref, code: error.code, reason: error.message };
          call.log.warn('certificate object not removed', facts);
          return { ...place, status: 'failed', object, error };
        }
      },
      { concurrency: objectsAtOnce },
    );
  }

  return (await pMap(stores, cleanUpOne, { concurrency: storesAtOnce })).flat();
}
