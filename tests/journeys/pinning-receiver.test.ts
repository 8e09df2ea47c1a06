import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { silentLog } from '../../shared/runtime/log.ts';
import { issue } from '../pki.ts';
import { asAction } from './receiver-stage-client.ts';
import { environment, workflowFile } from './receiver-stage-workflow.ts';
import { openReceiverStage, pull, type ReceiverStage } from './receiver-stage.ts';
import { file, first, names } from './stage.ts';

/** With a receiver its stored plan is what was previewed; no comment counts, however well it is signed. */
let stage: ReceiverStage;
beforeAll(async () => {
  stage = await openReceiverStage({ allClouds: false });
  const wanted = await issue(stage.clouds.authority, { domains: names, key: 'rsa-2048' });
  expect((await stage.renew(wanted)).status).toBe(202);
});
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const call = { signal: new AbortController().signal, log: silentLog };

/** What the receiver says to a deployment of the default branch. */
async function stored(number: number) {
  const { github } = stage;
  const run = asAction(stage, {
    repository: github.name,
    repositoryId: github.state.id,
    ownerId: github.state.owner.id,
    environment,
  });
  return await run.readPlans({ pull: number, file }, call);
}

describe('the plan that the receiver holds', () => {
  it('is not written by the preview of a pull request into another branch', async () => {
    const { github } = stage;
    github.push({ 'notes/release.md': 'x' }, { branch: 'release' });
    const other = github.openPull({
      number: 8,
      base: 'release',
      files: { [file]: stage.deployment },
    });
    const event = github.event('pull_request', { number: 8 });
    const run = github.startRun(event, { workflow: workflowFile });
    await github.runners.ended(run);
    expect(run.conclusion).toBe('success');
    expect(first(github.comments(8)).body).toContain('Ready: 4 edits');
    expect(await stored(8)).toEqual([]);
    github.closePull(other.number);
  });

  it('wins over the comment, which somebody has edited', async () => {
    const { clouds, github } = stage;
    const shown = await stage.preview();
    expect(shown.action?.exitCode, shown.action?.log).toBe(0);
    expect(await stored(pull)).toHaveLength(1);
    const late = await clouds.region.addLoadBalancer({
      type: 'network',
      name: 'late',
      listeners: [{ protocol: 'TLS', certificate: clouds.old }],
    });
    const comment = first(github.comments(pull));
    comment.body = comment.body.replace(/ edits=[^ ]*/u, ' edits=');

    const { action } = await stage.merge();
    const changes = action?.report?.tasks.flatMap((task) => task.changes) ?? [];
    const held = changes.filter(({ status }) => status === 'held');
    expect(
      held.map(({ label }) => label.split(':')[0]),
      action?.log,
    ).toEqual(['late']);
    expect(held[0]?.error).toMatchObject({ code: 'PLAN_STALE' });
    expect(changes.filter(({ status }) => status === 'success')).toHaveLength(4);
    expect(action?.exitCode).toBe(2);
    const { default: bound } = first(late.listeners).held();
    const binding = clouds.region.certificates().find(({ arn }) => arn === bound);
    expect(binding?.sha256).toBe(clouds.old.sha256);
    const asked = github.requestsOf('actions/list-workflow-runs-for-repo');
    expect(asked.filter(({ path }) => path.includes('head_sha'))).toEqual([]);
  });
});
