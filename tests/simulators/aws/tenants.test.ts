import {
  CloudFrontClient,
  GetDistributionTenantCommand,
  GetManagedCertificateDetailsCommand,
  ListDistributionTenantsByCustomizationCommand,
  ListDistributionTenantsCommand,
  UpdateDistributionTenantCommand,
} from '@aws-sdk/client-cloudfront';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

describe('distribution tenants of the simulated CloudFront', () => {
  let old: Issued;
  let renewed: Issued;
  let aws: Aws;
  let account: AccountHandle;
  let client: CloudFrontClient;

  beforeAll(async () => {
    const authority = await createIntermediate(await createRoot('Tenants root'), 'Tenants CA');
    const domains = ['www.example.com', '*.apps.example.com'];
    [old, renewed] = await Promise.all([
      issue(authority, { domains }),
      issue(authority, { domains }),
    ]);
  });
  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
    client = new CloudFrontClient(clientConfig(aws, account.accessKey(), 'us-east-1'));
  });
  afterEach(() => aws.close());

  function world() {
    const parent = account.addDistribution({ connectionMode: 'tenant-only' });
    const tenant = account.addTenant({
      distributionId: parent.id,
      name: 'customer',
      domains: ['www.example.com'],
      certificate: old,
      webAcl: { action: 'disable' },
      geo: { type: 'blacklist', locations: ['AQ'] },
      parameters: { tenantName: 'customer' },
    });
    return { parent, tenant };
  }

  it('lists them by POST, page by page, and by certificate', async () => {
    const { parent, tenant } = world();
    account.addTenant({ distributionId: parent.id, domains: ['b.apps.example.com'] });
    aws.settings.pageSizes.tenants = 1;
    const AssociationFilter = { DistributionId: parent.id };
    const first = await client.send(new ListDistributionTenantsCommand({ AssociationFilter }));
    expect(first.DistributionTenantList).toMatchObject([
      {
        Id: tenant.id,
        Domains: [{ Domain: 'www.example.com', Status: 'active' }],
        Customizations: { Certificate: { Arn: tenant.held() } },
        ETag: tenant.etag(),
      },
    ]);
    const second = await client.send(
      new ListDistributionTenantsCommand({ AssociationFilter, Marker: first.NextMarker }),
    );
    expect(second.DistributionTenantList).toHaveLength(1);
    expect(second.NextMarker).toBeUndefined();
    const using = await client.send(
      new ListDistributionTenantsByCustomizationCommand({ CertificateArn: tenant.held() }),
    );
    expect(using.DistributionTenantList?.map(({ Id }) => Id)).toEqual([tenant.id]);
    expect(aws.violations).toEqual([]);
  });

  it.each(['clears-omitted', 'keeps-omitted'] as const)(
    'switches the certificate of one, and %s members',
    async (mode) => {
      aws.settings.tenantUpdates = mode;
      const { parent, tenant } = world();
      const arn = account.region('us-east-1').importCertificate(renewed);
      const before = aws.snapshot();
      const read = await client.send(new GetDistributionTenantCommand({ Identifier: 'customer' }));
      const now = read.DistributionTenant;
      const whole = {
        Id: tenant.id,
        IfMatch: read.ETag,
        DistributionId: now?.DistributionId,
        Domains: [{ Domain: 'www.example.com' }],
        Customizations: { ...now?.Customizations, Certificate: { Arn: arn } },
        Parameters: now?.Parameters,
        ConnectionGroupId: now?.ConnectionGroupId,
        Enabled: now?.Enabled,
      };
      const updated = await client.send(new UpdateDistributionTenantCommand(whole));
      expect(updated.DistributionTenant?.Status).toBe('InProgress');
      expect(tenant.held()).toBe(arn);
      expect(aws.snapshot()).toEqual(before);
      expect(await servedLeaf(aws.edge?.port ?? 0, { servername: 'www.example.com' })).toBe(
        renewed.sha256,
      );
      const { Parameters: _, ...partial } = whole;
      await client.send(new UpdateDistributionTenantCommand({ ...partial, IfMatch: updated.ETag }));
      const changed = JSON.stringify(aws.snapshot()) !== JSON.stringify(before);
      expect(changed).toBe(mode === 'clears-omitted');
      await expect(client.send(new UpdateDistributionTenantCommand(whole))).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      expect(parent.held()).toBeUndefined();
    },
  );

  it('refuses domains that no certificate covers, and knows managed certificates', async () => {
    const { parent, tenant } = world();
    const sending = client.send(
      new UpdateDistributionTenantCommand({
        Id: tenant.id,
        IfMatch: tenant.etag(),
        DistributionId: parent.id,
        Domains: [{ Domain: 'other.example.org' }],
        Customizations: { Certificate: { Arn: tenant.held() } },
      }),
    );
    await expect(sending).rejects.toMatchObject({ name: 'InvalidArgument' });
    const managed = account.addTenant({
      distributionId: parent.id,
      domains: ['c.apps.example.com'],
      certificate: old,
      managedCertificate: true,
    });
    const details = await client.send(
      new GetManagedCertificateDetailsCommand({ Identifier: managed.id }),
    );
    expect(details.ManagedCertificateDetails?.CertificateArn).toBe(managed.held());
    await expect(
      client.send(new GetManagedCertificateDetailsCommand({ Identifier: tenant.id })),
    ).rejects.toMatchObject({ name: 'EntityNotFound' });
  });

  it('reads one by name, id and ARN', async () => {
    const { tenant } = world();
    for (const Identifier of ['customer', tenant.id, tenant.arn]) {
      const read = await client.send(new GetDistributionTenantCommand({ Identifier }));
      expect(read.DistributionTenant?.Id).toBe(tenant.id);
      expect(read.ETag).toBe(tenant.etag());
    }
  });

  it('hands the certificate over to CloudFront when a managed one is asked for', async () => {
    const { parent, tenant } = world();
    const before = aws.snapshot();
    await client.send(
      new UpdateDistributionTenantCommand({
        Id: tenant.id,
        IfMatch: tenant.etag(),
        DistributionId: parent.id,
        Domains: [{ Domain: 'www.example.com' }],
        Customizations: { Certificate: { Arn: tenant.held() } },
        ManagedCertificateRequest: { ValidationTokenHost: 'cloudfront' },
      }),
    );
    expect(aws.snapshot()).not.toEqual(before);
  });
});
