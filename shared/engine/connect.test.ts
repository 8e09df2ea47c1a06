import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { DeployError } from '../core/errors.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import { createMemoryCloud } from '../providers/memory/cloud.ts';
import { createMemoryProduct } from '../providers/memory/product.ts';
import type { Call, Connection, Provider, ProviderSpec } from '../providers/provider.ts';
import { silentLog } from '../runtime/log.ts';
import { connect } from './connect.ts';
import { deploymentOf, doorOf, task } from './test-world.ts';

const clock = createJumpingClock();
const door = doorOf(clock);
const call: Call = { signal: new AbortController().signal, log: silentLog };

/** A provider that connects whatever it is asked to, unless `instead` does something else. */
function spec(
  options: {
    readonly id?: string;
    readonly instead?: (connection: Connection, call: Call) => ReturnType<Provider['connect']>;
    readonly load?: () => void;
  } = {},
): ProviderSpec & { readonly loads: () => number; readonly connections: Connection[] } {
  const { id = 'memory' } = options;
  const connections: Connection[] = [];
  let loads = 0;
  return {
    id,
    title: id,
    permissions: new Map(),
    policy: () => null,
    targets: [`${id}/one`, `${id}/list`, `${id}/unused`],
    settings: z.strictObject({}),
    secrets: () => [],
    connections,
    loads: () => loads,
    load: async () => {
      loads += 1;
      options.load?.();
      return {
        connect: async (connection, connectCall) => {
          connections.push(connection);
          if (options.instead !== undefined) return await options.instead(connection, connectCall);
          const cloud = createMemoryCloud({ clock });
          return {
            products: connection.targets.map((target) =>
              createMemoryProduct(cloud, { account: connection.account.name, target, clock }),
            ),
            gaps: [],
          };
        },
      };
    },
  };
}

describe('connecting the accounts of a deployment', () => {
  it('loads each cloud once, and only clouds that a task uses', async () => {
    const memory = spec();
    const other = spec({ id: 'other' });
    const deployment = deploymentOf([task({ accounts: ['a', 'b'] })], ['a', 'b', 'idle']);
    const { products, gaps } = await connect(deployment, [memory, other], door, call);
    expect(memory.loads()).toBe(1);
    expect(other.loads()).toBe(0);
    expect(memory.connections.map((one) => one.account.name)).toEqual(['a', 'b']);
    expect(products).toHaveLength(4);
    expect(gaps).toEqual([]);
  });

  it('asks each account only for the targets that its tasks name', async () => {
    const memory = spec();
    const [one, list] = task().targets;
    const deployment = deploymentOf(
      [
        task({ accounts: ['a'], targets: [one!] }),
        task({ name: 'second', accounts: ['a', 'b'], targets: [list!, list!] }),
      ],
      ['a', 'b'],
    );
    await connect(deployment, [memory], door, call);
    expect(memory.connections.map((connection) => connection.targets)).toEqual([
      ['memory/one', 'memory/list'],
      ['memory/list'],
    ]);
  });

  it('connects all accounts at once', async () => {
    const everybody = Promise.withResolvers<void>();
    let here = 0;
    const memory = spec({
      instead: async ({ account, targets }) => {
        here += 1;
        if (here === 3) everybody.resolve();
        await everybody.promise;
        return {
          products: [],
          gaps: targets.map((target) => ({
            target,
            region: account.name,
            error: { code: 'PERMISSION_MISSING', message: 'no' },
          })),
        };
      },
    });
    const names = ['a', 'b', 'c'];
    const { gaps } = await connect(
      deploymentOf([task({ accounts: names })], names),
      [memory],
      door,
      call,
    );
    expect(gaps.map((gap) => `${gap.account} ${gap.region} ${gap.target}`)).toEqual(
      names.flatMap((name) => [`${name} ${name} memory/one`, `${name} ${name} memory/list`]),
    );
  });
});

describe('an account that cannot be connected', () => {
  it('becomes one gap per target, and the others go on', async () => {
    const memory = spec({
      instead: async ({ account, targets }) => {
        if (account.name === 'bad') throw new DeployError('CREDENTIALS_REJECTED', 'wrong key');
        const cloud = createMemoryCloud({ clock });
        return {
          products: targets.map((target) =>
            createMemoryProduct(cloud, { account: account.name, target, clock }),
          ),
          gaps: [],
        };
      },
    });
    const deployment = deploymentOf([task({ accounts: ['bad', 'good'] })], ['bad', 'good']);
    const { products, gaps } = await connect(deployment, [memory], door, call);
    const error = { code: 'CREDENTIALS_REJECTED', message: 'wrong key' };
    expect(gaps).toEqual([
      { account: 'bad', target: 'memory/one', region: null, error },
      { account: 'bad', target: 'memory/list', region: null, error },
    ]);
    expect(products.map((product) => product.account)).toEqual(['good', 'good']);
  });

  it('is a gap of every target when its cloud does not load', async () => {
    const memory = spec({
      load: () => {
        throw new TypeError('no such module');
      },
    });
    const { gaps } = await connect(deploymentOf([task()]), [memory], door, call);
    expect(gaps.map((gap) => gap.error.code)).toEqual(['INTERNAL', 'INTERNAL']);
  });

  it('is never silently nothing: a target that did not come back is a gap', async () => {
    const memory = spec({ instead: async () => ({ products: [], gaps: [] }) });
    const { gaps } = await connect(deploymentOf([task()]), [memory], door, call);
    expect(gaps).toMatchObject([
      { target: 'memory/one', error: { code: 'INTERNAL' } },
      { target: 'memory/list', error: { code: 'INTERNAL' } },
    ]);
  });
});

describe('connecting in a run that is cancelled', () => {
  it('rejects with CANCELLED, even where a cloud does not listen', async () => {
    const run = new AbortController();
    const memory = spec({ instead: () => new Promise<never>(() => {}) });
    const waiting = connect(deploymentOf([task()]), [memory], door, {
      ...call,
      signal: run.signal,
    });
    setImmediate(() => run.abort());
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
