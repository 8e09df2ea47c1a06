import { describe, expect, it } from 'vitest';

import type { FailureCode } from '../../core/errors.ts';
import { exposed } from '../test-kit.ts';
import { toDeployError, wireCode } from './errors.ts';
import type { About } from './errors.ts';

interface Thrown {
  readonly name: string;
  readonly message?: string;
  readonly status?: number;
  readonly code?: string;
}

/** An error as the SDK throws it: the response, request included, in a hidden property. */
function sdkError({ name, message = 'said so', status, code }: Thrown): Error {
  const error = Object.assign(new Error(message), {
    $metadata: { ...(status === undefined ? {} : { httpStatusCode: status }), requestId: 'R-1' },
    ...(code === undefined ? {} : { code }),
  });
  Object.defineProperty(error, 'name', { value: name });
  Object.defineProperty(error, '$response', {
    enumerable: false,
    value: { headers: { authorization: 'Signature=hidden-signature' }, body: 'hidden-key' },
  });
  return error;
}

const about: About = { action: 'acm:GetCertificate' };

describe('the codes of AWS', () => {
  it.each<[FailureCode, Thrown, About?]>([
    ['PERMISSION_MISSING', { name: 'AccessDenied', status: 403 }],
    ['PERMISSION_MISSING', { name: 'AccessDeniedException', status: 400 }],
    ['CREDENTIALS_REJECTED', { name: 'InvalidClientTokenId', status: 403 }],
    ['CREDENTIALS_REJECTED', { name: 'UnrecognizedClientException', status: 400 }],
    ['CREDENTIALS_REJECTED', { name: 'SignatureDoesNotMatch', status: 403 }],
    ['CREDENTIALS_REJECTED', { name: 'InvalidSignatureException', status: 400 }],
    ['CREDENTIALS_REJECTED', { name: 'ExpiredToken', status: 403 }],
    ['CREDENTIALS_REJECTED', { name: 'ExpiredTokenException', status: 400 }],
    ['RATE_LIMITED', { name: 'Throttling', status: 400 }],
    ['RATE_LIMITED', { name: 'ThrottlingException', status: 400 }],
    ['RATE_LIMITED', { name: 'TooManyRequestsException', status: 429 }],
    ['RATE_LIMITED', { name: 'Unknown', status: 429 }],
    ['QUOTA_EXHAUSTED', { name: 'LimitExceededException', status: 400 }],
    ['QUOTA_EXHAUSTED', { name: 'TooManyCertificatesException', status: 400 }],
    ['QUOTA_EXHAUSTED', { name: 'LimitExceeded', status: 409 }],
    ['CLOUD_UNAVAILABLE', { name: 'Unknown', status: 503 }],
    ['CLOUD_UNAVAILABLE', { name: 'InternalFailure', status: 500 }],
    ['CLOUD_UNAVAILABLE', { name: 'SyntaxError', status: 502 }],
    ['CLOUD_UNAVAILABLE', { name: 'TimeoutError', code: 'ECONNRESET' }],
    ['CLOUD_UNAVAILABLE', { name: 'TimeoutError', code: 'ETIMEDOUT' }],
    ['CLOUD_UNAVAILABLE', { name: 'Error', code: 'ENOTFOUND' }],
    ['CLOUD_UNAVAILABLE', { name: 'Error', code: 'ERR_PROXY_TUNNEL' }],
    ['RESOURCE_BUSY', { name: 'PreconditionFailed', status: 412 }],
    ['RESOURCE_BUSY', { name: 'InvalidIfMatchVersion', status: 400 }],
    ['RESOURCE_BUSY', { name: 'ConflictException', status: 400 }],
    ['RESOURCE_GONE', { name: 'NoSuchDistribution', status: 404 }],
    ['RESOURCE_GONE', { name: 'ListenerNotFoundException', status: 400 }],
    ['RESOURCE_GONE', { name: 'AccessPointNotFoundException', status: 400 }],
    ['RESOURCE_GONE', { name: 'EntityNotFound', status: 404 }],
    ['RESOURCE_GONE', { name: 'NoSuchEntityException', status: 404 }],
    ['CERTIFICATE_REJECTED', { name: 'UnsupportedCertificate', status: 400 }],
    ['CERTIFICATE_REJECTED', { name: 'CertificateNotFoundException', status: 400 }],
    ['CERTIFICATE_REJECTED', { name: 'InvalidViewerCertificate', status: 400 }],
    [
      'CERTIFICATE_REJECTED',
      { name: 'ValidationException', status: 400 },
      { action: 'acm:ImportCertificate', importing: true },
    ],
    ['CLOUD_UNEXPECTED', { name: 'ValidationException', status: 400 }],
    ['REFUSED', { name: 'IllegalUpdate', status: 400 }],
    ['REFUSED', { name: 'OperationNotPermittedException', status: 400 }],
    ['CLOUD_UNEXPECTED', { name: 'SyntaxError', status: 200 }],
    ['CLOUD_UNEXPECTED', { name: 'Error', message: '@aws-sdk XML parse error: x', status: 403 }],
    ['CLOUD_UNEXPECTED', { name: 'SomethingNew', status: 400 }],
  ])('%s for %o', (code, thrown, on = about) => {
    expect(toDeployError(sdkError(thrown), on).code).toBe(code);
  });

  it('keeps the wire code for the products that answer it themselves', () => {
    const error = toDeployError(sdkError({ name: 'CertificateNotFoundException' }), about);
    expect(wireCode(error)).toBe('CertificateNotFound');
    expect(wireCode(error.during('switching'))).toBe('CertificateNotFound');
    expect(wireCode(new Error('x'))).toBeUndefined();
  });
});

