import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { DistributionSpec } from '../../../tests/simulators/aws/builders/distribution.ts';
import { all, attachEdit, expectFailure, materialOf, only, replaceEdit } from '../test-kit.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws();
});
afterEach(async () => {
  await bench.close();
});

const host = 'www.example.com';
const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const inVirginia = async (...domains: string[]) =>
  bench.account
    .region('us-east-1')
    .importCertificate(await bench.issue(domains.length > 0 ? domains : [host]));

async function distribution(spec: DistributionSpec = {}) {
  const certificate = spec.certificate ?? (await inVirginia(...(spec.aliases ?? [host])));
  return bench.account.addDistribution({ aliases: [host], certificate, ...spec });
}

const updates = () => bench.aws.writes().filter(({ service }) => service === 'cloudfront');

describe('a new certificate', () => {
  it('is imported into us-east-1, switched, proven, kept when asked again, and undone', async () => {
    const site = await distribution({
      minimumProtocolVersion: 'TLSv1.1_2016',
      extraXml: '<FromTheFuture mode="x"><Setting>1</Setting></FromTheFuture><!-- kept -->',
    });
    const config = site.config();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    const before = bench.aws.snapshot();
    const fresh = await material();
    const edit = replaceEdit(resource, fresh);
    const receipt = await product.apply(edit, fresh, bench.call);
    await product.verify(receipt, bench.call);
    const held = site.held();
    expect(held).not.toBe(resource.bindings[0]?.ref);
    expect(held).toContain(':us-east-1:');
    expect(site.config()).toContain(
      '<FromTheFuture mode="x"><Setting>1</Setting></FromTheFuture><!-- kept -->',
    );
    expect(site.config()).toContain(
      '<MinimumProtocolVersion>TLSv1.1_2016</MinimumProtocolVersion>',
    );
    expect(bench.aws.snapshot()).toEqual(before);

    const count = bench.aws.writes().length;
    const again = await product.apply(edit, fresh, bench.call);
    await product.verify(again, bench.call);
    await product.rollback(again, bench.call);
    expect(bench.aws.writes()).toHaveLength(count);
    expect(site.held()).toBe(held);

    await product.rollback(receipt, bench.call);
    expect(site.config().replace(/^<\?xml.*\?>\s*/u, '')).toBe(config);
    await product.rollback(receipt, bench.call);
    expect(updates()).toHaveLength(2);
    expect(bench.aws.snapshot()).toEqual(before);
  });

  it('takes the place of the default certificate, to which CloudFront lets no alias go back', async () => {
    const site = bench.account.addDistribution({ aliases: [host] });
    const product = await bench.product('aws/cloudfront');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(attachEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(site.config()).toContain('<SSLSupportMethod>sni-only</SSLSupportMethod>');
    const held = site.held();
    await expectFailure(
      product.rollback(receipt, bench.call),
      'CERTIFICATE_REJECTED',
      /InvalidViewerCertificate/u,
    );
    expect(site.held()).toBe(held);
  });

  it('is imported once for many distributions', async () => {
    const sites = [];
    for (const alias of ['a.example.com', 'b.example.com', 'c.example.com']) {
      sites.push(await distribution({ aliases: [alias] }));
    }
    const product = await bench.product('aws/cloudfront');
    const found = await all(product, bench.call);
    const fresh = await material('*.example.com');
    await Promise.all(
      found.map(async (resource) => {
        const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
        await product.verify(receipt, bench.call);
      }),
    );
    expect(new Set(sites.map((site) => site.held())).size).toBe(1);
    expect(
      bench.aws.requests.filter(({ operation }) => operation === 'ImportCertificate'),
    ).toHaveLength(1);
  });

  it('survives that somebody else changes the distribution at the same moment', async () => {
    const site = await distribution({ comment: 'before' });
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    let round = 0;
    bench.aws.faults.add({
      operation: 'UpdateDistribution',
      kind: 'meanwhile',
      times: 3,
      act() {
        round += 1;
        site.change((config) =>
          config.replace(/<Comment>.*<\/Comment>/u, `<Comment>by others ${round}</Comment>`),
        );
      },
    });
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(site.config()).toContain('<Comment>by others 3</Comment>');
    expect(updates()).toHaveLength(4);
  });

  it('gives up after five races', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    bench.aws.faults.add({
      operation: 'UpdateDistribution',
      kind: 'meanwhile',
      act: () => site.bumpEtag(),
    });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'RESOURCE_BUSY',
      /PreconditionFailed/u,
    );
    expect(updates()).toHaveLength(5);
    expect(site.held()).toBe(resource.bindings[0]?.ref);
  });

  it('is not set over one that the plan did not see, nor over an alias that it does not cover', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    const fresh = await material();
    site.change((config) =>
      config.replace(
        '<Quantity>1</Quantity><Items><CNAME>',
        '<Quantity>2</Quantity><Items><CNAME>new.example.org</CNAME><CNAME>',
      ),
    );
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PLAN_STALE',
      /also serves new\.example\.org/u,
    );
    site.changeCertificate(await bench.issue([host]));
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PLAN_STALE',
      /preview again/u,
    );
    expect(updates()).toEqual([]);
  });

  it('is not undone when somebody has set another since', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    site.changeCertificate(await bench.issue([host]));
    const held = site.held();
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', /instead of/u);
    await expectFailure(product.rollback(receipt, bench.call), 'REFUSED', /left alone/u);
    expect(site.held()).toBe(held);
  });

  it('is undone in the configuration as it is by then', async () => {
    const site = await distribution({ comment: 'before' });
    const product = await bench.product('aws/cloudfront');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    site.change((config) => config.replace('<Comment>before<', '<Comment>after<'));
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', /changed: Comment$/u);
    await product.rollback(receipt, bench.call);
    expect(site.held()).toBe(resource.bindings[0]?.ref);
    expect(site.config()).toContain('<Comment>after</Comment>');
  });

  it.each(['reset', 'http-503'] as const)(
    'is found out by reading when the answer was %s',
    async (kind) => {
      const site = await distribution();
      const product = await bench.product('aws/cloudfront');
      const resource = await only(product, bench.call);
      bench.aws.faults.add({ operation: 'UpdateDistribution', kind, afterEffect: true, times: 1 });
      const fresh = await material();
      const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
      await product.verify(receipt, bench.call);
      expect(site.held()).not.toBe(resource.bindings[0]?.ref);
      await product.rollback(receipt, bench.call);
      expect(site.held()).toBe(resource.bindings[0]?.ref);
    },
  );

  it('of which nothing is known is said to be so', async () => {
    await distribution();
    const product = await bench.product('aws/cloudfront', { timing: { attempts: 1 } });
    const resource = await only(product, bench.call);
    const fresh = await material();
    bench.aws.faults.add({
      operation: 'UpdateDistribution',
      kind: 'meanwhile',
      act: () => bench.aws.faults.add({ operation: 'GetDistributionConfig', kind: 'reset' }),
    });
    bench.aws.faults.add({ operation: 'UpdateDistribution', kind: 'reset' });
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'OUTCOME_UNKNOWN',
      /may or may not have been changed/u,
    );
  });

  it('that CloudFront refuses leaves everything as it was', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    const config = site.config();
    const odd = materialOf(await bench.issue([host], { key: 'ec-p384' }));
    expect(product.refuse(replaceEdit(resource, odd))?.message).toMatch(
      /CloudFront takes RSA 1024/u,
    );
    await expectFailure(
      product.apply(replaceEdit(resource, odd), odd, bench.call),
      'CERTIFICATE_REJECTED',
      /InvalidViewerCertificate.*CloudFront takes RSA 1024/u,
    );
    expect(site.config()).toBe(config);
  });

  it('waits until CloudFront finds what was imported a moment ago', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    bench.aws.settings.visibilityMs = 150;
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(site.held()).not.toBe(resource.bindings[0]?.ref);
  });

  it('is not written under a continuous deployment policy that came meanwhile', async () => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    site.change((config) =>
      config.replace('<ContinuousDeploymentPolicyId></', '<ContinuousDeploymentPolicyId>policy</'),
    );
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'REFUSED',
      /continuous deployment policy/u,
    );
    expect(updates()).toEqual([]);
  });
});

