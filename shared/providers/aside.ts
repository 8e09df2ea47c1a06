import { DeployError } from '../core/errors.ts';
import type { FailureCode } from '../core/errors.ts';
import type { Call } from './provider.ts';

/** How long a reading may take that only a remark depends on. */
const patienceMs = 3_000;

/** Nothing depends on the answer enough to ask twice. */
export const askedOnce: readonly FailureCode[] = [
  'CLOUD_UNAVAILABLE',
  'RATE_LIMITED',
  'RESOURCE_BUSY',
];

/**
 * A reading that only a remark depends on, begun beside the readings that matter. Never rejects and is
 * never late: a missing permission, a failure, a cloud that does not know the call or takes its time
 * are all undefined, and cost the preview that remark.
 */
export async function aside<T>(
  reading: (call: Call) => Promise<T>,
  call: Call,
): Promise<T | undefined> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(patienceMs)]);
  try {
    return await reading({ ...call, signal });
  } catch (thrown) {
    const { code, message } = DeployError.from(thrown);
    // What is a defect of ours must not hide among missing permissions.
    const level = code === 'INTERNAL' ? 'warn' : 'debug';
    call.log[level]('a remark was left out', { code, reason: message });
    return undefined;
  }
}
