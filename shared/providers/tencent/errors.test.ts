import { describe, expect, it } from 'vitest';

import type { FailureCode } from '../../core/errors.ts';
import { isLost, toDeployError, wireCode } from './errors.ts';
import type { About } from './errors.ts';

/** An error as the SDK throws it. */
function sdkError(facts: {
  readonly code?: string;
  readonly message?: string;
  readonly httpCode?: number;
}): Error {
  const { message = 'said so', ...rest } = facts;
  return Object.assign(new Error(message), { requestId: 'R-1', traceId: 'T-1' }, rest);
}

const about: About = { action: 'clb:ModifyListener', region: 'ap-guangzhou' };
const codeOf = (code: string) => toDeployError(sdkError({ code }), about).code;

describe('the codes of Tencent Cloud', () => {
  it.each<[FailureCode, readonly string[]]>([
    [
      'RATE_LIMITED',
      [
        'RequestLimitExceeded',
        'RequestLimitExceeded.UinLimitExceeded',
        'RequestLimitExceeded.GlobalRegionUinLimitExceeded',
        'LimitExceeded.RateLimitExceeded',
        'UnauthorizedOperation.OperationTooOften',
        'LimitExceeded.CdnHostOpTooOften',
        'LimitExceeded.SslCertRequestLimitExceeded',
        'InternalError.ServerBusy',
        'InvalidParameter.OverLimit',
      ],
    ],
    ['RESOURCE_BUSY', ['ResourceInUse.CdnOpInProgress', 'FailedOperation.ResourceInOperating']],
    [
      'PERMISSION_MISSING',
      [
        'UnauthorizedOperation',
        'AuthFailure.UnauthorizedOperation',
        'UnauthorizedOperation.CdnCamUnauthorized',
        'UnauthorizedOperation.OpNoAuth',
        'FailedOperation.CAMAuthorizedFail',
        'FailedOperation.RoleNotFoundAuthorization',
        'IpNotInWhitelist',
      ],
    ],
    [
      'CREDENTIALS_REJECTED',
      [
        'AuthFailure.SecretIdNotFound',
        'AuthFailure.SignatureFailure',
        'AuthFailure.SignatureExpire',
        'AuthFailure.TokenFailure',
        'AuthFailure.MFAFailure',
        'InvalidParameter.WebIdentityTokenError',
        'InternalError.GetRoleError',
      ],
    ],
    [
      'REFUSED',
      [
        'ResourceUnavailable.CdnHostNoIcp',
        'UnauthorizedOperation.CdnHostInIcpBlacklist',
        'InvalidParameter.DomainNotRecord',
        'ResourceUnavailable.CdnHostIsLocked',
        'UnauthorizedOperation.CdnUserIsSuspended',
        'ResourceNotFound.CdnUserNotExists',
        'FailedOperation.BoundResources',
        'FailedOperation.DeleteResourceFailed',
        'FailedOperation.CertificateHostResourceInstanceHugeLimit',
      ],
    ],
    ['RESOURCE_GONE', ['ResourceNotFound.CdnHostNotExists', 'InvalidParameter.LBIdNotFound']],
    [
      'CERTIFICATE_REJECTED',
      [
        'FailedOperation.CertificateParseError',
        'InvalidParameter.MissMatchPrivateKey',
        'InvalidParameter.CertificateChainError',
        'FailedOperation.SslCertNotFound',
        'InvalidParameter.QueryCertBySSLIDFailed',
        'ResourceUnavailable.SSLCertificateErr',
      ],
    ],
    ['QUOTA_EXHAUSTED', ['LimitExceeded', 'InvalidParameter.CertificatesNumberExceeded']],
    ['CLOUD_UNAVAILABLE', ['InternalError', 'InternalError.SSLCallFailed', 'ServiceUnavailable']],
    ['CONFIG_INVALID', ['UnsupportedRegion', 'InvalidParameter.RegionNotFound']],
    [
      'CLOUD_UNEXPECTED',
      ['InvalidAction', 'UnknownParameter', 'MissingParameter', 'InvalidParameterValue', 'New.One'],
    ],
  ])('are %s for %j', (code, wires) => {
    expect(wires.map((wire) => [wire, codeOf(wire)])).toEqual(wires.map((wire) => [wire, code]));
  });

  it('are kept, with the id of the request', () => {
    const error = toDeployError(sdkError({ code: 'FailedOperation.ResourceInOperating' }), about);
    expect(wireCode(error)).toBe('FailedOperation.ResourceInOperating');
    expect(error.message).toBe('FailedOperation.ResourceInOperating: said so (request R-1)');
  });
});

