import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import type { WorkflowRun } from '../tests/simulators/github/world.ts';
import { readRunReport } from './plan-run-report.ts';
import { commenter, openPort } from './test-github.ts';
import { changeOf, reportOf } from './test-reports.ts';
import { pastRun, reader, upload, workflowFiles } from './test-uploads.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub({ files: workflowFiles });
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const file = '.github/certferry.yml';
const [a, b] = ['a', 'b'].map((letter) => letter.repeat(64)) as [string, string];

const done = (digest: string, state: string) =>
  changeOf(digest, { status: 'success', receipt: { state } });
const kept = (digest: string) => changeOf(digest, { status: 'kept' });
const deployed = (changes: Parameters<typeof reportOf>[0], change = {}) =>
  reportOf(changes, { mode: 'deploy', verdict: 'success', ...change });
const runOnMain = (): WorkflowRun => pastRun(gh, gh.push({ [file]: String(Math.random()) }));

async function read(
  runId: number,
  wanted: { readonly file?: string } = { file },
  token: TokenOptions = reader,
) {
  const port = openPort(gh, token);
  return await readRunReport(port.github, { runId, ...wanted }, port.call);
}
const receipts = ({ tasks }: Awaited<ReturnType<typeof read>>) =>
  tasks.flatMap(({ changes }) => changes.map(({ receipt }) => receipt));
const refused = (code: string, words: RegExp) => ({
  code,
  message: expect.stringMatching(words) as string,
});

describe('the report of an earlier deployment', () => {
  it('comes from the artifacts of its run, with receipts', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'one')]));
    expect(receipts(await read(run.id))).toEqual([{ state: 'one' }]);
    expect(receipts(await read(run.id, {}))).toEqual([{ state: 'one' }]);
  });

  it('joins the attempts of a run: a re-run has no receipt for what it keeps', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'one'), changeOf(b, { status: 'held' })]));
    gh.rerun(run.id);
    gh.finishRun(run.id, 'success');
    upload(gh, run, deployed([kept(a), done(b, 'two')]));
    expect(receipts(await read(run.id))).toEqual([{ state: 'one' }, { state: 'two' }]);
    upload(gh, run, deployed([kept(b)]), { name: 'certferry-3' });
    expect(receipts(await read(run.id))).toEqual([{ state: 'two' }, { state: 'one' }]);
  });

  it('takes the latest receipt where several attempts have one', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'first')]));
    upload(gh, run, deployed([done(a, 'second')]), { name: 'certferry-2' });
    expect(receipts(await read(run.id))).toEqual([{ state: 'second' }]);
  });

  it('is that of the file that is asked for; of several one must be', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'one')]));
    upload(gh, run, deployed([done(b, 'two')], { file: 'b.yml' }), { name: 'certferry-b' });
    expect(receipts(await read(run.id, { file: 'b.yml' }))).toEqual([{ state: 'two' }]);
    const words = /deployed b\.yml, \.github\/certferry\.yml: name one/u;
    await expect(read(run.id, {})).rejects.toMatchObject(refused('CONFIG_INVALID', words));
  });

  it('of a run that was started by hand or by a receiver counts as well', async () => {
    const run = pastRun(gh, gh.event('workflow_dispatch'));
    upload(gh, run, deployed([done(a, 'one')]));
    expect(receipts(await read(run.id))).toEqual([{ state: 'one' }]);
  });
});

describe('a run that cannot be undone', () => {
  it('is one of a pull request, whatever it has uploaded', async () => {
    gh.openPull({ number: 7, files: { x: 'y' } });
    const run = pastRun(gh, gh.event('pull_request', { number: 7 }));
    upload(gh, run, deployed([done(a, 'forged')]));
    await expect(read(run.id)).rejects.toMatchObject(
      refused('REFUSED', /started by pull_request/u),
    );
    expect(gh.requestsOf('actions/list-workflow-run-artifacts')).toEqual([]);
  });

  it('is one of a fork', async () => {
    gh.openPull({ number: 7, fork: 'mallory/shop', files: { x: 'y' } });
    const run = pastRun(gh, gh.event('pull_request', { number: 7 }));
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', /that of a fork/u));
  });

  it('is one of a branch that was merged later: nobody reviewed each of its commits', async () => {
    gh.openPull({ number: 7, files: { x: 'y' } });
    const run = pastRun(gh, gh.event('push', { branch: 'change-7' }));
    upload(gh, run, deployed([done(a, 'forged')]));
    gh.merge(7, 'merge');
    const words = /did not run on the default branch, main/u;
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', words));
  });

  it.each([
    ['another branch', () => gh.push({ x: 'y' }, { branch: 'evil' })],
    [
      'a tag that has the name of the default branch',
      () => {
        const event = gh.push({ x: 'y' }, { branch: 'evil' });
        return { ...event, ref: 'refs/heads/main' };
      },
    ],
  ])('is one of %s', async (_, trigger) => {
    const run = pastRun(gh, trigger());
    upload(gh, run, deployed([done(a, 'forged')]));
    const words = /did not run on the default branch, main/u;
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', words));
    expect(gh.requestsOf('actions/list-workflow-run-artifacts')).toEqual([]);
  });

  it('is one that nobody knows', async () => {
    await expect(read(404)).rejects.toMatchObject(
      refused('RESOURCE_GONE', /reading workflow run 404: GitHub does not find it/u),
    );
  });

  it('is one that has uploaded nothing: what to do is told', async () => {
    const run = runOnMain();
    const words = /uploaded none.*path of the report in "rollback".*upload-artifact.*receiver/u;
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', words));
  });

  it.each([
    ['a preview', () => reportOf([changeOf(a)]), /is of a preview, not of a deployment/u],
    ['another file', () => deployed([done(a, 'x')], { file: 'b.yml' }), /another deployment file/u],
    ['another run', () => deployed([done(a, 'x')], { run: 'x/runs/1' }), /report of another run/u],
    ['nonsense', () => '[]', /no JSON report of this version/u],
  ])('is one whose artifact holds the report of %s', async (_, make, words) => {
    const run = runOnMain();
    upload(gh, run, make());
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', words));
  });

  it('is one whose artifact has expired', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'one')])).expired = true;
    await expect(read(run.id)).rejects.toMatchObject(refused('REFUSED', /has expired/u));
  });

  it('is any without "actions: read"', async () => {
    const run = runOnMain();
    upload(gh, run, deployed([done(a, 'one')]));
    await expect(read(run.id, { file }, commenter)).rejects.toMatchObject(
      refused('PERMISSION_MISSING', /"actions: read"/u),
    );
  });
});
