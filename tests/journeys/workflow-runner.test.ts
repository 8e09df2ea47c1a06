import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubSimulator } from '../simulators/github/github.ts';
import type { TriggerEvent } from '../simulators/github/trigger.ts';
import { startOidc, type OidcSimulator } from '../simulators/oidc/oidc.ts';
import { evaluate, holds } from './workflow-runner-expressions.ts';
import { readWorkflow } from './workflow-runner-file.ts';
import { createConcurrencyGroups } from './workflow-runner-gates.ts';
import { changedPaths, starts } from './workflow-runner-triggers.ts';
import { createWorkflowRunner, type RunEnd } from './workflow-runner.ts';

/** What proves the examples has to be right itself: it must not run what GitHub would not. */
let github: GitHubSimulator;
let oidc: OidcSimulator;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workflow-runner-'));
  oidc = await startOidc();
});
afterAll(async () => {
  await oidc.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  await github.close();
});

const head = 'name: W\non: [push, pull_request, workflow_dispatch]\npermissions: {}\n';
const job = (text: string, permissions = '{ contents: read }') =>
  `{ runs-on: x, permissions: ${permissions}, ${text} }`;
const checkout = '{ uses: actions/checkout@v7 }';
const upload = (name: string, more = '') =>
  `{ uses: actions/upload-artifact@v7, with: { name: '${name}', path: README.md }${more} }`;

async function run(
  workflow: string,
  by: (hub: GitHubSimulator) => TriggerEvent = (hub) => hub.push({ 'a.txt': 'a' }),
): Promise<RunEnd> {
  github = await startGitHub();
  github.push({ '.github/workflows/w.yml': workflow });
  const runner = createWorkflowRunner({
    github,
    oidc,
    root: '',
    machine: {},
    entry: undefined,
    secrets: { TOKEN: 'value-of-token' },
  });
  return await runner.run(by(github));
}

const ends = ({ jobs }: RunEnd) =>
  Object.fromEntries(jobs.map(({ id, conclusion }) => [id, conclusion]));
const artifacts = () => [...github.state.artifacts.values()].map(({ name }) => name);

describe('jobs', () => {
  it('run after those that they need, and not at all where one of these failed', async () => {
    const end = await run(`${head}jobs:
  first: ${job(`steps: [${upload('nothing-there')}, { uses: aws-actions/configure-aws-credentials@v6 }]`)}
  second: ${job(`needs: first, steps: [${checkout}]`)}
  third: ${job(`needs: [first, second], if: always(), steps: [${checkout}]`)}
  other: ${job(`if: github.event_name == 'schedule', steps: [${checkout}]`)}
`);
    expect(ends(end)).toEqual({
      first: 'failure',
      second: 'skipped',
      third: 'success',
      other: 'skipped',
    });
    expect(end.run.conclusion).toBe('failure');
  });

  it('cannot read a private repository without the permission, nor log in without theirs', async () => {
    const end = await run(`${head}jobs:
  reads: ${job(`steps: [${checkout}, ${upload('after', ', if: success()')}]`, '{ issues: write }')}
  logs-in: ${job('steps: [{ uses: aws-actions/configure-aws-credentials@v6, with: { aws-region: a, role-to-assume: b } }]')}
`);
    expect(ends(end)).toEqual({ reads: 'failure', 'logs-in': 'failure' });
    expect(end.jobs.map(({ steps }) => steps.map(({ outcome }) => outcome))).toEqual([
      ['failure', 'skipped'],
      ['failure'],
    ]);
    expect(artifacts()).toEqual([]);
  });

  it('give forks no secret and no identity', async () => {
    const text = `${head}jobs:
  a: ${job(`steps: [${checkout}, ${upload('named-${{ secrets.TOKEN }}')}]`, '{ contents: read, id-token: write }')}
`;
    const pull = (more: object) => (hub: GitHubSimulator) => {
      const { number } = hub.openPull({ files: { 'a.txt': 'a' }, ...more });
      return hub.event('pull_request', { number });
    };
    await run(text, pull({ fork: 'mallory/shop' }));
    expect(artifacts()).toEqual(['named-']);
    await github.close();
    await run(text, pull({}));
    expect(artifacts()).toEqual(['named-value-of-token']);
  });
});

