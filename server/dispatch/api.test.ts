import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployError } from '../../shared/core/errors.ts';
import { Secret } from '../../shared/core/secret.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { startGitHub, type GitHubSimulator } from '../../tests/simulators/github/github.ts';
import { createGitHubRuns, type GitHubRuns, type Workflow } from './api.ts';
import { apiVersion } from './login.ts';

const workflowText = `
name: Certificates
run-name: certs \${{ inputs.certferry }}
on:
  workflow_dispatch:
    inputs:
      certferry: { required: false }
      task: { required: false }
      file: { required: false }
`;
const inputs = { certferry: '6f1c', task: 'shop', file: '.github/certferry.yml' };
const calm = new AbortController().signal;

let github: GitHubSimulator;
let runs: GitHubRuns;
let workflow: Workflow;

async function open(options: { readonly ghes?: boolean } = {}) {
  github = await startGitHub({
    files: { '.github/workflows/certificates.yml': workflowText },
    ...options,
  });
  const token = github.token({ permissions: { actions: 'write' }, as: 'certferry[bot]' });
  runs = createGitHubRuns({
    apiUrl: github.apiUrl,
    tokenFor: async () => new Secret(token),
    clock: systemClock,
    requestMs: 1500,
  });
  workflow = {
    fullName: github.name,
    githubId: github.state.id,
    file: 'certificates.yml',
    branch: 'main',
  };
}

beforeEach(async () => {
  await open();
});
afterEach(async () => {
  expect(github.violations).toEqual([]);
  await github.close();
});

const posts = () => github.requestsOf('actions/create-workflow-dispatch');

async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeployError)) throw new Error('it did not fail', { cause: thrown });
  return thrown;
}

describe('starting a run', () => {
  it('says which run it is, with a pinned version of the API', async () => {
    const started = await runs.start(workflow, inputs, calm);
    const [run] = [...github.state.runs.values()];
    expect(started).toEqual({
      runId: run?.id,
      url: `https://github.com/octo/shop/actions/runs/${run?.id}`,
    });
    expect(run).toMatchObject({ inputs, displayTitle: 'certs 6f1c', headBranch: 'main' });
    expect(posts()[0]?.headers['x-github-api-version']).toBe(apiVersion);
  });

  it('does without the details where GitHub does not know of them, and remembers that', async () => {
    await github.close();
    await open({ ghes: true });
    expect(await runs.start(workflow, inputs, calm)).toBeUndefined();
    expect(await runs.start(workflow, inputs, calm)).toBeUndefined();
    expect(posts().map(({ status }) => status)).toEqual([422, 204, 204]);
    expect(github.state.runs.size).toBe(2);
  });

  it.each(['502', '500', 'reset', 'hang'] as const)(
    'is not repeated when nobody knows whether it was done: %s',
    async (kind) => {
      github.faults.add({
        kind,
        operation: 'actions/create-workflow-dispatch',
        carriedOut: true,
        times: 9,
      });
      const error = await failure(runs.start(workflow, inputs, calm));
      expect(error.code).toBe('OUTCOME_UNKNOWN');
      expect([posts().length, github.state.runs.size]).toEqual([1, 1]);
    },
  );

  it('takes an answer that it cannot read for a run that is not known', async () => {
    github.faults.add({ kind: 'mangled', carriedOut: true });
    expect(await runs.start(workflow, inputs, calm)).toBeUndefined();
    expect(posts()).toHaveLength(1);
  });

  it.each([
    ['401', 'CREDENTIALS_REJECTED', 'does not accept'],
    ['403', 'PERMISSION_MISSING', 'Actions: write'],
    ['404', 'RESOURCE_GONE', 'default branch'],
  ] as const)('that is answered %s says what to do', async (kind, code, words) => {
    github.faults.add({ kind });
    const error = await failure(runs.start(workflow, inputs, calm));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
    expect(error.message).toContain('starting certificates.yml of octo/shop');
    expect(github.state.runs.size).toBe(0);
  });

  it('shows why GitHub refused it after it was tried in both ways', async () => {
    github.push({ '.github/workflows/certificates.yml': 'on: push' });
    const error = await failure(runs.start(workflow, inputs, calm));
    expect(error.code).toBe('REFUSED');
    expect(error.message).toContain("does not have 'workflow_dispatch' trigger");
    expect(posts()).toHaveLength(2);
    github.push({ '.github/workflows/certificates.yml': workflowText });
    expect(await runs.start(workflow, inputs, calm)).toHaveProperty('runId');
  });

  it.each([
    ['secondary-limit', 7, 7000],
    ['secondary-limit-429', 7, 7000],
  ] as const)('waits as long as GitHub asks: %s', async (kind, retryAfterSeconds, waitMs) => {
    github.faults.add({ kind, retryAfterSeconds });
    const error = await failure(runs.start(workflow, inputs, calm));
    expect([error.code, error.retryAfterMs]).toEqual(['RATE_LIMITED', waitMs]);
  });

  it('waits for the reset of the hourly limit', async () => {
    github.faults.add({ kind: 'primary-limit', retryAfterSeconds: 1800 });
    const error = await failure(runs.start(workflow, inputs, calm));
    expect(error.code).toBe('RATE_LIMITED');
    expect(error.retryAfterMs).toBeGreaterThan(1_790_000);
    expect(error.retryAfterMs).toBeLessThan(1_802_000);
  });

  it('was certainly not done where GitHub was not reached, or the login failed', async () => {
    const gone = await startGitHub();
    await gone.close();
    const dead = createGitHubRuns({
      apiUrl: gone.apiUrl,
      tokenFor: async () => new Secret('ghs_x'),
      clock: systemClock,
      requestMs: 1500,
    });
    expect((await failure(dead.start(workflow, inputs, calm))).code).toBe('CLOUD_UNAVAILABLE');
    const loggedOut = createGitHubRuns({
      apiUrl: github.apiUrl,
      tokenFor: () => Promise.reject(new Error('no installation')),
      clock: systemClock,
      requestMs: 1500,
    });
    const error = await failure(loggedOut.start(workflow, inputs, calm));
    expect(error.code).toBe('CLOUD_UNAVAILABLE');
    expect(error.message).toContain('logging in to GitHub for octo/shop');
    expect(posts()).toHaveLength(0);
  });
});

