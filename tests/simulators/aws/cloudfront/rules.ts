import { AwsError, Malformed } from '../errors.ts';
import type { Distribution } from '../model.ts';
import type { World } from '../world.ts';
import { child, type XmlElement, XmlSyntaxError } from '../xml.ts';
import { type Config, configOf, namespace, readConfig } from './config.ts';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
const known = new Set([
  'CallerReference',
  'Aliases',
  'DefaultRootObject',
  'Origins',
  'OriginGroups',
  'DefaultCacheBehavior',
  'CacheBehaviors',
  'CustomErrorResponses',
  'Comment',
  'Logging',
  'PriceClass',
  'Enabled',
  'ViewerCertificate',
  'Restrictions',
  'WebACLId',
  'HttpVersion',
  'IsIPV6Enabled',
  'ContinuousDeploymentPolicyId',
  'Staging',
  'AnycastIpListId',
  'TenantConfig',
  'ConnectionMode',
  'ViewerMtlsConfig',
  'ConnectionFunctionAssociation',
  'CacheTagConfig',
]);
const viewerMembers = new Set([
  'CloudFrontDefaultCertificate',
  'IAMCertificateId',
  'ACMCertificateArn',
  'SSLSupportMethod',
  'MinimumProtocolVersion',
  'Certificate',
  'CertificateSource',
]);
const required = ['CallerReference', 'Origins', 'DefaultCacheBehavior', 'Comment', 'Enabled'];
/** What may change while a continuous-deployment policy is attached. */
const changeableUnderPolicy = new Set([
  'CacheBehaviors',
  'DefaultCacheBehavior',
  'Origins',
  'OriginGroups',
  'CustomErrorResponses',
  'Restrictions',
  'DefaultRootObject',
  'Logging',
  'Comment',
]);

function malformed(message: string): Malformed {
  return new Malformed('MalformedXML', `The XML document is malformed: ${message}`);
}

function parse(body: string): Config {
  try {
    return readConfig(body);
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw malformed(error.message);
    throw error;
  }
}

function checkElements({ root }: Config, before: Config): void {
  if (root.name !== 'DistributionConfig' || root.attributes.get('xmlns') !== namespace) {
    throw malformed(`the root must be DistributionConfig of ${namespace}`);
  }
  const names = root.children.map(({ name }) => name);
  for (const name of names) {
    // Newer CloudFront knows more than this list: what the distribution has is known.
    if (!known.has(name) && child(before.root, name) === undefined) {
      throw malformed(`unknown element ${name}`);
    }
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw malformed(`${name} comes twice`);
  }
  for (const name of required) {
    if (!names.includes(name)) throw malformed(`${name} is missing`);
  }
  for (const { name } of child(root, 'ViewerCertificate')?.children ?? []) {
    if (!viewerMembers.has(name)) throw malformed(`unknown element ViewerCertificate/${name}`);
  }
}

function checkQuantities(element: XmlElement): void {
  const quantity = child(element, 'Quantity');
  const items = child(element, 'Items')?.children.length ?? 0;
  if (quantity !== undefined && Number(quantity.text) !== items) {
    throw new AwsError(
      'InconsistentQuantities',
      `The value of Quantity and the size of Items don't match in ${element.name}.`,
    );
  }
  for (const inner of element.children) checkQuantities(inner);
}

/** Members in a form that ignores nothing but the place in the document. */
function members({ root, source }: Config): ReadonlyMap<string, string> {
  return new Map(root.children.map(({ name, start, end }) => [name, source.slice(start, end)]));
}

function checkPolicy(config: Config, before: Config): void {
  if (before.policyId === '') return;
  const [was, is] = [members(before), members(config)];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    if (changeableUnderPolicy.has(name)) continue;
    const same =
      name === 'ViewerCertificate'
        ? config.viewer.acmArn === before.viewer.acmArn &&
          config.viewer.iamId === before.viewer.iamId
        : was.get(name) === is.get(name);
    if (!same) {
      throw new AwsError(
        'IllegalUpdate',
        `${name} can't be changed while a continuous deployment policy is attached.`,
      );
    }
  }
}

function checkAliases(distribution: Distribution, config: Config, world: World): void {
  if (config.aliases.length > 100) {
    throw new AwsError('TooManyDistributionCNAMEs', 'A distribution has at most 100 CNAMEs.');
  }
  const wrong = config.aliases.find((alias) => alias.endsWith('.'));
  if (wrong !== undefined) {
    throw new AwsError('InvalidArgument', `The CNAME ${wrong} is not a valid domain name.`);
  }
  for (const account of world.accounts.values()) {
    for (const other of account.distributions.values()) {
      if (other.id === distribution.id) continue;
      const taken = configOf(other).aliases.find((alias) => config.aliases.includes(alias));
      if (taken !== undefined) {
        throw new AwsError(
          'CNAMEAlreadyExists',
          `One or more of the CNAMEs you provided are already associated with a different resource: ${taken}`,
          409,
        );
      }
    }
  }
}

/** Reads the body of an update and holds it against the rules that need no certificate. */
export function checkUpdate(body: string, distribution: Distribution, world: World): Config {
  if (body === '') throw new AwsError('MissingBody', 'This operation requires a body.');
  const before = configOf(distribution);
  const config = parse(body);
  checkElements(config, before);
  if (config.callerReference !== before.callerReference) {
    throw new AwsError('IllegalUpdate', 'CallerReference cannot be changed.');
  }
  checkQuantities(config.root);
  checkPolicy(config, before);
  checkAliases(distribution, config, world);
  return config;
}

/** Two dedicated-IP certificates per account: while one replaces another, both count. */
export function checkDedicatedIps(distribution: Distribution, config: Config, world: World): void {
  const { acmArn, iamId, support } = config.viewer;
  if (support !== 'vip' || (acmArn ?? iamId) === undefined) return;
  const used = new Set<string | undefined>([acmArn ?? iamId]);
  for (const other of distribution.account.distributions.values()) {
    const { viewer } = configOf(other);
    if (viewer.support === 'vip') used.add(viewer.acmArn ?? viewer.iamId);
  }
  used.delete(undefined);
  if (used.size > world.settings.quotas.dedicatedIpCertificates) {
    throw new AwsError(
      'TooManyCertificates',
      'You cannot create anymore custom SSL/TLS certificates.',
    );
  }
}
