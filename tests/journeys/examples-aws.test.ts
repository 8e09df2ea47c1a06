import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { WorkflowRun } from '../simulators/github/world.ts';
import {
  certferryOf,
  example,
  jobOf,
  openExamples,
  outcomes,
  type Examples,
} from './examples-stage.ts';
import { file } from './stage.ts';

/** Workflows for AWS alone, each as its file is, for one deployment file. */
let examples: Examples;
beforeAll(async () => {
  examples = await openExamples({ environments: { 'certs-prod': { reviewed: true } } });
}, 60_000);
afterAll(async () => {
  await examples.close();
  expect(examples.violations()).toEqual([]);
});

/** Between two events of this very process. */
async function until(happened: () => boolean): Promise<void> {
  for (let looks = 0; looks < 400; looks += 1) {
    if (happened()) return;
    await delay(25);
  }
  throw new Error('it did not happen within ten seconds');
}

const deployment = example('minimal.yml');
const allWell = {
  'actions/checkout': 'success',
  'aws-actions/configure-aws-credentials': 'success',
  'certferry/certferry': 'success',
  'actions/upload-artifact': 'success',
};

describe('examples/workflows/aws.yml', () => {
  beforeAll(() => examples.use(example('workflows/aws.yml')));

  it('previews with a role that reads, deploys with one that writes, and proves it', async () => {
    const renewed = await examples.renew();
    const shown = await examples.preview(deployment);
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);
    expect(jobOf(shown)).toMatchObject({ id: 'preview', environment: undefined });
    expect(examples.stage.aws.writes()).toEqual([]);
    expect(examples.comments(shown.pull)).toHaveLength(1);
    expect(examples.comments(shown.pull)[0]).toContain('Ready: 1 edit');

    const deployed = await examples.merge(shown.pull);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(allWell);
    expect(jobOf(deployed)).toMatchObject({ id: 'deploy', environment: 'certificates' });
    expect(certferryOf(deployed).outputs).toMatchObject({ verdict: 'success', success: '1' });
    expect((await examples.stage.served())['aws/alb']).toBe(renewed.sha256);
    expect(examples.comments(shown.pull)).toHaveLength(2);
  });

  it('finds in the uploaded report what a comment that is gone cannot tell any more', async () => {
    const renewed = await examples.renew();
    const shown = await examples.preview(deployment);
    examples.github.state.comments.clear();
    const deployed = await examples.merge(shown.pull);
    expect(certferryOf(deployed).outputs, certferryOf(deployed).log).toMatchObject({
      verdict: 'success',
      success: '1',
    });
    expect((await examples.stage.served())['aws/alb']).toBe(renewed.sha256);
    expect(examples.github.requestsOf('actions/download-artifact')).toHaveLength(1);
  });

  it('holds everything back when neither the comment nor the report is left', async () => {
    await examples.renew();
    const shown = await examples.preview(deployment);
    examples.github.state.comments.clear();
    examples.github.state.artifacts.clear();
    const deployed = await examples.merge(shown.pull);
    expect(outcomes(deployed)).toMatchObject({
      'certferry/certferry': 'failure',
      'actions/upload-artifact': 'success',
    });
    expect(deployed.run.conclusion).toBe('failure');
    expect(certferryOf(deployed).outputs['verdict']).toBe('held');
  });

  it('does not let a preview take on the role that writes', async () => {
    examples.use(
      example('workflows/aws.yml').replace('role/certferry-preview', 'role/certferry-deploy'),
    );
    const shown = await examples.preview(deployment);
    expect(outcomes(shown)).toMatchObject({
      'aws-actions/configure-aws-credentials': 'failure',
      'certferry/certferry': 'skipped',
    });
    const [login] = jobOf(shown).steps.filter(({ outcome }) => outcome === 'failure');
    expect(login?.log).toContain('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    expect(examples.comments(shown.pull)).toEqual([]);
    examples.use(example('workflows/aws.yml'));
  });

  it('deploys when a person starts it', async () => {
    const renewed = await examples.renew();
    const started = await examples.runner.run(examples.github.event('workflow_dispatch'));
    expect(outcomes(started), certferryOf(started).log).toEqual(allWell);
    expect((await examples.stage.served())['aws/alb']).toBe(renewed.sha256);
  });
});

