import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  certferryOf,
  example,
  jobOf,
  openExamples,
  outcomes,
  type Examples,
} from './examples-stage.ts';

/** Workflows for repositories with a merge queue, and with several deployment files. */
let examples: Examples;
beforeAll(async () => {
  examples = await openExamples({ immutableSubject: true });
}, 60_000);
afterAll(async () => {
  await examples.close();
  expect(examples.violations()).toEqual([]);
});

const allWell = {
  'actions/checkout': 'success',
  'aws-actions/configure-aws-credentials': 'success',
  'certferry/certferry': 'success',
  'actions/upload-artifact': 'success',
};

describe('examples/workflows/merge-queue.yml', () => {
  it('previews the pull request and its group, and pins the push of the queue to the first', async () => {
    const { github, runner, stage } = examples;
    examples.use(example('workflows/merge-queue.yml'));
    const renewed = await examples.renew();
    const shown = await examples.preview(example('minimal.yml'));
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);

    const grouped = await runner.run(github.event('merge_group', { number: shown.pull.number }));
    expect(outcomes(grouped), certferryOf(grouped).log).toEqual(allWell);
    expect(jobOf(grouped).id).toBe('preview');
    expect(certferryOf(grouped).outputs).toMatchObject({ verdict: 'ready', edits: '1' });
    expect(certferryOf(grouped).summary).toContain('Ready: 1 edit');
    expect(examples.comments(shown.pull)).toHaveLength(1);
    expect(stage.aws.writes()).toEqual([]);

    const { event } = github.mergeTogether([shown.pull.number], 'merge');
    const deployed = await runner.run(event);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(allWell);
    expect(jobOf(deployed).id).toBe('deploy');
    expect(certferryOf(deployed).outputs).toMatchObject({ verdict: 'success', success: '1' });
    expect((await stage.served())['aws/alb']).toBe(renewed.sha256);
  });
});

describe('examples/workflows/several-files.yml', () => {
  const files = {
    'deployments/web.yml': example('deployments/web.yml'),
    'deployments/mqtt.yml': example('deployments/mqtt.yml'),
  };
  beforeAll(() => examples.use(example('workflows/several-files.yml')));

  it('gives each file a comment, a report and pins of its own', async () => {
    const { github, runner, stage } = examples;
    const renewed = await examples.renew();
    const { number } = github.openPull({ files });
    const shown = await runner.run(github.event('pull_request', { number }));
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);
    const commented = github.comments(number).map(({ body }) => body);
    expect(commented).toHaveLength(2);
    expect(commented.filter((body) => body.includes('shop-web'))).toHaveLength(1);
    expect(commented.filter((body) => body.includes('shop-mqtt'))).toHaveLength(1);
    expect(
      certferryOf(shown)
        .reports.map((report) => report.file)
        .toSorted(),
    ).toEqual(Object.keys(files).toSorted());

    github.state.comments.clear();
    const deployed = await runner.run(github.merge(number, 'squash').event);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(allWell);
    expect(certferryOf(deployed).outputs).toMatchObject({ verdict: 'success', success: '2' });
    const verdicts = certferryOf(deployed).reports.map((report) => report.verdict);
    expect(verdicts).toEqual(['success', 'success']);
    const served = await stage.served();
    expect([served['aws/alb'], served['aws/nlb']]).toEqual([renewed.sha256, renewed.sha256]);
    expect(github.comments(number)).toHaveLength(2);
  });

  it('checks both of a fork offline', async () => {
    const { github, runner } = examples;
    const changed = { 'deployments/web.yml': `${files['deployments/web.yml']}# changed\n` };
    const { number } = github.openPull({ files: changed, fork: 'mallory/shop' });
    const shown = await runner.run(github.event('pull_request', { number }));
    expect(shown.run.conclusion, certferryOf(shown).log).toBe('success');
    const verdicts = certferryOf(shown).reports.map((report) => report.verdict);
    expect(verdicts).toEqual(['offline', 'offline']);
    expect(github.comments(number)).toEqual([]);
  });

  it('starts nothing for changes elsewhere', async () => {
    const { github, runner } = examples;
    const { number } = github.openPull({ files: { 'README.md': '# changed\n' } });
    expect(await runner.start(github.event('pull_request', { number }))).toEqual([]);
    expect(await runner.start(github.merge(number, 'squash').event)).toEqual([]);
  });
});