describe('an answer that is none', () => {
  it.each<[FailureCode, Error]>([
    ['CLOUD_UNAVAILABLE', sdkError({ httpCode: 502, message: 'Bad Gateway' })],
    ['RATE_LIMITED', sdkError({ httpCode: 429, message: 'Too Many Requests' })],
    ['CLOUD_UNEXPECTED', sdkError({ httpCode: 403, message: 'Forbidden' })],
    ['CLOUD_UNAVAILABLE', sdkError({ message: 'connect ECONNREFUSED 127.0.0.1:1' })],
    ['CLOUD_UNEXPECTED', new TypeError("Cannot read properties of undefined (reading 'Error')")],
    ['CLOUD_UNEXPECTED', Object.assign(new Error('invalid json'), { type: 'invalid-json' })],
    ['CLOUD_UNAVAILABLE', Object.assign(new Error('Premature close'), { type: 'system' })],
  ])('is %s for %s', (code, thrown) => {
    const error = toDeployError(thrown, about);
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/TypeError|Cannot read/u);
  });

  it('leaves open whether a write was carried out, unlike one with a code', () => {
    const lost = (thrown: Error) => isLost(toDeployError(thrown, about));
    expect(lost(sdkError({ message: 'socket hang up' }))).toBe(true);
    expect(lost(new TypeError('x'))).toBe(true);
    expect(lost(sdkError({ httpCode: 502 }))).toBe(true);
    expect(lost(sdkError({ code: 'InvalidParameter' }))).toBe(false);
    expect(lost(sdkError({ code: 'UnauthorizedOperation' }))).toBe(false);
  });
});

describe('a message', () => {
  it('names the permission that the API names, else the one that the call needs', () => {
    const message = 'you are not authorized to perform operation (ssl:UploadCertificate)\nresource';
    const named = sdkError({ code: 'AuthFailure.UnauthorizedOperation', message });
    expect(toDeployError(named, about).message).toMatch(/lacks the permission ssl:Upload/u);
    const unnamed = sdkError({ code: 'UnauthorizedOperation.CdnCamUnauthorized', message: '没有' });
    expect(toDeployError(unnamed, about).message).toMatch(/permission clb:ModifyListener/u);
  });

  it('says in words what only a code tells', () => {
    const icp = sdkError({ code: 'ResourceUnavailable.CdnHostNoIcp', message: '域名未备案' });
    expect(toDeployError(icp, about).message).toMatch(/no ICP filing/u);
    const clock = sdkError({ code: 'AuthFailure.SignatureExpire' });
    expect(toDeployError(clock, about).message).toMatch(/clock/u);
    const region = sdkError({ code: 'UnsupportedRegion' });
    expect(toDeployError(region, about).message).toMatch(/in region ap-guangzhou/u);
  });

  it('repeats neither PEM, nor signatures, nor passwords of proxies', () => {
    const pem = `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----`;
    const message = `bad ${pem} ${'B'.repeat(80)} via http://me:hidden@proxy:1 Authorization: TC3x`;
    const error = toDeployError(sdkError({ code: 'InvalidParameter', message }), about);
    expect(error.message).toContain('bad <pem> <…>');
    expect(error.message).not.toMatch(/AAAA|BBBB|hidden|TC3x/u);
  });

  it('does not repeat what is said of a login that is refused', () => {
    const code = 'AuthFailure.SignatureFailure';
    const error = toDeployError(sdkError({ code, message: 'canonical request was …' }), about);
    expect(error.message).not.toMatch(/canonical/u);
    expect(error.message).toMatch(/secret key is wrong/u);
  });
});
