import { describe, expect, it } from 'vitest';

import type { Event, PullRequestEvent } from './event.ts';
import type { Mode } from './inputs.ts';
import { verbOf as decide } from './verb.ts';

const verbOf = (event: Event, mode: Mode, rollback = '') => decide(event, { mode, rollback });

const headSha = 'a'.repeat(40);
const after = 'b'.repeat(40);
const before = 'c'.repeat(40);

const pull: PullRequestEvent = {
  kind: 'pull_request',
  action: 'synchronize',
  number: 7,
  headSha,
  headBranch: 'feature',
  baseBranch: 'main',
  origin: 'same-repository',
  draft: false,
};
const fork: Event = { ...pull, origin: 'fork' };
const dependabot: Event = { ...pull, origin: 'dependabot' };
const closed: Event = { ...pull, action: 'closed' };
const push: Event = {
  kind: 'push',
  branch: 'main',
  toDefaultBranch: true,
  before,
  after,
  named: 7,
};
const branch: Event = { ...push, branch: 'feature', toDefaultBranch: false };
const queue: Event = { kind: 'merge_group', headSha, baseSha: before };
const dispatch: Event = {
  kind: 'workflow_dispatch',
  inputs: {},
  branch: 'main',
  onDefaultBranch: true,
};
const elsewhere: Event = { ...dispatch, branch: 'feature', onDefaultBranch: false };
const schedule: Event = { kind: 'schedule', cron: '17 3 * * *' };
const other: Event = { kind: 'unsupported', name: 'issues', reason: 'use push' };

const events = {
  pull,
  fork,
  dependabot,
  closed,
  push,
  branch,
  queue,
  dispatch,
  elsewhere,
  schedule,
  other,
};

/** What each event does in each mode: preview, offline, deploy, nothing (–) or refused (✗). */
const table = `
  event       auto      preview   deploy    verify    rollback  clean
  pull        preview   preview   refused   refused   refused   refused
  fork        offline   offline   refused   refused   refused   refused
  dependabot  offline   offline   refused   refused   refused   refused
  closed      nothing   nothing   refused   refused   refused   refused
  push        deploy    preview   deploy    verify    refused   refused
  branch      preview   preview   refused   refused   refused   refused
  queue       preview   preview   refused   preview   refused   refused
  dispatch    deploy    preview   deploy    verify    refused   clean
  elsewhere   refused   preview   refused   refused   refused   refused
  schedule    verify    preview   deploy    verify    refused   clean
  other       refused   refused   refused   refused   refused   refused
`;

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/ +/u))
  .flatMap(([event = '', auto, preview, deploy, verify, rollback, clean]) => [
    [event, 'auto', auto] as const,
    [event, 'preview', preview] as const,
    [event, 'deploy', deploy] as const,
    [event, 'verify', verify] as const,
    [event, 'rollback', rollback] as const,
    [event, 'clean', clean] as const,
  ]);

describe('the verb', () => {
  it('is decided for every event', () => {
    expect(rows.map(([event]) => event).filter((_, index) => index % 6 === 0)).toEqual(
      Object.keys(events),
    );
  });

  it.each(rows)('of %s in mode %s is %s', (event, mode, kind) => {
    expect(verbOf(events[event as keyof typeof events], mode).kind).toBe(kind);
  });

  it('deploys nothing that was not pushed to, or dispatched on, the default branch', () => {
    const deploying = Object.values(events).flatMap((event) =>
      (['auto', 'preview', 'deploy'] as const).filter(
        (mode) =>
          verbOf(event, mode).kind === 'deploy' &&
          event !== push &&
          event !== dispatch &&
          event !== schedule,
      ),
    );
    expect(deploying).toEqual([]);
  });

  it('carries what a deployment is pinned by: the push; by hand there is none', () => {
    expect(verbOf(push, 'auto')).toEqual({
      kind: 'deploy',
      push: { branch: 'main', before, after, named: 7 },
      dispatch: null,
    });
    expect(verbOf({ ...push, before: null }, 'deploy')).toMatchObject({ push: { before: null } });
    expect(verbOf(dispatch, 'auto')).toEqual({
      kind: 'deploy',
      push: null,
      dispatch: { id: null, task: null, file: null },
    });
  });

  it('carries what a receiver or a person told the dispatched workflow', () => {
    const inputs = { certferry: ' 1f3 ', task: 'all', file: 'a.yml', rollback: '' };
    expect(verbOf({ ...dispatch, inputs }, 'auto')).toMatchObject({
      kind: 'deploy',
      dispatch: { id: '1f3', task: 'all', file: 'a.yml' },
    });
  });

  it('undoes the run that the dispatch, or the input, names', () => {
    const undo = { kind: 'rollback', earlier: '17', file: null };
    expect(verbOf({ ...dispatch, inputs: { rollback: '17' } }, 'auto')).toEqual(undo);
    expect(verbOf(dispatch, 'rollback', '17')).toEqual(undo);
    expect(verbOf(elsewhere, 'rollback', '17').kind).toBe('refused');
    expect(verbOf(dispatch, 'deploy', '17').kind).toBe('refused');
    expect(verbOf(dispatch, 'clean', '17').kind).toBe('refused');
    expect(verbOf({ ...dispatch, inputs: { rollback: '17' } }, 'clean').kind).toBe('refused');
  });

  it('names the head of a pull request, not the test merge, and who gets the comment', () => {
    expect(verbOf(pull, 'auto')).toEqual({ kind: 'preview', pull: 7, headSha });
    expect(verbOf(queue, 'auto')).toEqual({ kind: 'preview', pull: null, headSha });
    expect(verbOf(branch, 'auto')).toEqual({ kind: 'preview', pull: null, headSha: after });
    expect(verbOf(schedule, 'preview')).toEqual({ kind: 'preview', pull: null, headSha: null });
  });

  it.each([
    [fork, 'auto', /a fork have no secrets/u],
    [dependabot, 'auto', /Dependabot have no secrets/u],
    [closed, 'auto', /its merge is a push/u],
    [pull, 'deploy', /previewed, never deployed; use "mode: auto"/u],
    [branch, 'deploy', /only from the default branch/u],
    [elsewhere, 'auto', /only from the default branch/u],
    [dispatch, 'rollback', /needs the run to undo/u],
    [schedule, 'rollback', /undoes one run and is started by hand/u],
    [pull, 'clean', /start it by a schedule, or by workflow_dispatch/u],
    [elsewhere, 'clean', /on the default branch/u],
    [other, 'auto', /the event issues is not for Certferry: use push/u],
  ] as const)('says why in words (%#)', (event, mode, words) => {
    expect(verbOf(event, mode)).toMatchObject({ why: expect.stringMatching(words) as string });
  });

  it('gives a closed pull request of a fork nothing to do, and a draft its preview', () => {
    expect(verbOf({ ...pull, action: 'closed', origin: 'fork' }, 'auto').kind).toBe('nothing');
    expect(verbOf({ ...pull, draft: true }, 'auto').kind).toBe('preview');
  });

  it('leaves a pushed tag and a deleted branch alone', () => {
    const tag: Event = { kind: 'unsupported', name: 'push', reason: 'a tag was pushed' };
    expect(verbOf(tag, 'auto')).toEqual({ kind: 'nothing', why: 'a tag was pushed' });
  });
});
