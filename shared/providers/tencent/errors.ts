import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import { plainFailure, TencentFailure } from './failure.ts';

/** What the call was about: completes the messages. */
export interface About {
  /** The CAM action that the call needs: `ssl:UploadCertificate`. */
  readonly action: string;
  readonly region: string;
}

/**
 * By whole code, by what stands after the point, or by what stands before it: in this order, because
 * a throttle of CDN is filed under `UnauthorizedOperation`, and a lack of a filing under
 * `ResourceUnavailable`. https://cloud.tencent.com/document/product/1388/114322 has those of all services.
 */
const codes: ReadonlyMap<string, FailureCode> = new Map([
  ...entries('RATE_LIMITED', [
    'RequestLimitExceeded',
    'LimitExceeded.RateLimitExceeded',
    'UnauthorizedOperation.OperationTooOften',
    'LimitExceeded.CdnHostOpTooOften',
    'LimitExceeded.SslCertRequestLimitExceeded',
    'InternalError.ServerBusy',
    'InvalidParameter.OverLimit',
  ]),
  ...entries('RESOURCE_BUSY', [
    'ResourceInUse',
    'FailedOperation.ResourceInOperating',
    'ResourceUnavailable.DomainIpv6InConfigErr',
    'FailedOperation.CertificateDeployHasPendingRecord',
  ]),
  ...entries('CLOUD_UNAVAILABLE', [
    'InternalError',
    'InternalServerError',
    'ServiceUnavailable',
    'FailedOperation.SslCertCannotGetOrder',
    'FailedOperation.MysqlDBOperationFailed',
    'FailedOperation.SystemError',
    'FailedOperation.NetworkError',
  ]),
  ...entries('PERMISSION_MISSING', [
    'UnauthorizedOperation',
    'AuthFailure.UnauthorizedOperation',
    'NoProjectPermission',
    'AuthError',
    'CAMAuthorizedFail',
    'IpInBlacklist',
    'IpNotInWhitelist',
    'RoleNotFoundAuthorization',
  ]),
  ...entries('CREDENTIALS_REJECTED', [
    'AuthFailure',
    'InvalidParameter.WebIdentityTokenError',
    'InternalError.GetRoleError',
  ]),
  ...entries('REFUSED', [
    'CdnHostNoIcp',
    'CdnHostInIcpBlacklist',
    'DomainNotRecord',
    'CdnHostIsLocked',
    'CDNStatusInvalidDomain',
    'CdnHostInvalidStatus',
    'AccessPortOpenedHttps',
    'InvalidLBStatus',
    'CdnUserNotExists',
    'CdnUserIsSuspended',
    'CdnUserIsIsolated',
    'CdnUserAuthFail',
    'CdnUserAuthWait',
    'NoRealNameAuth',
    'SupportTLSConfFailed',
    'BoundResources',
    'CannotBeDeletedIssued',
    'CannotBeDeletedWithinHour',
    'CertificateHostResourceInnerInterrupt',
    'CertificateHostResourceInstanceHugeLimit',
    'DeleteFailedTimeNotUp',
    'DeleteResourceFailed',
  ]),
  ...entries('RESOURCE_GONE', [
    'ResourceNotFound',
    'CdnHostNotExists',
    'EcdnDomainNotExists',
    'LBIdNotFound',
    'ListenerIdNotFound',
    'LocationNotFound',
    'NoListenerInLB',
  ]),
  ...entries('CERTIFICATE_REJECTED', [
    'CertificateNotFound',
    'CertificateParseError',
    'CertificateMatchError',
    'CertificateMismatch',
    'MissMatchPrivateKey',
    'CertificateChainError',
    'CertificateInvalid',
    'CertificateCaError',
    'CertificateEncryptInvalid',
    'CertificateNotAvailable',
    'SslCertNotFound',
    'CdnCertInfoNotFound',
    'SslCertChainError',
    'SslCertMatchError',
    'SslCertParseError',
    'CertificationParameterErr',
    'InvalidCertificate',
    'QueryCertBySSLIDFailed',
    'CertificateCheckErr',
    'SSLCertificateErr',
  ]),
  ...entries('QUOTA_EXHAUSTED', [
    'LimitExceeded',
    'CertificatesNumberExceeded',
    'SpecificationErr',
  ]),
  ...entries('CONFIG_INVALID', ['UnsupportedRegion', 'RegionNotFound']),
]);

function entries(code: FailureCode, names: readonly string[]) {
  return names.map((name) => [name, code] as const);
}

/** `A.B.C` is looked up as such, then as `B.C`, then as `A`. */
function known(wire: string): FailureCode | undefined {
  const [category = '', ...rest] = wire.split('.');
  return codes.get(wire) ?? codes.get(rest.join('.')) ?? codes.get(category);
}

function codeOf({ code, status, unreadable }: TencentFailure): FailureCode {
  if (unreadable) return 'CLOUD_UNEXPECTED';
  if (code !== undefined) return known(code) ?? 'CLOUD_UNEXPECTED';
  // Neither an answer nor a status: resets, refused connections, failed look-ups, broken TLS.
  if (status === undefined || status >= 500) return 'CLOUD_UNAVAILABLE';
  return status === 429 ? 'RATE_LIMITED' : 'CLOUD_UNEXPECTED';
}

