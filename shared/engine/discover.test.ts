import { beforeAll, describe, expect, it } from 'vitest';

import { createMemoryCloud } from '../providers/memory/cloud.ts';
import { createMemoryProduct } from '../providers/memory/product.ts';
import type { Product } from '../providers/provider.ts';
import { discover } from './discover.ts';
import { createWorld, issuePair } from './test-world.ts';
import type { Pair, World } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

function product(world: World, target: 'memory/one' | 'memory/list', account = 'prod'): Product {
  return createMemoryProduct(world.cloud, { account, target, clock: world.clock });
}

function crowded(options: Parameters<typeof createWorld>[1] = {}): World {
  const world = createWorld(pair, { pageSize: 2, ...options });
  for (let index = 0; index < 5; index += 1) {
    world.add(`one-${index}`);
    world.add(`list-${index}`, { target: 'memory/list', slots: 'sni' });
  }
  return world;
}

describe('discovering', () => {
  it('reads every product to its last page and tells about it', async () => {
    const world = crowded();
    const products = [product(world, 'memory/one'), product(world, 'memory/list')];
    const { places, gaps } = await discover(products, world.ports, world.call);
    expect(gaps).toEqual([]);
    expect(places.map((place) => place.resources.map((one) => one.name))).toEqual([
      ['one-0', 'one-1', 'one-2', 'one-3', 'one-4'],
      ['list-0', 'list-1', 'list-2', 'list-3', 'list-4'],
    ]);
    expect(world.events[0]).toEqual({ kind: 'discovering', places: 2 });
    expect(world.events.filter((event) => event.kind === 'discovered')).toMatchObject([
      { target: 'memory/one', resources: 5 },
      { target: 'memory/list', resources: 5 },
    ]);
  });

  it('reads all products at once: it takes as long as the slowest', async () => {
    const world = crowded({ latencyMs: 80 });
    const started = world.clock.now().getTime();
    const products = Array.from({ length: 9 }, (_, index) =>
      createMemoryProduct(world.cloud, {
        account: `account-${index}`,
        target: 'memory/one',
        clock: world.clock,
      }),
    );
    await discover(products, world.ports, world.call);
    expect(world.clock.now().getTime() - started).toBe(3 * 80);
  });

  it('keeps nothing of a product whose second page fails, and all of the others', async () => {
    const world = crowded();
    const broken = createMemoryCloud({ clock: world.clock, pageSize: 2 });
    for (let index = 0; index < 5; index += 1)
      broken.add({ target: 'memory/one', name: `x-${index}` });
    broken.faults.order({ fault: 'unavailable', operation: 'list', after: 1 });
    const products = [
      createMemoryProduct(broken, { account: 'broken', target: 'memory/one', clock: world.clock }),
      product(world, 'memory/one'),
    ];
    const { places, gaps } = await discover(products, world.ports, world.call);
    expect(places.map((place) => place.product.account)).toEqual(['prod']);
    expect(gaps).toEqual([
      {
        account: 'broken',
        target: 'memory/one',
        region: null,
        error: { code: 'CLOUD_UNAVAILABLE', message: expect.stringContaining('internal error') },
      },
    ]);
    expect(world.events).toContainEqual({ kind: 'gap', gap: gaps[0] });
  });

  it('makes a defect of a product a gap too', async () => {
    const world = crowded();
    const good = product(world, 'memory/one');
    const bad: Product = {
      ...good,
      account: 'bad',
      // eslint-disable-next-line require-yield -- it breaks before the first resource
      async *discover() {
        throw new TypeError('x is not a function');
      },
    };
    const { places, gaps } = await discover([good, bad], world.ports, world.call);
    expect(places).toHaveLength(1);
    expect(gaps).toMatchObject([{ account: 'bad', error: { code: 'INTERNAL' } }]);
  });

  it('does not believe a list with one resource twice', async () => {
    const world = crowded();
    const good = product(world, 'memory/one');
    const twice: Product = {
      ...good,
      async *discover(call) {
        yield* good.discover(call);
        yield* good.discover(call);
      },
    };
    const { places, gaps } = await discover([twice], world.ports, world.call);
    expect(places).toEqual([]);
    expect(gaps).toMatchObject([
      {
        error: {
          code: 'CLOUD_UNEXPECTED',
          message: expect.stringContaining('memory/one:prod/one-0'),
        },
      },
    ]);
  });

  it('believes neither of two products that claim one resource', async () => {
    const world = crowded();
    const products = [
      product(world, 'memory/one'),
      { ...product(world, 'memory/one'), region: 'elsewhere' },
      product(world, 'memory/list'),
    ];
    const { places, gaps } = await discover(products, world.ports, world.call);
    expect(places.map((place) => place.product.target)).toEqual(['memory/list']);
    expect(gaps.map((gap) => gap.region)).toEqual([null, 'elsewhere']);
  });
});

describe('discovering in a run that is cancelled', () => {
  for (const fault of ['hang', 'deaf'] as const) {
    it(`rejects with CANCELLED while a request ${fault === 'hang' ? 'hangs' : 'is deaf'}`, async () => {
      const world = crowded();
      world.cloud.faults.order({ fault, operation: 'list', after: 1 });
      const waiting = discover([product(world, 'memory/one')], world.ports, world.call);
      setImmediate(world.cancel);
      await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    });
  }

  it('starts nothing when it was cancelled before', async () => {
    const world = crowded();
    world.cancel();
    await expect(
      discover([product(world, 'memory/one')], world.ports, world.call),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(world.cloud.calls).toEqual([]);
  });
});
