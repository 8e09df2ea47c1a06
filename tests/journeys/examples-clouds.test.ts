import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  certferryOf,
  example,
  jobOf,
  openExamples,
  outcomes,
  type Examples,
} from './examples-stage.ts';

/** Workflows for other clouds than AWS, in a repository whose tokens name it by number. */
let examples: Examples;
beforeAll(async () => {
  examples = await openExamples({ allClouds: true, immutableSubject: true });
}, 60_000);
afterAll(async () => {
  await examples.close();
  expect(examples.violations()).toEqual([]);
});

const allWell = {
  'actions/checkout': 'success',
  'certferry/certferry': 'success',
  'actions/upload-artifact': 'success',
};
const logins = {
  aws: ['AssumeRoleWithWebIdentity', 'sts.amazonaws.com'],
  tencent: ['AssumeRoleWithWebIdentity', 'sts.tencentcloudapi.com'],
  huawei: ['AssumeAgencyWithOIDC', 'sts.myhuaweicloud.com'],
} as const;

describe('examples/workflows/minimal.yml', () => {
  it('previews and deploys in one job, with keys from secrets', async () => {
    examples.use(example('workflows/minimal.yml'));
    const renewed = await examples.renew();
    const deployment = examples.pointed(example('tencent.yml'));
    const shown = await examples.preview(deployment);
    expect(outcomes(shown), certferryOf(shown).log).toEqual(allWell);
    expect(examples.comments(shown.pull)).toHaveLength(1);
    expect(examples.stage.writes()).toEqual([]);

    const deployed = await examples.merge(shown.pull);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(allWell);
    expect(jobOf(deployed).concurrency).toMatchObject({ group: 'certferry-deploy', queue: 'max' });
    expect(certferryOf(deployed).outputs).toMatchObject({ verdict: 'success', success: '1' });
    expect((await examples.stage.served())['tencent/clb']).toBe(renewed.sha256);
    expect(examples.oidc.issued).toEqual([]);
  });
});

describe('examples/workflows/all-clouds.yml', () => {
  it('logs in to three clouds without any stored key, previews, deploys and proves', async () => {
    examples.use(example('workflows/all-clouds.yml'));
    const renewed = await examples.renew();
    const { stage, oidc } = examples;
    const others = stage.others;
    if (others === undefined) throw new Error('three clouds are needed');
    const writes = stage.writes().length;
    const shown = await examples.preview(examples.pointed(example('all-clouds.yml')));
    const withLogin = { ...allWell, 'aws-actions/configure-aws-credentials': 'success' };
    expect(outcomes(shown), certferryOf(shown).log).toEqual(withLogin);
    expect(certferryOf(shown).outputs).toMatchObject({ verdict: 'ready', edits: '3' });
    expect(stage.writes()).toHaveLength(writes);

    const deployed = await examples.merge(shown.pull);
    expect(outcomes(deployed), certferryOf(deployed).log).toEqual(withLogin);
    expect(certferryOf(deployed).outputs).toMatchObject({ verdict: 'success', success: '3' });
    const served = await stage.served();
    for (const product of ['aws/alb', 'tencent/clb', 'huawei/elb']) {
      expect(served[product], product).toBe(renewed.sha256);
    }

    const asked = {
      aws: stage.aws.requests,
      tencent: others.tencent.requests,
      huawei: others.huawei.requests,
    };
    for (const cloud of ['aws', 'tencent', 'huawei'] as const) {
      const [login, audience] = logins[cloud];
      const exchanges = asked[cloud].filter(({ operation }) => operation === login);
      expect(exchanges.length, cloud).toBeGreaterThanOrEqual(2);
      expect(oidc.issued.filter((one) => one.audience === audience)).toHaveLength(exchanges.length);
    }
    const needles = oidc.issued.map(({ token }) => token);
    for (const end of [shown, deployed]) {
      const { log, summary, reports } = certferryOf(end);
      for (const needle of needles) {
        expect([log, summary, JSON.stringify(reports)].join('\n').includes(needle)).toBe(false);
      }
    }
  });
});
