import { pMapIterable } from 'p-map';
import { z } from 'zod';

import type { Binding, Finding, Receipt, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, notice, unlessGone, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import { readState } from '../receipt.ts';
import { createDistribution } from './distribution.ts';
import type { Distributions } from './distributions.ts';
import { keyAlgorithmsOf, refuseKeyType } from './key-types.ts';
import type { Login } from './login.ts';
import { iamFindings } from './places.ts';
import type { DistributionSummary, TenantSummary } from './schema.ts';
import { boundFacts } from './stores.ts';
import type { Stores } from './stores.ts';
import { createTenant } from './tenant.ts';

const target = 'aws/cloudfront';
/** Resources whose certificates are read at the same time. */
const reading = 16;

const Kind = z.looseObject({ kind: z.enum(['distribution', 'tenant']) });

/** What a multi-tenant distribution hands down to its tenants. */
interface Template {
  readonly ref: string | undefined;
  readonly domainName: string;
}

function refOf({ ViewerCertificate: viewer }: DistributionSummary): string | undefined {
  return viewer?.ACMCertificateArn ?? viewer?.IAMCertificateId;
}

function blockedBy(
  summary: DistributionSummary,
  aliases: { readonly domains: readonly unknown[]; readonly others: readonly string[] },
): string | null {
  if (summary.ConnectionMode === 'tenant-only') {
    return 'a template for distribution tenants, which are listed by themselves';
  }
  if (summary.Staging === true) {
    return 'a staging distribution: it follows the certificate of its primary distribution';
  }
  if (aliases.others.length > 0) return `its alias ${aliases.others[0] ?? ''} is not a domain name`;
  if (aliases.domains.length === 0) {
    return 'no alias: it is served as *.cloudfront.net only, with the certificate of CloudFront';
  }
  return null;
}

function findingsOf(summary: DistributionSummary, label: string): Finding[] {
  const { Enabled, ViewerCertificate, AliasICPRecordals } = summary;
  const findings: Finding[] = [];
  if (!Enabled) findings.push(notice('disabled', label, 'the distribution is disabled'));
  if (ViewerCertificate?.SSLSupportMethod === 'vip') {
    findings.push(
      warning(
        'dedicated-ip',
        label,
        'dedicated IP addresses: old and new certificate each take one of two slots of the account, and cost extra while both exist',
      ),
    );
  }
  for (const { CNAME, ICPRecordalStatus: status } of AliasICPRecordals ?? []) {
    if (status === undefined || status === 'APPROVED') continue;
    const message = `the ICP filing of ${CNAME ?? 'an alias'} is ${status.toLowerCase()}`;
    findings.push(warning('not-icp-filed', label, message));
  }
  return findings;
}

export function createCloudFront(
  login: Login,
  { stores, distributions }: { readonly stores: Stores; readonly distributions: Distributions },
): Product {
  const { globalRegion: region, cloudFront } = login.partition;
  const store = cloudFront === 'iam' ? 'iam' : 'acm';
  const certificates = store === 'iam' ? stores.iam('cloudfront') : stores.acm(region);
  const parts = { distributions, certificates, store, clock: login.clock } as const;
  const distribution = createDistribution(parts);
  const tenant = createTenant(parts);
  const distributionId = (id: string) => `${target}:${login.name}/${id}`;
  const tenantId = (id: string) => `${target}:${login.name}/tenant/${id}`;

  async function bindings(ref: string | undefined, call: Call): Promise<Binding[]> {
    if (ref === undefined) return [];
    const facts = await boundFacts(stores, { ref, region, use: 'cloudfront' }, call);
    return [{ slot: 'default', ref, facts }];
  }

  const common = {
    account: login.name,
    target,
    region: null,
    slots: 'one',
    reach: 'public',
  } as const;

  async function distributionResource(
    summary: DistributionSummary,
    { underTest, shared }: { readonly underTest: boolean; readonly shared: readonly Finding[] },
    call: Call,
  ): Promise<Resource> {
    const aliases = domainsAmong(summary.Aliases?.Items ?? []);
    let blocked = blockedBy(summary, aliases);
    // The list does not say so; only an account with staging distributions can have such a policy.
    if (blocked === null && underTest) {
      const config = await distributions.config(summary.Id, call);
      if (config.continuousDeployment) {
        blocked =
          'a continuous deployment policy is attached, under which CloudFront does not let the certificate change; detach it first';
      }
    }
    const label = aliases.domains[0] ?? summary.DomainName;
    return {
      ...common,
      id: distributionId(summary.Id),
      name: summary.Id,
      label,
      domains: aliases.domains,
      bindings: await bindings(refOf(summary), call),
      endpoints: [endpointOf(summary.DomainName, 443)],
      blocked,
      findings: [...findingsOf(summary, label), ...shared],
      lock: summary.ARN,
    };
  }

  async function tenantResource(
    summary: TenantSummary,
    template: Template | undefined,
    call: Call,
  ): Promise<Resource> {
    const { Id, Name, Enabled, Customizations } = summary;
    const own = Customizations?.Certificate?.Arn;
    const { domains, others } = domainsAmong(summary.Domains.map(({ Domain }) => Domain));
    const managed = own === undefined ? null : await certificates.managedBy(own, call);
    let blocked: string | null = null;
    if (others.length > 0) blocked = `its domain ${others[0] ?? ''} is not a domain name`;
    else if (domains.length === 0) blocked = 'the tenant has no domain';
    else if (managed !== null) blocked = `${managed} manages and renews its certificate`;
    return {
      ...common,
      id: tenantId(Id),
      name: Id,
      label: Name,
      domains,
      bindings: await bindings(own ?? template?.ref, call),
      endpoints: template === undefined ? [] : [endpointOf(template.domainName, 443)],
      blocked,
      findings: Enabled === false ? [notice('disabled', Name, 'the tenant is disabled')] : [],
      lock: tenantId(Id),
    };
  }

  const kindOf = (receipt: Receipt) =>
    readState(Kind, receipt).kind === 'tenant' ? tenant : distribution;

  return {
    account: login.name,
    target,
    region: null,
    capabilities: {
      keyAlgorithms: keyAlgorithmsOf(target),
      settlesWithinMs: 300_000,
      // A change is in flight for minutes and costs a call now and then; the rate is kept below.
      concurrency: 20,
      undo: 'switch-back',
    },

    async *discover(call) {
      const found: DistributionSummary[] = [];
      const room = store === 'iam' ? stores.iamRoom(call) : undefined;
      for await (const summary of distributions.list(call)) found.push(summary);
      const shared = iamFindings(login.name, await room);
      const underTest = found.some(({ Staging }) => Staging === true);
      yield* pMapIterable(
        found,
        async (summary) =>
          await unlessGone(distributionResource(summary, { underTest, shared }, call)),
        { concurrency: reading },
      );
      const templates = new Map<string, Template>(
        found
          .filter(({ ConnectionMode }) => ConnectionMode === 'tenant-only')
          .map((summary) => [summary.Id, { ref: refOf(summary), domainName: summary.DomainName }]),
      );
      if (templates.size === 0) return;
      yield* pMapIterable(
        distributions.tenants(call),
        async (summary) =>
          await unlessGone(tenantResource(summary, templates.get(summary.DistributionId), call)),
        { concurrency: reading },
      );
    },

    refuse: refuseKeyType,

    async apply(edit, material, call) {
      const isTenant = edit.resource.id === tenantId(edit.resource.name);
      return await (isTenant ? tenant : distribution).apply(edit, material, call);
    },

    verify: async (receipt, call) => {
      await kindOf(receipt).verify(receipt, call);
    },

    rollback: async (receipt, call) => {
      await kindOf(receipt).rollback(receipt, call);
    },

    check: async (call) =>
      await (await import('./check-cloudfront.ts')).checkCloudFront(login, distributions, call),
  };
}