describe('verification', () => {
  it('waits until CloudFront says "Deployed"', async () => {
    bench.aws.settings.deployMs = 400;
    await distribution();
    const product = await bench.product('aws/cloudfront');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    const polls = bench.aws.requests.filter(({ operation }) => operation === 'GetDistribution');
    expect(polls.length).toBeGreaterThan(2);
    expect(polls.length).toBeLessThan(12);
  });

  it('fails after half an hour, and says how far it came', async () => {
    bench.aws.settings.deployMs = 3_600_000;
    await distribution();
    const product = await bench.product('aws/cloudfront', { clock: jumping() });
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await expectFailure(
      product.verify(receipt, bench.call),
      'VERIFY_FAILED',
      /took the change, but is still "InProgress" after 30 minutes/u,
    );
  });
});

it.each(['cloudfront:UpdateDistribution', 'acm:ImportCertificate', 'acm:DescribeCertificate'])(
  'names the action %s when it is missing',
  async (action) => {
    const site = await distribution();
    const product = await bench.product('aws/cloudfront');
    const resource = await only(product, bench.call);
    const fresh = await material();
    bench.key.deny.add(action);
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PERMISSION_MISSING',
      new RegExp(`lack the permission ${action} `, 'u'),
    );
    expect(site.held()).toBe(resource.bindings[0]?.ref);
  },
);

/** A clock that jumps over every wait. */
function jumping() {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: async (ms: number) => {
      ahead += ms;
      await Promise.resolve();
    },
  };
}
