import { get } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask as askOf, everything, workflow } from './asking.ts';
import { zeroSha } from './events.ts';
import { startGitHub, type GitHubSimulator } from './github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub({
    repository: 'octo/shop',
    files: { '.github/certferry.yml': 'version: 1\n', '.github/workflows/certferry.yml': workflow },
  });
});
afterEach(async () => {
  await gh.close();
});

const ask = (route: string, options?: Parameters<typeof askOf>[2]) => askOf(gh, route, options);

describe('pull requests', () => {
  const two = [{ 'a.txt': 'one\n' }, { 'b.txt': 'two\n' }];

  it('finds the pull request of a squashed, a merged and a rebased commit', async () => {
    for (const [number, method] of [
      [7, 'squash'],
      [8, 'merge'],
      [9, 'rebase'],
    ] as const) {
      gh.openPull({ number, files: [{ [`${method}-a`]: 'one' }, { [`${method}-b`]: 'two' }] });
      const { sha, before, event } = gh.merge(number, method);
      expect(event.payload).toMatchObject({ ref: 'refs/heads/main', before, after: sha });
      const pushed = event.payload['commits'] as { id: string }[];
      expect(pushed).toHaveLength({ squash: 1, merge: 3, rebase: 2 }[method]);
      for (const { id } of pushed) {
        const { body } = await ask(`GET /commits/${id}/pulls`);
        expect(body).toMatchObject([{ number, merge_commit_sha: sha, state: 'closed' }]);
      }
      expect((await ask(`GET /pulls/${number}`)).body).toMatchObject({ merged: true });
    }
    expect(gh.violations).toEqual([]);
  });

  it('lands several pull requests in one push, as a merge queue does', async () => {
    gh.openPull({ number: 7, files: { 'a.txt': '1' } });
    gh.openPull({ number: 8, files: { 'b.txt': '2' } });
    const { event } = gh.mergeTogether([7, 8], 'squash');
    const commits = event.payload['commits'] as { id: string }[];
    const numbers: unknown[] = [];
    for (const { id } of commits) {
      const { body } = await ask(`GET /commits/${id}/pulls`);
      numbers.push(...(body as { number: number }[]).map(({ number }) => number));
    }
    expect(numbers).toEqual([7, 8]);
  });

  it('finds nothing for a direct push, and nothing yet while its index lags', async () => {
    const direct = gh.push({ 'a.txt': '1' });
    expect((await ask(`GET /commits/${direct.sha}/pulls`)).body).toEqual([]);
    gh.openPull({ number: 7, files: { 'b.txt': '2' } });
    const { sha } = gh.merge(7, 'squash');
    gh.lagCommitLookups(2);
    const found: number[] = [];
    for (let n = 0; n < 3; n += 1) found.push((await ask(`GET /commits/${sha}/pulls`)).body.length);
    expect(found).toEqual([0, 0, 1]);
  });

  it('shows an open pull request of a commit that is not on the default branch', async () => {
    const pull = gh.openPull({ number: 7, files: two });
    expect((await ask(`GET /commits/${pull.headSha}/pulls`)).body).toMatchObject([
      { number: 7, state: 'open', merged_at: null },
    ]);
  });

  it('compares branches that moved apart', async () => {
    const pull = gh.openPull({ number: 7, files: two });
    gh.push({ 'c.txt': '3' });
    const { body } = await ask(`GET /compare/main...${pull.headSha.slice(0, 12)}`);
    expect(body).toMatchObject({ status: 'diverged', ahead_by: 2, behind_by: 1, total_commits: 2 });
    expect((await ask(`GET /compare/${pull.baseSha}...main`)).body).toMatchObject({
      status: 'ahead',
    });
    expect((await ask(`GET /compare/main...${pull.baseSha}`)).body).toMatchObject({
      status: 'behind',
    });
    expect((await ask('GET /compare/main...main')).body).toMatchObject({ status: 'identical' });
    expect((await ask(`GET /compare/main...${zeroSha}`)).status).toBe(404);
    expect((await ask(`GET /commits/${zeroSha}`)).status).toBe(422);
  });

  it('makes no test merge when both sides changed a file', async () => {
    gh.openPull({ number: 7, files: { '.github/certferry.yml': 'theirs' } });
    gh.push({ '.github/certferry.yml': 'ours' });
    gh.pushToPull(7, { 'x.txt': 'x' });
    expect((await ask('GET /pulls/7')).body).toMatchObject({
      mergeable: false,
      merge_commit_sha: null,
    });
  });

  it('gives the event of a pull request the test merge as its commit', () => {
    const pull = gh.openPull({ number: 7, files: two, fork: 'mallory/shop' });
    const event = gh.event('pull_request', { number: 7 });
    expect(event.sha).not.toBe(pull.headSha);
    expect(event).toMatchObject({
      ref: 'refs/pull/7/merge',
      baseRef: 'main',
      payload: {
        pull_request: {
          head: { sha: pull.headSha, repo: { full_name: 'mallory/shop', fork: true } },
        },
      },
    });
  });
});

