import { afterEach, beforeEach, expect, it } from 'vitest';

import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { markerKey } from './marker.ts';
import { reportedPreview } from './plan-artifact.ts';
import { openPort } from './test-github.ts';
import { changeOf, reportOf } from './test-reports.ts';
import { reader, upload, workflowFiles } from './test-uploads.ts';

/** Several workflows run for one head: which of them previews? */
const own = '.github/workflows/certferry.yml';
const lint = '.github/workflows/lint.yml';
const [a, b] = ['a'.repeat(64), 'b'.repeat(64)] as const;
let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub({
    files: { ...workflowFiles, [lint]: 'name: Lint\non: [pull_request]\njobs: {}\n' },
  });
  gh.openPull({ number: 7, files: { 'notes.md': 'x' } });
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const headSha = () => gh.state.pulls.get(7)?.headSha ?? '';

function runOf(path: string, uploaded?: string): void {
  const workflow = path.split('/').at(-1) ?? '';
  const run = gh.startRun(gh.event('pull_request', { number: 7 }), { workflow });
  gh.finishRun(run.id, 'success');
  if (uploaded !== undefined) {
    upload(gh, run, reportOf([changeOf(uploaded)], { commit: headSha() }));
  }
}

async function reported(ownWorkflow?: string) {
  const { github, call } = openPort(gh, reader);
  const wanted = {
    pull: { number: 7, headSha: headSha() },
    key: markerKey({ file: '.github/certferry.yml' }),
  };
  return await reportedPreview({ ...github, ownWorkflow }, wanted, call);
}

it('only that which deploys counts where it has run, though another is later', async () => {
  runOf(own, a);
  runOf(lint, b);
  expect(await reported(own)).toMatchObject({ kind: 'found', edits: [a] });
});

it('that which deploys counts for nothing where it has uploaded nothing, and that is told', async () => {
  runOf(own);
  runOf(lint, b);
  const words = /only those of the workflow that deploys count.*uploaded no JSON report/u;
  expect(await reported(own)).toEqual({
    kind: 'missing',
    why: expect.stringMatching(words) as string,
  });
});

it('another one counts where that which deploys has not run: it previews in its place', async () => {
  runOf(lint, b);
  expect(await reported(own)).toMatchObject({ kind: 'found', edits: [b] });
});

it('any counts where nobody knows which one deploys', async () => {
  runOf(own);
  runOf(lint, b);
  expect(await reported()).toMatchObject({ kind: 'found', edits: [b] });
});
