import type { Distribution } from '../model.ts';
import { child, escapeXml, parseXml, textAt, type XmlElement } from '../xml.ts';

export const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** What a ViewerCertificate element says. */
export interface Viewer {
  readonly usesDefault: boolean;
  readonly acmArn: string | undefined;
  readonly iamId: string | undefined;
  readonly support: string | undefined;
  readonly minimum: string | undefined;
  /** The deprecated pair, echoed by every read. */
  readonly legacy: {
    readonly certificate: string | undefined;
    readonly source: string | undefined;
  };
}

/** A DistributionConfig as far as CloudFront's own rules look into it. */
export interface Config {
  readonly source: string;
  readonly root: XmlElement;
  readonly callerReference: string;
  readonly aliases: readonly string[];
  readonly enabled: boolean;
  readonly staging: boolean;
  readonly policyId: string;
  readonly mode: string;
  readonly viewer: Viewer;
}

function readViewer(element: XmlElement | undefined): Viewer {
  return {
    usesDefault: textAt(element, 'CloudFrontDefaultCertificate') === 'true',
    acmArn: textAt(element, 'ACMCertificateArn') || undefined,
    iamId: textAt(element, 'IAMCertificateId') || undefined,
    support: textAt(element, 'SSLSupportMethod'),
    minimum: textAt(element, 'MinimumProtocolVersion'),
    legacy: {
      certificate: textAt(element, 'Certificate') || undefined,
      source: textAt(element, 'CertificateSource'),
    },
  };
}

export function readConfig(source: string): Config {
  const root = parseXml(source);
  const aliases = child(child(root, 'Aliases'), 'Items');
  return {
    source,
    root,
    callerReference: textAt(root, 'CallerReference') ?? '',
    aliases: (aliases?.children ?? []).map(({ text }) => text.toLowerCase()),
    enabled: textAt(root, 'Enabled') === 'true',
    staging: textAt(root, 'Staging') === 'true',
    policyId: textAt(root, 'ContinuousDeploymentPolicyId') ?? '',
    mode: textAt(root, 'ConnectionMode') ?? 'direct',
    viewer: readViewer(child(root, 'ViewerCertificate')),
  };
}

const parsed = new WeakMap<Distribution, Config>();

export function configOf(distribution: Distribution): Config {
  let config = parsed.get(distribution);
  if (config?.source !== distribution.config) {
    config = readConfig(distribution.config);
    parsed.set(distribution, config);
  }
  return config;
}

/** As reads show it: the reference, and the deprecated pair that repeats it. */
function viewerXml({ acmArn, iamId, support, minimum }: Viewer): string {
  const reference = acmArn ?? iamId;
  if (reference === undefined) {
    return (
      '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate>' +
      '<SSLSupportMethod>vip</SSLSupportMethod><MinimumProtocolVersion>TLSv1</MinimumProtocolVersion>' +
      '<CertificateSource>cloudfront</CertificateSource></ViewerCertificate>'
    );
  }
  const name = acmArn === undefined ? 'IAMCertificateId' : 'ACMCertificateArn';
  return (
    '<ViewerCertificate><CloudFrontDefaultCertificate>false</CloudFrontDefaultCertificate>' +
    `<${name}>${escapeXml(reference)}</${name}>` +
    `<SSLSupportMethod>${support ?? ''}</SSLSupportMethod>` +
    `<MinimumProtocolVersion>${minimum ?? ''}</MinimumProtocolVersion>` +
    `<Certificate>${escapeXml(reference)}</Certificate>` +
    `<CertificateSource>${acmArn === undefined ? 'iam' : 'acm'}</CertificateSource></ViewerCertificate>`
  );
}

/** The stored element with its ViewerCertificate as reads show it; every other byte as it was sent. */
function shownConfig({ source, root, viewer }: Config): string {
  const element = child(root, 'ViewerCertificate');
  const start = element?.start ?? root.innerEnd;
  const end = element?.end ?? root.innerEnd;
  return source.slice(root.start, start) + viewerXml(viewer) + source.slice(end, root.end);
}

export function configXml(distribution: Distribution): string {
  return `<?xml version="1.0"?>\n${shownConfig(configOf(distribution))}`;
}

function statusOf(distribution: Distribution, now: number): string {
  return distribution.deployedAt > now ? 'InProgress' : 'Deployed';
}

function icpXml({ icp }: Distribution, aliases: readonly string[]): string {
  if (icp === undefined || aliases.length === 0) return '';
  const records = aliases.map(
    (alias) =>
      `<AliasICPRecordal><CNAME>${escapeXml(alias)}</CNAME><ICPRecordalStatus>${icp}</ICPRecordalStatus></AliasICPRecordal>`,
  );
  return `<AliasICPRecordals>${records.join('')}</AliasICPRecordals>`;
}

export function distributionXml(distribution: Distribution, now: number): string {
  const config = configOf(distribution);
  const shown = shownConfig(config);
  return (
    `<?xml version="1.0"?>\n<Distribution xmlns="${namespace}"><Id>${distribution.id}</Id>` +
    `<ARN>${distribution.arn}</ARN><Status>${statusOf(distribution, now)}</Status>` +
    `<LastModifiedTime>${new Date(distribution.lastModified).toISOString()}</LastModifiedTime>` +
    '<InProgressInvalidationBatches>0</InProgressInvalidationBatches>' +
    `<DomainName>${distribution.domainName}</DomainName>` +
    '<ActiveTrustedSigners><Enabled>false</Enabled><Quantity>0</Quantity></ActiveTrustedSigners>' +
    `${shown}${icpXml(distribution, config.aliases)}</Distribution>`
  );
}

const summaryMembers = [
  'Aliases',
  'Origins',
  'OriginGroups',
  'DefaultCacheBehavior',
  'CacheBehaviors',
  'CustomErrorResponses',
  'Comment',
  'PriceClass',
  'Enabled',
  'Restrictions',
  'WebACLId',
  'HttpVersion',
  'IsIPV6Enabled',
  'Staging',
  'ConnectionMode',
  'ViewerMtlsConfig',
];

export function summaryXml(distribution: Distribution, now: number): string {
  const config = configOf(distribution);
  const members = config.root.children
    .filter(({ name }) => summaryMembers.includes(name))
    .map(({ start, end }) => config.source.slice(start, end));
  return (
    `<DistributionSummary><Id>${distribution.id}</Id><ARN>${distribution.arn}</ARN>` +
    `<ETag>${distribution.etag}</ETag><Status>${statusOf(distribution, now)}</Status>` +
    `<LastModifiedTime>${new Date(distribution.lastModified).toISOString()}</LastModifiedTime>` +
    `<DomainName>${distribution.domainName}</DomainName>${members.join('')}` +
    `${viewerXml(config.viewer)}${icpXml(distribution, config.aliases)}</DistributionSummary>`
  );
}