describe('comments', () => {
  it('pages them oldest first, by its own Link headers', async () => {
    gh.openPull({ number: 7, files: { a: '1' } });
    for (let n = 1; n <= 101; n += 1) gh.addComment(7, `comment ${n}`);
    const bodies: unknown[] = [];
    let url: string | undefined = `${gh.apiUrl}/repos/octo/shop/issues/7/comments?per_page=100`;
    let pages = 0;
    while (url !== undefined && pages < 5) {
      const page = await ask('GET ', { url });
      bodies.push(...(page.body as { body: string }[]).map(({ body }) => body));
      url = /<([^>]+)>; rel="next"/u.exec(page.headers.get('link') ?? '')?.[1];
      pages += 1;
      if (url !== undefined) expect(url).toContain('/repositories/');
    }
    expect(pages).toBe(2);
    expect(bodies).toEqual(Array.from({ length: 101 }, (_, n) => `comment ${n + 1}`));
    gh.dials.pageLimit = 10;
    expect((await ask('GET /issues/7/comments?per_page=100')).body).toHaveLength(10);
    expect(gh.violations).toEqual([]);
  });

  it('shows who wrote them', async () => {
    gh.openPull({ number: 7, files: { a: '1' } });
    const body = { body: 'x' };
    const permissions = { 'pull-requests': 'write' } as const;
    for (const token of [{ permissions }, { permissions, as: 'ferry[bot]' }, { as: 'mallory' }]) {
      expect((await ask('POST /issues/7/comments', { token: gh.token(token), body })).status).toBe(
        201,
      );
    }
    expect(gh.comments(7).map(({ author }) => [author.login, author.type])).toEqual([
      ['github-actions[bot]', 'Bot'],
      ['ferry[bot]', 'Bot'],
      ['mallory', 'User'],
    ]);
  });

  it('refuses a body over 65,536 characters, an empty one, and a locked conversation', async () => {
    gh.openPull({ number: 7, files: { a: '1' } });
    const post = (body: string) => ask('POST /issues/7/comments', { body: { body } });
    expect((await post('x'.repeat(65_536))).status).toBe(201);
    const tooLong = await post('x'.repeat(65_537));
    expect(tooLong.status).toBe(422);
    expect(JSON.stringify(tooLong.body)).toContain(
      'Body is too long (maximum is 65536 characters)',
    );
    expect((await post(' ')).status).toBe(422);
    gh.lock(7);
    expect(await post('x')).toMatchObject({ status: 403, body: { message: /locked/u } });
    expect(gh.violations).toEqual([]);
  });

  it('makes two comments of two racing requests', async () => {
    gh.openPull({ number: 7, files: { a: '1' } });
    gh.rendezvous('issues/create-comment', 2);
    const post = () => ask('POST /issues/7/comments', { body: { body: 'mine' } });
    await Promise.all([post(), post()]);
    expect(gh.comments(7)).toHaveLength(2);
  });
});

describe('tokens', () => {
  const body = { body: 'x' };
  beforeEach(() => {
    gh.openPull({ number: 7, files: { a: '1' } });
  });

  it('lets a token without the permission not write, and says what would be enough', async () => {
    const token = gh.token({ permissions: { contents: 'read' } });
    const got = await ask('POST /issues/7/comments', { token, body });
    expect(got).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
    expect(got.headers.get('x-accepted-github-permissions')).toBe(
      'issues=write; pull_requests=write',
    );
    expect((await ask('GET /pulls/7', { token })).status).toBe(403);
  });

  it('turns every write of a fork into read', async () => {
    const token = gh.token({ permissions: everything, readOnly: true });
    expect((await ask('POST /issues/7/comments', { token, body })).status).toBe(403);
    expect((await ask('GET /issues/7/comments', { token })).status).toBe(200);
  });

  it('hides a private repository from the token of another, and shows a public one', async () => {
    const other = gh.repository('octo/other', { private: false });
    const token = other.token({ permissions: everything });
    expect((await ask('GET ', { token })).status).toBe(404);
    const url = `${gh.apiUrl}/repos/octo/other`;
    expect((await ask('GET ', { url })).status).toBe(200);
  });

  it('refuses an unknown token, a missing user agent and a version that does not exist', async () => {
    expect((await ask('GET ', { token: 'ghs_wrong' })).status).toBe(401);
    expect((await ask('GET ', { headers: { 'x-github-api-version': '2021-01-01' } })).status).toBe(
      400,
    );
    // `fetch` always names an agent; `http.get` names none.
    const status = await new Promise((resolve) => {
      get(`${gh.apiUrl}/repos/octo/shop`, (response) => {
        resolve(response.resume().statusCode);
      });
    });
    expect(status).toBe(403);
  });

  it('keeps no token in its record of requests', async () => {
    const token = gh.token({ permissions: everything });
    await ask('GET ', { token });
    expect(JSON.stringify(gh.requests)).not.toContain(token);
  });
});

