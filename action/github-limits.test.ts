import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { DeployError } from '../shared/core/errors.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { commenter, openPort } from './test-github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
  gh.openPull({ number: 7, files: { 'certs-7.yml': 'x' } });
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

describe('failures', () => {
  it.each([
    ['secondary-limit', 'issues/create-comment'],
    ['secondary-limit-429', 'issues/create-comment'],
    ['primary-limit', 'issues/list-comments'],
  ] as const)('by a %s are waited for as long as GitHub asks', async (kind, operation) => {
    const { github, call, said } = openPort(gh);
    gh.faults.add({ operation, kind, retryAfterSeconds: 1 });
    if (operation === 'issues/create-comment') await github.createComment(7, 'one', call);
    else await github.listComments(7, call);
    expect(gh.requestsOf(operation)).toHaveLength(2);
    expect(said).toEqual([
      expect.stringMatching(/^waiting for a rate limit of GitHub (?:writing|reading) .* [123]$/u),
    ]);
  });

  it.each(['secondary-limit', 'secondary-limit-429', 'primary-limit'] as const)(
    'by a %s that lasts longer than the deadline are told at once',
    async (kind) => {
      const { github, call } = openPort(gh);
      gh.faults.add({ operation: 'pulls/get', kind, retryAfterSeconds: 3600, times: 9 });
      const error = await errorOf(github.getPull(7, call));
      expect(error.code).toBe('RATE_LIMITED');
      expect(error.retryAfterMs).toBeGreaterThan(3_500_000);
      expect(error.message).toMatch(/asks to wait 3\d{3} s/u);
      expect(gh.requestsOf('pulls/get')).toHaveLength(1);
    },
  );

  it.each(['secondary-limit', 'secondary-limit-429'] as const)(
    'by a %s that does not say how long are waited for, past the deadline of an answer',
    async (kind) => {
      const { github, call, said } = openPort(gh, {
        ...commenter,
        deadlineMs: 2000,
        limitPauseSeconds: 3,
      });
      gh.faults.add({ operation: 'pulls/get', kind, retryAfterSeconds: null });
      expect(await github.getPull(7, call)).toMatchObject({ number: 7 });
      expect(said).toEqual(['waiting for a rate limit of GitHub reading pull request #7 3']);
    },
  );

  it('by limits are waited for two minutes in all, then told at once', async () => {
    const { github, call, said } = openPort(gh);
    gh.faults.add({ operation: 'pulls/get', kind: 'secondary-limit', retryAfterSeconds: null });
    gh.faults.add({ operation: 'pulls/get', kind: 'secondary-limit', retryAfterSeconds: 126 });
    const never = new AbortController();
    const waiting = errorOf(github.getPull(7, { ...call, signal: never.signal }));
    await vi.waitFor(() => {
      expect(said).toEqual(['waiting for a rate limit of GitHub reading pull request #7 60']);
    });
    never.abort();
    expect(await waiting).toMatchObject({ code: 'CANCELLED' });
    expect(await errorOf(github.getPull(7, call))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(said).toHaveLength(1);
  });

  it('by a limit that does not end give up after two waits', async () => {
    const { github, call } = openPort(gh);
    gh.faults.add({
      operation: 'pulls/get',
      kind: 'secondary-limit',
      retryAfterSeconds: 1,
      times: 9,
    });
    expect(await errorOf(github.getPull(7, call))).toMatchObject({ code: 'RATE_LIMITED' });
    expect(gh.requestsOf('pulls/get')).toHaveLength(3);
  });
});

describe('an API', () => {
  it('that does not know our version is asked for its own, once that is found out', async () => {
    gh.dials.apiVersions = ['2029-01-01'];
    const { github, call, said } = openPort(gh);
    expect(await github.createComment(7, 'one', call)).toMatchObject({ body: 'one' });
    expect(await github.listComments(7, call)).toHaveLength(1);
    expect(gh.comments(7)).toHaveLength(1);
    expect(
      gh.requests.map(({ status, headers }) => [status, headers['x-github-api-version']]),
    ).toEqual([
      [400, '2022-11-28'],
      [201, undefined],
      [200, undefined],
    ]);
    expect(said).toEqual(['GitHub does not know this version of its API, using its own']);
    // Any other 400 is an error as before.
    gh.faults.add({ operation: 'pulls/get', kind: '400' });
    expect(await errorOf(github.getPull(7, call))).toMatchObject({ code: 'REFUSED' });
  });
});
