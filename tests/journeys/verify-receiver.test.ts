import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { issue, type Issued } from '../pki.ts';
import { environment, workflowFile } from './receiver-stage-workflow.ts';
import { openReceiverStage, type ReceiverStage } from './receiver-stage.ts';
import { file, first, names, type ActionRun } from './stage.ts';
import { verifyRun } from './verify-stage.ts';

/**
 * With a receiver a verification knows what was deployed where, so that it tells drift from what only
 * waits to be deployed, and misses what is gone. Each test goes on where the one before ended.
 */
let stage: ReceiverStage;
let deployed: Issued;
beforeAll(async () => {
  stage = await openReceiverStage({ allClouds: false });
  deployed = await issue(stage.clouds.authority, { domains: names, key: 'rsa-2048' });
  expect((await stage.renew(deployed)).status).toBe(202);
  const shown = await stage.preview();
  expect(shown.action?.exitCode, shown.action?.log).toBe(0);
  const merged = await stage.merge();
  expect(merged.action?.exitCode, merged.action?.log).toBe(0);
}, 120_000);
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

/** A scheduled run with the token that its job gets from GitHub's issuer. */
async function verifyNow(from = environment): Promise<ActionRun> {
  const { github, oidc } = stage;
  const id = github.world.nextId();
  const env = oidc.runner({
    repository: github.name,
    repositoryId: github.state.id,
    ownerId: github.state.owner.id,
    environment: from,
    event: 'schedule',
    workflow: workflowFile,
    runId: id,
  });
  return await verifyRun(stage.clouds, { env, run: { id, attempt: 1 } });
}

const theIssue = () => stage.github.issues().at(0);

describe('a verification with a receiver', () => {
  it('finds all as it was deployed', async () => {
    const run = await verifyNow();
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.verdict).toBe('success');
    expect(stage.github.issues()).toEqual([]);
  });

  it('says what was deployed when somebody binds another certificate', async () => {
    const listener = first(stage.clouds.nlb.listeners);
    const before = listener.held().default ?? '';
    listener.change({ default: stage.clouds.renewed });
    const run = await verifyNow();
    expect(run.exitCode, run.log).toBe(1);
    expect(theIssue()?.body).toContain('was deployed here on');
    expect(theIssue()?.body).not.toContain('without a receiver');
    listener.change({ default: before });
    const mended = await verifyNow();
    expect(mended.exitCode, mended.log).toBe(0);
    expect(theIssue()?.state).toBe('closed');
  });

  it('calls a renewed certificate that is not deployed yet no drift', async () => {
    const { clouds } = stage;
    // The deployment that the receiver starts cannot log in to the cloud.
    stage.job = async (_, bundle) => await bundle({ env: { AWS_SECRET_ACCESS_KEY: 'rotated' } });
    const renewed = await issue(clouds.authority, { domains: names, key: 'rsa-2048' });
    expect((await stage.renew(renewed)).status).toBe(202);
    await stage.dispatchedRuns(1);
    const run = await verifyNow();
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.verdict).toBe('success');
    expect(run.report?.tasks[0]?.counts).toMatchObject({ edits: 4, error: 0, kept: 0 });
    expect(run.report?.tasks[0]?.findings.map(({ code }) => code)).toContain('not-deployed');
  });

  it('misses a deployed resource that the cloud no longer has', async () => {
    stage.clouds.alb.remove();
    const run = await verifyNow();
    // It may have been given up on purpose: a warning, and no drift.
    expect(run.exitCode, run.log).toBe(0);
    expect(run.annotations.map(({ kind }) => kind)).not.toContain('error');
    const gone = run.report?.findings.find(({ code }) => code === 'deployed-gone');
    expect(gone?.subject).toContain('aws/alb');
    expect(gone?.message).toContain(`${deployed.sha256.slice(0, 8)} was deployed to it on`);
    expect(run.summary).toContain('no longer lists it');
  });

  it('misses the resources of a product that the file no longer names', async () => {
    const { github } = stage;
    const text = stage.deployment.replace('      - product: aws/clb\n', '');
    github.push({ [file]: text });
    const run = await verifyNow();
    const gone = run.report?.findings.filter(({ code }) => code === 'deployed-gone') ?? [];
    expect(new Set(gone.map(({ subject }) => subject?.split(':')[0]))).toEqual(
      new Set(['aws/alb', 'aws/clb']),
    );
  });

  it('is red, and leaves the issue, where the receiver does not answer this job', async () => {
    const before = theIssue();
    const run = await verifyNow('staging');
    expect(run.exitCode, run.log).not.toBe(0);
    expect(theIssue()).toEqual(before);
    expect(run.log).toContain('reading what was deployed');
    expect(run.log).toContain('the job must name the environment "certificates"');
  });
});
