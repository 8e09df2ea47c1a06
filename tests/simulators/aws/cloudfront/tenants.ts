import { z } from 'zod';

import { nameCovers } from '../../tls/identity.ts';
import { AwsError } from '../errors.ts';
import type { Account, EdgeEntry, StoredCertificate, Tenant } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import type { World } from '../world.ts';
import { child, textAt } from '../xml.ts';
import { configOf, namespace } from './config.ts';
import { arnOf, checkIfMatch, cloudfront, newEtag, pageById } from './operation.ts';
import { readTenantUpdate, requestRoot, tenantSummaryXml, tenantXml } from './tenant-xml.ts';
import { findViewerCertificate } from './viewer.ts';

function find(account: Account, identifier: string): Tenant {
  const found = [...account.tenants.values()].find(
    ({ id, name, arn }) => id === identifier || name === identifier || arn === identifier,
  );
  if (found === undefined) {
    throw new AwsError('EntityNotFound', 'The entity was not found.', 404);
  }
  return found;
}

/** The shared certificate of the distribution that a tenant belongs to. */
function sharedCertificate(
  account: Account,
  distributionId: string,
): StoredCertificate | undefined {
  return account.distributions.get(distributionId)?.certificate;
}

/** Where both cover a domain, the tenant's own certificate is served. */
export function tenantEntry(tenant: Tenant): EdgeEntry {
  const certificate =
    tenant.certificate ?? sharedCertificate(tenant.account, tenant.distributionId);
  return { aliases: tenant.enabled ? tenant.domains : [], identity: certificate?.identity };
}

export function touchTenant(world: World, tenant: Tenant): void {
  const now = world.now();
  tenant.etag = newEtag();
  tenant.lastModified = now;
  tenant.deployedAt = now + world.settings.deployMs;
  tenant.serving.announce(tenantEntry(tenant));
  world.associate(tenant.arn, [tenant.certificate]);
}

function listXml(
  root: string,
  all: readonly Tenant[],
  request: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  { world, now }: Context,
) {
  const page = pageById(all, request, world.settings.pageSizes.tenants ?? 100);
  const summaries = page.items.map((tenant) => tenantSummaryXml(tenant, now)).join('');
  return {
    xml:
      `<?xml version="1.0"?>\n<${root} xmlns="${namespace}">` +
      (page.next === undefined ? '' : `<NextMarker>${page.next}</NextMarker>`) +
      `<DistributionTenantList>${summaries}</DistributionTenantList></${root}>`,
  };
}

function pageOf(root: ReturnType<typeof requestRoot>) {
  const max = textAt(root, 'MaxItems');
  return { Marker: textAt(root, 'Marker'), MaxItems: max === undefined ? undefined : Number(max) };
}

const body = z.strictObject({ Body: z.string().min(1) });

const list = cloudfront({
  name: 'ListDistributionTenants',
  input: body,
  run({ Body }, context) {
    const members = ['AssociationFilter', 'Marker', 'MaxItems'];
    const root = requestRoot(Body, 'ListDistributionTenantsRequest', members);
    const filter = child(root, 'AssociationFilter');
    const distribution = textAt(filter, 'DistributionId');
    const group = textAt(filter, 'ConnectionGroupId');
    const all = [...context.account.tenants.values()].filter(
      (tenant) =>
        (distribution === undefined || tenant.distributionId === distribution) &&
        (group === undefined || tenant.connectionGroupId === group),
    );
    return listXml('ListDistributionTenantsResult', all, pageOf(root), context);
  },
});

const listByCustomization = cloudfront({
  name: 'ListDistributionTenantsByCustomization',
  input: body,
  run({ Body }, context) {
    const members = ['WebACLArn', 'CertificateArn', 'Marker', 'MaxItems'];
    const root = requestRoot(Body, 'ListDistributionTenantsByCustomizationRequest', members);
    const certificate = textAt(root, 'CertificateArn');
    const webAcl = textAt(root, 'WebACLArn');
    if ((certificate === undefined) === (webAcl === undefined)) {
      throw new AwsError('InvalidArgument', 'Specify exactly one of CertificateArn and WebACLArn.');
    }
    const all = [...context.account.tenants.values()].filter((tenant) =>
      certificate === undefined
        ? tenant.webAcl?.arn === webAcl
        : tenant.certificate?.arn === certificate,
    );
    return listXml('ListDistributionTenantsByCustomizationResult', all, pageOf(root), context);
  },
});

const getTenant = cloudfront({
  name: 'GetDistributionTenant',
  input: z.strictObject({ Identifier: z.string() }),
  resource: ({ Identifier }, context) => arnOf(context, 'distribution-tenant', Identifier),
  run({ Identifier }, { account, now }) {
    const tenant = find(account, Identifier);
    return { xml: tenantXml(tenant, now), etag: tenant.etag };
  },
});

