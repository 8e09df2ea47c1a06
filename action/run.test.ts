import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createJobWorld, file } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import type { Product, ProviderSpec } from '../shared/providers/provider.ts';
import type { TriggerEvent } from '../tests/simulators/github/events.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { runStep } from '../tests/simulators/github/runner.ts';
import type { StepOptions } from '../tests/simulators/github/runner/step.ts';
import { readMarker } from './marker.ts';
import { commenter } from './test-github.ts';
import { act as actIn, type Acted, type Acting } from './test-run.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const pull = 7;

let world: JobWorld;
let gh: GitHubSimulator;
let folder: string;
beforeEach(async () => {
  world = await createJobWorld();
  gh = await startGitHub();
  folder = await mkdtemp(join(tmpdir(), 'certferry-action-'));
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
  await world.close();
  await rm(folder, { recursive: true });
});

const act = (event: TriggerEvent, options?: Acting): Promise<Acted> =>
  actIn({ world, gh, folder }, event, options);

function open(files: Readonly<Record<string, string>> = { [file]: world.deployment }) {
  gh.openPull({ number: pull, files });
  return gh.event('pull_request', { number: pull });
}

/** The memory cloud with other products, which knows `secret` as one of its login. */
function withProducts(change: (product: Product) => Product): readonly ProviderSpec[] {
  return world.providers.map((spec) => ({
    ...spec,
    load: async () => {
      const provider = await spec.load();
      return {
        connect: async (connection, call) => {
          connection.mask(secret);
          const connected = await provider.connect(connection, call);
          return { ...connected, products: connected.products.map(change) };
        },
      };
    },
  }));
}

/** Until the cloud holds the wanted certificate, which its endpoint does not show. */
const written = (name: string) =>
  expect.poll(() => world.cloud.record(name).default, { timeout: 15_000 }).toBe(world.refs.wanted);

const bodies = () => gh.comments(pull).map(({ body }) => body);
const statuses = ({ reports }: Acted) =>
  reports.map((report) => report.tasks.flatMap(({ changes }) => changes.map((one) => one.status)));
const writes = () => world.cloud.calls.filter(({ operation }) => operation === 'set').length;

describe('one file', () => {
  it('is previewed on its pull request, and deployed as it was shown when that is merged', async () => {
    world.add('api');
    const event = open();
    const shown = await act(event);
    expect(shown.exitCode, shown.log).toBe(0);
    expect(shown.outputs).toMatchObject({ verdict: 'ready', edits: '1', changed: 'false' });
    expect(shown.outputs['comment']).toContain(`/pull/${pull}#issuecomment-`);
    expect(shown.summary).toContain('Ready: 1 edit');
    // The head, which is reviewed; not the test merge that GITHUB_SHA names.
    expect(shown.reports[0]?.commit).toBe(gh.state.pulls.get(pull)?.headSha);
    expect(shown.reports[0]?.commit).not.toBe(event.sha);
    expect(writes()).toBe(0);

    const merged = gh.merge(pull, 'squash');
    const deployed = await act(merged.event);
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(deployed.outputs).toMatchObject({ verdict: 'success', success: '1', changed: 'true' });
    expect(deployed.reports[0]).toMatchObject({ mode: 'deploy', commit: merged.sha });
    expect(deployed.reports[0]?.run).toContain(
      `/octo/shop/actions/runs/${deployed.runId}/attempts/1`,
    );
    expect(bodies().map((body) => readMarker(body)?.kind)).toEqual(['preview', 'result']);
  });

  it('masks token and key before anything else is printed of them', async () => {
    world.add('api');
    const token = gh.token(commenter);
    const { printed } = await act(open(), { token });
    expect(printed.startsWith(`::add-mask::${token}\n`)).toBe(true);
    const [line = ''] = world.wanted.key.split('\n').slice(1);
    expect(printed).toContain(`::add-mask::${line}\n`);
    const shown = printed.replaceAll(/^::add-mask::.*$/gmu, '');
    for (const hidden of [token, line]) expect(shown).not.toContain(hidden);
  });

  it('that is missing or wrong is told on the pull request, exit 3, and asks no cloud', async () => {
    const missing = await act(open({ 'README.md': 'x' }));
    expect(missing.exitCode).toBe(3);
    expect(missing.annotations).toMatchObject([
      { kind: 'error', file, message: `${file} does not exist in the repository` },
    ]);
    const wrong = { [file]: world.deployment.replace('version: 1', 'version: 2') };
    const invalid = await act(gh.pushToPull(pull, wrong));
    expect(invalid.exitCode).toBe(3);
    expect(invalid.outputs).toMatchObject({ verdict: 'invalid', edits: '0' });
    expect(invalid.annotations).toMatchObject([{ kind: 'error', file, line: 1, column: 10 }]);
    expect(bodies()).toHaveLength(1);
    expect(world.cloud.calls).toEqual([]);
    // What came to be invalid after its preview is told on the merged pull request.
    const merged = await act(gh.merge(pull, 'squash').event);
    expect(merged.exitCode).toBe(3);
    expect(bodies().map((body) => readMarker(body)?.kind)).toEqual(['preview', 'result']);
  });

  it('is checked offline for a fork, which gets no comment', async () => {
    world.add('api');
    gh.openPull({ number: pull, fork: 'mallory/shop', files: { [file]: world.deployment } });
    const run = await act(gh.event('pull_request', { number: pull }), {
      env: { SHOP_CHAIN: '', SHOP_KEY: '' },
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'offline' });
    expect(run.outputs).not.toHaveProperty('comment');
    expect(run.log).toContain('pull requests of a fork have no secrets');
    expect(run.summary).toContain('checked offline');
    expect([world.cloud.calls, gh.requests, bodies()]).toEqual([[], [], []]);
  });

  it('is deployed by hand without being pinned, and without asking GitHub', async () => {
    world.add('api');
    gh.push({ [file]: world.deployment });
    const run = await act(gh.event('workflow_dispatch', {}));
    expect(run.exitCode, run.log).toBe(0);
    expect(statuses(run)).toEqual([['success']]);
    expect(gh.requests).toEqual([]);
  });
});

