import type { X509Certificate } from 'node:crypto';

import { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { StoredCertificate } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { certificateArn as newArn } from '../world.ts';
import {
  identityOf,
  keyTypeOf,
  leafFacts,
  type LeafFacts,
  type Material,
  readCertificate,
  readKey,
  strictPemCertificates,
} from '../x509.ts';
import { acm, addTags, certificateArn, getCertificate, tags } from './operation.ts';

const blob = (max: number) =>
  z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((bytes) => bytes.length >= 1, {
      error: 'Member must have length greater than or equal to 1',
    })
    .refine((bytes) => bytes.length <= max, {
      error: `Member must have length less than or equal to ${max}`,
    });

const input = z.strictObject({
  CertificateArn: certificateArn.optional(),
  Certificate: blob(32_768),
  PrivateKey: blob(5_120),
  CertificateChain: blob(2_097_152).optional(),
  Tags: tags.optional(),
});
type Input = z.output<typeof input>;

const yearMs = 365 * 86_400_000;

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/**
 * Everything that ACM asks of an import.
 * https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
 */
function readMaterial(request: Input, now: number): Material {
  const blocks = strictPemCertificates(request.Certificate.toString('utf8'));
  if (blocks === undefined) throw invalid('The certificate field is not a valid PEM encoding.');
  if (blocks.length > 1) {
    throw invalid('The certificate field contains more than one certificate.');
  }
  const leaf = readCertificate(blocks[0] ?? '');
  if (leaf === undefined) throw invalid('The certificate field could not be parsed.');
  if (leaf.validToDate.getTime() <= now) throw invalid('The certificate has expired.');
  if (leaf.validFromDate.getTime() > now) throw invalid('The certificate is not valid yet.');
  if ((leaf.issuer ?? '') === '') throw invalid('The certificate has no issuer.');
  const key = readKey(request.PrivateKey.toString('utf8'));
  if (key === 'encrypted') throw invalid('The private key is encrypted.');
  if (key === 'unreadable') throw invalid('The private key could not be parsed.');
  if (keyTypeOf(leaf.publicKey) === undefined) {
    throw invalid('The algorithm or the size of the key is not supported.');
  }
  if (!leaf.checkPrivateKey(key)) {
    throw invalid('The private key does not match the public key of the certificate.');
  }
  const chain = readChain(leaf, request.CertificateChain?.toString('utf8'));
  return {
    leaf: leaf.toString(),
    chain,
    key: request.PrivateKey.toString('utf8'),
  };
}

/** Each certificate must directly certify the one before it; no chain at all is fine. */
function readChain(leaf: X509Certificate, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const blocks = strictPemCertificates(text);
  if (blocks === undefined || blocks.length === 0) {
    throw invalid('The certificate chain is not a valid PEM encoding.');
  }
  const chain = blocks.map((pem) => {
    const certificate = readCertificate(pem);
    if (certificate === undefined) throw invalid('The certificate chain could not be parsed.');
    return certificate;
  });
  chain.reduce((below, above) => {
    if (above.fingerprint256 === leaf.fingerprint256) {
      throw invalid('The certificate chain must not contain the certificate itself.');
    }
    if (!below.checkIssued(above) || !below.verify(above.publicKey)) {
      throw invalid('Provided certificate chain is not in order or does not fit the certificate.');
    }
    return above;
  }, leaf);
  return chain.map(String);
}

/** Values may be added on a re-import, and none dropped but the one that is named. */
function mayShrink(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  droppable: string | undefined,
): boolean {
  return (before ?? []).every((value) => value === droppable || (after ?? []).includes(value));
}

/** https://docs.aws.amazon.com/acm/latest/userguide/import-reimport.html */
function checkReimport(known: StoredCertificate, request: Input, next: LeafFacts): void {
  if (request.Tags !== undefined) {
    throw invalid('Tags cannot be specified when re-importing a certificate.');
  }
  if (known.type !== 'IMPORTED') throw invalid('Only imported certificates can be re-imported.');
  if (known.facts.keyType !== next.keyType) {
    throw invalid('The key type or size differs from that of the certificate being replaced.');
  }
  if (next.names.length === 0) throw invalid('All domain names were removed.');
  const ecdsa = next.keyType?.startsWith('EC') === true;
  if (!mayShrink(known.facts.keyUsages, next.keyUsages, ecdsa ? 'KEY_ENCIPHERMENT' : undefined)) {
    throw invalid('The certificate is missing Key Usages of the one being replaced.');
  }
  const clientAuthentication = '1.3.6.1.5.5.7.3.2';
  const purposes = [known.facts.extendedKeyUsages, next.extendedKeyUsages] as const;
  if (!mayShrink(...purposes, clientAuthentication)) {
    throw invalid('The certificate is missing Extended Key Usages of the one being replaced.');
  }
}

function countImport({ region, world, now }: Context): void {
  const { quotas } = world.settings;
  const recent = region.imports.filter((at) => at > now - yearMs).length;
  if (recent >= quotas.acmImportsPerYear) {
    throw new AwsError(
      'LimitExceededException',
      `Error: you have reached your limit of ${quotas.acmImportsPerYear} certificate imports in the last year.`,
    );
  }
  region.imports.push(now);
}

function importNew(request: Input, material: Material, context: Context): string {
  const { region, world } = context;
  const { acmCertificates } = world.settings.quotas;
  if (region.certificates.size >= acmCertificates) {
    throw new AwsError(
      'LimitExceededException',
      `Error: you have reached your limit of ${acmCertificates} imported certificates.`,
    );
  }
  const certificate = world.createCertificate(material, {
    arn: newArn(region),
    store: 'acm',
    region: region.name,
  });
  addTags(certificate, request.Tags ?? []);
  countImport(context);
  region.certificates.set(certificate.arn, certificate);
  return certificate.arn;
}

function replace(known: StoredCertificate, request: Input, material: Material, context: Context) {
  const facts = leafFacts(material.leaf);
  checkReimport(known, request, facts);
  countImport(context);
  known.material = material;
  known.facts = facts;
  known.identity = identityOf(material);
  known.importedAt = context.now;
  for (const tell of context.world.onReplaced) tell(known);
}

export const importCertificate: Operation = acm({
  name: 'ImportCertificate',
  writes: true,
  input,
  resource: (request, { region, account }) =>
    request.CertificateArn ??
    `arn:${account.partition}:acm:${region.name}:${account.id}:certificate/*`,
  exclusive: (request) => request.CertificateArn,
  run(request, context) {
    const { account, region } = context;
    if (request.Tags !== undefined) {
      const scope = `arn:${account.partition}:acm:${region.name}:${account.id}:certificate/*`;
      context.authorise('acm:AddTagsToCertificate', scope);
    }
    const known =
      request.CertificateArn === undefined
        ? undefined
        : getCertificate(context, request.CertificateArn);
    const material = readMaterial(request, context.now);
    if (known === undefined) {
      return { members: { CertificateArn: importNew(request, material, context) } };
    }
    replace(known, request, material, context);
    return { members: { CertificateArn: known.arn } };
  },
});
