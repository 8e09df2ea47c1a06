import { expect, it } from 'vitest';

import {
  closeSignals,
  deployFirst,
  dispatchedRun,
  goOn,
  openSignals,
  renewal,
  stopNext,
} from './signals-world.ts';

it('leaves its report also where neither the cloud nor the receiver answers before the end', async () => {
  const stage = await openSignals({ quota: 1000 });
  await deployFirst(stage);
  stopNext(stage, 'cancelled', (stop) => {
    stage.front.fate = (asked) =>
      asked === 'POST /quota/settle' || asked === 'POST /runs' ? 'hang' : 'pass';
    stage.clouds.aws.faults.add({
      operation: 'ModifyListener',
      kind: 'hang',
      match: () => {
        setTimeout(stop, 50);
        return true;
      },
    });
  });
  const cancelled = await dispatchedRun(stage, await renewal(stage));
  expect(cancelled.action?.report?.verdict, cancelled.action?.log).toBe('cancelled');
  goOn(stage);
  const again = await stage.rerun(cancelled.run);
  expect(again.action?.exitCode, again.action?.log).toBe(0);
  await closeSignals(stage);
}, 60_000);
