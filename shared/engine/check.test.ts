import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { DeployError } from '../core/errors.ts';
import type { FailureCode } from '../core/errors.ts';
import { createFastClock, createJumpingClock } from '../providers/memory/clock.ts';
import { createMemoryCloud } from '../providers/memory/cloud.ts';
import { memoryProvider } from '../providers/memory/index.ts';
import { createMemoryProduct } from '../providers/memory/product.ts';
import type { Call, Connected, ProviderSpec } from '../providers/provider.ts';
import { silentLog } from '../runtime/log.ts';
import { check } from './check.ts';
import { deploymentOf, doorOf, task } from './test-world.ts';

const clock = createJumpingClock();
const door = doorOf(clock);
const call: Call = { signal: new AbortController().signal, log: silentLog };
const newCloud = () => createMemoryCloud({ clock });

/** A provider whose accounts connect to what is given. */
function connecting(connected: () => Connected): ProviderSpec {
  return {
    ...memoryProvider({}),
    settings: z.strictObject({}),
    load: async () =>
      await Promise.resolve({ connect: async () => await Promise.resolve(connected()) }),
  };
}

const gap = (region: string | null, code: FailureCode, message: string) =>
  ({ target: 'memory/one', region, error: { code, message } }) as const;

describe('checking the accounts of a deployment', () => {
  it('finds what each target may do, and writes nothing', async () => {
    const clouds = { prod: newCloud(), stage: newCloud() };
    for (const cloud of Object.values(clouds)) cloud.add({ target: 'memory/one', name: 'shop' });
    clouds.stage.faults.order({ fault: 'denied', operation: 'set' });
    const before = structuredClone(Object.values(clouds).map((cloud) => cloud.records()));
    const deployment = deploymentOf([task({ accounts: ['prod', 'stage'] })], ['prod', 'stage']);
    const accounts = await check(deployment, [memoryProvider(clouds)], door, call);
    const states = accounts.map(({ account, error, targets }) => ({
      account,
      error,
      targets: targets.map(({ target, result }) => [
        target,
        result.kind === 'checked' &&
          result.permissions.map(({ permission, state }) => `${permission} ${state}`),
      ]),
    }));
    const all = (set: string) => [
      'memory:get granted',
      'memory:list granted',
      'memory:import unknown',
      `memory:set ${set}`,
    ];
    expect(states).toEqual(
      [
        ['prod', 'granted'],
        ['stage', 'missing'],
      ].map(([account, set = '']) => ({
        account,
        error: null,
        targets: [
          ['memory/one', all(set)],
          ['memory/list', all(set)],
        ],
      })),
    );
    expect(Object.values(clouds).map((cloud) => cloud.records())).toEqual(before);
  });

  it('asks in the first region, and names those that it did not ask in', async () => {
    const cloud = newCloud();
    const [account] = deploymentOf([task()]).accounts;
    const deployment = {
      ...deploymentOf([task()]),
      accounts: [{ ...account!, regions: ['here', 'there', 'elsewhere'] }],
    };
    const [found] = await check(deployment, [memoryProvider({ prod: cloud })], door, call);
    expect(found?.targets).toMatchObject([
      { region: 'here', otherRegions: ['there', 'elsewhere'], gaps: [] },
      { region: 'here', otherRegions: ['there', 'elsewhere'], gaps: [] },
    ]);
    expect(cloud.calls).toHaveLength(6);
  });

  it('says of an account that cannot log in why, and checks the others', async () => {
    const deployment = deploymentOf([task({ accounts: ['lost', 'prod'] })], ['lost', 'prod']);
    const provider = memoryProvider({ prod: newCloud() });
    const [lost, prod] = await check(deployment, [provider], door, call);
    expect(lost).toMatchObject({ error: { code: 'CREDENTIALS_REJECTED' }, targets: [] });
    expect(prod).toMatchObject({ error: null, targets: [{}, {}] });
  });

  it('takes a login that is refused while it is checked for one that does not work', async () => {
    const cloud = newCloud();
    cloud.faults.order({ fault: 'unauthenticated' });
    const [found] = await check(
      deploymentOf([task()]),
      [memoryProvider({ prod: cloud })],
      door,
      call,
    );
    expect(found).toMatchObject({ error: { code: 'CREDENTIALS_REJECTED' }, targets: [] });
  });

  const [one] = task().targets;
  const deployment = deploymentOf([task({ targets: [one!] })]);

  it('keeps a region that cannot be connected beside one that can', async () => {
    const product = createMemoryProduct(newCloud(), {
      account: 'prod',
      target: 'memory/one',
      region: 'there',
      clock,
    });
    const provider = connecting(() => ({
      products: [product],
      gaps: [gap('here', 'CONFIG_INVALID', 'no such region')],
    }));
    const [found] = await check(deployment, [provider], door, call);
    expect(found).toMatchObject({
      error: null,
      targets: [
        {
          region: 'there',
          result: { kind: 'checked' },
          gaps: [{ region: 'here', account: 'prod' }],
        },
      ],
    });
  });

  it('blames the target, not the login, where its regions may not be listed', async () => {
    const provider = connecting(() => ({
      products: [],
      gaps: [gap(null, 'PERMISSION_MISSING', 'the login lacks the permission memory:regions')],
    }));
    const [found] = await check(deployment, [provider], door, call);
    expect(found).toMatchObject({
      error: null,
      targets: [{ result: { kind: 'failed', error: { code: 'PERMISSION_MISSING' } } }],
    });
  });

  it('keeps the failure of one target from the others', async () => {
    const cloud = newCloud();
    const place = { account: 'prod', clock };
    const provider = connecting(() => ({
      products: [
        {
          ...createMemoryProduct(cloud, { ...place, target: 'memory/one' }),
          check: async () => await Promise.reject(new DeployError('INTERNAL', 'a defect')),
        },
        createMemoryProduct(cloud, { ...place, target: 'memory/list' }),
      ],
      gaps: [],
    }));
    const [found] = await check(deploymentOf([task()]), [provider], door, call);
    expect(found?.targets.map(({ result }) => result.kind)).toEqual(['failed', 'checked']);
  });

  it('stops when it is told to', async () => {
    const slow = createFastClock(1);
    const cloud = createMemoryCloud({ clock: slow });
    cloud.faults.order({ fault: 'hang' });
    const stop = new AbortController();
    const stopped: Call = { ...call, signal: stop.signal };
    const providers = [memoryProvider({ prod: cloud })];
    const checking = check(deploymentOf([task()]), providers, doorOf(slow), stopped);
    setTimeout(() => stop.abort(), 20);
    await expect(checking).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