describe('several files of a glob', () => {
  const files = () => ({
    'certs/a.yml': world.deployment,
    'certs/b.yml': world.deployment.replace('targets:', 'enable_https: true\n    targets:'),
  });
  const inputs = { config: 'certs/*.yml' };

  it('have their own comment, report and pins each', async () => {
    world.add('api');
    const shown = await act(open(files()), { inputs: { ...inputs, report: 'out/report.json' } });
    expect(shown.exitCode, shown.log).toBe(0);
    const paths = JSON.parse(shown.outputs['report'] ?? '') as string[];
    expect(paths).toEqual(
      ['report.json', 'report-2.json'].map((name) => join(shown.workspace, 'out', name)),
    );
    expect(shown.reports.map((report) => report.file)).toEqual(['certs/a.yml', 'certs/b.yml']);
    expect(shown.outputs).toMatchObject({ edits: '2', verdict: 'ready' });
    expect(bodies().map((body) => /certs\/[ab]\.yml/u.exec(body)?.[0])).toEqual([
      'certs/a.yml',
      'certs/b.yml',
    ]);
    expect(shown.outputs['comment']).toContain(`#issuecomment-${gh.comments(pull)[0]?.id}`);
    expect(shown.summary.match(/Ready: 1 edit/gu)).toHaveLength(2);

    const deployed = await act(gh.merge(pull, 'squash').event, { inputs });
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(statuses(deployed)).toEqual([['success'], ['kept']]);
    expect(deployed.outputs).toMatchObject({ verdict: 'success', success: '1', kept: '1' });
    expect(bodies()).toHaveLength(4);
  });

  it('do not stop one another, whatever happens to the first', async () => {
    world.add('api');
    gh.push(files());
    let planned = 0;
    const providers = withProducts((product) => ({
      ...product,
      refuse: () => {
        planned += 1;
        if (planned === 1) throw new TypeError(`cannot read ${secret} of undefined`);
        return undefined;
      },
    }));
    const run = await act(gh.event('workflow_dispatch', {}), { inputs, providers });
    expect(run.exitCode, run.log).toBe(1);
    expect(run.reports.map(({ verdict }) => verdict)).toEqual(['error', 'success']);
    expect(run.outputs).toMatchObject({ verdict: 'error', success: '1' });
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        title: 'Certferry',
        message: expect.stringMatching(/^INTERNAL: TypeError: cannot read \*\*\* of/u) as string,
      }),
    );
    const texts = [run.log, run.summary, JSON.stringify([run.reports, run.annotations])];
    for (const text of texts) expect(text).not.toContain('K7MDENG');
  });

  it('are all told when the one that is wrong makes the run red', async () => {
    world.add('api');
    const run = await act(open({ ...files(), 'certs/b.yml': 'version: 1\n' }), { inputs });
    expect(run.exitCode).toBe(3);
    expect(run.reports.map(({ verdict }) => verdict)).toEqual(['ready', 'invalid']);
    expect(run.outputs['verdict']).toBe('invalid');
    expect(bodies()).toHaveLength(2);
  });
});

describe('without a token', () => {
  it('a push holds everything back: nobody knows what was approved', async () => {
    world.add('api');
    await act(open());
    const run = await act(gh.merge(pull, 'squash').event, { inputs: { 'github-token': '' } });
    expect(run.exitCode, run.log).toBe(2);
    expect(statuses(run)).toEqual([['held']]);
    expect(run.annotations[0]?.message).toContain('the input "github-token" is empty');
    expect(writes()).toBe(0);
    expect(bodies()).toHaveLength(1);
  });

  it('a pull request is previewed in the summary', async () => {
    world.add('api');
    const run = await act(open(), { inputs: { 'github-token': '' } });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain('Ready: 1 edit');
    expect([bodies(), gh.requests]).toEqual([[], []]);
  });
});

