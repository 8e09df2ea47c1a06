import type {
  DescribeCertificateRequest,
  DescribeCertificatesRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_models.js';

import { Malformed, TencentError } from '../errors.ts';
import type { StoredCertificate } from '../model.ts';
import { type Context, given, type Operation, operationsOf } from '../operation.ts';
import { localTime } from '../time.ts';
import { pageLimit } from '../world.ts';
import type { LeafFacts } from '../x509.ts';

const ssl = operationsOf('ssl');
const day = 86_400_000;

function statusOf({ facts, revoked }: StoredCertificate, now: number): number {
  if (revoked) return 10;
  return facts.notAfter <= now ? 3 : 1;
}

const statusNames: Readonly<Record<number, string>> = { 1: '已颁发', 3: '已过期', 10: '已吊销' };

function mainDomain({ commonName, names }: LeafFacts): string {
  return commonName === '' ? (names[0] ?? '') : commonName;
}

/** Members that DescribeCertificates, DescribeCertificate and DescribeCertificateDetail share. */
function common(certificate: StoredCertificate, now: number): Record<string, unknown> {
  const { facts } = certificate;
  const status = statusOf(certificate, now);
  return {
    OwnerUin: certificate.account.uin,
    ProjectId: String(certificate.projectId),
    From: certificate.source,
    PackageType: null,
    CertificateType: certificate.type,
    ProductZhName: facts.issuer,
    Domain: mainDomain(facts),
    Alias: certificate.alias,
    Status: status,
    CertificateExtra: {
      DomainNumber: String(facts.names.length),
      OriginCertificateId: null,
      ReplacedBy: null,
      ReplacedFor: null,
      RenewOrder: null,
      SMCert: 0,
      CompanyType: null,
    },
    VulnerabilityStatus: 'INACTIVE',
    StatusMsg: null,
    VerifyType: null,
    CertBeginTime: localTime(facts.notBefore),
    CertEndTime: localTime(facts.notAfter),
    ValidityPeriod: String(Math.round((facts.notAfter - facts.notBefore) / (30 * day))),
    InsertTime: localTime(certificate.insertedAt),
    CertificateId: certificate.id,
    StatusName: statusNames[status] ?? '',
    IsVip: false,
    IsDv: true,
    IsWildcard: facts.names.some((name) => name.startsWith('*.')),
    IsVulnerability: false,
    RenewAble: false,
    Deployable: certificate.type === 'SVR',
    Tags: [...certificate.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
}

function listed(certificate: StoredCertificate, now: number): object {
  const { facts, chain } = certificate;
  const isAuthority = certificate.type === 'CA';
  return {
    ...common(certificate, now),
    SubjectAltName: [...facts.names],
    CertSANs: [...facts.names],
    PackageTypeName: '',
    ProjectInfo: {
      ProjectName: '默认项目',
      ProjectCreatorUin: 0,
      ProjectCreateTime: '0000-00-00 00:00:00',
      ProjectResume: '默认项目',
      OwnerUin: 0,
      ProjectId: String(certificate.projectId),
    },
    // Documented as not usable.
    BoundResource: [],
    IsIgnore: certificate.ignoresExpiry,
    IsSM: false,
    EncryptAlgorithm: facts.algorithmName,
    CAEncryptAlgorithms: isAuthority ? chain.map((one) => one.algorithmName) : [],
    CAEndTimes: isAuthority ? chain.map((one) => localTime(one.notAfter)) : [],
    CACommonNames: isAuthority ? chain.map((one) => one.commonName) : [],
    PreAuditInfo: null,
    AutoRenewFlag: 0,
    HostingStatus: -1,
    HostingCompleteTime: '',
    HostingRenewCertId: '',
    HasRenewOrder: '',
    ReplaceOriCertIsDelete: false,
    IsExpiring: facts.notAfter > now && facts.notAfter - now < 30 * day,
    DVAuthDeadline: null,
    AllowDownload: true,
    IsDNSPODResolve: false,
    IsPackage: false,
    KeyPasswordCustomFlag: false,
    HostingConfig: null,
  };
}

function isFound(certificate: StoredCertificate, request: DescribeCertificatesRequest): boolean {
  const { facts, id, alias } = certificate;
  const text = given(request.SearchKey);
  const searched = [id, alias, mainDomain(facts), ...facts.names];
  return (
    (text === undefined || searched.some((each) => each.includes(text))) &&
    (request.CertificateType ?? certificate.type) === certificate.type &&
    (request.ProjectId ?? certificate.projectId) === certificate.projectId &&
    (request.CertIds?.includes(id) ?? true) &&
    (request.Upload !== 1 || certificate.source === 'upload') &&
    (request.FilterSource === undefined ||
      (request.FilterSource === 'upload') === (certificate.source === 'upload')) &&
    (request.Deployable === undefined ||
      (request.Deployable === 1) === (certificate.type === 'SVR')) &&
    request.IsSM !== 1 &&
    request.IsPendingIssue !== 1 &&
    request.Hostable !== 1 &&
    request.Renew !== 1 &&
    (request.Tags ?? []).every(({ TagKey, TagValue }) => certificate.tags.get(TagKey) === TagValue)
  );
}

function byExpiry(
  sort: string | undefined,
): (a: StoredCertificate, b: StoredCertificate) => number {
  const sign = sort === 'ASC' ? 1 : -1;
  return (a, b) => sign * (a.facts.notAfter - b.facts.notAfter);
}

/** https://cloud.tencent.com/document/product/400/41671 */
const describeCertificates = ssl({
  name: 'DescribeCertificates',
  run(request: DescribeCertificatesRequest, { world, account, now }) {
    const { Offset = 0, Limit, CertificateStatus, FilterExpiring, ExpirationSort } = request;
    if (Offset < 0 || (Limit ?? 1) < 1) {
      throw new Malformed('InvalidParameterValue', 'Offset and Limit count certificates.');
    }
    if (request.ServiceId !== undefined) {
      throw new Malformed('UnsupportedOperation', 'The simulator does not filter by ServiceId.');
    }
    const wanted = CertificateStatus?.map(Number);
    // Newest first unless a sort is asked for.
    const found = [...account.certificates.values()]
      .toReversed()
      .filter((certificate) => isFound(certificate, request))
      .filter((certificate) => wanted?.includes(statusOf(certificate, now)) ?? true)
      .filter(({ facts }) => FilterExpiring !== 1 || facts.notAfter - now < 30 * day);
    if (ExpirationSort !== undefined) found.sort(byExpiry(ExpirationSort));
    // "如超过1000按1000处理": more than the maximum is the maximum.
    const size = pageLimit(world, 'ssl', Limit, { byDefault: 10, maximum: 1000 });
    return {
      TotalCount: found.length,
      Certificates: found.slice(Offset, Offset + size).map((one) => listed(one, now)),
    };
  },
});

/** Of this account; throws the service's not-found error. */
export function getCertificate({ account }: Context, id: string): StoredCertificate {
  const found = account.certificates.get(id);
  if (found === undefined) {
    throw new TencentError('FailedOperation.CertificateNotFound', `证书 ${id} 不存在`);
  }
  return found;
}

const describeCertificate = ssl({
  name: 'DescribeCertificate',
  run({ CertificateId }: DescribeCertificateRequest, context) {
    const certificate = getCertificate(context, CertificateId);
    return {
      ...common(certificate, context.now),
      SubjectAltName: [...certificate.facts.names],
      OrderId: null,
      DvAuthDetail: null,
      VulnerabilityReport: null,
      PackageTypeName: null,
      SubmittedData: null,
    };
  },
});

/** The reply that holds the private key in clear. */
const describeCertificateDetail = ssl({
  name: 'DescribeCertificateDetail',
  run({ CertificateId }: DescribeCertificateRequest, context) {
    const certificate = getCertificate(context, CertificateId);
    const { facts, chain } = certificate;
    return {
      ...common(certificate, context.now),
      // Without the main domain, unlike the list.
      SubjectAltName: facts.names.filter((name) => name !== mainDomain(facts)),
      CertificatePrivateKey: certificate.key ?? null,
      CertificatePublicKey: certificate.pem,
      OrderId: null,
      TypeName: null,
      RootCert: { Sign: null, Encrypt: null, Standard: null },
      EncryptCert: null,
      EncryptPrivateKey: null,
      CertFingerprint: facts.sha1.toUpperCase(),
      EncryptCertFingerprint: null,
      EncryptAlgorithm: facts.algorithmName,
      CertChainInfo: chain.map((one) => ({
        Issuer: one.issuer,
        Subject: one.commonName,
        Fingerprint: one.sha1,
        ValidFrom: localTime(one.notBefore),
        ValidTo: localTime(one.notAfter),
      })),
      DomainType: facts.names.length > 1 ? 2 : 1,
      CertType: 'DV',
    };
  },
});

export const readOperations: readonly Operation[] = [
  describeCertificates,
  describeCertificate,
  describeCertificateDetail,
];
