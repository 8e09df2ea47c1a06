import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import type { CdnApi } from './cdn-api.ts';

/** Domains waited for at the same time from which on one list tells the state of all of them. */
const worthAList = 6;
const longestPauseMs = 15_000;
/** About five minutes are usual, half an hour is what the vendor's own tools allow. */
const patienceMs = 30 * 60_000;
/** A write that was just accepted may not show yet. */
const certainAfterMs = 2000;

const passing = new Set(['configuring', 'checking']);

/** Watches domains until their configuration is on the edges. */
export function createCdnStatus(api: CdnApi, clock: Clock) {
  const waiting = new Set<string>();
  let listing: Promise<ReadonlyMap<string, string>> | undefined;

  async function statusOf(domain: string, call: Call): Promise<string> {
    if (waiting.size < worthAList) return await api.status(domain, call);
    // Whoever asks while a list is being read takes its answer; the next round reads a new one.
    listing ??= api.statuses(call).finally(() => {
      listing = undefined;
    });
    try {
      const status = (await listing).get(domain);
      if (status !== undefined) return status;
    } catch (thrown) {
      // Whoever sent it was told to stop, perhaps alone.
      if (call.signal.aborted || DeployError.from(thrown).code !== 'CANCELLED') throw thrown;
    }
    return await api.status(domain, call);
  }

  /**
   * Polls until nothing is being configured any more: after a second at first, later every fifteen.
   * The state it ends in: `online`, `configure_failed`, `offline`, …
   */
  async function rest(
    domain: string,
    { wrote }: { readonly wrote: boolean },
    call: Call,
  ): Promise<string> {
    const startedAt = clock.now().getTime();
    const passed = () => clock.now().getTime() - startedAt;
    let seenPassing = !wrote;
    for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
      const status = await statusOf(domain, call);
      if (passing.has(status)) seenPassing = true;
      else if (status !== 'online' || seenPassing || passed() >= certainAfterMs) return status;
      if (passed() >= patienceMs) {
        throw new DeployError(
          'VERIFY_FAILED',
          `CDN domain ${domain} took the change, but is still "${status}" after 30 minutes`,
        );
      }
      await pause(clock, pauseMs, call);
    }
  }

  return {
    now: async (domain: string, call: Call): Promise<string> => await api.status(domain, call),
    async rest(domain: string, how: { readonly wrote: boolean }, call: Call): Promise<string> {
      waiting.add(domain);
      try {
        return await rest(domain, how, call);
      } finally {
        waiting.delete(domain);
      }
    },
  };
}
export type CdnStatus = ReturnType<typeof createCdnStatus>;
