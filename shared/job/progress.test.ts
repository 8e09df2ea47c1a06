import { beforeAll, describe, expect, it } from 'vitest';

import { createWorld, issuePair, outcomeOf } from '../engine/test-world.ts';
import type { Pair } from '../engine/test-world.ts';
import { progressLines } from './progress.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

describe('the lines of a run', () => {
  it('tell each step in words and count the changes that have ended', async () => {
    const world = createWorld(pair);
    world.add('api');
    world.add('pay');
    world.add('ready', { default: world.cloud.store(pair.wanted.leaf) });
    await world.deploy();
    const lineOf = progressLines();
    const lines = world.events.map(lineOf);
    const texts = lines.map(({ text }) => text);
    expect(texts.slice(0, 2)).toEqual(['logging in to 1 account', 'reading 2 places']);
    expect(texts).toContain('memory/one of prod: 3 resources');
    expect(texts).toContain('planned: 2 edits, 1 kept');
    expect(texts).toContain('[0/2] memory/one api: writing');
    expect(texts.at(-1)).toMatch(/^\[2\/2\] memory\/one (?:api|pay): served$/u);
    const staying = lines.filter(({ ended }) => ended).map(({ text }) => text);
    expect(staying).toHaveLength(5);
    expect(staying.filter((text) => text.endsWith(': served'))).toHaveLength(2);
    expect(staying).not.toContain('logging in to 1 account');
  });

  it('count a change once, however often it ends', async () => {
    const world = createWorld(pair);
    world.add('api');
    world.add('pay');
    await world.deploy();
    const lineOf = progressLines();
    const end = world.events.flatMap((event) => {
      const { text } = lineOf(event);
      return event.kind === 'change' && event.state === 'success' ? [{ event, text }] : [];
    });
    expect(end.map(({ text }) => text.slice(0, 5))).toEqual(['[1/2]', '[2/2]']);
    for (const { event } of end) expect(lineOf(event).text).toMatch(/^\[2\/2\]/u);
  });

  it('count all resources where all are looked at: a verification', async () => {
    const world = createWorld(pair);
    world.add('ready', { default: world.cloud.store(pair.wanted.leaf) });
    const { plan } = await world.preview();
    const lineOf = progressLines();
    lineOf({ kind: 'planned', plan });
    const [keep] = plan.tasks.flatMap(({ changes }) => changes);
    if (keep?.kind !== 'keep') throw new Error('it serves the wanted certificate');
    const { text } = lineOf({ kind: 'change', edit: keep, state: 'kept', doing: 'served' });
    expect(text).toBe('[1/1] memory/one ready: served');
  });

  it('say why a change was undone, and that a region could not be read', async () => {
    const world = createWorld(pair, {
      probe: async () => ({ kind: 'not-served', detail: 'shows another leaf' }),
    });
    world.add('api');
    await world.deploy();
    world.cloud.faults.order({ fault: 'denied', operation: 'list' });
    await world.preview();
    const lineOf = progressLines();
    const lines = world.events.map(lineOf);
    expect(lines).toContainEqual({
      text: '[1/1] memory/one api: undone: shows another leaf',
      step: 'memory/one api: undone: shows another leaf',
      counted: { done: 1, total: 1 },
      ended: true,
    });
    const gap =
      'memory/one of prod could not be read: memory list: the credentials lack memory:list';
    expect(lines).toContainEqual({
      text: gap,
      step: gap,
      counted: { done: 1, total: 2 },
      ended: true,
    });
  });

  it('name the region of a place where it has one', () => {
    const lineOf = progressLines();
    const place = { account: 'prod', target: 'aws/alb', region: 'eu-central-1' } as const;
    expect(lineOf({ kind: 'discovered', ...place, resources: 1 }).text).toBe(
      'aws/alb of prod/eu-central-1: 1 resource',
    );
    const error = { code: 'RATE_LIMITED', message: 'too fast' } as const;
    expect(lineOf({ kind: 'gap', gap: { ...place, error } }).text).toBe(
      'aws/alb of prod/eu-central-1 could not be read: too fast',
    );
  });

  it('follow an undoing by hand, of which only the receipt is known', async () => {
    const world = createWorld(pair);
    world.add('api');
    const outcome = outcomeOf(await world.deploy(), 'api');
    if (outcome.status !== 'success') throw new Error(`it is ${outcome.status}`);
    const undo = { kind: 'undo', receipt: outcome.receipt } as const;
    const lineOf = progressLines();
    expect(lineOf({ ...undo, state: 'rolling-back', doing: 'switching back' })).toEqual({
      text: 'memory/one:prod/api: switching back',
      step: 'memory/one:prod/api: switching back',
      counted: null,
      ended: false,
    });
    expect(lineOf({ ...undo, state: 'rolled-back', doing: 'done' }).ended).toBe(true);
  });
});
