import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { configOf, namespace } from '../cloudfront/config.ts';
import { edgeEntry, putConfig } from '../cloudfront/distributions.ts';
import { newEtag } from '../cloudfront/operation.ts';
import { ids } from '../ids.ts';
import type { Account, Distribution, StoredCertificate } from '../model.ts';
import type { World } from '../world.ts';
import { child, escapeXml } from '../xml.ts';
import { addIamCertificate, type CertificateRef, resolveCertificate } from './certificates.ts';

export interface DistributionSpec {
  readonly aliases?: readonly string[];
  /** ACM ARN, IAM certificate id, or PEMs to import. None: the default certificate. */
  readonly certificate?: CertificateRef;
  readonly supportMethod?: 'sni-only' | 'vip' | 'static-ip';
  readonly minimumProtocolVersion?: string;
  readonly enabled?: boolean;
  readonly staging?: boolean;
  readonly comment?: string;
  readonly continuousDeploymentPolicyId?: string;
  readonly connectionMode?: 'direct' | 'tenant-only';
  /** Put in front of the end of the config: elements that no SDK knows. */
  readonly extraXml?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly domainName?: string;
  readonly id?: string;
  /** China: what AliasICPRecordals says of every alias. */
  readonly icp?: 'APPROVED' | 'SUSPENDED' | 'PENDING';
}

export interface DistributionHandle {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  /** ACM ARN or IAM certificate id that the config holds at this moment. */
  held(): string | undefined;
  /** The stored DistributionConfig, byte for byte. */
  config(): string;
  etag(): string;
  /** What happens when something the distribution refers to changes: the ETag is another. */
  bumpEtag(): void;
  /** What somebody else does: another config, past all rules. */
  change(edit: (config: string) => string): void;
  /** What somebody else does: another certificate, everything else as it is. */
  changeCertificate(to: CertificateRef): void;
  readonly endpoint: EndpointFaults;
}

function viewerXml(spec: DistributionSpec, certificate: StoredCertificate | undefined): string {
  if (certificate === undefined) {
    return '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>';
  }
  const { iam, arn } = certificate;
  const reference =
    iam === undefined
      ? `<ACMCertificateArn>${arn}</ACMCertificateArn>`
      : `<IAMCertificateId>${iam.id}</IAMCertificateId>`;
  return (
    `<ViewerCertificate>${reference}` +
    `<SSLSupportMethod>${spec.supportMethod ?? 'sni-only'}</SSLSupportMethod>` +
    `<MinimumProtocolVersion>${spec.minimumProtocolVersion ?? 'TLSv1.2_2021'}</MinimumProtocolVersion></ViewerCertificate>`
  );
}

