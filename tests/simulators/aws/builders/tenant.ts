import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { newEtag } from '../cloudfront/operation.ts';
import { tenantEntry, touchTenant } from '../cloudfront/tenants.ts';
import { ids } from '../ids.ts';
import type { Account, Tenant } from '../model.ts';
import type { World } from '../world.ts';
import { type CertificateRef, resolveCertificate } from './certificates.ts';

export interface TenantSpec {
  readonly distributionId: string;
  readonly domains: readonly string[];
  readonly name?: string;
  /** None: the shared certificate of the distribution. */
  readonly certificate?: CertificateRef;
  /** CloudFront renews its certificate by itself. */
  readonly managedCertificate?: boolean;
  readonly webAcl?: { readonly action: 'override' | 'disable'; readonly arn?: string };
  readonly geo?: { readonly type: string; readonly locations: readonly string[] };
  readonly parameters?: Readonly<Record<string, string>>;
  readonly connectionGroupId?: string;
  readonly enabled?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface TenantHandle {
  readonly id: string;
  readonly arn: string;
  /** ARN of its own certificate at this moment. */
  held(): string | undefined;
  etag(): string;
  bumpEtag(): void;
  /** What somebody else does: another certificate, everything else as it is. */
  changeCertificate(to: CertificateRef): void;
  readonly endpoint: EndpointFaults;
}

export function addTenant(world: World, account: Account, spec: TenantSpec): TenantHandle {
  const region = world.regionOf(account, 'us-east-1');
  const resolve = (ref: CertificateRef) => resolveCertificate(world, region, ref);
  const id = ids.tenant();
  const now = world.now();
  const tenant: Tenant = {
    id,
    arn: `arn:${account.partition}:cloudfront::${account.id}:distribution-tenant/${id}`,
    name: spec.name ?? `tenant-${account.tenants.size + 1}`,
    account,
    distributionId: spec.distributionId,
    domains: spec.domains,
    certificate: spec.certificate === undefined ? undefined : resolve(spec.certificate),
    managedCertificate: spec.managedCertificate ?? false,
    webAcl:
      spec.webAcl === undefined ? undefined : { action: spec.webAcl.action, arn: spec.webAcl.arn },
    geo: spec.geo,
    parameters: Object.entries(spec.parameters ?? {}).map(([name, value]) => ({ name, value })),
    connectionGroupId: spec.connectionGroupId ?? 'cg_2whCJoXMYCjHcxaLGrkllvyABC1',
    enabled: spec.enabled ?? true,
    createdAt: now,
    tags: new Map(Object.entries(spec.tags ?? {})),
    etag: newEtag(),
    lastModified: now,
    deployedAt: now,
    serving: world.serve({ aliases: [], identity: undefined }),
  };
  account.tenants.set(id, tenant);
  tenant.serving = world.serve(tenantEntry(tenant));
  world.associate(tenant.arn, [tenant.certificate], 'settled');
  return {
    id,
    arn: tenant.arn,
    held: () => tenant.certificate?.arn,
    etag: () => tenant.etag,
    bumpEtag() {
      tenant.etag = newEtag();
    },
    changeCertificate(to) {
      tenant.certificate = resolve(to);
      touchTenant(world, tenant);
    },
    endpoint: endpointFaults(tenant.serving, (identity) => ({ aliases: tenant.domains, identity })),
  };
}
