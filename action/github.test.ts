import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployError } from '../shared/core/errors.ts';
import type { FaultKind } from '../tests/simulators/github/faults.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { commenter, openPort } from './test-github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
});
afterEach(async () => {
  await gh.close();
});

async function errorOf(work: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeployError)) throw new Error(`no DeployError: ${String(thrown)}`);
  return thrown;
}

const open = (number = 7) => gh.openPull({ number, files: { [`certs-${number}.yml`]: 'x' } });

describe('pull requests', () => {
  it('are read with what the API says of their merge', async () => {
    const { headSha } = open();
    const { github, call } = openPort(gh);
    expect(await github.getPull(7, call)).toMatchObject({
      number: 7,
      state: 'open',
      merged: false,
      headSha,
      baseBranch: 'main',
    });
    const { sha } = gh.merge(7, 'squash');
    expect(await github.getPull(7, call)).toMatchObject({
      state: 'closed',
      merged: true,
      mergeCommitSha: sha,
    });
    expect(gh.violations).toEqual([]);
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'are found by the commit of a %s',
    async (method) => {
      gh.openPull({ number: 7, files: [{ a: '1' }, { b: '2' }] });
      const { sha, before } = gh.merge(7, method);
      const { github, call, slept } = openPort(gh);
      expect(await github.pullsOfCommit(sha, call)).toMatchObject([{ number: 7, merged: true }]);
      const push = { branch: 'main', before, after: sha };
      expect(await github.pullsOfPush(push, call)).toMatchObject([{ number: 7 }]);
      expect(slept).toEqual([]);
      expect(gh.violations).toEqual([]);
    },
  );

  it('prefer the one whose merge made the commit', async () => {
    // A pull request into a branch, which then came to main by another: GitHub names both.
    open(7);
    open(8);
    gh.merge(8, 'squash');
    const { sha } = gh.merge(7, 'squash');
    const { introduced } = gh.state.pulls.get(8) ?? { introduced: new Set<string>() };
    Object.assign(gh.state.pulls.get(8) ?? {}, { introduced: new Set([...introduced, sha]) });
    const { github, call } = openPort(gh);
    expect((await github.pullsOfCommit(sha, call)).map(({ number }) => number)).toEqual([7]);
  });

  it('are all found when a merge queue lands several at once', async () => {
    for (const number of [7, 8, 9]) open(number);
    const { sha, before } = gh.mergeTogether([7, 8, 9], 'squash');
    const { github, call } = openPort(gh);
    const pulls = await github.pullsOfPush({ branch: 'main', before, after: sha }, call);
    expect(pulls.map(({ number }) => number)).toEqual([9, 8, 7]);
  });

  it('of another branch are not those of this push', async () => {
    gh.push({ x: '1' }, { branch: 'develop' });
    gh.openPull({ number: 7, base: 'develop', files: { y: '1' } });
    const { sha, before } = gh.merge(7, 'squash');
    const { github, call } = openPort(gh);
    // The same commit fast-forwarded onto main.
    gh.state.branches.set('main', sha);
    expect(await github.pullsOfPush({ branch: 'main', before, after: sha }, call)).toEqual([]);
  });

  it('are waited for while the index lags, but not for ever', async () => {
    open();
    const { sha } = gh.merge(7, 'squash');
    gh.lagCommitLookups(2);
    const first = openPort(gh);
    expect(await first.github.pullsOfCommit(sha, first.call)).toHaveLength(1);
    expect(first.slept).toEqual([2000, 4000]);
    const direct = gh.push({ z: '1' });
    const second = openPort(gh);
    expect(await second.github.pullsOfCommit(direct.sha, second.call)).toEqual([]);
    expect(second.slept).toEqual([2000, 4000]);
  });

  it('are not those that are still open', async () => {
    const { headSha } = open();
    const { github, call } = openPort(gh);
    expect(await github.pullsOfCommit(headSha, call)).toEqual([]);
  });

  it('are found for a new branch and after a forced push too', async () => {
    open();
    const { sha } = gh.merge(7, 'squash');
    const { github, call, said } = openPort(gh);
    const pushed = { branch: 'main', after: sha };
    expect(await github.pullsOfPush({ ...pushed, before: null }, call)).toHaveLength(1);
    expect(await github.pullsOfPush({ ...pushed, before: 'f'.repeat(40) }, call)).toHaveLength(1);
    expect(said.at(-1)).toMatch(/cannot be listed .*does not find it/u);
  });

  it('are not looked up commit by commit without an end', async () => {
    const edits = Array.from({ length: 120 }, (_, n) => ({ [`f${n}`]: 'x' }));
    gh.openPull({ number: 7, files: edits });
    const { sha, before } = gh.merge(7, 'rebase');
    const { github, call, said } = openPort(gh);
    expect(await github.pullsOfPush({ branch: 'main', before, after: sha }, call)).toHaveLength(1);
    expect(gh.requestsOf('repos/compare-commits-with-basehead')).toHaveLength(2);
    expect(gh.requestsOf('repos/list-pull-requests-associated-with-commit')).toHaveLength(51);
    expect(said.at(-1)).toMatch(/more commits/u);
  });

  it('know which of two commits is older', async () => {
    const { headSha, baseSha } = open();
    gh.push({ other: '1' });
    const { github, call } = openPort(gh);
    expect(await github.isAncestor(baseSha, headSha.slice(0, 12), call)).toBe(true);
    expect(await github.isAncestor(headSha, headSha, call)).toBe(true);
    expect(await github.isAncestor(headSha, baseSha, call)).toBe(false);
    expect(await github.isAncestor(headSha, 'main', call)).toBe(false);
  });
});

describe('comments', () => {
  it('are read from every page', async () => {
    open();
    for (let n = 1; n <= 101; n += 1) gh.addComment(7, `comment ${n}`);
    gh.dials.pageLimit = 40;
    const { github, call } = openPort(gh);
    const comments = await github.listComments(7, call);
    expect(comments).toHaveLength(101);
    expect(comments.at(-1)).toMatchObject({ body: 'comment 101', author: 'octo' });
    expect(gh.requestsOf('issues/list-comments')).toHaveLength(3);
    expect(gh.violations).toEqual([]);
  });

  it('are created, changed and deleted as the workflow', async () => {
    open();
    const { github, call } = openPort(gh);
    const made = await github.createComment(7, 'one', call);
    expect(made).toMatchObject({
      author: 'github-actions[bot]',
      url: expect.stringContaining('/pull/7#issuecomment-') as string,
    });
    expect(await github.updateComment(made.id, 'two', call)).toMatchObject({
      id: made.id,
      body: 'two',
    });
    await github.deleteComment(made.id, call);
    await github.deleteComment(made.id, call);
    expect(gh.comments(7)).toEqual([]);
    expect(gh.violations).toEqual([]);
    for (const { headers } of gh.requests) {
      expect(headers['x-github-api-version']).toBe('2022-11-28');
      expect(headers['user-agent']).toContain('certferry');
    }
  });

  it('work on GitHub Enterprise Server', async () => {
    const ghes = await startGitHub({ ghes: true });
    ghes.openPull({ number: 7, files: { a: '1' } });
    const { github, call } = openPort(ghes);
    await github.createComment(7, 'one', call);
    expect(await github.listComments(7, call)).toHaveLength(1);
    expect(ghes.violations).toEqual([]);
    await ghes.close();
  });
});

describe('failures', () => {
  beforeEach(() => {
    open();
  });

  it('of a read are tried again, twice', async () => {
    const { github, call, said } = openPort(gh);
    gh.faults.add({ operation: 'pulls/get', kind: '502', times: 2 });
    expect(await github.getPull(7, call)).toMatchObject({ number: 7 });
    expect(said).toEqual([
      'GitHub failed, asking again reading pull request #7 Server Error - https://docs.github.com/rest 0.005',
      'GitHub failed, asking again reading pull request #7 Server Error - https://docs.github.com/rest 0.02',
    ]);
    for (const kind of ['503', 'reset'] as const) {
      gh.faults.add({ operation: 'pulls/get', kind, times: 3 });
      const before = gh.requests.length;
      expect(await errorOf(github.getPull(7, call))).toMatchObject({ code: 'CLOUD_UNAVAILABLE' });
      expect(gh.requests.length - before).toBe(3);
    }
  });

  it.each(['502', 'reset'] as const)(
    'of a new comment (%s) are never answered by sending it again',
    async (kind) => {
      const { github, call } = openPort(gh);
      gh.faults.add({ operation: 'issues/create-comment', kind, carriedOut: true, times: 5 });
      const error = await errorOf(github.createComment(7, 'one', call));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect(error.message).toMatch(/^writing a comment on pull request #7: .*may have been done/u);
      expect(gh.comments(7)).toHaveLength(1);
    },
  );

  it('name the permission to add', async () => {
    const { github, call } = openPort(gh, { permissions: { contents: 'read' } });
    const write = await errorOf(github.createComment(7, 'x', call));
    expect(write.code).toBe('PERMISSION_MISSING');
    expect(write.message).toContain('add "pull-requests: write" to the permissions of the job');
    expect((await errorOf(github.getPull(7, call))).message).toContain('"pull-requests: read"');
    const blind = openPort(gh, { permissions: { 'pull-requests': 'read' } });
    const compare = await errorOf(blind.github.isAncestor('main', 'main', blind.call));
    expect(compare.message).toContain('"contents: read"');
  });

  it.each([
    ['401', 'CREDENTIALS_REJECTED', /check the input "github-token"/u],
    ['404', 'RESOURCE_GONE', /does not find it/u],
    ['410', 'RESOURCE_GONE', /410 Issues are disabled/u],
    ['422', 'REFUSED', /422 Validation Failed: was refused/u],
    ['mangled', 'CLOUD_UNEXPECTED', /number: /u],
  ] as const satisfies readonly (readonly [FaultKind, string, RegExp])[])(
    'with %s are %s in words',
    async (kind, code, words) => {
      const { github, call } = openPort(gh);
      gh.faults.add({ operation: 'pulls/get', kind, times: 9 });
      const error = await errorOf(github.getPull(7, call));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(/^reading pull request #7: /u);
      expect(error.message).toMatch(words);
      expect(gh.requestsOf('pulls/get')).toHaveLength(1);
    },
  );

  it('of a locked conversation are told as GitHub says them', async () => {
    gh.lock(7);
    const { github, call } = openPort(gh);
    const error = await errorOf(github.createComment(7, 'x', call));
    expect(error).toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/is locked .*; unlock it and run again/u) as string,
    });
  });

  it('to answer end at the deadline', async () => {
    const { github, call } = openPort(gh, { ...commenter, deadlineMs: 300 });
    gh.faults.add({ kind: 'hang', times: 2 });
    const read = await errorOf(github.getPull(7, call));
    expect(read).toMatchObject({
      code: 'CLOUD_UNAVAILABLE',
      message: expect.stringContaining('within 0.3 s') as string,
    });
    expect(await errorOf(github.createComment(7, 'x', call))).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
    });
  });

  it('end when the run is cancelled: under way, while waiting, and before', async () => {
    for (const kind of ['hang', 'secondary-limit'] as const) {
      const port = openPort(gh);
      const { github, call } = port;
      gh.faults.add({ operation: 'pulls/get', kind, retryAfterSeconds: 2 });
      const work = errorOf(github.getPull(7, call));
      setTimeout(() => {
        port.cancel();
      }, 200);
      const startedAt = performance.now();
      expect(await work).toMatchObject({ code: 'CANCELLED' });
      expect(performance.now() - startedAt).toBeLessThan(1500);
      const before = gh.requests.length;
      expect(await errorOf(github.getPull(7, call))).toMatchObject({ code: 'CANCELLED' });
      expect(gh.requests).toHaveLength(before);
    }
  });

  it('never show the token', async () => {
    const token = gh.token(commenter);
    const { github, call, said } = openPort(gh);
    gh.faults.add({ kind: '422', times: 1 });
    gh.faults.add({ kind: 'reset', times: 3 });
    const errors = [await errorOf(github.getPull(7, call)), await errorOf(github.getPull(7, call))];
    const everything = [
      ...errors.map((error) => `${error.stack} ${JSON.stringify(error)}`),
      ...said,
    ].join(' ');
    expect(everything).not.toContain(token);
    expect(everything).not.toMatch(/ghs_|authorization/iu);
  });
});

describe('a proxy', () => {
  it('is used where the runner names one', async () => {
    open();
    const asked: string[] = [];
    const { hostname, port } = new URL(gh.apiUrl);
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const side of [socket, upstream]) side.on('error', () => upstream.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    // Octokit reads the variables when it is loaded, so this takes a process of its own.
    const script = `
      import { createGitHub } from './action/github.ts';
      import { Secret } from './shared/core/secret.ts';
      import { systemClock } from './shared/runtime/clock.ts';
      import { silentLog } from './shared/runtime/log.ts';
      const github = createGitHub({
        token: new Secret(process.env.TOKEN), apiUrl: process.env.GITHUB_API_URL,
        repository: 'octo/shop', clock: systemClock, deadlineMs: 10_000 });
      const call = { signal: new AbortController().signal, log: silentLog };
      console.log((await github.getPull(7, call)).headSha);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        GITHUB_API_URL: 'http://api.github.test',
        http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
        TOKEN: gh.token(commenter),
      },
    });
    expect((await text(child.stdout)).trim()).toBe(gh.state.pulls.get(7)?.headSha);
    expect(asked).toEqual(['api.github.test:80']);
    proxy.closeAllConnections();
    proxy.close();
  });
});
