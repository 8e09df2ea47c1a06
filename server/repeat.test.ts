import { describe, expect, it } from 'vitest';

import { createLog } from './log.ts';
import { repeat } from './repeat.ts';
import { createTestClock } from './test-server.ts';

const turn = async () => await new Promise((resolve) => setImmediate(resolve));

function start(work: (signal: AbortSignal) => Promise<unknown>) {
  const clock = createTestClock();
  const lines: string[] = [];
  const log = createLog({ level: 'error', stream: { write: (line) => void lines.push(line) } });
  const part = repeat({ clock, log }, { name: 'work', everySeconds: 60, work });
  part.start?.();
  return { clock, lines, stop: async () => await part.stop?.() };
}

describe('repeated work', () => {
  it('is done at the start, then each time the pause has passed, until it is stopped', async () => {
    let done = 0;
    const { clock, stop } = start(async () => (done += 1));
    await turn();
    expect(done).toBe(1);
    clock.advance(59);
    await turn();
    expect(done).toBe(1);
    clock.advance(1);
    await turn();
    expect(done).toBe(2);
    await stop();
    clock.advance(600);
    await turn();
    expect(done).toBe(2);
  });

  it('that fails is logged, and done again', async () => {
    let tries = 0;
    const { clock, lines, stop } = start(async () => {
      tries += 1;
      throw new Error('not today');
    });
    await turn();
    clock.advance(60);
    await turn();
    expect(tries).toBe(2);
    expect(lines.map((line) => JSON.parse(line).error)).toEqual(Array(2).fill('Error: not today'));
    await stop();
  });

  it('that is under way is waited for, and told that it should end', async () => {
    const release = Promise.withResolvers<void>();
    let told = false;
    const { stop } = start(async (signal) => {
      signal.addEventListener('abort', () => (told = true));
      await release.promise;
    });
    await turn();
    let stopped = false;
    const stopping = stop().then(() => (stopped = true));
    await turn();
    expect([told, stopped]).toEqual([true, false]);
    release.resolve();
    await stopping;
    expect(stopped).toBe(true);
  });

  it('that never began is stopped at once', async () => {
    const clock = createTestClock();
    const log = createLog({ level: 'error', stream: { write() {} } });
    const part = repeat({ clock, log }, { name: 'x', everySeconds: 1, work: async () => {} });
    await expect(part.stop?.()).resolves.toBeUndefined();
  });
});
