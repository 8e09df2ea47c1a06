import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AccessKey } from './builders/login.ts';
import { type Huawei, type ProjectHandle, startHuawei } from './huawei.ts';
import { type Ask, send } from './signed-client.ts';

describe('what the simulated Huawei Cloud does not know', () => {
  let huawei: Huawei;
  let project: ProjectHandle;
  let key: AccessKey;

  beforeEach(async () => {
    huawei = await startHuawei({ endpoints: false });
    const account = huawei.account('shop');
    project = account.project('cn-north-4');
    key = account.accessKey();
    account.addCdnDomain({ name: 'a.example.com' });
  });
  afterEach(() => huawei.close());

  const call = (ask: Ask) => send(huawei, key, ask);
  const elb = (path: string, more: Omit<Ask, 'path'> = {}) =>
    call({ path: `/v3/${project.id}/elb${path}`, ...more });
  const configs = (value: object) =>
    call({
      method: 'PUT',
      path: '/v1.1/cdn/configuration/domains/a.example.com/configs',
      body: { configs: value },
    });

  it.each([
    ['a path of no API', { path: '/v1.0/cdn/everything' }],
    ['another method', { path: '/v3/auth/projects', method: 'DELETE' }],
    [
      'the interface that resets single domains',
      { path: '/v1.0/cdn/domains/1/https-info', method: 'PUT' },
    ],
    ['SCM, which costs money', { path: '/v3/scm/certificates/1/deploy', method: 'POST' }],
    [
      'an API under the host of another service',
      { path: '/v3/auth/projects', host: 'cdn.myhuaweicloud.com' },
    ],
    ['a host that is none of Huawei’s', { path: '/v1.0/cdn/domains', host: 'cdn.example.com' }],
    ['ELB without a region', { path: '/v3/p/elb/listeners', host: 'elb.myhuaweicloud.com' }],
    ['the slash that only the signature has', { path: '/v1.0/cdn/domains/' }],
  ] as const)('%s', async (_title, ask) => {
    expect(await call(ask)).toMatchObject({ status: 404, json: { error_code: 'APIGW.0101' } });
    expect(huawei.violations).toHaveLength(1);
    expect(huawei.requests).toEqual([]);
  });

  it('parameters that a list does not have, or has once', async () => {
    const cdnQuery = (query: Ask['query'] & object) => call({ path: '/v1.0/cdn/domains', query });
    for (const query of [{ limit: '5' }, { page_size: ['1', '2'] }]) {
      expect(await cdnQuery(query)).toMatchObject({
        status: 400,
        json: { error: { error_code: 'CDN.0001' } },
      });
    }
    const filter = { sni_container_refs: 'f'.repeat(32) };
    expect(await elb('/listeners', { query: filter })).toMatchObject({
      status: 400,
      json: { error_code: 'ELB.8902' },
    });
    expect(huawei.violations.map(({ operation }) => operation)).toEqual([
      'ListDomains',
      'ListDomains',
      'ListListeners',
    ]);
  });

  it.each([
    ['an unknown member of configs', { htps: {} }],
    ['an unknown member of https', { https: { certificate: 'x' } }],
    ['a source as text', { https: { certificate_source: '0' } }],
    ['a redirect code as text', { force_redirect: { status: 'on', redirect_code: '301' } }],
  ])('%s', async (_title, value) => {
    expect(await configs(value)).toMatchObject({
      status: 400,
      json: { error: { error_code: 'CDN.0001' } },
    });
    expect(huawei.violations).toMatchObject([
      { service: 'cdn', operation: 'UpdateDomainFullConfig' },
    ]);
  });

  it('a body that is no JSON, is none of its kind, or should not be there', async () => {
    const broken: Ask = { method: 'PUT', path: '/v1.0/cdn/domains/config-https-info' };
    expect((await call({ ...broken, body: { https: { domain_name: 1 } } })).status).toBe(400);
    const headers = { 'content-type': 'text/plain' };
    expect((await call({ ...broken, headers, body: { https: {} } })).status).toBe(400);
    expect((await call({ path: '/v1.0/cdn/domains', body: { a: 1 } })).status).toBe(400);
    expect((await call(broken)).status).toBe(400);
    expect(huawei.violations).toHaveLength(4);
  });

  it('a body of more than 12 MB', async () => {
    const body = { https: 'x'.repeat(12 * 1024 * 1024) };
    const path = '/v1.0/cdn/domains/config-https-info';
    expect(await call({ method: 'PUT', path, body })).toMatchObject({
      status: 413,
      json: { error_code: 'APIGW.0201' },
    });
  });

  it('what is only wrong is an error and no violation', async () => {
    const query = { page_size: '10001' };
    expect((await call({ path: '/v1.0/cdn/domains', query })).status).toBe(400);
    expect((await call({ path: '/v1.0/cdn/domains', query: { page_number: '0' } })).status).toBe(
      400,
    );
    for (const value of [
      {},
      { https: { tls_version: 'TLSv1.1,TLSv1.3' } },
      { https: { https_status: 'off', http2_status: 'on' } },
      { https: { https_status: 'yes' } },
      { force_redirect: { status: 'on', type: 'https' } },
    ]) {
      expect(await configs(value)).toMatchObject({
        status: 400,
        json: { error: { error_code: 'CDN.0001' } },
      });
    }
    expect(huawei.violations).toEqual([]);
  });
});
