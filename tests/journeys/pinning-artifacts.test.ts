import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Report } from '../../shared/wire/report.ts';
import type { TriggerEvent } from '../simulators/github/events.ts';
import type { WorkflowRun } from '../simulators/github/world.ts';
import {
  createPinningWorld,
  reasons,
  states,
  workflow,
  type PinningWorld,
} from './pinning-world.ts';

/** Where no comment can be believed: the JSON report of the preview, as its own run uploaded it. */
const lint = 'lint.yml';
const both = { 'shop-mqtt': 'success', 'docs-tls': 'success' };
let world: PinningWorld;
beforeAll(async () => {
  world = await createPinningWorld();
  world.github.push({
    [`.github/workflows/${lint}`]: 'name: Lint\non: [push, pull_request]\njobs: {}\n',
  });
});
beforeEach(() => {
  world.reset();
});
afterAll(async () => {
  await world.close();
  expect(world.stage.violations()).toEqual([]);
});

interface Previewed {
  readonly pull: number;
  readonly run: WorkflowRun;
  readonly report: Report;
}

/** A run that GitHub knows, with nothing uploaded. */
function started(event: TriggerEvent, file = workflow): WorkflowRun {
  const run = world.github.startRun(event, { workflow: file });
  world.github.finishRun(run.id, 'success');
  return run;
}

/** What "actions/upload-artifact" does at the end of a job. */
function upload(run: WorkflowRun, report: Report): void {
  const files = { 'report.json': JSON.stringify(report) };
  world.github.addArtifact(run.id, `certferry-${run.attempt}`, files);
}

/** A report that says of itself that this run wrote it. */
function saying(report: Report, run: WorkflowRun): Report {
  const url = `https://github.com/octo/shop/actions/runs/${run.id}/attempts/1`;
  return { ...report, run: url };
}

/** The preview of a pull request as a run that GitHub knows; its comment is gone afterwards. */
async function previewed(): Promise<Previewed> {
  const { github } = world;
  const pull = world.open();
  const run = started(github.event('pull_request', { number: pull }));
  const { report, log } = await world.preview(pull, { run: { id: run.id, attempt: 1 } });
  if (report === undefined) throw new Error(log);
  for (const { id } of github.comments(pull)) github.state.comments.delete(id);
  return { pull, run, report };
}

async function expectHeld(pull: number, said: RegExp, step = {}): Promise<void> {
  const before = world.stage.writes().length;
  const deployed = await world.merge(pull, 'squash', step);
  expect(new Set(Object.values(states(deployed))), deployed.log).toEqual(new Set(['held']));
  expect([deployed.exitCode, world.stage.writes().length]).toEqual([2, before]);
  expect(reasons(deployed)).toMatch(said);
}

describe('the report that the run of the preview has uploaded', () => {
  it('is what the merge is pinned to where the comment was deleted', async () => {
    const { pull, run, report } = await previewed();
    upload(run, report);
    await world.add('late');
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({ ...both, late: 'held' });
    expect(reasons(deployed)).toContain(`the preview of #${pull} did not show this change`);
  });

  it('is that as well where somebody edited the comment', async () => {
    const { github } = world;
    const pull = world.open();
    const run = started(github.event('pull_request', { number: pull }));
    const shown = await world.preview(pull, { run: { id: run.id, attempt: 1 } });
    if (shown.report === undefined) throw new Error(shown.log);
    upload(run, shown.report);
    const [comment] = github.comments(pull);
    if (comment === undefined) throw new Error(shown.log);
    comment.body = comment.body.replace(/ edits=[^ ]*/u, ' edits=*');
    await world.add('late');
    const deployed = await world.merge(pull, 'merge');
    expect(states(deployed), deployed.log).toEqual({ ...both, late: 'held' });
  });

  it('cannot be read without "actions: read", which is told', async () => {
    const { pull, run, report } = await previewed();
    upload(run, report);
    const token = world.github.token({
      permissions: { contents: 'read', 'pull-requests': 'write' },
    });
    await expectHeld(pull, /cannot be read either.*"actions: read"/u, { token });
  });
});

describe('an artifact that approves nothing', () => {
  it('is that of another workflow: the one that deploys has run for this head', async () => {
    const { pull, report } = await previewed();
    const other = started(world.github.event('pull_request', { number: pull }), lint);
    upload(other, saying(report, other));
    await expectHeld(
      pull,
      /only those of the workflow that deploys count.*uploaded no JSON report/u,
    );
  });

  it('is that of a push to the same commit', async () => {
    const { pull, report } = await previewed();
    const push = started(world.github.event('push', { branch: `change-${pull}` }));
    upload(push, saying(report, push));
    await expectHeld(pull, /have uploaded no JSON report/u);
  });

  it('is that of another pull request, and a copy of it', async () => {
    const other = await previewed();
    upload(other.run, other.report);
    const { pull, run } = await previewed();
    await expectHeld(pull, /have uploaded no JSON report/u);
    const again = await previewed();
    upload(again.run, other.report);
    await expectHeld(again.pull, /is the report of another run/u);
    expect(run.id).not.toBe(other.run.id);
  });

  it('is that of the run of a fork', async () => {
    const { github } = world;
    const { report } = await previewed();
    const { number: pull } = github.openPull({
      fork: 'mallory/shop',
      files: { 'notes/fork.md': 'x' },
    });
    const run = started(github.event('pull_request', { number: pull }));
    const commit = github.state.pulls.get(pull)?.headSha ?? '';
    upload(run, { ...saying(report, run), commit });
    await expectHeld(pull, /runs of a fork show nothing/u);
  });

  it('is one from before the last push to the pull request', async () => {
    const { pull, run, report } = await previewed();
    upload(run, report);
    world.github.pushToPull(pull, { 'notes/more.md': 'more' });
    await expectHeld(pull, /have uploaded no JSON report/u);
  });
});
