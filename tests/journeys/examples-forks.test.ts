import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  certferryOf,
  example,
  openExamples,
  outcomes,
  type Examples,
  type Previewed,
} from './examples-stage.ts';

/** A pull request whose runs GitHub trusts with nothing, under each example that previews. */
let examples: Examples;
beforeAll(async () => {
  examples = await openExamples();
}, 60_000);
afterAll(async () => {
  await examples.close();
  expect(examples.violations()).toEqual([]);
});

const workflows = [
  ['minimal', 'tencent.yml'],
  ['aws', 'minimal.yml'],
  ['all-clouds', 'all-clouds.yml'],
  ['environments', 'minimal.yml'],
  ['merge-queue', 'minimal.yml'],
  ['receiver', 'receiver.yml'],
] as const;

function expectOffline(shown: Previewed): void {
  const { exitCode, log, outputs, summary } = certferryOf(shown);
  expect(exitCode, log).toBe(0);
  expect(outputs['verdict']).toBe('offline');
  expect(summary).toContain('checked offline');
  expect(shown.run.conclusion).toBe('success');
  expect(examples.comments(shown.pull)).toEqual([]);
  expect(examples.stage.aws.requests).toEqual([]);
  expect(examples.oidc.issued).toEqual([]);
}

describe.each(workflows)('examples/workflows/%s.yml', (workflow, deployment) => {
  beforeAll(() => examples.use(example(`workflows/${workflow}.yml`)));

  it('checks a pull request of a fork offline, and is green', async () => {
    const shown = await examples.preview(example(deployment), { fork: 'mallory/shop' });
    expectOffline(shown);
    const steps = outcomes(shown);
    expect(steps['aws-actions/configure-aws-credentials'] ?? 'skipped').toBe('skipped');
    // There was nothing to hide but the token.
    const [token, ...secrets] = certferryOf(shown).masks;
    expect(token).toMatch(/^ghs_/u);
    expect(secrets).toEqual([]);
  });

  it('does the same for one of Dependabot', async () => {
    const shown = await examples.preview(example(deployment), { author: 'dependabot[bot]' });
    expectOffline(shown);
  });
});
