import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';
import { isLost, wireCode } from './errors.ts';
import { aftermath } from './places.ts';

/** Anything whose certificate is changed by one write over a fresh reading. */
export interface Changing<T, W> {
  /** In messages: "domain www.example.com". */
  readonly name: string;
  read(call: Call): Promise<T>;
  /** What to write over this reading; undefined when it is as wanted. Throws when it may not be. */
  decide(current: T): W | undefined;
  /** Another change of it is under way: it takes none until that has ended. */
  busy?(current: T): boolean;
  write(current: T, wanted: W, call: Call): Promise<void>;
}

export interface Patience {
  readonly clock: Clock;
  /** How long another change of the same resource is waited for. */
  readonly busyMs: number;
  /** The certificate was uploaded a moment ago: a product may not find it yet. */
  readonly fresh?: boolean;
  readonly random?: () => number;
}

/** A write of ours says by itself when to send it again. */
export const once = { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'] } as const;

/**
 * How long a product may not find a certificate that was uploaded a moment ago, and what it answers
 * then: CLB has no code of its own for it.
 */
const unknownMs = 30_000;
const unknownCertificate =
  /^InvalidParameterValue$|\.(?:SslCertNotFound|CdnCertInfoNotFound|CertificateNotFound|QueryCertBySSLIDFailed)$/u;

/** How often a write without an answer is looked for, and how often it is sent at most. */
const looks = 3;
const sendings = 3;

/**
 * Reads, decides, writes; later again while the resource is busy. The outcome is known in the end: as
 * wanted (`before` is the reading that was written over, null when nothing was), or an error with
 * everything as it was, or `OUTCOME_UNKNOWN`.
 */
export async function change<T, W>(
  thing: Changing<T, W>,
  { clock, busyMs, fresh = false, random = Math.random }: Patience,
  call: Call,
): Promise<{ readonly now: T; readonly before: T | null }> {
  const startedAt = clock.now().getTime();
  const waited = () => clock.now().getTime() - startedAt;
  let before: T | null = null;
  let sent = 0;
  for (let round = 1; ; round += 1) {
    const current = await thing.read(call);
    const wanted = thing.decide(current);
    if (wanted === undefined) return { now: current, before };
    let error: DeployError;
    if (thing.busy?.(current) === true) {
      const message = `${thing.name} is still being changed by somebody else`;
      error = new DeployError('RESOURCE_BUSY', message);
    } else {
      before = current;
      sent += 1;
      try {
        await thing.write(current, wanted, call);
        return { now: current, before };
      } catch (thrown) {
        error = DeployError.from(thrown);
      }
      if (isLost(error)) {
        const arrived = await look(thing, error, clock, call);
        if (arrived !== undefined) return { now: arrived, before };
        if (error.code !== 'CLOUD_UNAVAILABLE' || sent === sendings) throw error;
      }
    }
    const passes =
      isLost(error) ||
      (error.code === 'RESOURCE_BUSY' && waited() < busyMs) ||
      (fresh && unknownCertificate.test(wireCode(error) ?? '') && waited() < unknownMs);
    if (!passes) throw error;
    call.log.info('waiting until it can be changed', { thing: thing.name, reason: error.message });
    const longestMs = Math.min(10_000, 1500 * round);
    await clock.sleep(longestMs * (0.5 + random() / 2), call.signal);
  }
}

/** The answer to a write was lost: only new readings tell whether it was carried out. */
async function look<T, W>(
  thing: Changing<T, W>,
  lost: DeployError,
  clock: Clock,
  call: Call,
): Promise<T | undefined> {
  const later = aftermath(call);
  try {
    for (let round = 1; ; round += 1) {
      const current = await thing.read(later);
      if (thing.decide(current) === undefined) return current;
      if (round === looks) return undefined;
      await clock.sleep(2000, later.signal);
    }
  } catch (thrown) {
    const { message } = DeployError.from(thrown);
    throw new DeployError(
      'OUTCOME_UNKNOWN',
      `${thing.name} may or may not have been changed (${lost.message}), and it cannot be read (${message})`,
      { cause: lost.cause ?? lost },
    );
  }
}

/** Polls until nothing more is to be waited for: soon at first, then less and less often. */
export async function until(
  done: () => Promise<boolean>,
  {
    clock,
    withinMs,
    everyMs,
    late,
  }: {
    readonly clock: Clock;
    readonly withinMs: number;
    /** The longest wait between two looks. */
    readonly everyMs: number;
    readonly late: () => DeployError;
  },
  call: Call,
): Promise<void> {
  const endsAt = clock.now().getTime() + withinMs;
  for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 1.5, everyMs)) {
    if (await done()) return;
    if (clock.now().getTime() >= endsAt) throw late();
    await clock.sleep(waitMs, call.signal);
  }
}
