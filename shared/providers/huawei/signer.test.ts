import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Secret } from '../../core/secret.ts';
import { sign } from './signer.ts';
import type { Identity, Unsigned } from './signer.ts';

const now = new Date('2026-11-23T08:00:00.000Z');
const identity: Identity = {
  accessKey: 'AKEXAMPLE0000000001',
  secretKey: new Secret('SKexample/secret+value=0001'),
};
const empty: Unsigned = {
  method: 'GET',
  origin: 'https://cdn.myhuaweicloud.com',
  path: '/',
  query: {},
  headers: {},
  body: '',
};

function signatureOf(request: Partial<Unsigned>, who = identity): string {
  const { headers } = sign({ ...empty, ...request }, who, now);
  return /Signature=([0-9a-f]{64})$/u.exec(headers['authorization'] ?? '')?.[1] ?? 'none';
}

describe('a signature', () => {
  // Computed with the vendor's own signer; the last one with two independent implementations.
  it.each<[string, string, Partial<Unsigned>, Partial<Identity>]>([
    [
      'a query',
      '9cd3a935c994470e5ef3593ed2cfe9c366c7504e3f16f8d3e2e469fba1ef173a',
      {
        path: '/v1.0/cdn/domains',
        query: { page_size: '100', enterprise_project_id: 'all', page_number: '1' },
      },
      {},
    ],
    [
      'a body with letters of another script',
      'facc2873772b7635751dd3ee05e8683860e8a7ea45da629a7a0e9172561c3e6e',
      {
        method: 'PUT',
        path: '/v1.0/cdn/domains/config-https-info',
        query: { enterprise_project_id: 'all' },
        body: '{"https":{"domain_name":"a.example.com,b.example.com","https_switch":1,"cert_name":"证书-1"}}',
      },
      {},
    ],
    [
      'a project, a token and a repeated parameter',
      '65a61aeff2cace6e3d756010ff4779a0b5d6578030274c8942e79a4d0c71d09b',
      {
        path: '/v3/0123456789abcdef0123456789abcdef/elb/listeners',
        query: { limit: '2000', protocol: ['TLS', 'HTTPS', 'TERMINATED_HTTPS'] },
        headers: { 'x-project-id': '0123456789abcdef0123456789abcdef' },
      },
      { securityToken: new Secret('TOKEN/with+chars==') },
    ],
    [
      'a wildcard domain in the path',
      '636cceafcd073e9f2edb0591a7fd9abacb6fad54e5d0a8b431da5ea1334d369c',
      {
        path: '/v1.1/cdn/configuration/domains/*.example.com/configs',
        query: { enterprise_project_id: 'all' },
      },
      {},
    ],
  ])('of %s is the documented one', (_, expected, request, who) => {
    expect(signatureOf(request, { ...identity, ...who })).toBe(expected);
  });

  it('differs from that of any other key, time, path, query and body', () => {
    const request = { path: '/v1', query: { a: '1' }, body: 'x' };
    const later = sign({ ...empty, ...request }, identity, new Date(now.getTime() + 1000));
    const signatures = [
      signatureOf(request),
      signatureOf(request, { ...identity, secretKey: new Secret('other') }),
      signatureOf({ ...request, path: '/v2' }),
      signatureOf({ ...request, query: { a: '2' } }),
      signatureOf({ ...request, body: 'y' }),
      String(later.headers['authorization']).slice(-64),
    ];
    expect(new Set(signatures).size).toBe(signatures.length);
  });

  it('leaves the slash at the end of the path out of the request itself', () => {
    const { url } = sign({ ...empty, path: '/v1.0/cdn/domains', query: { b: 'ü' } }, identity, now);
    expect(url).toBe('https://cdn.myhuaweicloud.com/v1.0/cdn/domains?b=%C3%BC');
  });

  it('shows the secret key nowhere', () => {
    expect(JSON.stringify(sign(empty, identity, now))).not.toContain('secret+value');
  });
});

/**
 * What the vendor's signer makes of the same request. It reads the path out of a URL with Node's old
 * parser, which encodes some signs by itself: `noOldEscapes` keeps to those that it leaves alone.
 */
function vendorAuthorization(request: Unsigned, who: Identity): string {
  const { method, origin, path, query, headers, body } = request;
  const credential = new BasicCredentials({
    ak: who.accessKey,
    sk: who.secretKey.reveal(),
    projectId: 'p',
  });
  const queryParams = Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );
  const token =
    who.securityToken === undefined ? {} : { 'X-Security-Token': who.securityToken.reveal() };
  const signed = AKSKSigner.sign(
    {
      endpoint: `${origin}${path}`,
      method,
      headers: {
        'content-type': 'application/json',
        'X-Sdk-Date': '20261123T080000Z',
        ...headers,
        ...token,
      },
      queryParams,
      ...(body === '' ? {} : { data: JSON.parse(body) as object }),
    },
    credential,
  ) as Record<string, string>;
  return signed['Authorization'] ?? '';
}

describe('the signer and that of @huaweicloud/huaweicloud-sdk-core', () => {
  const noOldEscapes = /^[^\s\p{Cc}"'<>`{}|\\^?#;@%/]*$/u;
  const words = fc.string({ unit: 'grapheme', maxLength: 12 });
  const segment = words.filter((text) => noOldEscapes.test(text) && !/^\.{1,2}$/u.test(text));
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  const ascii = fc.stringMatching(/^[A-Za-z0-9+/=_-]{1,40}$/u);
  const requests = fc.record({
    method: fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const),
    origin: fc.constantFrom(
      'https://cdn.myhuaweicloud.com',
      'https://elb.cn-north-4.myhuaweicloud.com',
      'http://127.0.0.1:8443',
    ),
    path: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
    query: fc.dictionary(key, fc.oneof(words, fc.array(words, { minLength: 1, maxLength: 4 })), {
      maxKeys: 5,
    }),
    headers: fc.oneof(
      fc.constant({}),
      fc.record({ 'x-project-id': ascii }),
      fc.record({ 'x-domain-id': ascii, 'x-project-id': ascii }),
    ),
    body: fc.oneof(
      fc.constant(''),
      fc
        .dictionary(key, fc.oneof(words, fc.integer(), fc.array(words)), { minKeys: 1 })
        .map((body) => JSON.stringify(body)),
    ),
  });
  const identities = fc.record(
    {
      accessKey: ascii,
      secretKey: ascii.map((text) => new Secret(text)),
      securityToken: ascii.map((text) => new Secret(text)),
    },
    { requiredKeys: ['accessKey', 'secretKey'] },
  );

  it('agree on every request', () => {
    fc.assert(
      fc.property(requests, identities, (request, who) => {
        const ours = sign(request, who, now).headers['authorization'];
        expect(ours).toBe(vendorAuthorization(request, who));
      }),
      { numRuns: 1000 },
    );
  });
});
