import { DeployError } from '../core/errors.ts';
import type { Clock } from './clock.ts';

/** Waits, and ends with `CANCELLED` as soon as the run is told to stop. */
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
