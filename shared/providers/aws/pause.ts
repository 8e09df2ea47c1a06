import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';

/** Waits, and ends with `CANCELLED` as soon as the run is told to stop. */
export async function pause(clock: Clock, ms: number, call: Call): Promise<void> {
  try {
    await clock.sleep(ms, call.signal);
  } catch (thrown) {
    if (!call.signal.aborted) throw thrown;
    throw new DeployError('CANCELLED', 'the run was cancelled');
  }
}
