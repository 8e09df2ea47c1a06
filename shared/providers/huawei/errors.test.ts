import { describe, expect, it } from 'vitest';

import { failures } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import { toDeployError } from './errors.ts';
import type { About } from './errors.ts';
import { HuaweiFailure, scrub, wireCode } from './failure.ts';
import { complaintOf, readBody, retryAfterMs } from './reply.ts';

const about: About = { action: 'elb:listeners:put' };

function told(
  facts: Partial<ConstructorParameters<typeof HuaweiFailure>[0]>,
  more: Partial<About> = {},
) {
  const failure = new HuaweiFailure({ status: 400, message: 'words', ...facts });
  return toDeployError(failure, { ...about, ...more });
}

describe('the code of a failure', () => {
  it.each<[string, number, FailureCode]>([
    ['APIGW.0301', 401, 'CREDENTIALS_REJECTED'],
    ['APIGW.0307', 401, 'CREDENTIALS_REJECTED'],
    ['APIGW.0308', 429, 'RATE_LIMITED'],
    ['APIG.0308', 429, 'RATE_LIMITED'],
    ['APIGW.0101', 404, 'CONFIG_INVALID'],
    ['APIGW.9999', 503, 'CLOUD_UNAVAILABLE'],
    ['CDN.0000', 500, 'CLOUD_UNAVAILABLE'],
    ['CDN.0002', 401, 'CREDENTIALS_REJECTED'],
    ['CDN.0021', 403, 'PERMISSION_MISSING'],
    ['CDN.0102', 200, 'REFUSED'],
    ['CDN.0106', 200, 'RESOURCE_BUSY'],
    ['CDN.0163', 200, 'REFUSED'],
    ['CDN.0170', 400, 'RESOURCE_GONE'],
    ['CDN.0171', 404, 'RESOURCE_GONE'],
    ['CDN.0405', 200, 'CERTIFICATE_REJECTED'],
    ['ELB.1102', 401, 'CREDENTIALS_REJECTED'],
    ['ELB.8904', 404, 'RESOURCE_GONE'],
    ['ELB.8905', 409, 'QUOTA_EXHAUSTED'],
    ['ELB.8906', 500, 'CLOUD_UNAVAILABLE'],
    ['ELB.8907', 409, 'RESOURCE_BUSY'],
    ['ELB.9802', 403, 'PERMISSION_MISSING'],
    ['ELB.4321', 403, 'PERMISSION_MISSING'],
    ['ELB.4321', 409, 'RESOURCE_BUSY'],
    ['ELB.4321', 404, 'RESOURCE_GONE'],
    ['ELB.4321', 400, 'CLOUD_UNEXPECTED'],
    ['PAP5.0002', 403, 'PERMISSION_MISSING'],
  ])('%s with HTTP %i is %s', (code, status, expected) => {
    const error = told({ wireCode: code, status });
    expect(error.code).toBe(expected);
    expect(wireCode(error)).toBe(code);
  });

  it.each<[About['brings'], FailureCode]>([
    ['certificate', 'CERTIFICATE_REJECTED'],
    ['binding', 'REFUSED'],
    [undefined, 'CLOUD_UNEXPECTED'],
  ])('of a plain "invalid parameter" goes by what the call brought: %s', (brings, code) => {
    expect(told({ wireCode: 'ELB.8902' }, { brings }).code).toBe(code);
    expect(told({ wireCode: 'CDN.0001' }, { brings }).code).toBe(code);
  });

  it.each(['ECONNRESET', 'ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])(
    'of a connection that broke with %s is CLOUD_UNAVAILABLE',
    (code) => {
      const error = told({ wireCode: code, status: undefined });
      expect(failures[error.code].retry).toBe('later');
    },
  );

  it('of an STS that refuses a token is CREDENTIALS_REJECTED, of one that is busy is not', () => {
    const action = 'sts:agencies:assumeWithOIDC';
    const refused = told({ wireCode: 'PAP5.0003', status: 403 }, { action });
    expect(refused).toMatchObject({ code: 'CREDENTIALS_REJECTED' });
    expect(refused.message).toMatch(/OIDC token.*audience/u);
    expect(told({ wireCode: 'APIGW.0308', status: 429 }, { action }).code).toBe('RATE_LIMITED');
  });

  it('of a page that is no reply of the cloud is CLOUD_UNEXPECTED and says so', () => {
    const error = told({ wireCode: undefined, status: 403, message: '' });
    expect(error.code).toBe('CLOUD_UNEXPECTED');
    expect(error.message).toMatch(/not a Huawei Cloud API: HTTP 403/u);
  });
});

describe('the words of a failure', () => {
  it('name the action that is missing, as the cloud says or as the call needs', () => {
    const wire = { wireCode: 'ELB.9802', status: 403 };
    expect(told(wire).message).toContain('elb:listeners:put');
    const message = "Policy doesn't allow elb:certificates:create to be performed.";
    expect(told({ ...wire, message }).message).toContain('permission elb:certificates:create');
  });

  it('name the request and what to do', () => {
    const error = told({ wireCode: 'CDN.0163', requestId: 'r-1' });
    expect(error.message).toMatch(/CDN\.0163: words; .*support ticket.*\(request r-1\)/u);
  });

  it('say nothing of a login but our own words: the cloud quotes keys and signed headers', () => {
    const message = 'Get secretKey failed,ak:HPUA7EXAMPLE,err:ak not exist';
    const error = told({ wireCode: 'APIGW.0301', status: 401, message });
    expect(error.message).toMatch(/secret key is wrong.*clock.*five minutes/u);
    expect(`${error.message} ${String(error.cause)}`).not.toContain('HPUA7EXAMPLE');
  });

  it.each([
    ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', 'abc'],
    ['x-security-token: topsecret', 'topsecret'],
    ['Authorization=topsecret', 'topsecret'],
    ['Access=AK, Signature=topsecret', 'topsecret'],
    ['http://user:topsecret@proxy:1/', 'topsecret'],
    [`bad value ${'A'.repeat(80)}`, 'A'.repeat(80)],
    ['fail, canonical_request:GET|/|x-security-token:topsecret', 'topsecret'],
  ])('hide what is quoted in %j', (text, secret) => {
    expect(scrub(text)).not.toContain(secret);
  });
});

describe('a reply', () => {
  it('loses every private key while it is read', () => {
    const body = {
      certificates: [{ id: 'a', private_key: 'KEY', nested: { enc_private_key: 'KEY' } }],
      private_key_echo: true,
    };
    const read = readBody(JSON.stringify(body));
    expect(JSON.stringify(read)).not.toContain('KEY"');
    expect(read).toEqual({ certificates: [{ id: 'a', nested: {} }], private_key_echo: true });
  });

  it.each<[string, number, unknown, object | undefined]>([
    [
      'CDN',
      200,
      { error: { error_code: 'CDN.0406', error_msg: 'm' } },
      { code: 'CDN.0406', message: 'm' },
    ],
    ['ELB', 400, { error_code: 'ELB.8902', error_msg: 'm' }, { code: 'ELB.8902', message: 'm' }],
    ['IAM', 401, { error: { code: 401, message: 'm' } }, { code: '401', message: 'm' }],
    ['a proxy', 403, { message: 'no' }, { code: '', message: 'no' }],
    ['nobody', 502, undefined, { code: '', message: '' }],
    ['success', 200, { code: 7, message: 'fine' }, undefined],
    ['success without a body', 204, {}, undefined],
  ])('of %s tells what went wrong', (_, status, body, expected) => {
    expect(complaintOf(status, body)).toEqual(expected);
  });

  it('without a body is empty, and one that is no JSON is none', () => {
    expect(readBody('')).toEqual({});
    expect(readBody('<html>')).toBeUndefined();
  });

  it('tells how long to wait', () => {
    const now = new Date('2026-11-23T08:00:00Z');
    expect(retryAfterMs('7', now)).toBe(7000);
    expect(retryAfterMs('Mon, 23 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs(undefined, now)).toBeUndefined();
  });
});
