import { nameCovers } from '../../tls/identity.ts';
import { AwsError } from '../errors.ts';
import type { Account, StoredCertificate } from '../model.ts';
import type { World } from '../world.ts';
import { type AcmKeyType, readCertificate } from '../x509.ts';
import type { Config, Viewer } from './config.ts';

const invalid = (message: string) => new AwsError('InvalidViewerCertificate', message);

const support = ['sni-only', 'vip', 'static-ip'];
const minimum = [
  'SSLv3',
  'TLSv1',
  'TLSv1_2016',
  'TLSv1.1_2016',
  'TLSv1.2_2018',
  'TLSv1.2_2019',
  'TLSv1.2_2021',
  'TLSv1.2_2025',
  'TLSv1.3_2025',
];
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
const keyTypes: readonly (AcmKeyType | undefined)[] = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
];

/** The members of a ViewerCertificate among themselves. */
export function checkViewer(viewer: Viewer, { partition }: Account): void {
  const { acmArn, iamId, usesDefault, legacy } = viewer;
  const reference = acmArn ?? iamId;
  if (acmArn !== undefined && iamId !== undefined) {
    throw invalid('Specify either ACMCertificateArn or IAMCertificateId, not both.');
  }
  if (reference === undefined) return;
  if (usesDefault) {
    throw invalid('CloudFrontDefaultCertificate must be false beside a certificate.');
  }
  // CloudFront in China takes certificates of IAM alone.
  // https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html
  if (acmArn !== undefined && partition === 'aws-cn') {
    throw invalid('ACM certificates are not supported here; use IAMCertificateId.');
  }
  if (viewer.support === undefined || !support.includes(viewer.support)) {
    throw invalid('SSLSupportMethod is required beside a certificate.');
  }
  if (viewer.minimum === undefined || !minimum.includes(viewer.minimum)) {
    throw invalid('MinimumProtocolVersion is required beside a certificate.');
  }
  if (viewer.support === 'sni-only' && viewer.minimum === 'SSLv3') {
    throw new AwsError('InvalidMinimumProtocolVersion', 'SSLv3 is not allowed with sni-only.');
  }
  if (legacy.certificate !== undefined && legacy.certificate !== reference) {
    const name = acmArn === undefined ? 'IAMCertificateId' : 'ACMCertificateArn';
    throw invalid(`${name} does not match the given Certificate field.`);
  }
  const source = acmArn === undefined ? 'iam' : 'acm';
  if (legacy.source !== undefined && legacy.source !== source) {
    throw invalid(`CertificateSource not equal to ${source}.`);
  }
}

const unusable =
  "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.";

/** Undefined: the default certificate. CloudFront reads ACM in us-east-1 only. */
export function findViewerCertificate(
  world: World,
  account: Account,
  { acmArn, iamId }: Pick<Viewer, 'acmArn' | 'iamId'>,
): StoredCertificate | undefined {
  if (acmArn !== undefined) {
    const found = world.findCertificate(account, 'us-east-1', acmArn);
    if (found?.store !== 'acm') throw invalid(unusable);
    return found;
  }
  if (iamId === undefined) return undefined;
  const found = account.serverCertificates.values().find(({ iam }) => iam?.id === iamId);
  const usable =
    found !== undefined &&
    found.visibleAt <= world.now() &&
    found.iam?.path.startsWith('/cloudfront/') === true;
  if (!usable) throw invalid(unusable);
  return found;
}

function isTrusted({ material, facts }: StoredCertificate, { settings }: World): boolean {
  const { trustedRoots } = settings;
  const top = readCertificate(material.chain.at(-1) ?? '');
  // A leaf without its chain is taken, and clients fail later.
  if (trustedRoots === undefined || top === undefined) return !facts.selfSigned;
  return trustedRoots.some((pem) => {
    const root = readCertificate(pem);
    return root !== undefined && top.checkIssued(root) && top.verify(root.publicKey);
  });
}

/**
 * Whether a certificate authorises the aliases; the checks in the order that AWS documents.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
export function authoriseAliases(
  certificate: StoredCertificate | undefined,
  { aliases }: Config,
  aliasesBefore: readonly string[],
  world: World,
): void {
  if (certificate === undefined) {
    if (aliases.length === 0) return;
    throw invalid(
      'To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.',
    );
  }
  const { material, facts } = certificate;
  if (material.chain.length + 1 > 5) {
    throw invalid('The certificate has too many certificates in the certificate chain.');
  }
  const now = world.now();
  const current = [material.leaf, ...material.chain].map(readCertificate).every((entry) => {
    if (entry === undefined) return false;
    return entry.validFromDate.getTime() <= now && entry.validToDate.getTime() > now;
  });
  if (!current) {
    throw invalid(
      "The certificate chain includes one or more certificates that aren't valid for the current date.",
    );
  }
  const adds = aliases.some((alias) => !aliasesBefore.includes(alias));
  // A self-signed certificate may stand for an alias that is there already.
  if (!isTrusted(certificate, world) && (adds || !facts.selfSigned)) {
    throw invalid("The certificate wasn't issued by a trusted Certificate Authority.");
  }
  if (!keyTypes.includes(facts.keyType)) {
    throw invalid("The certificate's key algorithm or size isn't supported.");
  }
  const names = facts.names.map((name) => name.toLowerCase());
  const uncovered = aliases.filter((alias) => !names.some((name) => nameCovers(name, alias)));
  if (uncovered.length > 0) {
    throw invalid(
      `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add: ${uncovered.join(', ')}`,
    );
  }
}
