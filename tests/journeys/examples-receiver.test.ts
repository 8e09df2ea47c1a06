import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { issue, type Issued } from '../pki.ts';
import { certferryOf, example, jobOf, outcomes, trust, workflowPath } from './examples-stage.ts';
import { openReceiverStage, until, type ReceiverStage } from './receiver-stage.ts';
import { file, names } from './stage.ts';
import { createWorkflowRunner, type RunEnd, type WorkflowRunner } from './workflow-runner.ts';

/** The workflow for a receiver as its file is, and the receiver a process of its own. */
let stage: ReceiverStage;
let runner: WorkflowRunner;
let deployment: string;
let first: Issued;
beforeAll(async () => {
  stage = await openReceiverStage({ allClouds: false });
  const { github, clouds, oidc, receiver } = stage;
  github.push({ [workflowPath]: example('workflows/receiver.yml') });
  trust(clouds, oidc);
  runner = createWorkflowRunner({
    github,
    oidc,
    root: clouds.root,
    machine: { AWS_ENDPOINT_URL: clouds.aws.url },
    entry: process.env['CERTFERRY_BUNDLE'],
    secrets: { ONCALL_URL: `${receiver.url}/healthz` },
  });
  deployment = example('receiver.yml').replace('https://certs.example.com', receiver.url);
}, 60_000);
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const renewal = async () =>
  await issue(stage.clouds.authority, { domains: names, key: 'rsa-2048' });
const allWell = {
  'actions/checkout': 'success',
  'aws-actions/configure-aws-credentials': 'success',
  'certferry/certferry': 'success',
};

async function expectDeployed(end: RunEnd, sha256: string): Promise<void> {
  expect(outcomes(end), certferryOf(end).log).toEqual(allWell);
  expect(jobOf(end)).toMatchObject({ id: 'deploy', environment: 'certificates' });
  expect(certferryOf(end).outputs).toMatchObject({ verdict: 'success' });
  expect((await stage.clouds.served())['aws/alb']).toBe(sha256);
}

describe('examples/workflows/receiver.yml', () => {
  it('previews and deploys with a certificate that only the receiver has', async () => {
    const { github } = stage;
    first = await renewal();
    expect((await stage.renew(first)).status).toBe(202);
    const { number } = github.openPull({ files: { [file]: deployment } });
    const shown = await runner.run(github.event('pull_request', { number }));
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);
    expect(github.comments(number)).toHaveLength(1);
    const deployed = await runner.run(github.merge(number, 'squash').event);
    await expectDeployed(deployed, first.sha256);
  });

  it('deploys a renewal by itself, in a run that the receiver starts', async () => {
    const renewed = await renewal();
    expect((await stage.renew(renewed)).status).toBe(202);
    const run = await until('a dispatched run', () => stage.dispatched()[0]);
    const end = await runner.ended(run);
    await expectDeployed(end, renewed.sha256);
    expect(run.inputs['certferry']).not.toBe('');
    await until('the receiver has heard of it', async () => {
      const states = (await stage.dispatches()).map(({ state }) => state);
      return states.includes('success') ? states : undefined;
    });
    expect(certferryOf(end).log).not.toContain(stage.receiver.operatorToken);
  });

  it('undoes a run when a person starts it with the id of that run', async () => {
    const [dispatched] = stage.dispatched();
    if (dispatched === undefined) throw new Error('a run to undo is needed');
    const inputs = { rollback: String(dispatched.id) };
    const undone = await runner.run(stage.github.event('workflow_dispatch', { inputs }));
    expect(outcomes(undone), certferryOf(undone).log).toEqual(allWell);
    expect(certferryOf(undone).reports.map(({ mode }) => mode)).toEqual(['rollback']);
    await until('the certificate before it is served', async () => {
      const served = await stage.clouds.served();
      return served['aws/alb'] === first.sha256 ? served : undefined;
    });
  });
});