describe('steps', () => {
  it('run by their conditions, with what earlier ones said', async () => {
    const end = await run(`${head}jobs:
  a: ${job(`steps: [
    { id: get, uses: actions/checkout@v7 },
    ${upload('on-success')},
    ${upload('on-success')},
    ${upload('skipped')},
    ${upload('failed', ', if: failure()')},
    ${upload('told', `, if: "!cancelled() && steps.get.outcome == 'success'"`)},
    ${upload('attempt-${{ github.run_attempt }}', ', if: always()')}]`)}
`);
    expect(end.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
      'success',
      'success',
      // Of that name there is one already.
      'failure',
      'skipped',
      'success',
      'success',
      'success',
    ]);
    expect(artifacts()).toEqual(['on-success', 'failed', 'told', 'attempt-1']);
  });

  it.each([
    ['an action', 'steps: [{ uses: actions/cache@v5 }]', 'has no cache'],
    ['an input', 'steps: [{ uses: actions/checkout@v7, with: { ref: main } }]', 'knows no input'],
    ['a context', 'if: "vars.X == 1", steps: [{ uses: actions/checkout@v7 }]', 'vars'],
    ['a script', 'steps: [{ run: echo }]', '"run" of a step'],
    ['a key', 'strategy: { matrix: { a: [1] } }, steps: [{ uses: a/b@v1 }]', '"strategy" of a job'],
  ])('are not run where the runner does not know %s', async (_, text, words) => {
    const failure: unknown = await run(`${head}jobs: { a: ${job(text)} }\n`).then(
      () => 'it was run',
      (thrown: unknown) => thrown,
    );
    const { cause = failure } = failure as Error;
    expect(String(cause)).toContain(words);
  });
});

describe('a workflow', () => {
  it.each([
    ['push: { branches: [main] }', 'push', true],
    ['push: { branches: ["release/**"] }', 'push', false],
    ['push: { paths: ["deployments/**", "!deployments/old/**"] }', 'push', true],
    ['push: { paths: ["deployments/old/**"] }', 'push', false],
    ['push: { paths-ignore: ["deployments/**"] }', 'push', false],
    ['pull_request: { branches: [main], paths: ["*.txt"] }', 'pull_request', true],
    ['pull_request: { branches: [other] }', 'pull_request', false],
    ['pull_request: { types: [closed] }', 'pull_request', false],
    ['schedule: [{ cron: "17 3 * * *" }]', 'schedule', true],
    ['schedule: [{ cron: "18 3 * * *" }]', 'schedule', false],
    ['workflow_dispatch:', 'push', false],
  ])('with "%s" is started by a %s: %s', async (on, name, wanted) => {
    github = await startGitHub();
    const { events } = await readWorkflow(
      '.github/workflows/w.yml',
      `on: { ${on} }\njobs: { a: ${job(`steps: [${checkout}]`)} }\n`.replace(': {', ':\n  {'),
    );
    const push = github.push({ 'deployments/new/a.yml': 'a' });
    expect(changedPaths(github.state, push)).toEqual(['deployments/new/a.yml']);
    const { number } = github.openPull({ files: { 'b.txt': 'b' } });
    const event = {
      push,
      pull_request: github.event('pull_request', { number }),
      schedule: github.event('schedule'),
    }[name];
    if (event === undefined) throw new Error(`no event ${name}`);
    expect(starts(events, event, github.state)).toBe(wanted);
  });
});

describe('a concurrency group', () => {
  beforeAll(async () => {
    github = await startGitHub();
  });

  it.each([
    [{ cancelInProgress: false, queue: 'max' }, ['entered', 'entered', 'entered'], 0],
    [{ cancelInProgress: false, queue: 'single' }, ['entered', 'cancelled', 'entered'], 0],
    [{ cancelInProgress: true, queue: 'single' }, ['entered', 'cancelled', 'entered'], 2],
  ] as const)('of %j lets three jobs end as %j', async (rules, wanted, cancels) => {
    const groups = createConcurrencyGroups();
    let inside = 0;
    let cancelled = 0;
    const jobs = [1, 2, 3].map(async () => {
      const cancel = () => {
        cancelled += 1;
      };
      const turn = await groups.enter({ group: 'Deploy', ...rules }, cancel);
      if (turn.result === 'entered') {
        inside += 1;
        expect(inside).toBe(1);
        await delay(5);
        inside -= 1;
      }
      turn.leave();
      return turn.result;
    });
    expect(await Promise.all(jobs)).toEqual(wanted);
    expect(cancelled).toBe(cancels);
  });
});

describe('expressions', () => {
  beforeAll(async () => {
    github = await startGitHub();
  });

  it('are those of GitHub', () => {
    const contexts = { github: { event: { number: 7 }, actor: 'Octo' }, inputs: {} };
    const text = (expression: string) => evaluate(expression, { contexts }).coerceString();
    expect(text("inputs.id && format('Run {0}', inputs.id) || github.event.number")).toBe('7');
    expect(text("github.actor == 'octo'")).toBe('true');
    expect(text('github.event.pull_request.head.repo')).toBe('');
    expect(() => text('secrets.KEY')).toThrow('secrets');
    expect(() => text('success()')).toThrow('success');
    const status = { failed: true, cancelled: false };
    expect(holds('!cancelled()', { contexts, status })).toBe(true);
    expect(holds('success()', { contexts, status })).toBe(false);
  });
});
