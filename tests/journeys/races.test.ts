import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Fault } from '../simulators/github/faults.ts';
import { expectInertBody, expectIntact } from './hostile-shown.ts';
import { openHostileWorld, pull, type HostileWorld } from './hostile-world.ts';
import type { ActionRun } from './stage.ts';

/** One pull request whose comment is contended for, and a GitHub that is not always well. */
let world: HostileWorld;
beforeEach(async () => {
  world = await openHostileWorld();
  world.account.addCdnDomain({ domain: 'img.shop.example.com', certificate: world.bound });
  world.open();
});
afterEach(async () => {
  await world.close();
  expect(world.violations()).toEqual([]);
});

const ours = 'github-actions[bot]';

function runOf(body: string | undefined): string | undefined {
  return / run=(\d+)\./u.exec(body ?? '')?.[1];
}

/** The run went well, and exactly one comment of ours says so. */
function expectOne(run: ActionRun): string {
  expect(run.exitCode, run.log).toBe(0);
  expectIntact(run);
  const [body = '', ...others] = world.comments();
  expect(others).toEqual([]);
  expectInertBody(body);
  expect(body).toContain('1 edit');
  return body;
}

/** No comment could be written: the run says why, and everything else is there. */
function expectWarned(run: ActionRun, why: RegExp): void {
  expect(run.exitCode, run.log).toBe(0);
  expectIntact(run);
  expect(
    run.annotations.filter(({ kind }) => kind === 'warning').map(({ message }) => message),
  ).toContainEqual(expect.stringMatching(why));
  expect(run.summary).toContain('1 edit');
  expect(run.report?.verdict).toBe('ready');
  expect(run.outputs['comment']).toBeUndefined();
}

const event = () => world.github.event('pull_request', { number: pull });

describe('two runs at once', () => {
  it('that both create the comment leave one, of the newer run', async () => {
    world.github.rendezvous('issues/create-comment', 2);
    const runs = await Promise.all([world.run(event()), world.run(event())]);
    for (const run of runs) expect(run.exitCode, run.log).toBe(0);
    const [body, ...others] = world.comments();
    expect(others).toEqual([]);
    expect(runOf(body)).toBe('26000000002');
    expectInertBody(body ?? '');
  });

  it('that both edit the comment leave what the newer one says', async () => {
    await world.run(event());
    for (let round = 0; round < 2; round += 1) {
      world.github.rendezvous('issues/update-comment', 2);
      const runs = await Promise.all([world.run(event()), world.run(event())]);
      for (const run of runs) expect(run.exitCode, run.log).toBe(0);
      expect(world.comments()).toHaveLength(1);
      expect(runOf(world.comments()[0])).toBe(String(26_000_000_001 + 2 * (round + 1)));
    }
  });
});

describe('a busy pull request', () => {
  it('has its one comment edited in place behind more than a hundred others', async () => {
    const first = expectOne(await world.preview());
    const [{ id } = { id: 0 }] = world.github.comments(pull);
    const { comments } = world.github.state;
    // Ours comes after 105 older ones, on the second page.
    const found = comments.get(id);
    comments.delete(id);
    for (let n = 0; n < 105; n += 1) world.github.addComment(pull, `chatter ${n}`);
    const forged = world.github.addComment(pull, first.replace('1 edit', 'nothing'), {
      as: 'mallory',
    });
    const late = world.github.addComment(pull, first, { as: ours });
    expect(found).toBeDefined();
    expectOne(await world.preview());
    expect(world.github.comments(pull)).toHaveLength(107);
    expect(late.history).toHaveLength(2);
    expect(forged.history).toHaveLength(1);
  });

  it('has the comment written anew when somebody deleted, changed or emptied it', async () => {
    expectOne(await world.preview());
    const change = (edit: (body: string) => string) => {
      for (const comment of world.github.comments(pull))
        Object.assign(comment, { body: edit(comment.body) });
    };
    change((body) => body.replace('1 edit', 'no edit, merge it'));
    expectOne(await world.preview());
    world.github.faults.add({ operation: 'issues/update-comment', kind: '404' });
    expectOne(await world.preview());
    world.github.state.comments.clear();
    expectOne(await world.preview());
    change(() => 'resolved');
    expect((await world.preview()).exitCode).toBe(0);
    expect(
      world.comments().filter((body) => body.startsWith('<!-- certferry:preview')),
    ).toHaveLength(1);
  });
});

describe('a comment that cannot be written', () => {
  it('because the conversation is locked is a warning', async () => {
    world.github.lock(pull);
    expectWarned(await world.preview(), /the conversation is locked .*unlock it/u);
  });

  it('because GitHub calls it too long, or the token may not, is a warning', async () => {
    world.github.faults.add({ operation: 'issues/create-comment', kind: '422' });
    expectWarned(await world.preview(), /422 Validation Failed/u);
    const token = world.github.token({
      permissions: { contents: 'read', 'pull-requests': 'read' },
    });
    expectWarned(await world.preview({ token }), /add "pull-requests: write"/u);
  });

  it('because a limit lasts for an hour is a warning, and waits for nothing', async () => {
    const long = { kind: 'secondary-limit', retryAfterSeconds: 3600 } as const;
    world.github.faults.add({ operation: 'issues/list-comments', ...long });
    const run = await world.preview();
    expectWarned(run, /limits the requests of this token .*3600 s/u);
    expect(run.log).not.toContain('waiting for a rate limit');
  });
});

describe('a GitHub that is not well', () => {
  const create = 'issues/create-comment';
  const list = 'issues/list-comments';
  it.each([
    [
      'a secondary limit',
      [{ operation: create, kind: 'secondary-limit' }],
      /waiting for a rate limit of GitHub .*seconds=1/u,
    ],
    [
      'a primary limit',
      [{ operation: list, kind: 'primary-limit' }],
      /waiting for a rate limit of GitHub .*seconds=\d/u,
    ],
    [
      'a 502 after the comment was made',
      [{ operation: create, kind: '502', carriedOut: true }],
      /looking whether the comment was written/u,
    ],
    [
      'a 502 before the comment was made',
      [{ operation: create, kind: '502' }],
      /looking whether the comment was written/u,
    ],
    [
      'a connection that breaks',
      [
        { operation: list, kind: 'reset' },
        { operation: create, kind: 'reset', carriedOut: true },
      ],
      /GitHub failed, asking again .*seconds=1/u,
    ],
  ] satisfies readonly (readonly [string, readonly Fault[], RegExp])[])(
    'is outwaited, said in the log, and leaves one comment: %s',
    async (_, faults, said) => {
      for (const fault of faults) world.github.faults.add(fault);
      const run = await world.preview();
      expectOne(run);
      expect(run.log).toMatch(said);
      expect(run.outputs['comment']).toContain('#issuecomment-');
    },
  );
});
