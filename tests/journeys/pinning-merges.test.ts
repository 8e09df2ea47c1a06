import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createPinningWorld, reasons, states, type PinningWorld } from './pinning-world.ts';
import { file } from './stage.ts';

let world: PinningWorld;
beforeAll(async () => {
  world = await createPinningWorld();
});
beforeEach(() => {
  world.reset();
});
afterAll(async () => {
  await world.close();
  expect(world.stage.violations()).toEqual([]);
});

const both = { 'shop-mqtt': 'success', 'docs-tls': 'success' };
const kept = { 'shop-mqtt': 'kept', 'docs-tls': 'kept' };
const writes = () => world.stage.writes().length;

describe('a merge', () => {
  it.each(['squash', 'merge', 'rebase'] as const)(
    'by %s deploys what its preview showed, and holds back what nobody saw',
    async (method) => {
      const pull = world.open([{ 'notes/a.md': method }, { 'notes/b.md': method }]);
      expect((await world.preview(pull)).exitCode).toBe(0);
      await world.add('late');
      const deployed = await world.merge(pull, method);
      expect(states(deployed), deployed.log).toEqual({ ...both, late: 'held' });
      expect(deployed.exitCode).toBe(2);
      expect(reasons(deployed)).toMatch(
        new RegExp(`^PLAN_STALE: the preview of #${pull} did not show this change`, 'u'),
      );
      expect(world.bound(world.shop)).toBe(world.wanted.shop.sha256);
      expect(world.bound(world.docs)).toBe(world.wanted.docs.sha256);
    },
  );

  it('that was never previewed deploys nothing', async () => {
    const before = writes();
    const deployed = await world.merge(world.open());
    expect(states(deployed), deployed.log).toEqual({ 'shop-mqtt': 'held', 'docs-tls': 'held' });
    expect([deployed.exitCode, writes()]).toEqual([2, before]);
  });

  it('deploys after another push to the pull request what its last preview showed', async () => {
    const pull = await world.shown();
    await world.add('seen-later');
    const again = await world.run(world.github.pushToPull(pull, { 'notes/more.md': 'more' }));
    expect(again.exitCode, again.log).toBe(0);
    expect(world.github.comments(pull)).toHaveLength(1);
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({ ...both, 'seen-later': 'success' });
  });
});

describe('a merge queue', () => {
  it('is checked without a comment, and its one push deploys what any of its previews showed', async () => {
    const first = await world.shown();
    await world.add('second-saw-it');
    const second = await world.shown();
    await world.add('late');
    const queued = await world.run(world.github.event('merge_group', { number: second }));
    expect(queued.report?.mode, queued.log).toBe('preview');
    expect(world.github.comments(second)).toHaveLength(1);

    const deployed = await world.run(world.github.mergeTogether([first, second], 'merge').event);
    expect(states(deployed), deployed.log).toEqual({
      ...both,
      'second-saw-it': 'success',
      late: 'held',
    });
    for (const pull of [first, second]) expect(world.github.comments(pull)).toHaveLength(2);
  });
});

describe('a push without a pull request', () => {
  it('is a person’s own decision and deploys, but not where previews are required', async () => {
    const { github, deployment, run } = world;
    const pull = await world.shown();
    const before = writes();
    const required = { inputs: { 'require-preview': 'true' } };
    // Each waits some seconds for GitHub's index, which might lag behind a merge: so all at once. The
    // first one writes after that, and by then the others have long made their plan.
    const [free, held, pretending] = await Promise.all([
      run(github.push({ [file]: `${deployment}# by hand\n` })),
      run(github.push({ 'notes/x.md': 'x' }), required),
      run(github.push({ 'notes/y.md': 'y' }, { message: `Change ${pull} (#${pull})` }), required),
    ]);
    expect([free.exitCode, states(free)], free.log).toEqual([0, both]);
    for (const one of [held, pretending]) {
      expect(one.exitCode, one.log).toBe(2);
      expect(states(one)).toEqual({ 'shop-mqtt': 'held', 'docs-tls': 'held' });
      expect(reasons(one)).toContain('belongs to no pull request, and "require-preview" is true');
    }
    expect(writes() - before).toBeGreaterThan(0);
  });
});

describe('a re-run', () => {
  it('of the deployment that just ended writes nothing', async () => {
    const { event } = world.github.merge(await world.shown(), 'squash');
    expect(states(await world.run(event))).toEqual(both);
    const before = writes();
    const again = await world.run(event, { run: { id: 25_000_000_001, attempt: 2 } });
    expect(states(again), again.log).toEqual(kept);
    expect([again.exitCode, writes()]).toEqual([0, before]);
  });

  it('of an old deployment after a newer merge does not put the old certificate back', async () => {
    const { event: old } = world.github.merge(await world.shown(), 'squash');
    expect(states(await world.run(old))).toEqual(both);
    const { issued, env } = await world.renew('shop');
    const pull = await world.shown({ env });
    const newer = await world.merge(pull, 'squash', { env });
    expect(states(newer), newer.log).toEqual({ ...kept, 'shop-mqtt': 'success' });

    // With the secrets of today there is nothing to do; with those of then nobody has shown the way back.
    const before = writes();
    const today = await world.run(old, { env, run: { id: 25_000_000_002, attempt: 2 } });
    expect([today.exitCode, states(today)], today.log).toEqual([0, kept]);
    const then = await world.run(old, { run: { id: 25_000_000_002, attempt: 3 } });
    expect(states(then), then.log).toEqual({ ...kept, 'shop-mqtt': 'held' });
    expect([then.exitCode, writes(), world.bound(world.shop)]).toEqual([2, before, issued.sha256]);
  });
});
