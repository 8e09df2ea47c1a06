import type { CdnBinding, CdnDomain } from '../model.ts';
import type { Mishap } from '../operation.ts';
import type { EdgeEntry } from '../serving.ts';
import { localTime } from '../time.ts';
import type { World } from '../world.ts';

function structure(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The `Https` member as it is configured, without certificate and status. */
export function httpsOf({ config }: CdnDomain): Readonly<Record<string, unknown>> {
  return structure(config['Https']);
}

export function servesHttps(domain: CdnDomain): boolean {
  return httpsOf(domain)['Switch'] === 'on';
}

/** What the edge does with connections for this domain, from its configuration. */
export function cdnEntry(domain: CdnDomain): EdgeEntry {
  return {
    domain: domain.domain,
    identity: servesHttps(domain) ? domain.binding?.identity : undefined,
    // "off：关闭，拦截https请求": HTTPS is blocked whatever certificate is there.
    blocked: structure(domain.config['HttpsBilling'])['Switch'] === 'off',
    demandsClientCertificate: httpsOf(domain)['VerifyClient'] === 'on',
  };
}

/** Ends a deployment whose time has come. */
export function settleCdn(domain: CdnDomain, now: number): void {
  const { pending } = domain;
  if (pending === undefined || pending.until > now) return;
  domain.pending = undefined;
  domain.message = pending.failure ?? '';
  const settled = servesHttps(domain) ? 'deployed' : 'closed';
  domain.sslStatus = pending.failure === undefined ? settled : 'failed';
}

/** After each accepted change: the domain is `processing`, and then the edge has it or not. */
export function deploy(world: World, domain: CdnDomain, mishap: Mishap | undefined): void {
  const now = world.now();
  const { cdnDeployMs } = world.settings;
  const until = mishap?.kind === 'hangs' ? Infinity : now + cdnDeployMs;
  const failure = mishap?.kind === 'fails' ? mishap.message : undefined;
  domain.pending = { until, failure };
  domain.updatedAt = now;
  domain.sslStatus = 'deploying';
  const arrives = mishap === undefined || (mishap.kind === 'fails' && mishap.applied);
  if (arrives) domain.serving.announceIn(cdnEntry(domain), cdnDeployMs);
}

function certInfo(world: World, binding: CdnBinding, message: string): object {
  const { certificate, facts } = binding;
  const pasted = certificate === undefined;
  const showsKey = pasted && world.settings.cdnReads === 'with-pasted-keys';
  return {
    CertId: certificate?.id ?? '',
    CertName: binding.name,
    Certificate: pasted ? binding.pem : '',
    PrivateKey: showsKey ? binding.key : '',
    ExpireTime: localTime(facts.notAfter),
    DeployTime: localTime(binding.deployedAt),
    Message: message,
    From: pasted ? 'cdn' : 'upload',
  };
}

export function httpsView(world: World, domain: CdnDomain): object {
  const { binding } = domain;
  const held = servesHttps(domain) ? binding : undefined;
  return {
    ...httpsOf(domain),
    CertInfo: held === undefined ? null : certInfo(world, held, domain.message),
    SslStatus: domain.sslStatus,
  };
}

/** Members of DetailDomain and BriefDomain that both have. */
export function currentState(domain: CdnDomain): Record<string, unknown> {
  const { account, config } = domain;
  return {
    ResourceId: domain.id,
    AppId: account.appId,
    Domain: domain.domain,
    Cname: `${domain.domain}.cdn.dnsv1.com`,
    Status: domain.pending === undefined ? domain.status : 'processing',
    ProjectId: config['ProjectId'],
    ServiceType: config['ServiceType'],
    CreateTime: localTime(domain.createdAt),
    UpdateTime: localTime(domain.updatedAt),
    Origin: config['Origin'],
    Disable: domain.disable,
    Area: config['Area'],
    Readonly: domain.readonly,
    ParentHost: domain.parentHost,
  };
}

export function currentDetail(world: World, domain: CdnDomain): object {
  return { ...domain.config, ...currentState(domain), Https: httpsView(world, domain) };
}

function currentBrief(domain: CdnDomain): object {
  return { ...currentState(domain), Product: domain.product };
}

/** For a while reads go on showing what is true now. */
export function holdReads(world: World, domain: CdnDomain): void {
  const { cdnReadLagMs } = world.settings;
  if (cdnReadLagMs <= 0) return;
  domain.stale = {
    until: world.now() + cdnReadLagMs,
    detail: currentDetail(world, domain),
    brief: currentBrief(domain),
  };
}

function staleView({ stale }: CdnDomain, now: number): CdnDomain['stale'] {
  return stale !== undefined && stale.until > now ? stale : undefined;
}

/** A domain as DescribeDomainsConfig and DescribeDomains show it. */
export function detailView(world: World, domain: CdnDomain): object {
  return staleView(domain, world.now())?.detail ?? currentDetail(world, domain);
}

export function briefView(world: World, domain: CdnDomain): object {
  return staleView(domain, world.now())?.brief ?? currentBrief(domain);
}
