import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';

/** Waits; `CANCELLED` as soon as the run is. */
export async function pause(
  clock: Clock,
  ms: number,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (thrown) {
    throw signal.aborted ? new DeployError('CANCELLED', 'the run was cancelled') : thrown;
  }
}