describe('examples/workflows/environments.yml', () => {
  beforeAll(() => examples.use(example('workflows/environments.yml')));

  it('deploys when a reviewer approves, and not before', async () => {
    const renewed = await examples.renew();
    const shown = await examples.preview(deployment);
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);
    expect(jobOf(shown).environment).toBe('certs-preview');

    const { event } = examples.github.merge(shown.pull.number, 'squash');
    const [run, ...others] = await examples.runner.start(event);
    if (run === undefined || others.length > 0) throw new Error('one run was expected');
    const { reviews } = examples.runner;
    await until(() => reviews.waiting.length === 1);
    expect(run.status).toBe('waiting');
    expect(reviews.waiting[0]).toMatchObject({ job: 'deploy', environment: 'certs-prod' });
    const writes = examples.stage.aws.writes().length;

    reviews.decide('approved');
    const deployed = await examples.runner.ended(run);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(allWell);
    expect(jobOf(deployed).concurrency).toEqual({
      group: 'certferry-certs-prod',
      cancelInProgress: false,
      queue: 'max',
    });
    expect(examples.stage.aws.writes().length).toBeGreaterThan(writes);
    expect((await examples.stage.served())['aws/alb']).toBe(renewed.sha256);
  });

  it('never begins where a reviewer says no', async () => {
    await examples.renew();
    const shown = await examples.preview(deployment);
    const { event } = examples.github.merge(shown.pull.number, 'squash');
    const [run] = await examples.runner.start(event);
    if (run === undefined) throw new Error('a run was expected');
    await until(() => examples.runner.reviews.waiting.length === 1);
    examples.runner.reviews.decide('rejected');
    const { jobs } = await examples.runner.ended(run);
    expect(jobs.find(({ id }) => id === 'deploy')).toMatchObject({
      conclusion: 'failure',
      steps: [],
    });
  });

  it('lets deployments wait for each other in order, and drops none', async () => {
    await examples.renew();
    const runs: WorkflowRun[] = [];
    for (const waiting of [1, 2]) {
      const { pull } = await examples.preview(deployment);
      const { event } = examples.github.merge(pull.number, 'squash');
      runs.push(...(await examples.runner.start(event)));
      await until(() => examples.runner.reviews.waiting.length === waiting);
    }
    examples.runner.reviews.decide('approved');
    const ends = await Promise.all(runs.map((run) => examples.runner.ended(run)));
    const verdicts = ends.map((end) => certferryOf(end).outputs['verdict']);
    expect(verdicts).toEqual(['success', 'unchanged']);
  });
});

describe('examples/workflows/schedule.yml', () => {
  it('asks every morning what is served, and keeps one issue about what is wrong', async () => {
    examples.use(example('workflows/schedule.yml'));
    examples.github.push({ [file]: deployment });
    await examples.renew();
    const morning = () => examples.github.event('schedule', { cron: '17 5 * * *' });
    expect(await examples.runner.start(examples.github.event('schedule'))).toEqual([]);

    const found = await examples.runner.run(morning());
    expect(certferryOf(found).outputs, certferryOf(found).log).toMatchObject({
      verdict: 'drifted',
    });
    expect(found.run.conclusion).toBe('failure');
    expect(examples.github.issues()).toHaveLength(1);

    examples.use(example('workflows/aws.yml'));
    const repaired = await examples.runner.run(examples.github.event('workflow_dispatch'));
    expect(certferryOf(repaired).outputs).toMatchObject({ verdict: 'success' });

    examples.use(example('workflows/schedule.yml'));
    const well = await examples.runner.run(morning());
    expect(well.run.conclusion, certferryOf(well).log).toBe('success');
    expect(jobOf(well).permissions).toEqual({
      contents: 'read',
      issues: 'write',
      'id-token': 'write',
    });
    expect(examples.github.issues().map(({ state }) => state)).toEqual(['closed']);
  });
});
