import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { DistributionSpec } from '../../../tests/simulators/aws/builders/distribution.ts';
import { all, expectFailure, only } from '../test-kit.ts';
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
const inVirginia = async (...domains: string[]) =>
  bench.account
    .region('us-east-1')
    .importCertificate(await bench.issue(domains.length > 0 ? domains : [host]));

async function distribution(spec: DistributionSpec = {}) {
  const certificate = spec.certificate ?? (await inVirginia(...(spec.aliases ?? [host])));
  return bench.account.addDistribution({ aliases: [host], certificate, ...spec });
}

describe('discovery', () => {
  it('lists each distribution once, however small the pages are', async () => {
    bench.aws.settings.pageSizes = { cloudfront: 1 };
    const ids = [];
    for (const alias of ['a.example.com', 'b.example.com', 'c.example.com']) {
      ids.push((await distribution({ aliases: [alias] })).id);
    }
    const found = await all(await bench.product('aws/cloudfront'), bench.call);
    expect(found.map(({ name }) => name).sort()).toEqual(ids.sort());
  });

  it('reads facts, domains, endpoint and lock', async () => {
    const site = await distribution({ aliases: [host, '*.example.com'] });
    expect(await only(await bench.product('aws/cloudfront'), bench.call)).toMatchObject({
      id: `aws/cloudfront:prod/${site.id}`,
      region: null,
      name: site.id,
      label: host,
      domains: [host, '*.example.com'],
      slots: 'one',
      bindings: [
        { slot: 'default', ref: site.held(), facts: { domains: [host, '*.example.com'] } },
      ],
      endpoints: [{ host: site.domainName, port: 443 }],
      blocked: null,
      findings: [],
      lock: site.arn,
    });
  });

  it('says in words what cannot be deployed to', async () => {
    await distribution({ aliases: [], id: 'E1NOALIAS' });
    await distribution({ aliases: ['s.example.com'], staging: true, id: 'E2STAGING' });
    await distribution({
      aliases: ['p.example.com'],
      continuousDeploymentPolicyId: 'policy',
      id: 'E3POLICY',
    });
    await distribution({ aliases: [], connectionMode: 'tenant-only', id: 'E4TEMPLATE' });
    const found = await all(await bench.product('aws/cloudfront'), bench.call);
    const words = Object.fromEntries(found.map(({ name, blocked }) => [name, blocked]));
    expect(words['E1NOALIAS']).toMatch(/^no alias/u);
    expect(words['E2STAGING']).toMatch(/^a staging distribution/u);
    expect(words['E3POLICY']).toMatch(/^a continuous deployment policy/u);
    expect(words['E4TEMPLATE']).toMatch(/^a template for distribution tenants/u);
  });

  it('remarks on disabled distributions and dedicated addresses', async () => {
    await distribution({ enabled: false, supportMethod: 'vip' });
    const found = await only(await bench.product('aws/cloudfront'), bench.call);
    expect(found.findings.map(({ code }) => code)).toEqual(['disabled', 'dedicated-ip']);
    expect(found.blocked).toBeNull();
  });

  it('shows a distribution with the default certificate as one that has none', async () => {
    bench.account.addDistribution({ aliases: [host] });
    expect((await only(await bench.product('aws/cloudfront'), bench.call)).bindings).toEqual([]);
  });

  it('reads certificates of IAM by their id', async () => {
    const { id } = bench.account.uploadServerCertificate(await bench.issue([host]), {
      path: '/cloudfront/x/',
    });
    await distribution({ certificate: id });
    expect((await only(await bench.product('aws/cloudfront'), bench.call)).bindings).toMatchObject([
      { ref: id, facts: { domains: [host] } },
    ]);
  });

  it.each(['mangled', 'html'] as const)('calls a reply that is %s unexpected', async (kind) => {
    await distribution();
    bench.aws.faults.add({ operation: 'ListDistributions', kind });
    await expectFailure(
      all(await bench.product('aws/cloudfront'), bench.call),
      'CLOUD_UNEXPECTED',
      kind === 'html' ? /not an AWS API/u : /ListDistributions is not one Certferry knows/u,
    );
  });
});