describe('without comments', () => {
  it('a preview shows nobody anything, so that its merge is held back', async () => {
    world.add('api');
    const inputs = { comment: 'false' };
    const shown = await act(open(), { inputs });
    expect(shown.exitCode).toBe(0);
    const deployed = await act(gh.merge(pull, 'squash').event, { inputs });
    expect(deployed.exitCode).toBe(2);
    expect(deployed.annotations[0]?.message).toContain('#7 has no preview of this deployment file');
    expect(bodies()).toEqual([]);
    expect(shown.outputs).not.toHaveProperty('comment');
  });

  it('a deployment still reads the preview that is there', async () => {
    world.add('api');
    await act(open());
    const inputs = { comment: 'false' };
    const deployed = await act(gh.merge(pull, 'squash').event, { inputs });
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(bodies()).toHaveLength(1);
  });
});

describe('bad input', () => {
  it('of the step is told all at once, exit 3, and nothing is asked', async () => {
    const run = await act(open(), {
      inputs: { config: '/etc/passwd', mode: 'destroy', comment: 'no', 'verify-timeout': '0.5' },
    });
    expect(run.exitCode).toBe(3);
    expect(run.annotations.map(({ title, kind }) => [title, kind])).toEqual(
      Array.from({ length: 4 }, () => ['Input', 'error']),
    );
    expect([run.outputs, gh.requests, world.cloud.calls]).toEqual([{}, [], []]);
  });

  it('of the payload is named by its field', async () => {
    const event = open();
    const payload = { ...event.payload, number: 'seven' };
    const run = await act({ ...event, payload });
    expect(run.exitCode).toBeUndefined();
    expect(run.thrown).toMatchObject({
      code: 'CLOUD_UNEXPECTED',
      message: expect.stringContaining('number: ') as string,
    });
  });

  it('where there is no payload at all is a wrong set-up', async () => {
    const run = await act(open(), { env: { GITHUB_EVENT_PATH: join(folder, 'none.json') } });
    expect(run.thrown).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it.each([
    ['a pull request with mode deploy', { mode: 'deploy' }, 3],
    ['a closed pull request', {}, 0],
  ] as const)('or none: %s does nothing', async (what, inputs, exitCode) => {
    world.add('api');
    open();
    const action = what.startsWith('a closed') ? 'closed' : 'opened';
    const run = await act(gh.event('pull_request', { number: pull, action }), { inputs });
    expect(run.exitCode).toBe(exitCode);
    expect([run.outputs, run.summary, bodies(), world.cloud.calls]).toEqual([{}, '', [], []]);
  });
});

describe('the report', () => {
  it.each(['reports/out.json', 'absolute'])('goes where the input says: %s', async (where) => {
    world.add('api');
    const report = where === 'absolute' ? join(folder, 'elsewhere', 'out.json') : where;
    const run = await act(open(), { inputs: { report } });
    const expected = where === 'absolute' ? report : join(run.workspace, where);
    expect(run.outputs['report']).toBe(expected);
    expect(run.reports).toMatchObject([{ verdict: 'ready' }]);
  });

  it('of two steps of one job, which share a folder, are two files', async () => {
    world.add('api');
    const event = open();
    const paths: (string | undefined)[] = [];
    for (let step = 0; step < 2; step += 1) {
      const run = await act(event, {
        run: { id: 5, attempt: 1 },
        env: { RUNNER_TEMP: folder },
        inputs: { comment: 'false' },
      });
      paths.push(run.outputs['report']);
    }
    expect(paths.every((path) => path?.startsWith(folder))).toBe(true);
    expect(new Set(paths).size).toBe(2);
  });

  it('that cannot be written makes the run red; everything else is published', async () => {
    world.add('api');
    const run = await act(open(), { inputs: { report: '/dev/null/report.json' } });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ report: '', verdict: 'ready' });
    expect(run.annotations).toContainEqual(
      expect.objectContaining({ title: 'The JSON report could not be written' }),
    );
    expect(run.summary).toContain('Ready: 1 edit');
    expect(bodies()).toHaveLength(1);
  });

  it.each(['', '/dev/null/summary.md'])('needs no job summary ("%s")', async (summary) => {
    world.add('api');
    const run = await act(open(), { env: { GITHUB_STEP_SUMMARY: summary } });
    expect(run.exitCode).toBe(0);
    expect(run.reports).toMatchObject([{ verdict: 'ready' }]);
    expect(bodies()).toHaveLength(1);
    expect(run.annotations.map(({ title }) => title).includes('No job summary')).toBe(
      summary !== '',
    );
  });

  it('holds no secret, and neither do comment, summary and log, when a reply of the cloud does', async () => {
    world.add('api');
    world.add('pay');
    await act(open());
    const providers = withProducts((product) => ({
      ...product,
      apply: () => Promise.reject(new Error(`SignatureDoesNotMatch: ${secret}/eu`)),
    }));
    const run = await act(gh.merge(pull, 'squash').event, { providers });
    expect(run.exitCode, run.log).toBe(1);
    const result = bodies().at(-1) ?? '';
    const texts = [
      run.log,
      run.summary,
      JSON.stringify(run.reports),
      JSON.stringify(run.outputs),
      result,
    ];
    for (const text of [result, run.log, run.summary]) {
      expect(text).toContain('SignatureDoesNotMatch');
      expect(text).toContain('***');
    }
    for (const text of texts) {
      for (const piece of secret.split('/')) expect(text).not.toContain(piece);
    }
  });
});

