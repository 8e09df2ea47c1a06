import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, startHuawei } from './huawei.ts';
import { send } from './signed-client.ts';

describe('the batch interface of the simulated CDN', () => {
  let wildcard: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let key: AccessKey;

  beforeAll(async () => {
    const authority = await createIntermediate(await createRoot('Batch root'), 'Batch CA');
    wildcard = await issue(authority, { domains: ['*.example.com'], key: 'rsa-2048' });
  });
  beforeEach(async () => {
    huawei = await startHuawei({ endpoints: false, settings: { deployMs: 0 } });
    account = huawei.account('shop');
    key = account.accessKey();
  });
  afterEach(async () => {
    expect(huawei.violations).toEqual([]);
    await huawei.close();
  });

  const batch = (https: object) =>
    send(huawei, key, {
      method: 'PUT',
      path: '/v1.0/cdn/domains/config-https-info',
      query: { enterprise_project_id: 'all' },
      body: { https },
    });
  const given = (names: string) => ({
    domain_name: names,
    https_switch: 1,
    cert_name: 'batch-cert',
    certificate: wildcard.chain,
    private_key: wildcard.key,
  });
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `d${index}.example.com`);

  it('resets everything that a request leaves out', async () => {
    const site = account.addCdnDomain({
      name: 'a.example.com',
      certificate: wildcard,
      ocsp: true,
      tlsVersions: ['TLSv1.3'],
      originProtocol: 'follow',
      forceRedirect: { status: 'on', type: 'https', redirect_code: 302 },
    });
    const answer = await batch(given('a.example.com'));
    expect(answer).toMatchObject({
      status: 200,
      json: {
        https: {
          domain_name: 'a.example.com',
          access_origin_way: 2,
          http2: 0,
          expiration_time: wildcard.notAfter.getTime(),
        },
        status: 'success',
        result: [{ domain_name: 'a.example.com', status: 'success', reason: '' }],
      },
    });
    expect(answer.text).not.toContain('PRIVATE KEY');
    expect(site.configs()).toMatchObject({
      origin_protocol: 'http',
      force_redirect: { status: 'off' },
      https: {
        certificate_name: 'batch-cert',
        http2_status: 'off',
        tls_version: 'TLSv1.3,TLSv1.2,TLSv1.1',
        ocsp_stapling_status: 'off',
      },
    });
  });

  it('keeps what a request repeats', async () => {
    const site = account.addCdnDomain({
      name: 'a.example.com',
      certificate: wildcard,
      forceRedirect: { status: 'on', type: 'http', redirect_code: 301 },
    });
    const before = huawei.snapshot();
    await batch({
      ...given('a.example.com'),
      access_origin_way: 1,
      http2: 1,
      force_redirect_config: { switch: 1, redirect_type: 'http' },
    });
    expect(site.held().name).toBe('batch-cert');
    expect(huawei.snapshot()).toEqual(before);
  });

  it('does what it can and says what it could not', async () => {
    const sites = ['a.example.com', 'b.example.org', 'c.example.com'].map((name) =>
      account.addCdnDomain({ name }),
    );
    sites[2]?.set({ locked: true });
    const { status, json } = await batch(
      given('a.example.com,b.example.org,c.example.com,unknown.example.com'),
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'fail',
      result: [
        { domain_name: 'a.example.com', status: 'success' },
        { status: 'fail', reason: 'The certificate does not match the domain name.' },
        { status: 'fail', reason: 'The domain name is locked.' },
        { status: 'fail', reason: 'The acceleration domain name does not exist.' },
      ],
    });
    expect(sites.map((site) => site.held().sha256)).toEqual([
      wildcard.sha256,
      undefined,
      undefined,
    ]);
  });

  it('takes 50 domains and refuses 51', async () => {
    for (const name of names(51)) account.addCdnDomain({ name });
    const refused = await batch(given(names(51).join(',')));
    expect(refused).toMatchObject({ status: 400, json: { error: { error_code: 'CDN.0001' } } });
    const taken = await batch(given(names(50).join(',')));
    expect(taken.json).toMatchObject({ status: 'success' });
  });

  it('refuses spaces between names and a name of another length', async () => {
    account.addCdnDomain({ name: 'a.example.com' });
    for (const https of [
      given('a.example.com, b.example.com'),
      { ...given('a.example.com'), cert_name: 'ab' },
      { ...given('a.example.com'), cert_name: 'n'.repeat(65) },
    ]) {
      expect(await batch(https)).toMatchObject({
        status: 400,
        json: { error: { error_code: 'CDN.0001' } },
      });
    }
    huawei.settings.certificateNameLimit = 32;
    expect((await batch({ ...given('a.example.com'), cert_name: 'n'.repeat(33) })).status).toBe(
      400,
    );
  });

  it('switches HTTPS off', async () => {
    const site = account.addCdnDomain({ name: 'a.example.com', certificate: wildcard });
    await batch({ domain_name: 'a.example.com', https_switch: 0 });
    expect(site.held().status).toBe('off');
  });

  it('is throttled after 20 calls a minute when rates are as documented', async () => {
    huawei.rateLimits.set('cdn:UpdateDomainMultiCertificates', { burst: 20, perSecond: 20 / 60 });
    account.addCdnDomain({ name: 'a.example.com' });
    const answers = [];
    for (let count = 0; count < 21; count += 1) answers.push(await batch(given('a.example.com')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)).toMatchObject({ status: 429, json: { error_code: 'APIGW.0308' } });
  });
});