describe('the words', () => {
  it('name the action that the message names', () => {
    const message =
      'User: arn:aws:iam::111122223333:user/x is not authorized to perform: acm:AddTagsToCertificate on resource: arn:aws:acm:eu-west-1:111122223333:certificate/*';
    const error = toDeployError(sdkError({ name: 'AccessDeniedException', message }), {
      action: 'acm:ImportCertificate',
    });
    expect(error.message).toBe(
      'the credentials lack the permission acm:AddTagsToCertificate (request R-1)',
    );
  });

  it('name the action of the call when the message names none', () => {
    const error = toDeployError(
      sdkError({ name: 'AccessDenied', message: 'Access denied' }),
      about,
    );
    expect(error.message).toContain('acm:GetCertificate');
  });

  it('say which keys the product takes', () => {
    const error = toDeployError(sdkError({ name: 'UnsupportedCertificate' }), {
      action: 'elasticloadbalancing:ModifyListener',
      keyTypes: 'a Network Load Balancer takes RSA 2048',
    });
    expect(error.message).toContain('a Network Load Balancer takes RSA 2048');
  });

  it('call an HTML page no AWS API', () => {
    const error = toDeployError(
      sdkError({
        name: 'SyntaxError',
        status: 200,
        message:
          "Unexpected token '<'\n  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.",
      }),
      about,
    );
    expect(error.message).toMatch(/^the endpoint is not an AWS API: HTTP 200/u);
  });

  it('suggest the region when an address does not exist', () => {
    const message = 'getaddrinfo ENOTFOUND acm.eu-wets-1.amazonaws.com';
    const error = toDeployError(sdkError({ name: 'Error', code: 'ENOTFOUND', message }), about);
    expect(error.message).toMatch(/is the region or the endpoint right\?$/u);
  });

  it('never hold what the SDK hides, nor what AWS quotes of the request', () => {
    const secrets = [
      '-----BEGIN PRIVATE KEY-----\nTGluZU9mQUtleQ==\n-----END PRIVATE KEY-----',
      'x-amz-security-token:FwoGZXIvYXdzEXAMPLE',
      'http://user:password@proxy.example.com:3128',
      'QUJD'.repeat(40),
    ];
    for (const name of ['ValidationException', 'SignatureDoesNotMatch', 'SomethingNew']) {
      const error = toDeployError(sdkError({ name, status: 400, message: secrets.join(' ') }), {
        action: 'acm:ImportCertificate',
        importing: true,
      });
      const shown = exposed(error);
      for (const part of [
        'hidden-signature',
        'hidden-key',
        'TGluZU9mQUtleQ',
        'FwoGZXIvYXdzEXAMPLE',
        'password',
        'QUJDQUJD',
      ]) {
        expect(shown).not.toContain(part);
      }
    }
  });
});