describe('a cancelled run', () => {
  it('of a preview reports, and leaves the comment of an earlier one as it is', async () => {
    world.add('api');
    const event = open();
    await act(event);
    const before = bodies();
    world.cloud.faults.order({ fault: 'hang', operation: 'list' });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const run = await act(event, { signal: stop.signal });
    expect(run.exitCode).toBe(2);
    expect(run.outputs).toMatchObject({ verdict: 'cancelled' });
    expect(run.reports).toMatchObject([{ verdict: 'cancelled' }]);
    expect(bodies()).toEqual(before);
  });

  it('of a deployment reports, and says so on the merged pull request', async () => {
    world.add('api');
    await act(open());
    const { event } = gh.merge(pull, 'squash');
    const stop = new AbortController();
    world.stick('api');
    const running = act(event, { signal: stop.signal, inputs: { 'verify-timeout': '60' } });
    await written('api');
    stop.abort();
    const run = await running;
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verdict: 'cancelled', error: '1', changed: 'false' });
    expect(statuses(run)).toEqual([['rolled-back']]);
    expect(bodies().at(-1)).toContain('Cancelled');
  });

  it('keeps its report when there is no time left for the comment', async () => {
    world.add('api');
    await act(open());
    const { event } = gh.merge(pull, 'squash');
    gh.faults.add({ operation: 'issues/create-comment', kind: 'hang', times: 9 });
    const stop = new AbortController();
    world.stick('api');
    const running = act(event, { signal: stop.signal, inputs: { 'verify-timeout': '60' } });
    await written('api');
    stop.abort();
    const run = await running;
    expect(run.exitCode).toBe(1);
    expect(run.reports).toMatchObject([{ verdict: 'cancelled' }]);
    expect(run.summary).toContain('Cancelled');
    expect(run.annotations.map(({ title }) => title)).toContain('No comment on the pull request');
  });
});

describe('the door', () => {
  const step = (event: TriggerEvent, options: Partial<StepOptions> = {}) =>
    runStep({
      github: gh,
      event,
      token: gh.token(commenter),
      entry: 'action/main.ts',
      timeoutMs: 20_000,
      ...options,
    });
  const fork = () => {
    const text = world.deployment.replace('memory }', 'aws }').replace('memory/one', 'aws/alb');
    gh.openPull({ number: pull, fork: 'mallory/shop', files: { [file]: text } });
    return gh.event('pull_request', { number: pull });
  };

  it('ends with the exit code of the run', async () => {
    const run = await step(fork());
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'offline' });
    expect(run.complaints).toEqual([]);
  });

  it('turns what nobody expected into INTERNAL, exit 1, without a stack and without a secret', async () => {
    const token = gh.token(commenter);
    const run = await step(fork(), { token, env: { GITHUB_OUTPUT: `/nowhere/${token}` } });
    expect(run.exitCode).toBe(1);
    expect(run.annotations).toMatchObject([
      { kind: 'error', title: 'Certferry', message: expect.stringMatching(/^INTERNAL: /u) },
    ]);
    expect(run.stderr).toBe('');
    expect(run.stdout.replaceAll(/^::add-mask::.*$/gmu, '')).not.toContain(token);
  });

  it('answers an unreadable event with exit 3, and one that is not as documented with exit 1', async () => {
    const event = fork();
    const unreadable = await step(event, { env: { GITHUB_EVENT_PATH: '/nowhere' } });
    expect(unreadable.exitCode).toBe(3);
    expect(unreadable.annotations[0]?.message).toContain('GITHUB_EVENT_PATH');
    const odd = await step({ ...event, payload: {} });
    expect(odd.exitCode).toBe(1);
    expect(odd.annotations[0]?.message).toMatch(/^CLOUD_UNEXPECTED: reading the payload/u);
  });
});