function configXml(spec: DistributionSpec, certificate: StoredCertificate | undefined): string {
  const aliases = spec.aliases ?? [];
  const items = aliases.map((alias) => `<CNAME>${escapeXml(alias)}</CNAME>`).join('');
  const methods =
    '<AllowedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items>' +
    '<CachedMethods><Quantity>2</Quantity><Items><Method>HEAD</Method><Method>GET</Method></Items></CachedMethods></AllowedMethods>';
  return (
    `<DistributionConfig xmlns="${namespace}"><CallerReference>${ids.uuid()}</CallerReference>` +
    `<Aliases><Quantity>${aliases.length}</Quantity>${items === '' ? '' : `<Items>${items}</Items>`}</Aliases>` +
    '<DefaultRootObject></DefaultRootObject><Origins><Quantity>1</Quantity><Items><Origin><Id>web</Id>' +
    '<DomainName>origin.example.net</DomainName><OriginPath></OriginPath><CustomHeaders><Quantity>1</Quantity><Items>' +
    '<OriginCustomHeader><HeaderName>x-note</HeaderName><HeaderValue>&lt;ViewerCertificate&gt; &amp; co</HeaderValue></OriginCustomHeader>' +
    '</Items></CustomHeaders><CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort>' +
    '<OriginProtocolPolicy>https-only</OriginProtocolPolicy></CustomOriginConfig>' +
    '<ConnectionAttempts>3</ConnectionAttempts><OriginAccessControlId></OriginAccessControlId></Origin></Items></Origins>' +
    '<OriginGroups><Quantity>0</Quantity></OriginGroups><DefaultCacheBehavior><TargetOriginId>web</TargetOriginId>' +
    `<ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy>${methods}<Compress>true</Compress>` +
    '<FunctionAssociations><Quantity>0</Quantity></FunctionAssociations></DefaultCacheBehavior>' +
    '<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors><CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses>' +
    `<Comment>${escapeXml(spec.comment ?? '')}</Comment>` +
    '<Logging><Enabled>false</Enabled><IncludeCookies>false</IncludeCookies><Bucket></Bucket><Prefix></Prefix></Logging>' +
    `<PriceClass>PriceClass_All</PriceClass><Enabled>${spec.enabled ?? true}</Enabled>` +
    viewerXml(spec, certificate) +
    '<Restrictions><GeoRestriction><RestrictionType>none</RestrictionType><Quantity>0</Quantity></GeoRestriction></Restrictions>' +
    '<WebACLId></WebACLId><HttpVersion>http2</HttpVersion><IsIPV6Enabled>true</IsIPV6Enabled>' +
    `<ContinuousDeploymentPolicyId>${spec.continuousDeploymentPolicyId ?? ''}</ContinuousDeploymentPolicyId>` +
    `<Staging>${spec.staging ?? false}</Staging>` +
    `<ConnectionMode>${spec.connectionMode ?? 'direct'}</ConnectionMode>${spec.extraXml ?? ''}</DistributionConfig>`
  );
}

function withViewer(config: string, distribution: Distribution, viewer: string): string {
  const element = child(configOf(distribution).root, 'ViewerCertificate');
  if (element === undefined) throw new Error('the config has no ViewerCertificate');
  return config.slice(0, element.start) + viewer + config.slice(element.end);
}

export function addDistribution(
  world: World,
  account: Account,
  spec: DistributionSpec,
): DistributionHandle {
  // ACM certificates for CloudFront live in us-east-1.
  const region = world.regionOf(account, 'us-east-1');
  // In China they live in IAM.
  const resolve = (ref: CertificateRef) =>
    account.partition === 'aws-cn' && typeof ref !== 'string'
      ? addIamCertificate(world, account, ref)
      : resolveCertificate(world, region, ref);
  const certificate = spec.certificate === undefined ? undefined : resolve(spec.certificate);
  const id = spec.id ?? ids.distribution();
  const now = world.now();
  const suffix = account.partition === 'aws-cn' ? 'cloudfront.cn' : 'cloudfront.net';
  const distribution: Distribution = {
    id,
    arn: `arn:${account.partition}:cloudfront::${account.id}:distribution/${id}`,
    domainName: spec.domainName ?? `${ids.edgeName()}.${suffix}`,
    account,
    tags: new Map(Object.entries(spec.tags ?? {})),
    config: configXml(spec, certificate),
    etag: newEtag(),
    lastModified: now,
    deployedAt: now,
    certificate,
    icp: spec.icp,
    serving: world.serve({ aliases: [], identity: undefined }),
  };
  account.distributions.set(id, distribution);
  distribution.serving = world.serve(edgeEntry(distribution));
  world.associate(distribution.arn, [certificate], 'settled');
  return {
    id,
    arn: distribution.arn,
    domainName: distribution.domainName,
    held() {
      const { viewer } = configOf(distribution);
      return viewer.acmArn ?? viewer.iamId;
    },
    config: () => distribution.config,
    etag: () => distribution.etag,
    bumpEtag() {
      distribution.etag = newEtag();
    },
    change(edit) {
      putConfig(world, distribution, edit(distribution.config), distribution.certificate);
    },
    changeCertificate(to) {
      const next = resolve(to);
      const config = withViewer(distribution.config, distribution, viewerXml(spec, next));
      putConfig(world, distribution, config, next);
    },
    endpoint: endpointFaults(distribution.serving, (identity) => ({
      aliases: configOf(distribution).aliases,
      identity,
    })),
  };
}
