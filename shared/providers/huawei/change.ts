import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';

/** What putting things right is given: the run's own signal may be the very reason for it. */
function aftermath(call: Call): Call {
  return { signal: AbortSignal.timeout(120_000), log: call.log };
}

/** A thing of the cloud that one call changes as a whole. */
export interface Changeable<T, W> {
  /** In messages: "CDN domain www.example.com". */
  readonly name: string;
  read(call: Call): Promise<T>;
  /** What to write over this reading; undefined when it is as wanted. Throws when it may not be. */
  decide(current: T): W | undefined;
  write(current: T, wanted: W, call: Call): Promise<void>;
  /** Returns when the thing can be changed (again); throws when it never will be. */
  free(call: Call): Promise<void>;
  /** Whether what is read now is final: false while another state may still come of the last write. */
  settled(call: Call): Promise<boolean>;
}

export interface Changed<T> {
  /** The reading that was written over; null when nothing was. */
  readonly before: T | null;
  readonly now: T;
}

/** What a write may end with although it took effect. */
const unclear: ReadonlySet<FailureCode> = new Set([
  'CLOUD_UNAVAILABLE',
  'CLOUD_UNEXPECTED',
  'CANCELLED',
]);

/** Readings that somebody else's changes, and lost answers, are worth. */
const rounds = 5;

/**
 * Reads, decides, writes; again from a new reading when the thing was busy or an answer was lost and
 * nothing had come of the write. The outcome is known in the end: as wanted, or an error with everything
 * as it was, or `OUTCOME_UNKNOWN`.
 */
export async function change<T, W>(
  thing: Changeable<T, W>,
  clock: Clock,
  call: Call,
): Promise<Changed<T>> {
  // What a write without an answer went over: it may take effect later than it seems.
  let unanswered: T | null = null;
  for (let round = 1; ; round += 1) {
    const current = await thing.read(call);
    const wanted = thing.decide(current);
    if (wanted === undefined) return { before: unanswered, now: current };
    try {
      await thing.write(current, wanted, call);
      return { before: current, now: current };
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'RESOURCE_BUSY' && round < rounds) {
        call.log.info('busy, waiting for it', { thing: thing.name, reason: error.message });
        await pause(clock, 2000, call);
        await thing.free(call);
        continue;
      }
      if (!unclear.has(error.code)) throw error;
      const now = await outcomeOf(thing, error, call);
      if (now !== undefined) return { before: current, now };
      if (error.code !== 'CLOUD_UNAVAILABLE' || round === rounds) throw error;
      unanswered = current;
      await pause(clock, 2000 * round, call);
    }
  }
}

/** The answer to a write was lost: only a new reading tells. Undefined: nothing has changed. */
async function outcomeOf<T, W>(
  thing: Changeable<T, W>,
  lost: DeployError,
  call: Call,
): Promise<T | undefined> {
  const later = aftermath(call);
  let unknown = 'a change of it is still under way';
  try {
    const now = await thing.read(later);
    if (thing.decide(now) === undefined) return now;
    if (await thing.settled(later)) return undefined;
  } catch (thrown) {
    const error = DeployError.from(thrown);
    // It is not as it was found, and not as wanted either.
    const foreign = error.code === 'PLAN_STALE' || error.code === 'REFUSED';
    unknown = foreign ? error.message : `it cannot be read (${error.message})`;
  }
  throw new DeployError(
    'OUTCOME_UNKNOWN',
    `${thing.name} may or may not have been changed (${lost.message}): ${unknown}`,
    { cause: lost.cause ?? lost },
  );
}