const getByDomain = cloudfront({
  name: 'GetDistributionTenantByDomain',
  input: z.strictObject({ domain: z.string() }),
  run({ domain }, { account, now }) {
    const tenant = [...account.tenants.values()].find(({ domains }) => domains.includes(domain));
    if (tenant === undefined)
      throw new AwsError('EntityNotFound', 'The entity was not found.', 404);
    return { xml: tenantXml(tenant, now), etag: tenant.etag };
  },
});

const managedDetails = cloudfront({
  name: 'GetManagedCertificateDetails',
  input: z.strictObject({ Identifier: z.string() }),
  run({ Identifier }, { account }) {
    const tenant = find(account, Identifier);
    if (!tenant.managedCertificate) {
      throw new AwsError('EntityNotFound', 'The entity was not found.', 404);
    }
    return {
      xml:
        `<?xml version="1.0"?>\n<ManagedCertificateDetails xmlns="${namespace}">` +
        `<CertificateArn>${tenant.certificate?.arn ?? ''}</CertificateArn>` +
        '<CertificateStatus>issued</CertificateStatus><ValidationTokenHost>cloudfront</ValidationTokenHost>' +
        '</ManagedCertificateDetails>',
    };
  },
});

function checkDomains(tenant: Tenant, domains: readonly string[], world: World): void {
  if (domains.length === 0 || domains.length > 5) {
    throw new AwsError('InvalidArgument', 'A tenant has between 1 and 5 domains.');
  }
  for (const account of world.accounts.values()) {
    const elsewhere = [...account.tenants.values()]
      .filter(({ id }) => id !== tenant.id)
      .flatMap((other) => other.domains);
    const aliases = [...account.distributions.values()].flatMap((one) => configOf(one).aliases);
    const taken = [...elsewhere, ...aliases].find((name) => domains.includes(name));
    if (taken !== undefined) {
      throw new AwsError('CNAMEAlreadyExists', `The CNAME ${taken} is already in use.`, 409);
    }
  }
}

function checkCover(
  domains: readonly string[],
  certificates: readonly (StoredCertificate | undefined)[],
): void {
  const names = certificates.flatMap((certificate) => certificate?.facts.names ?? []);
  const uncovered = domains.find((domain) => !names.some((name) => nameCovers(name, domain)));
  if (uncovered !== undefined) {
    throw new AwsError('InvalidArgument', `No certificate covers the domain ${uncovered}.`);
  }
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistributionTenant.html */
const update = cloudfront({
  name: 'UpdateDistributionTenant',
  writes: true,
  input: z.strictObject({
    Id: z.string(),
    IfMatch: z.string().optional(),
    Body: z.string().min(1),
  }),
  resource: ({ Id }, context) => arnOf(context, 'distribution-tenant', Id),
  run({ Id, IfMatch, Body }, { account, world, now }) {
    const tenant = find(account, Id);
    checkIfMatch(IfMatch, tenant.etag);
    const sent = readTenantUpdate(Body);
    const keeps = world.settings.tenantUpdates === 'keeps-omitted';
    const distributionId = sent.distributionId ?? (keeps ? tenant.distributionId : '');
    if (!account.distributions.has(distributionId)) {
      throw new AwsError('InvalidAssociation', 'The specified association is not valid.', 409);
    }
    const domains = sent.domains ?? (keeps ? tenant.domains : []);
    checkDomains(tenant, domains, world);
    const { customizations } = sent;
    const certificate =
      customizations === undefined && keeps
        ? tenant.certificate
        : findViewerCertificate(world, account, {
            acmArn: customizations?.certificateArn,
            iamId: undefined,
          });
    checkCover(domains, [certificate, sharedCertificate(account, distributionId)]);
    tenant.distributionId = distributionId;
    tenant.domains = domains;
    tenant.certificate = certificate;
    if (customizations !== undefined || !keeps) {
      tenant.webAcl = customizations?.webAcl;
      tenant.geo = customizations?.geo;
    }
    tenant.parameters = sent.parameters ?? (keeps ? tenant.parameters : []);
    tenant.connectionGroupId =
      sent.connectionGroupId ?? (keeps ? tenant.connectionGroupId : undefined);
    if (sent.asksForManaged) tenant.managedCertificate = true;
    tenant.enabled = sent.enabled ?? (keeps ? tenant.enabled : true);
    touchTenant(world, tenant);
    return { xml: tenantXml(tenant, now), etag: tenant.etag };
  },
});

export const tenantOperations: readonly Operation[] = [
  list,
  listByCustomization,
  getTenant,
  getByDomain,
  managedDetails,
  update,
];