describe('looking for a run', () => {
  const since = new Date(Date.now() - 60_000);

  it('finds it by its title on any page, the newest first', async () => {
    const wanted = await runs.start(workflow, { ...inputs, certferry: 'wanted' }, calm);
    for (let index = 0; index < 120; index += 1) {
      const at = new Date();
      const [first] = [...github.state.runs.values()];
      if (first === undefined) throw new Error('no run');
      const id = github.world.nextId();
      github.state.runs.set(id, { ...first, id, displayTitle: `other ${index}`, createdAt: at });
    }
    const found = await runs.find(workflow, { title: 'wanted', since }, calm);
    expect(found?.id).toBe(wanted?.runId);
    expect(github.requestsOf('actions/list-workflow-runs')).toHaveLength(2);
    const second = await runs.start(workflow, { ...inputs, certferry: 'wanted' }, calm);
    expect((await runs.find(workflow, { title: 'wanted', since }, calm))?.id).toBe(second?.runId);
  });

  it('finds nothing that is older, or of another title', async () => {
    await runs.start(workflow, inputs, calm);
    const late = new Date(Date.now() + 60_000);
    expect(await runs.find(workflow, { title: '6f1c', since: late }, calm)).toBeUndefined();
    expect(await runs.find(workflow, { title: '7777', since }, calm)).toBeUndefined();
  });
});

describe('reading a run', () => {
  it('shows its state, and that it is gone', async () => {
    const started = await runs.start(workflow, inputs, calm);
    const id = started?.runId ?? 0;
    expect(await runs.get(workflow, id, calm)).toMatchObject({ id, status: 'queued', attempt: 1 });
    github.finishRun(id, 'failure');
    expect(await runs.get(workflow, id, calm)).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
    });
    github.state.runs.delete(id);
    expect(await runs.get(workflow, id, calm)).toBeUndefined();
  });

  it('that fails is tried again by whoever asked, with the right code', async () => {
    const started = await runs.start(workflow, inputs, calm);
    github.faults.add({ kind: '503' });
    const error = await failure(runs.get(workflow, started?.runId ?? 0, calm));
    expect(error.code).toBe('CLOUD_UNAVAILABLE');
    github.faults.add({ kind: 'mangled' });
    expect((await failure(runs.get(workflow, started?.runId ?? 0, calm))).code).toBe(
      'CLOUD_UNEXPECTED',
    );
  });
});
