import { beforeAll, describe, expect, it } from 'vitest';

import type { Finding } from '../core/model.ts';
import { memoryProvider } from '../providers/memory/index.ts';
import { preview } from './preview.ts';
import { createWorld, deploymentOf, doorOf, issuePair, task } from './test-world.ts';
import type { Pair } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

describe('a preview', () => {
  it('connects, discovers and plans, and writes nothing', async () => {
    const world = createWorld(pair);
    world.add('a');
    world.add('b', { target: 'memory/list', slots: 'sni' });
    world.add('c', { default: world.cloud.store(pair.wanted.leaf) });
    const { plan, products } = await world.preview();
    expect(products.map((product) => product.target)).toEqual(['memory/one', 'memory/list']);
    const kinds = plan.tasks[0]?.changes.map((one) => `${one.resource.name} ${one.kind}`);
    expect(kinds).toEqual(['a replace', 'c keep', 'b replace']);
    expect(new Set(world.cloud.calls.map((call) => call.operation))).toEqual(new Set(['list']));
    expect(world.events.map((event) => event.kind)).toEqual([
      'connecting',
      'discovering',
      'discovered',
      'discovered',
      'planned',
    ]);
  });

  it('shows what could not be connected or read as gaps of the tasks that ask for it', async () => {
    const world = createWorld(pair, {
      tasks: [task({ accounts: ['prod', 'lost'] }), task({ name: 'other', accounts: ['prod'] })],
    });
    world.add('a');
    world.cloud.faults.order({ fault: 'denied', operation: 'list', times: 1 });
    const result = await preview(
      {
        deployment: deploymentOf(
          [task({ accounts: ['prod', 'lost'] }), task({ name: 'other', accounts: ['prod'] })],
          ['prod', 'lost'],
        ),
        certificates: new Map([['shop', pair.material.certificate]]),
        findings: [],
        providers: [memoryProvider({ prod: world.cloud })],
        door: doorOf(world.clock),
      },
      world.ports,
      world.call,
    );
    const gaps = result.plan.tasks.map((one) =>
      one.gaps.map((gap) => `${gap.account} ${gap.target} ${gap.error.code}`),
    );
    expect(gaps).toEqual([
      [
        'lost memory/one CREDENTIALS_REJECTED',
        'lost memory/list CREDENTIALS_REJECTED',
        'prod memory/one PERMISSION_MISSING',
      ],
      ['prod memory/one PERMISSION_MISSING'],
    ]);
    expect(world.events.filter((event) => event.kind === 'gap')).toHaveLength(3);
    expect(result.products.map((product) => product.target)).toEqual(['memory/list']);
  });

  it('adds what DNS says to the task, without changing what the plan means', async () => {
    const world = createWorld(pair);
    world.add('a');
    const before = await world.preview();
    const finding: Finding = {
      code: 'dns-elsewhere',
      level: 'warning',
      subject: 'a',
      message: 'points elsewhere',
    };
    const asked: string[] = [];
    const { plan } = await preview(
      {
        deployment: deploymentOf([task()]),
        certificates: new Map([['shop', pair.material.certificate]]),
        findings: [],
        providers: [memoryProvider({ prod: world.cloud })],
        door: doorOf(world.clock),
      },
      {
        ...world.ports,
        dnsFindings: async (changes) => {
          asked.push(...changes.map((one) => one.resource.name));
          return [finding];
        },
      },
      world.call,
    );
    expect(asked).toEqual(['a']);
    expect(plan.tasks[0]?.findings).toContainEqual(finding);
    expect(plan.digest).toBe(before.plan.digest);
  });

  it('rejects with CANCELLED and shows no plan when it is cancelled', async () => {
    const world = createWorld(pair);
    world.add('a');
    world.cloud.faults.order({ fault: 'hang' });
    const waiting = world.preview();
    setImmediate(world.cancel);
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(world.events.map((event) => event.kind)).not.toContain('planned');
  });
});
