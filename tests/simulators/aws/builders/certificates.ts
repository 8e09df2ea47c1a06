import type { Pems } from '../../common/endpoint.ts';
import { ids } from '../ids.ts';
import type { Account, Region, StoredCertificate } from '../model.ts';
import { certificateArn, type World } from '../world.ts';
import type { Material } from '../x509.ts';

/** An ARN (for CloudFront also an IAM certificate id), or PEMs that are imported on the way. */
export type CertificateRef = string | Pems;

export interface ImportOptions {
  readonly tags?: Readonly<Record<string, string>>;
  readonly type?: StoredCertificate['type'];
  readonly managedBy?: 'CLOUDFRONT';
  readonly origin?: StoredCertificate['origin'];
}

const blocks = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\n?/gu;

function materialOf({ chain, key }: Pems): Material {
  const [leaf = '', ...above] = chain.match(blocks) ?? [];
  return { leaf, chain: above, key };
}

/** Puts a certificate into ACM as if it had been there before the run: no quota, no check, no delay. */
export function addAcmCertificate(
  world: World,
  region: Region,
  pems: Pems,
  options: ImportOptions = {},
): StoredCertificate {
  const certificate = world.createCertificate(materialOf(pems), {
    arn: certificateArn(region),
    store: 'acm',
    region: region.name,
    settled: true,
    ...options,
  });
  region.certificates.set(certificate.arn, certificate);
  return certificate;
}

export interface ServerCertificateOptions {
  readonly name?: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The same for IAM. */
export function addIamCertificate(
  world: World,
  account: Account,
  pems: Pems,
  options: ServerCertificateOptions = {},
): StoredCertificate {
  const name = options.name ?? `certificate-${account.serverCertificates.size + 1}`;
  const path = options.path ?? '/cloudfront/';
  const certificate = world.createCertificate(materialOf(pems), {
    arn: `arn:${account.partition}:iam::${account.id}:server-certificate${path}${name}`,
    store: 'iam',
    region: null,
    iam: { id: ids.serverCertificate(), name, path },
    settled: true,
    tags: options.tags ?? {},
  });
  account.serverCertificates.set(name, certificate);
  return certificate;
}

/** Finds or imports; throws for an ARN that is not there: a mistake of the test. */
export function resolveCertificate(
  world: World,
  region: Region,
  ref: CertificateRef,
): StoredCertificate {
  if (typeof ref !== 'string') return addAcmCertificate(world, region, ref);
  const { account } = region;
  const found =
    region.certificates.get(ref) ??
    account.serverCertificates.values().find(({ arn, iam }) => arn === ref || iam?.id === ref);
  if (found === undefined) throw new Error(`no certificate ${ref} in ${account.id}/${region.name}`);
  return found;
}
