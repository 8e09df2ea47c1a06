import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';

/** What putting things right is given: the run's own signal may be the very reason for it. */
export function aftermath(call: Call): Call {
  return { signal: AbortSignal.timeout(120_000), log: call.log };
}

/** Anything that CloudFront changes only under the ETag of its last reading. */
export interface Versioned<T, W> {
  /** In messages: "distribution E1". */
  readonly name: string;
  read(call: Call): Promise<T>;
  /** What to write over this reading; undefined when it is as wanted. Throws when it may not be. */
  decide(current: T): W | undefined;
  write(current: T, wanted: W, call: Call): Promise<void>;
  /** The write failed for a reason that passes by itself. */
  passes(error: DeployError): boolean;
}

/** Somebody else's changes bear this many new readings. */
const rounds = 5;

/**
 * Reads, decides, writes; again from a new reading when somebody was faster. The outcome is known in
 * the end: as wanted (`before` is the reading that was written over, null when nothing was), or an
 * error with everything as it was, or `OUTCOME_UNKNOWN`.
 */
export async function changeVersioned<T, W>(
  thing: Versioned<T, W>,
  { clock, random = Math.random }: { readonly clock: Clock; readonly random?: () => number },
  call: Call,
): Promise<{ readonly now: T; readonly before: T | null }> {
  let before: T | null = null;
  for (let round = 1; ; round += 1) {
    const current = await thing.read(call);
    const wanted = thing.decide(current);
    if (wanted === undefined) return { now: current, before };
    before = current;
    try {
      await thing.write(current, wanted, call);
      return { now: current, before };
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'CLOUD_UNAVAILABLE' || error.code === 'CANCELLED') {
        return { now: await settled(thing, error, call), before };
      }
      if (round === rounds || !thing.passes(error)) throw thrown;
      call.log.info('changed meanwhile, reading it again', { thing: thing.name, round });
      await pause(clock, 2000 + Math.round(random() * 4000), call);
    }
  }
}

/** The answer to a write was lost: only a new reading tells whether it was carried out. */
async function settled<T, W>(thing: Versioned<T, W>, lost: DeployError, call: Call): Promise<T> {
  let current: T;
  try {
    current = await thing.read(aftermath(call));
  } catch (thrown) {
    const { message } = DeployError.from(thrown);
    throw new DeployError(
      'OUTCOME_UNKNOWN',
      `${thing.name} may or may not have been changed (${lost.message}), and it cannot be read (${message})`,
      { cause: lost.cause ?? lost },
    );
  }
  if (thing.decide(current) !== undefined) throw lost;
  return current;
}
