import { DeployError, errorFacts } from '../core/errors.ts';
import type { Edit, Outcome } from '../core/model.ts';
import type { Call } from '../providers/provider.ts';
import type { Clock } from '../runtime/clock.ts';
import { abortedAfter, limited, untilCancelled } from './limited.ts';
import type { Ledger } from './ports.ts';

/** How long the ledger may take to take down an outcome of a run that nobody has cancelled. */
const settleMs = 10_000;

/** Undefined: reserved. Otherwise how the edit ends without anything being sent to the cloud. */
export async function reserve(
  ledger: Ledger,
  edit: Edit,
  clock: Clock,
  call: Call,
): Promise<Outcome | undefined> {
  try {
    await untilCancelled(call.signal, clock, (signal) => ledger.reserve(edit, { ...call, signal }));
    return undefined;
  } catch (thrown) {
    return { status: 'held', change: edit, error: errorFacts(DeployError.from(thrown)) };
  }
}

/**
 * Never rejects: what the ledger was not told it learns when the run's lease ends. A cancelled run is
 * killed soon: a ledger that does not answer must not cost it its report.
 */
export async function settle(
  ledger: Ledger,
  outcome: Outcome,
  { clock, afterCancelMs }: { readonly clock: Clock; readonly afterCancelMs: number },
  call: Call,
): Promise<void> {
  const ended = new AbortController();
  const stop = abortedAfter(call.signal, { ms: afterCancelMs, clock, ended: ended.signal });
  const late = new DeployError('CLOUD_UNAVAILABLE', 'settling quota took too long');
  try {
    const limits = { clock, signal: stop, withinMs: settleMs, told: late, abandoned: late };
    await limited(limits, (signal) => ledger.settle(outcome, { ...call, signal }));
  } catch (thrown) {
    const { code, message } = DeployError.from(thrown);
    const { id, resource } = outcome.change;
    call.log.error('quota not settled', { change: id, resource: resource.id, code, message });
  } finally {
    ended.abort();
  }
}
