import { expect, it } from 'vitest';

import type { Ledger } from './ports.ts';
import { createWorld, issuePair, statuses } from './test-world.ts';

it('waits for a silent ledger no longer than a cancelled run may live', async () => {
  const world = createWorld(await issuePair());
  world.add('a');
  let toldAt = Infinity;
  const ledger: Ledger = {
    reserve: async () => {},
    settle: async (_, { signal }) => {
      toldAt = world.clock.now().getTime();
      world.cancel();
      await new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    },
  };
  const run = await world.deploy({ ledger });
  expect(statuses(run)).toEqual(['a: success']);
  expect(world.clock.now().getTime() - toldAt).toBe(1_000);
  expect(world.lines.map(({ message }) => message)).toContain('quota not settled');
});
