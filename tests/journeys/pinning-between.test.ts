import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createPinningWorld, reasons, states, type PinningWorld } from './pinning-world.ts';

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

describe('between preview and merge', () => {
  it('a resource was deleted: nobody misses it', async () => {
    const gone = await world.add('gone');
    const pull = await world.shown();
    gone.remove();
    const deployed = await world.merge(pull);
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([0, both]);
  });

  it('a resource was renamed, which is another resource: the new one is held back', async () => {
    const before = await world.add('before');
    const pull = await world.shown();
    before.remove();
    const after = await world.add('after');
    const deployed = await world.merge(pull);
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([
      2,
      { ...both, after: 'held' },
    ]);
    const [listener] = after.listeners;
    expect(listener && world.bound(listener)).toBe(world.stage.old.sha256);
  });

  it('a resource was made again under the same name: it is held back as well', async () => {
    const before = await world.add('twice');
    const pull = await world.shown();
    before.remove();
    await world.add('twice');
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({ ...both, twice: 'held' });
  });

  it('a resource got the wanted certificate by other means: it is kept', async () => {
    const pull = await world.shown();
    const { chain, key, sha256 } = world.wanted.docs;
    world.docs.change({ default: { chain, key } });
    const deployed = await world.merge(pull);
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([
      0,
      { 'shop-mqtt': 'success', 'docs-tls': 'kept' },
    ]);
    expect(world.bound(world.docs)).toBe(sha256);
  });

  it('a resource got a certificate that is neither: it stays', async () => {
    const pull = await world.shown();
    const { issued } = await world.renew('docs');
    world.docs.change({ default: { chain: issued.chain, key: issued.key } });
    const deployed = await world.merge(pull);
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([
      2,
      { 'shop-mqtt': 'success', 'docs-tls': 'held' },
    ]);
    expect(world.bound(world.docs)).toBe(issued.sha256);
  });

  it('one of two certificates was renewed: only the edits that want it are held back', async () => {
    const pull = await world.shown();
    const { issued, env } = await world.renew('docs');
    const deployed = await world.merge(pull, 'squash', { env });
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([
      2,
      { 'shop-mqtt': 'success', 'docs-tls': 'held' },
    ]);
    expect(reasons(deployed)).toMatch(
      new RegExp(`^PLAN_STALE: the preview of #${pull} did not show this change[^\n]*$`, 'u'),
    );
    expect(reasons(deployed)).not.toContain('signature');

    // The next pull request shows the renewed one, and its merge finishes the work.
    const next = await world.merge(await world.shown({ env }), 'squash', { env });
    expect([next.exitCode, states(next)], next.log).toEqual([
      0,
      { 'shop-mqtt': 'kept', 'docs-tls': 'success' },
    ]);
    expect(world.bound(world.docs)).toBe(issued.sha256);
  });

  it('the access key was changed, which signs the preview: everything is held back, and told why', async () => {
    const pull = await world.shown();
    const other = world.stage.aws.account('111122223333').accessKey();
    const env = {
      AWS_ACCESS_KEY_ID: other.accessKeyId,
      AWS_SECRET_ACCESS_KEY: other.secretAccessKey,
    };
    const deployed = await world.merge(pull, 'squash', { env });
    expect([deployed.exitCode, states(deployed)], deployed.log).toEqual([
      2,
      { 'shop-mqtt': 'held', 'docs-tls': 'held' },
    ]);
    expect(reasons(deployed)).toMatch(
      /signature of the preview comment .* does not fit.*access keys/u,
    );
    expect(deployed.log).not.toContain(other.secretAccessKey);
  });
});

describe('two pull requests about the same resource', () => {
  it('one after the other: the second is held until it is previewed against what the first did', async () => {
    const first = await world.shown();
    const { issued, env } = await world.renew('shop');
    const second = await world.shown({ env });
    expect(states(await world.merge(first))).toEqual(both);

    const late = await world.merge(second, 'squash', { env });
    expect([late.exitCode, states(late)], late.log).toEqual([
      2,
      { 'shop-mqtt': 'held', 'docs-tls': 'kept' },
    ]);
    expect(world.bound(world.shop)).toBe(world.wanted.shop.sha256);

    const third = await world.merge(await world.shown({ env }), 'squash', { env });
    expect([third.exitCode, states(third)], third.log).toEqual([
      0,
      { 'shop-mqtt': 'success', 'docs-tls': 'kept' },
    ]);
    expect(world.bound(world.shop)).toBe(issued.sha256);
  });

  it('with the same edits: the first deploys them, the second finds nothing to do', async () => {
    const [first, second] = [await world.shown(), await world.shown()];
    expect(states(await world.merge(first))).toEqual(both);
    const writes = world.stage.writes().length;
    const again = await world.merge(second);
    expect([again.exitCode, again.report?.verdict], again.log).toEqual([0, 'unchanged']);
    expect(world.stage.writes()).toHaveLength(writes);
  });
});
