import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSigningKey } from './jwt.ts';
import { startOidc, type OidcSimulator } from './oidc.ts';

let oidc: OidcSimulator;
beforeEach(async () => {
  oidc = await startOidc();
});
afterEach(async () => {
  await oidc.close();
});

const audience = 'https://certs.example.com';

async function read(path: string): Promise<Record<string, unknown>> {
  const response = await fetch(path.startsWith('http') ? path : `${oidc.issuer}${path}`);
  return (await response.json()) as Record<string, unknown>;
}

function payloadOf(token: string): Record<string, unknown> {
  const text = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(text) as Record<string, unknown>;
}

/** Whether one of the keys that the issuer lists signed this. */
async function isSignedByListedKey(token: string): Promise<boolean> {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { jwks_uri: uri } = await read('/.well-known/openid-configuration');
  const { keys } = await read(String(uri));
  const data = Buffer.from(`${head}.${payload}`);
  return (keys as JsonWebKey[]).some((jwk) =>
    verify(
      'sha256',
      data,
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    ),
  );
}

describe('the issuer', () => {
  it('signs with a key that its discovery leads to', async () => {
    expect(await isSignedByListedKey(oidc.token({ audience }))).toBe(true);
  });

  it('does not list the key of a stranger, nor an old one after a hard rotation', async () => {
    const before = oidc.token({ audience });
    expect(await isSignedByListedKey(oidc.token({ audience, key: createSigningKey() }))).toBe(
      false,
    );
    oidc.rotate();
    expect(await isSignedByListedKey(before)).toBe(true);
    oidc.rotate({ keepOld: false });
    expect(await isSignedByListedKey(before)).toBe(false);
    expect(await isSignedByListedKey(oidc.token({ audience }))).toBe(true);
  });

  it('writes numbers as texts and both forms of a subject', () => {
    const job = { environment: 'certs:prod', runId: 7 };
    const claims = payloadOf(oidc.token({ audience, job }));
    expect(claims).toMatchObject({
      iss: oidc.issuer,
      aud: audience,
      repository_id: '4711',
      run_id: '7',
      environment: 'certs:prod',
      sub: 'repo:octo/shop:environment:certs%3Aprod',
    });
    expect(payloadOf(oidc.token({ audience, job: { immutableSubject: true } }))['sub']).toBe(
      'repo:octo@815/shop@4711:ref:refs/heads/main',
    );
    expect(payloadOf(oidc.token({ audience }))).not.toHaveProperty('environment');
  });

  it('takes a claim away when it is told to', () => {
    const token = oidc.token({ audience, claims: { jti: undefined } });
    expect(payloadOf(token)).not.toHaveProperty('jti');
  });
});

describe('the runner', () => {
  it('gives a token for an audience to the job that knows its request token', async () => {
    const env = oidc.runner({ runId: 99 });
    const response = await fetch(
      `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`,
      { headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` } },
    );
    const { value } = (await response.json()) as { value: string };
    expect(payloadOf(value)).toMatchObject({ aud: audience, run_id: '99' });
    expect(oidc.issued).toEqual([{ audience, token: value }]);
  });

  it('gives nothing to anybody else', async () => {
    const env = oidc.runner();
    const response = await fetch(env.ACTIONS_ID_TOKEN_REQUEST_URL, {
      headers: { authorization: 'bearer wrong' },
    });
    expect(response.status).toBe(401);
    expect(oidc.issued).toEqual([]);
  });
});