/**
 * The certificate service looks through the account's other products as this role, which the account
 * itself grants once. https://www.tencentcloud.com/document/product/1007/36589
 */
export const roleMissing =
  'the account has not granted the service role SSL_QCSLinkedRoleInReplaceLoadCertificate, as which the certificate service looks for what uses a certificate: allow it once in the console of SSL certificates';

/** What helps beyond the words of the API, by what stands after the point. */
const hints: ReadonlyMap<string, string> = new Map([
  [
    'CdnHostNoIcp',
    'the domain has no ICP filing; a new one is known to CDN about two hours after it was made',
  ],
  ['CdnHostInIcpBlacklist', 'the ICP filing of the domain is banned'],
  ['DomainNotRecord', 'the domain has no ICP filing'],
  [
    'CdnUserNotExists',
    'the account has not activated CDN (domains of EdgeOne are not domains of CDN)',
  ],
  ['AccessPortOpenedHttps', 'port 443 is missing among the access ports of the domain'],
  ['NoRealNameAuth', 'the account has not been verified'],
  ['MissMatchPrivateKey', 'the private key does not belong to the leaf'],
  ['CertificateMatchError', 'the private key does not belong to the leaf'],
  ['SignatureExpire', "this machine's clock differs by more than five minutes"],
  ['SignatureFailure', 'the secret key is wrong'],
  ['SecretIdNotFound', 'the secret id is wrong, deleted or disabled, or of the other site'],
  ['InvalidSecretId', 'the secret id is not one of an API key'],
  ['TokenFailure', 'the token is wrong or has expired'],
  ['WebIdentityTokenError', 'CAM does not take the OIDC token of this run'],
  ['GetRoleError', 'the role does not exist, or does not trust the identity provider'],
  ['IpNotInWhitelist', 'the key may not be used from the address of this runner'],
  ['IpInBlacklist', 'the key may not be used from the address of this runner'],
  ['UnsupportedRegion', 'the service is not offered in this region'],
  ['BoundResources', 'something still uses the certificate'],
  ['DeleteResourceFailed', 'something still uses the certificate'],
  ['RoleNotFoundAuthorization', roleMissing],
]);

/** `ssl:UploadCertificate`, as the message names it, else as the call needs it. */
function deniedAction(message: string, { action }: About): string {
  return /\b([a-z]+:[A-Z][A-Za-z]+)\b/u.exec(message)?.[1] ?? action;
}

function messageOf(code: FailureCode, failure: TencentFailure, about: About): string {
  const { code: wire = '', message, status, requestId } = failure;
  const detail = wire.slice(wire.lastIndexOf('.') + 1);
  const hint = hints.get(detail);
  const said = wire === '' ? message : `${wire}: ${message === '' ? 'no reason given' : message}`;
  const helped = hint === undefined ? said : `${hint} (${said})`;
  const id = requestId === undefined ? '' : ` (request ${requestId})`;
  // The text of these may quote what was signed: only our own words and the code are used.
  if (code === 'CREDENTIALS_REJECTED') {
    return `Tencent Cloud does not accept the login: ${hint ?? 'it is wrong or revoked'} (${wire})${id}`;
  }
  if (code === 'PERMISSION_MISSING' && hint === undefined) {
    return `the login lacks the permission ${deniedAction(message, about)} (${said})${id}`;
  }
  if (code === 'CLOUD_UNEXPECTED' && wire === '') {
    const how = status === undefined ? '' : ` with status ${status}`;
    return `the reply to ${about.action} is not one Certferry knows: answered${how}: ${message}`;
  }
  if (code === 'CLOUD_UNAVAILABLE' && status !== undefined) {
    return `Tencent Cloud answered with status ${status}${message === '' ? '' : ` ${message}`}`;
  }
  const where = code === 'CONFIG_INVALID' ? ` in region ${about.region}` : '';
  return `${helped}${where}${id}`;
}

/** Whatever a call threw, in our words. Its cause holds public facts only. */
export function toDeployError(thrown: unknown, about: About): DeployError {
  const plain = plainFailure(thrown);
  if (plain instanceof DeployError) return plain;
  if (!(plain instanceof TencentFailure)) return DeployError.from(plain);
  const code = codeOf(plain);
  return new DeployError(code, messageOf(code, plain, about), { cause: plain });
}

/** The wire code that an error stems from; undefined for an error of ours or of the network. */
export function wireCode(thrown: unknown): string | undefined {
  return thrown instanceof DeployError && thrown.cause instanceof TencentFailure
    ? thrown.cause.code
    : undefined;
}

/** What stands after the point of the wire code: `CertificateNotFound`. */
export function wireDetail(thrown: unknown): string | undefined {
  const code = wireCode(thrown);
  return code?.slice(code.indexOf('.') + 1);
}

/** Nobody can say whether what was asked was done: no answer, or one that cannot be read. */
export function isLost(error: DeployError): boolean {
  if (error.code === 'CANCELLED' || error.code === 'CLOUD_UNAVAILABLE') return true;
  return error.code === 'CLOUD_UNEXPECTED' && wireCode(error) === undefined;
}
