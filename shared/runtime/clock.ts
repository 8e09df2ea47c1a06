import { setTimeout as delay } from 'node:timers/promises';

/** Time as a port: tests hand in one that they turn by hand. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`; rejects with an `AbortError` as soon as the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
};
