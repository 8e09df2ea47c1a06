import { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { StoredCertificate } from '../model.ts';
import type { Operation } from '../operation.ts';
import { keyTypes, purposeNames } from '../x509.ts';
import {
  acm,
  addTags,
  certificateArn,
  getCertificate,
  onTheWire,
  seconds,
  tags,
} from './operation.ts';

const usageNames = [
  'DIGITAL_SIGNATURE',
  'NON_REPUDIATION',
  'KEY_ENCIPHERMENT',
  'DATA_ENCIPHERMENT',
  'KEY_AGREEMENT',
  'CERTIFICATE_SIGNING',
  'CRL_SIGNING',
  'ENCIPHER_ONLY',
  'DECIPHER_ONLY',
  'ANY',
  'CUSTOM',
];
const statuses = [
  'PENDING_VALIDATION',
  'ISSUED',
  'INACTIVE',
  'EXPIRED',
  'VALIDATION_TIMED_OUT',
  'REVOKED',
  'FAILED',
];

export function statusOf(certificate: StoredCertificate, now: number): string {
  return certificate.facts.notAfter.getTime() <= now ? 'EXPIRED' : 'ISSUED';
}

export function domainName({ facts }: StoredCertificate): string {
  return facts.commonName ?? facts.names[0] ?? '';
}

export function purposes({ facts }: StoredCertificate): readonly string[] {
  return (facts.extendedKeyUsages ?? []).map((oid) => purposeNames[oid] ?? 'CUSTOM');
}

const byArn = z.strictObject({ CertificateArn: certificateArn });
const named = (request: z.output<typeof byArn>) => request.CertificateArn;

const describeCertificate = acm({
  name: 'DescribeCertificate',
  input: byArn,
  resource: named,
  run({ CertificateArn }, context) {
    const certificate = getCertificate(context, CertificateArn);
    const { facts } = certificate;
    return {
      members: {
        Certificate: {
          CertificateArn,
          DomainName: domainName(certificate),
          SubjectAlternativeNames: facts.names,
          DomainValidationOptions: [{ DomainName: domainName(certificate) }],
          Serial: facts.serial,
          Subject: facts.subject,
          Issuer: facts.issuerOrganisation ?? '',
          CreatedAt: seconds(certificate.createdAt),
          ImportedAt: seconds(certificate.importedAt),
          Status: statusOf(certificate, context.now),
          NotBefore: seconds(facts.notBefore),
          NotAfter: seconds(facts.notAfter),
          KeyAlgorithm: onTheWire(facts.keyType),
          SignatureAlgorithm: facts.signatureAlgorithm,
          InUseBy: context.world.inUseBy(certificate),
          Type: certificate.type,
          ...(certificate.managedBy === undefined ? {} : { ManagedBy: certificate.managedBy }),
          KeyUsages: (facts.keyUsages ?? []).map((Name) => ({ Name })),
          ExtendedKeyUsages: (facts.extendedKeyUsages ?? []).map((OID) => ({
            Name: purposeNames[OID] ?? 'CUSTOM',
            OID,
          })),
          RenewalEligibility: 'INELIGIBLE',
          Options: { CertificateTransparencyLoggingPreference: 'DISABLED', Export: 'DISABLED' },
        },
      },
    };
  },
});

const getOne = acm({
  name: 'GetCertificate',
  input: byArn,
  resource: named,
  run({ CertificateArn }, context) {
    const { material } = getCertificate(context, CertificateArn);
    return {
      members: {
        Certificate: material.leaf,
        ...(material.chain.length > 0 ? { CertificateChain: material.chain.join('') } : {}),
      },
    };
  },
});

const listCertificates = acm({
  name: 'ListCertificates',
  input: z
    .strictObject({
      CertificateStatuses: z.array(z.enum(statuses)).optional(),
      CertificateKeyPairOrigins: z
        .array(z.enum(['ACME', 'AWS_MANAGED', 'CUSTOMER_PROVIDED']))
        .optional(),
      Includes: z
        .strictObject({
          keyTypes: z.array(z.enum(keyTypes)).optional(),
          keyUsage: z.array(z.enum(usageNames)).optional(),
          extendedKeyUsage: z.array(z.string()).optional(),
          exportOption: z.enum(['ENABLED', 'DISABLED']).optional(),
          managedBy: z.enum(['CLOUDFRONT']).optional(),
        })
        .optional(),
      NextToken: z.string().min(1).max(10_000).optional(),
      MaxItems: z.number().int().min(1).max(1000).optional(),
      SortBy: z.enum(['CREATED_AT']).optional(),
      SortOrder: z.enum(['ASCENDING', 'DESCENDING']).optional(),
    })
    .refine((request) => (request.SortBy === undefined) === (request.SortOrder === undefined), {
      error: 'SortBy and SortOrder must be specified together',
    }),
  run(request, context) {
    const { region, world, now, pager } = context;
    // Without a filter only RSA_1024 and RSA_2048 with at least one domain are listed, and no ACME keys.
    // https://docs.aws.amazon.com/acm/latest/APIReference/API_Filters.html
    const types: readonly string[] = request.Includes?.keyTypes ?? ['RSA_1024', 'RSA_2048'];
    const origins: readonly string[] = request.CertificateKeyPairOrigins ?? [
      'AWS_MANAGED',
      'CUSTOMER_PROVIDED',
    ];
    const all = [...region.certificates.values()].filter(
      (certificate) =>
        types.includes(certificate.facts.keyType ?? '') &&
        origins.includes(certificate.origin) &&
        domainName(certificate) !== '' &&
        (request.CertificateStatuses?.includes(statusOf(certificate, now)) ?? true) &&
        (request.Includes?.keyUsage ?? []).every((usage) =>
          certificate.facts.keyUsages?.includes(usage),
        ) &&
        (request.Includes?.extendedKeyUsage ?? []).every((purpose) =>
          purposes(certificate).includes(purpose),
        ) &&
        request.Includes?.exportOption !== 'ENABLED' &&
        (request.Includes?.managedBy === undefined ||
          certificate.managedBy === request.Includes.managedBy),
    );
    if (request.SortOrder !== undefined) {
      const sign = request.SortOrder === 'ASCENDING' ? 1 : -1;
      all.sort((a, b) => sign * (a.createdAt - b.createdAt));
    }
    const page = pager.page(
      all,
      {
        scope: `acm/${region.account.id}/${region.name}/list/${JSON.stringify([types, origins])}`,
        size: Math.min(request.MaxItems ?? 1000, world.settings.pageSizes.acm ?? 1000),
        token: request.NextToken,
      },
      { code: 'ValidationException', message: 'The NextToken is not valid.' },
    );
    return {
      members: {
        CertificateSummaryList: page.items.map((certificate) => summary(certificate, context)),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      },
    };
  },
});

function summary(certificate: StoredCertificate, context: Parameters<Operation['run']>[1]): object {
  const { facts } = certificate;
  return {
    CertificateArn: certificate.arn,
    DomainName: domainName(certificate),
    SubjectAlternativeNameSummaries: facts.names.slice(0, 100),
    HasAdditionalSubjectAlternativeNames: facts.names.length > 100,
    Status: statusOf(certificate, context.now),
    Type: certificate.type,
    KeyAlgorithm: onTheWire(facts.keyType),
    KeyUsages: facts.keyUsages ?? [],
    ExtendedKeyUsages: purposes(certificate),
    ExportOption: 'DISABLED',
    InUse: context.world.inUseBy(certificate).length > 0,
    RenewalEligibility: 'INELIGIBLE',
    NotBefore: seconds(facts.notBefore),
    NotAfter: seconds(facts.notAfter),
    CreatedAt: seconds(certificate.createdAt),
    ImportedAt: seconds(certificate.importedAt),
    ...(certificate.managedBy === undefined ? {} : { ManagedBy: certificate.managedBy }),
    CertificateKeyPairOrigin: certificate.origin,
  };
}

const listTags = acm({
  name: 'ListTagsForCertificate',
  input: byArn,
  resource: named,
  run({ CertificateArn }, context) {
    const { tags: held } = getCertificate(context, CertificateArn);
    return { members: { Tags: [...held].map(([Key, Value]) => ({ Key, Value })) } };
  },
});

const addTagsToCertificate = acm({
  name: 'AddTagsToCertificate',
  writes: true,
  input: z.strictObject({ CertificateArn: certificateArn, Tags: tags }),
  resource: (request) => request.CertificateArn,
  exclusive: (request) => request.CertificateArn,
  run(request, context) {
    addTags(getCertificate(context, request.CertificateArn), request.Tags);
    return {};
  },
});

const removeTagsFromCertificate = acm({
  name: 'RemoveTagsFromCertificate',
  writes: true,
  input: z.strictObject({ CertificateArn: certificateArn, Tags: tags }),
  resource: (request) => request.CertificateArn,
  exclusive: (request) => request.CertificateArn,
  run(request, context) {
    const { tags: held } = getCertificate(context, request.CertificateArn);
    for (const { Key, Value } of request.Tags) {
      if (Value === undefined || held.get(Key) === Value) held.delete(Key);
    }
    return {};
  },
});

const deleteCertificate = acm({
  name: 'DeleteCertificate',
  writes: true,
  input: byArn,
  resource: named,
  exclusive: named,
  run({ CertificateArn }, context) {
    const certificate = getCertificate(context, CertificateArn);
    if (context.world.inUseBy(certificate).length > 0) {
      throw new AwsError(
        'ResourceInUseException',
        `Certificate ${CertificateArn} in account ${context.account.id} is in use.`,
      );
    }
    context.region.certificates.delete(CertificateArn);
    return {};
  },
});

export const readOperations: readonly Operation[] = [
  describeCertificate,
  getOne,
  listCertificates,
  listTags,
  addTagsToCertificate,
  removeTagsFromCertificate,
  deleteCertificate,
];
