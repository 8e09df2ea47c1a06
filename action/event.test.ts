import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { zeroSha, type TriggerEvent } from '../tests/simulators/github/events.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { parseEvent } from './event.ts';

let gh: GitHubSimulator;
beforeAll(async () => {
  gh = await startGitHub({ repository: 'octo/shop', defaultBranch: 'trunk' });
  gh.openPull({ number: 7, head: 'feature/certs', files: { a: '1' } });
  gh.openPull({ number: 8, fork: 'mallory/shop', files: { a: '1' }, draft: true });
  gh.openPull({ number: 9, author: 'dependabot[bot]', files: { a: '1' } });
});
afterAll(async () => {
  await gh.close();
});

const parse = ({ name, payload, actor }: TriggerEvent) => parseEvent(name, payload, actor);

describe('a pull request', () => {
  it('of the same repository', () => {
    expect(parse(gh.event('pull_request', { number: 7 }))).toEqual({
      kind: 'pull_request',
      action: 'opened',
      number: 7,
      headSha: gh.state.pulls.get(7)?.headSha,
      headBranch: 'feature/certs',
      baseBranch: 'trunk',
      origin: 'same-repository',
      draft: false,
    });
  });

  it('of a fork, also when the fork was deleted', () => {
    const event = gh.event('pull_request', { number: 8, action: 'reopened' });
    expect(parse(event)).toMatchObject({ origin: 'fork', action: 'reopened', draft: true });
    const gone = structuredClone(event.payload);
    Object.assign((gone['pull_request'] as Record<string, object>)['head'] ?? {}, { repo: null });
    expect(parseEvent(event.name, gone, event.actor)).toMatchObject({ origin: 'fork' });
  });

  it('of Dependabot as long as Dependabot is the actor', () => {
    expect(parse(gh.event('pull_request', { number: 9 }))).toMatchObject({ origin: 'dependabot' });
    const byHand = gh.event('pull_request', { number: 9, by: 'octo' });
    expect(parse(byHand)).toMatchObject({ origin: 'same-repository' });
  });

  it('is never said to be merged, whatever the payload says', () => {
    gh.openPull({ number: 20, files: { z: '1' } });
    gh.merge(20, 'squash');
    const event = parse(gh.event('pull_request', { number: 20, action: 'closed' }));
    expect(event).toMatchObject({ action: 'closed' });
    expect(JSON.stringify(event)).not.toMatch(/merge/iu);
  });
});

describe('a push', () => {
  it('to the default branch and to another', () => {
    const event = gh.push({ b: '2' });
    const before = event.payload['before'];
    expect(parse(event)).toEqual({
      kind: 'push',
      branch: 'trunk',
      toDefaultBranch: true,
      before,
      after: event.sha,
      named: null,
    });
    expect(parse(gh.push({ c: '3' }, { branch: 'feature/x' }))).toMatchObject({
      branch: 'feature/x',
      toDefaultBranch: false,
      before: null,
    });
  });

  it.each([
    ['Merge pull request #12 from octo/feature\n\nmore', 12],
    ['Deploy the shop (#7)', 7],
    ['Deploy the shop (#7)\n\nCloses (#8)', 7],
    ['See #9 for more', null],
    ['(#10) is not at the end', null],
  ])('knows the pull request that the message names: %j', (message, named) => {
    const { payload } = gh.push({ b: message });
    expect(parseEvent('push', { ...payload, head_commit: { message } }, 'octo')).toMatchObject({
      named,
    });
  });

  it('of a deleted branch or of a tag is nothing to deploy', () => {
    expect(parse(gh.event('push', { after: zeroSha }))).toMatchObject({
      kind: 'unsupported',
      reason: 'a branch was deleted',
    });
    const { payload } = gh.event('push');
    expect(parseEvent('push', { ...payload, ref: 'refs/tags/v1' }, 'octo')).toMatchObject({
      kind: 'unsupported',
      reason: 'a tag was pushed, not a branch',
    });
  });
});

describe('other events', () => {
  it('of a merge queue', () => {
    const event = gh.event('merge_group', { number: 7 });
    expect(parse(event)).toMatchObject({ kind: 'merge_group', headSha: event.sha });
  });

  it('of a dispatch, with inputs as text', () => {
    const event = gh.event('workflow_dispatch', { inputs: { 'task-id': 't1' } });
    expect(parse(event)).toEqual({
      kind: 'workflow_dispatch',
      inputs: { 'task-id': 't1' },
      branch: 'trunk',
      onDefaultBranch: true,
    });
    const { payload } = event;
    const odd = { ...payload, ref: 'refs/tags/v1', inputs: { dry: true, n: 3 } };
    expect(parseEvent('workflow_dispatch', odd, 'octo')).toMatchObject({
      inputs: { dry: 'true', n: '3' },
      branch: null,
      onDefaultBranch: false,
    });
    expect(parse(gh.event('workflow_dispatch'))).toMatchObject({ inputs: {} });
  });

  it('of a schedule', () => {
    expect(parse(gh.event('schedule', { cron: '0 4 * * *' }))).toEqual({
      kind: 'schedule',
      cron: '0 4 * * *',
    });
  });

  it('that Certferry does not serve', () => {
    expect(parse(gh.event('other', { name: 'issue_comment' }))).toMatchObject({
      kind: 'unsupported',
      name: 'issue_comment',
    });
    const { payload } = gh.event('pull_request', { number: 8 });
    expect(parseEvent('pull_request_target', payload, 'mallory')).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('fork') as string,
    });
  });

  it('whose payload is not as documented name the field, never the value', () => {
    const { payload } = gh.event('pull_request', { number: 7 });
    const broken = structuredClone(payload);
    Object.assign((broken['pull_request'] as Record<string, object>)['head'] ?? {}, {
      sha: { deep: 'SECRET' },
    });
    const failing = () => parseEvent('pull_request', broken, 'octo');
    expect(failing).toThrow(/pull_request event: pull_request\.head\.sha/u);
    expect(failing).not.toThrow(/SECRET/u);
    for (const nothing of [undefined, null, 'text', []]) {
      expect(() => parseEvent('push', nothing, 'octo')).toThrow(/push event/u);
    }
  });
});
