import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployError } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import type { Report } from '../shared/wire/report.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import { createRunHistory } from './run-history.ts';
import { openPort } from './test-github.ts';
import { changeOf, reportOf } from './test-reports.ts';
import { pastRun, reader, upload, workflowFiles } from './test-uploads.ts';
import { undoableRuns } from './undoable-runs.ts';
import type { UndoableSources } from './undoable-runs.ts';

const file = '.github/certferry.yml';
const day = 86_400_000;

let gh: GitHubSimulator;
let now: number;
beforeEach(async () => {
  now = Date.now();
  gh = await startGitHub({ files: workflowFiles, now: () => new Date(now) });
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const deployed = (ref: string, report: Partial<Report> = {}): Report => {
  const replaced = [{ slot: 'default', ref }] as const;
  const receipt = { state: { was: `in ${ref}` } };
  const change = changeOf('a'.repeat(64), { status: 'success', replaced: [...replaced], receipt });
  return reportOf([change], { mode: 'deploy', ...report });
};
const runOnMain = () => pastRun(gh, gh.push({ [file]: String(Math.random()) }));

async function ask(sources: Partial<UndoableSources> = {}, token: TokenOptions = reader) {
  const { github, call } = openPort(gh, token);
  const history = createRunHistory({
    token: new Secret(gh.token(token)),
    apiUrl: gh.apiUrl,
    repository: gh.name,
    clock: systemClock,
    backoffMs: 5,
  });
  const all = { github, history, receiver: undefined, file, ...sources };
  return await undoableRuns(all, new Date(Date.now() - 30 * day), call);
}
const unknown = (words: RegExp) => ({
  texts: new Set(),
  findings: [{ code: 'receipts-unknown', message: expect.stringMatching(words) as string }],
});

describe('what may still be rolled back', () => {
  it('is what the deployments of the grace period say that they replaced', async () => {
    now -= 40 * day;
    upload(gh, runOnMain(), deployed('crt-long-ago'));
    now += 20 * day;
    upload(gh, runOnMain(), deployed('crt-one'));
    now += 20 * day;
    upload(gh, runOnMain(), deployed('crt-two', { file: 'other.yml' }));
    upload(gh, runOnMain(), deployed('crt-preview', { mode: 'preview' }));
    const { texts, findings } = await ask();
    expect([...texts].filter((text) => text.includes('crt-')).sort()).toEqual([
      'crt-one',
      'crt-two',
      'in crt-one',
      'in crt-two',
    ]);
    expect(findings).toEqual([]);
  });

  it('is found on every page, and not among artifacts of other names', async () => {
    gh.dials.pageLimit = 1;
    upload(gh, runOnMain(), deployed('crt-one'));
    upload(gh, runOnMain(), deployed('crt-other'), { name: 'coverage' });
    upload(gh, runOnMain(), deployed('crt-two'));
    const { texts } = await ask();
    expect([...texts]).toEqual(expect.arrayContaining(['crt-one', 'crt-two']));
    expect([...texts]).not.toContain('crt-other');
  });

  it('takes nothing from a run of another branch', async () => {
    const push = gh.push({ [file]: 'x' }, { branch: 'feature' });
    upload(gh, pastRun(gh, push), deployed('crt-feature'));
    expect(await ask()).toMatchObject(unknown(/no run of that time has uploaded its report/u));
  });

  it('is in doubt where a report cannot be read any more, and that is said', async () => {
    upload(gh, runOnMain(), deployed('crt-one'));
    const gone = runOnMain();
    upload(gh, gone, deployed('crt-two'));
    const [artifact] = [...gh.state.artifacts.values()].filter(({ run }) => run === gone.id);
    if (artifact === undefined) throw new Error('there is none');
    artifact.expired = true;
    const { texts, findings } = await ask();
    expect(texts).toContain('crt-one');
    expect(findings).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/has expired/u) as string },
    ]);
  });

  it('is not known without a token, or with one that may not look', async () => {
    upload(gh, runOnMain(), deployed('crt-one'));
    const none = { github: undefined, history: undefined };
    expect(await ask(none)).toMatchObject(unknown(/"github-token" is empty/u));
    const blind = { permissions: { contents: 'read' } } as const;
    expect(await ask({}, blind)).toMatchObject(unknown(/"actions: read"/u));
  });

  it('is an error where GitHub does not answer: nothing may be removed then', async () => {
    gh.faults.add({ operation: 'actions/list-artifacts-for-repo', kind: '503', times: 9 });
    await expect(ask()).rejects.toMatchObject({ code: 'CLOUD_UNAVAILABLE' });
  });
});

describe('what may still be rolled back, of runs that a receiver knows', () => {
  it('is asked of it for every run of the default branch, and not of the artifacts', async () => {
    upload(gh, runOnMain(), deployed('crt-artifact'));
    const run = runOnMain();
    const asked: number[] = [];
    const receiver: UndoableSources['receiver'] = {
      readReport: async ({ runId, file: of }) => {
        asked.push(runId);
        expect(of).toBe(file);
        if (runId !== run.id) throw new DeployError('RESOURCE_GONE', 'no such run');
        return deployed('crt-kept');
      },
    };
    const { texts, findings } = await ask({ receiver });
    expect(texts).toContain('crt-kept');
    expect(texts).not.toContain('crt-artifact');
    expect(findings).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(2);
  });

  it('is an error where it does not answer', async () => {
    runOnMain();
    const receiver: UndoableSources['receiver'] = {
      readReport: async () => {
        throw new DeployError('CLOUD_UNAVAILABLE', 'no answer');
      },
    };
    await expect(ask({ receiver })).rejects.toMatchObject({ code: 'CLOUD_UNAVAILABLE' });
  });
});