describe('limits and faults', () => {
  beforeEach(() => {
    gh.openPull({ number: 7, files: { a: '1' } });
  });

  it('counts requests down and refuses when they are used up', async () => {
    gh.limits.perHour = 2;
    const token = gh.token({ permissions: everything });
    const left: (string | null)[] = [];
    for (let n = 0; n < 2; n += 1)
      left.push((await ask('GET ', { token })).headers.get('x-ratelimit-remaining'));
    expect(left).toEqual(['1', '0']);
    const over = await ask('GET ', { token });
    expect(over.status).toBe(403);
    expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(over.headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);
  });

  it('slows down an author who writes too much', async () => {
    gh.limits.contentPerMinute = 1;
    const token = gh.token({ permissions: everything });
    const post = () => ask('POST /issues/7/comments', { token, body: { body: 'x' } });
    expect((await post()).status).toBe(201);
    const over = await post();
    expect(over.status).toBe(403);
    expect(over.headers.get('retry-after')).toBe('60');
    expect(over.body['message']).toMatch(/secondary rate limit/u);
  });

  it('fails as often as it is told, and only where it is told', async () => {
    gh.faults.add({
      method: 'get',
      path: '/repos/octo/shop/issues/*/comments',
      times: 2,
      kind: '502',
    });
    gh.faults.add({ operation: 'pulls/get', kind: 'secondary-limit-429', retryAfterSeconds: 9 });
    const statuses: number[] = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ask('GET /issues/7/comments')).status);
    expect(statuses).toEqual([502, 502, 200]);
    const limited = await ask('GET /pulls/7');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
    expect((await ask('GET /pulls/7')).status).toBe(200);
  });

  it('can carry a request out and still answer that it failed', async () => {
    gh.faults.add({ operation: 'issues/create-comment', kind: '502', carriedOut: true });
    expect((await ask('POST /issues/7/comments', { body: { body: 'x' } })).status).toBe(502);
    expect(gh.comments(7)).toHaveLength(1);
  });

  it('can break the connection and never answer', async () => {
    gh.faults.add({ operation: 'pulls/get', kind: 'reset' });
    await expect(ask('GET /pulls/7')).rejects.toThrow();
    gh.faults.add({ operation: 'pulls/get', kind: 'hang' });
    const url = `${gh.apiUrl}/repos/octo/shop/pulls/7`;
    const headers = { authorization: `token ${gh.token({ permissions: everything })}` };
    await expect(fetch(url, { headers, signal: AbortSignal.timeout(100) })).rejects.toThrow();
  });
});

describe('workflow runs', () => {
  it('starts one from a dispatch that fits its workflow file', async () => {
    const path = 'POST /actions/workflows/certferry.yml/dispatches';
    expect(
      (await ask(path, { body: { ref: 'main', inputs: { 'task-id': 'task-9' } } })).status,
    ).toBe(204);
    const unknown = await ask(path, {
      body: { ref: 'main', inputs: { 'task-id': 'x', extra: 'y' } },
    });
    expect(unknown).toMatchObject({
      status: 422,
      body: { message: 'Unexpected inputs provided: ["extra"]' },
    });
    expect((await ask(path, { body: { ref: 'main' } })).status).toBe(422);
    expect((await ask(path, { body: { ref: 'nowhere', inputs: { 'task-id': 'x' } } })).status).toBe(
      422,
    );
    expect(
      (await ask('POST /actions/workflows/none.yml/dispatches', { body: { ref: 'main' } })).status,
    ).toBe(404);
    const { body } = await ask('GET /actions/workflows/certferry.yml/runs');
    expect(body).toMatchObject({
      total_count: 1,
      workflow_runs: [
        { display_title: 'certs task-9', status: 'queued', event: 'workflow_dispatch' },
      ],
    });
    const [run] = [...gh.state.runs.values()];
    gh.finishRun(run?.id ?? 0, 'success');
    expect((await ask(`GET /actions/runs/${run?.id}`)).body).toMatchObject({
      conclusion: 'success',
    });
  });

  it('hands an artifact out through an address that takes no GitHub token', async () => {
    const artifact = gh.addArtifact(1, 'report', { 'report.json': '{"version":1}' });
    const got = await ask(`GET /actions/artifacts/${artifact.id}/zip`);
    expect(got.status).toBe(302);
    const location = got.headers.get('location') ?? '';
    const archive = Buffer.from(await (await fetch(location)).arrayBuffer());
    expect(archive.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(archive.includes('{"version":1}')).toBe(true);
    expect(gh.violations).toEqual([]);
    await fetch(location, { headers: { authorization: 'token x' } });
    expect(gh.violations).toMatchObject([{ where: 'headers' }]);
  });
});
