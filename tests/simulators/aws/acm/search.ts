import { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { StoredCertificate } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { keyTypes } from '../x509.ts';
import { acm, certificateArn, onTheWire, seconds } from './operation.ts';
import { domainName, purposes, statusOf } from './read.ts';

const comparison = z.strictObject({
  Value: z.string().min(1),
  ComparisonOperator: z.enum(['CONTAINS', 'EQUALS']),
});
/** A union of the API: exactly one member. */
const one = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape).refine((value) => Object.keys(value).length === 1, {
    error: 'Exactly one member must be set',
  });

const attributeFilter = one({
  Subject: z.strictObject({ CommonName: comparison }).optional(),
  SubjectAlternativeName: z.strictObject({ DnsName: comparison }).optional(),
  KeyAlgorithm: z.enum(keyTypes).optional(),
  SerialNumber: z
    .string()
    .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){1,19}$/u)
    .optional(),
});
const metadataFilter = one({
  Status: z.string().optional(),
  Type: z.enum(['IMPORTED', 'AMAZON_ISSUED', 'PRIVATE']).optional(),
  InUse: z.boolean().optional(),
  ManagedBy: z.enum(['CLOUDFRONT']).optional(),
  CertificateKeyPairOrigin: z.enum(['ACME', 'AWS_MANAGED', 'CUSTOMER_PROVIDED']).optional(),
});
const filter = one({
  CertificateArn: certificateArn.optional(),
  X509AttributeFilter: attributeFilter.optional(),
  AcmCertificateMetadataFilter: metadataFilter.optional(),
});
type Filter = z.output<typeof filter>;

interface Statement {
  readonly And?: readonly Statement[] | undefined;
  readonly Or?: readonly Statement[] | undefined;
  readonly Not?: Statement | undefined;
  readonly Filter?: Filter | undefined;
}
const statement: z.ZodType<Statement> = z.lazy(() =>
  one({
    And: z.array(statement).min(1).optional(),
    Or: z.array(statement).min(1).optional(),
    Not: statement.optional(),
    Filter: filter.optional(),
  }),
);

function compares(value: string, wanted: z.output<typeof comparison> | undefined): boolean {
  if (wanted === undefined) return true;
  return wanted.ComparisonOperator === 'EQUALS'
    ? value === wanted.Value
    : value.includes(wanted.Value);
}

function passes(certificate: StoredCertificate, wanted: Filter, context: Context): boolean {
  const { facts } = certificate;
  const attributes = wanted.X509AttributeFilter ?? {};
  const metadata = wanted.AcmCertificateMetadataFilter ?? {};
  const same = (value: unknown, asked: unknown) => asked === undefined || value === asked;
  const named = attributes.SubjectAlternativeName?.DnsName;
  return (
    same(certificate.arn, wanted.CertificateArn) &&
    same(facts.serial, attributes.SerialNumber) &&
    same(facts.keyType, attributes.KeyAlgorithm) &&
    compares(facts.commonName ?? '', attributes.Subject?.CommonName) &&
    (named === undefined || facts.names.some((name) => compares(name, named))) &&
    same(certificate.type, metadata.Type) &&
    same(statusOf(certificate, context.now), metadata.Status) &&
    same(certificate.managedBy, metadata.ManagedBy) &&
    same(certificate.origin, metadata.CertificateKeyPairOrigin) &&
    same(context.world.inUseBy(certificate).length > 0, metadata.InUse)
  );
}

function holds(certificate: StoredCertificate, asked: Statement, context: Context): boolean {
  const recurse = (inner: Statement) => holds(certificate, inner, context);
  if (asked.And !== undefined) return asked.And.every(recurse);
  if (asked.Or !== undefined) return asked.Or.some(recurse);
  if (asked.Not !== undefined) return !recurse(asked.Not);
  return asked.Filter === undefined || passes(certificate, asked.Filter, context);
}

function result(certificate: StoredCertificate, context: Context): object {
  const { facts } = certificate;
  return {
    CertificateArn: certificate.arn,
    X509Attributes: {
      Subject: { CommonName: domainName(certificate) },
      SubjectAlternativeNames: facts.names.map((DnsName) => ({ DnsName })),
      ExtendedKeyUsages: purposes(certificate),
      KeyAlgorithm: onTheWire(facts.keyType),
      KeyUsages: facts.keyUsages ?? [],
      SerialNumber: facts.serial,
      NotAfter: seconds(facts.notAfter),
      NotBefore: seconds(facts.notBefore),
    },
    CertificateMetadata: {
      AcmCertificateMetadata: {
        CreatedAt: seconds(certificate.createdAt),
        ImportedAt: seconds(certificate.importedAt),
        InUse: context.world.inUseBy(certificate).length > 0,
        Status: statusOf(certificate, context.now),
        Type: certificate.type,
        ExportOption: 'DISABLED',
        CertificateKeyPairOrigin: certificate.origin,
      },
    },
  };
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_SearchCertificates.html */
export const searchCertificates: Operation = acm({
  name: 'SearchCertificates',
  input: z.strictObject({
    FilterStatement: statement.optional(),
    MaxResults: z.number().int().min(1).max(500).optional(),
    NextToken: z.string().min(1).max(10_000).optional(),
    SortBy: z.string().optional(),
    SortOrder: z.enum(['ASCENDING', 'DESCENDING']).optional(),
  }),
  run(request, context) {
    const { region, world, pager } = context;
    if (!world.settings.searchCertificates) {
      throw new AwsError('UnknownOperationException', 'The operation is not known here.');
    }
    const asked = request.FilterStatement ?? {};
    const all = [...region.certificates.values()].filter((certificate) =>
      holds(certificate, asked, context),
    );
    const page = pager.page(
      all,
      {
        scope: `acm/${region.account.id}/${region.name}/search/${JSON.stringify(asked)}`,
        size: Math.min(request.MaxResults ?? 100, world.settings.pageSizes.acm ?? 500),
        token: request.NextToken,
      },
      { code: 'ValidationException', message: 'The NextToken is not valid.' },
    );
    return {
      members: {
        Results: page.items.map((certificate) => result(certificate, context)),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      },
    };
  },
});
