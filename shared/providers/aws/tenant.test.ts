import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { TenantSpec } from '../../../tests/simulators/aws/builders/tenant.ts';
import { all, attachEdit, expectFailure, materialOf, replaceEdit } from '../test-kit.ts';
import { unknownTenantElement } from './tenant.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws();
});
afterEach(async () => {
  await bench.close();
});

const host = 'one.example.com';
const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const inVirginia = async (...domains: string[]) =>
  bench.account.region('us-east-1').importCertificate(await bench.issue(domains));

/** A multi-tenant distribution with a shared certificate, and one tenant with everything set. */
async function open(spec: Partial<TenantSpec> = {}) {
  const shared = await inVirginia('*.example.com');
  const template = bench.account.addDistribution({
    connectionMode: 'tenant-only',
    certificate: shared,
  });
  const tenant = bench.account.addTenant({
    distributionId: template.id,
    domains: [host],
    webAcl: { action: 'override', arn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/1' },
    geo: { type: 'whitelist', locations: ['DE', 'FR'] },
    parameters: { site: 'one', tier: 'a & b' },
    ...spec,
  });
  const product = await bench.product('aws/cloudfront');
  const resource = (await all(product, bench.call)).find(({ name }) => name === tenant.id);
  if (resource === undefined) throw new Error('the tenant was not found');
  return { shared, template, tenant, product, resource };
}

it('lists every tenant once, however small the pages are', async () => {
  const { template, product } = await open();
  bench.aws.settings.pageSizes = { tenants: 1, cloudfront: 1 };
  for (const name of ['two', 'three']) {
    bench.account.addTenant({ distributionId: template.id, domains: [`${name}.example.com`] });
  }
  const found = await all(product, bench.call);
  expect(found.flatMap(({ domains }) => domains).sort()).toEqual([
    'one.example.com',
    'three.example.com',
    'two.example.com',
  ]);
});

it('shows the certificate that its distribution hands down, until it has its own', async () => {
  const { shared, tenant, template, resource } = await open();
  expect(resource).toMatchObject({
    id: `aws/cloudfront:prod/tenant/${tenant.id}`,
    region: null,
    domains: [host],
    slots: 'one',
    bindings: [{ ref: shared, facts: { domains: ['*.example.com'] } }],
    endpoints: [{ host: template.domainName, port: 443 }],
    blocked: null,
  });
});

it('leaves a tenant alone whose certificate CloudFront renews by itself', async () => {
  const managed = bench.account.region('us-east-1').importCertificate(await bench.issue([host]), {
    type: 'AMAZON_ISSUED',
    managedBy: 'CLOUDFRONT',
  });
  const { resource } = await open({ certificate: managed });
  expect(resource.blocked).toBe('CLOUDFRONT manages and renews its certificate');
});

describe.each(['clears-omitted', 'keeps-omitted'] as const)(
  'where an update %s',
  (tenantUpdates) => {
    it('exchanges the certificate of its own and nothing else, and undoes it', async () => {
      bench.aws.settings.tenantUpdates = tenantUpdates;
      const own = await inVirginia(host);
      const { tenant, product, resource } = await open({ certificate: own });
      const before = bench.aws.snapshot();
      const fresh = await material();
      const edit = replaceEdit(resource, fresh);
      const receipt = await product.apply(edit, fresh, bench.call);
      await product.verify(receipt, bench.call);
      expect(tenant.held()).not.toBe(own);
      expect(bench.aws.snapshot()).toEqual(before);
      const count = bench.aws.writes().length;
      await product.rollback(await product.apply(edit, fresh, bench.call), bench.call);
      expect(bench.aws.writes()).toHaveLength(count);
      await product.rollback(receipt, bench.call);
      await product.rollback(receipt, bench.call);
      expect(tenant.held()).toBe(own);
      expect(bench.aws.snapshot()).toEqual(before);
    });

    it('gives it one of its own instead of the shared one, and takes it away again', async () => {
      bench.aws.settings.tenantUpdates = tenantUpdates;
      const { tenant, product, resource } = await open();
      const before = bench.aws.snapshot();
      const fresh = await material();
      const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
      await product.verify(receipt, bench.call);
      expect(tenant.held()).toBeDefined();
      await product.rollback(receipt, bench.call);
      expect(tenant.held()).toBeUndefined();
      expect(bench.aws.snapshot()).toEqual(before);
    });
  },
);

it('reads again when somebody else was faster', async () => {
  const { tenant, product, resource } = await open({ certificate: await inVirginia(host) });
  bench.aws.faults.add({
    operation: 'UpdateDistributionTenant',
    kind: 'meanwhile',
    times: 2,
    act: () => tenant.bumpEtag(),
  });
  const fresh = await material();
  const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
  await product.verify(receipt, bench.call);
  expect(bench.aws.writes().filter(({ service }) => service === 'cloudfront')).toHaveLength(3);
});

it('is not changed under a plan that saw another certificate', async () => {
  const { tenant, product, resource } = await open({ certificate: await inVirginia(host) });
  tenant.changeCertificate(await bench.issue([host]));
  const fresh = await material();
  await expectFailure(
    product.apply(replaceEdit(resource, fresh), fresh, bench.call),
    'PLAN_STALE',
    /preview again/u,
  );
});

it('is not undone when somebody has set another since', async () => {
  const { tenant, product, resource } = await open({ certificate: await inVirginia(host) });
  const fresh = await material();
  const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
  tenant.changeCertificate(await bench.issue([host]));
  await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', /instead of/u);
  await expectFailure(product.rollback(receipt, bench.call), 'REFUSED', /left alone/u);
});

it('needs a certificate that covers all of its domains', async () => {
  const { product, resource } = await open({ domains: [host, 'two.example.com'] });
  const fresh = await material();
  await expectFailure(
    product.apply(attachEdit({ ...resource, bindings: [] }, fresh), fresh, bench.call),
    'PLAN_STALE',
    /also serves two\.example\.com/u,
  );
});

it('is left alone when it has a setting that an update would erase', () => {
  const tenant = (more: string) =>
    `<?xml version="1.0"?><DistributionTenant xmlns="urn:x"><Id>dt_1</Id><Customizations><WebAcl><Action>disable</Action></WebAcl>${more}</Customizations><Enabled>true</Enabled></DistributionTenant>`;
  expect(unknownTenantElement(tenant(''))).toBeUndefined();
  expect(unknownTenantElement(tenant('<FromTheFuture>1</FromTheFuture>'))).toBe('FromTheFuture');
});
