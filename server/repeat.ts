import { errorFacts } from './log.ts';
import type { Part } from './part.ts';
import type { Ports } from './ports.ts';

/**
 * Work that is done again and again, `everySeconds` after it ended the last time, first at the start. A
 * failure is logged and changes nothing about the next time. `stop` waits for what is under way.
 */
export function repeat(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  job: {
    readonly name: string;
    readonly everySeconds: number;
    readonly work: (signal: AbortSignal) => Promise<unknown>;
  },
): Part {
  const { name, everySeconds, work } = job;
  const ending = new AbortController();
  let running: Promise<void> | undefined;

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await work(signal);
      } catch (thrown) {
        if (!signal.aborted)
          log.error('repeated work failed', { work: name, ...errorFacts(thrown) });
      }
      try {
        await clock.sleep(everySeconds * 1000, signal);
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      }
    }
  }

  return {
    name,
    start() {
      running = run(ending.signal);
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
}
