import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, type ProjectHandle, startHuawei } from './huawei.ts';
import { send } from './signed-client.ts';

describe('faults of the simulated Huawei Cloud', () => {
  let shop: Issued;
  let other: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let project: ProjectHandle;
  let key: AccessKey;

  beforeAll(async () => {
    const root = await createRoot('Faults root');
    [shop, other] = await Promise.all([
      issue(root, { domains: ['shop.example.com'] }),
      issue(root, { domains: ['shop.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    huawei = await startHuawei({ settings: { deployMs: 0 } });
    account = huawei.account('shop');
    project = account.project('cn-north-4');
    key = account.accessKey();
  });
  afterEach(async () => {
    expect(huawei.violations).toEqual([]);
    await huawei.close();
  });

  const domains = () => send(huawei, key, { path: '/v1.0/cdn/domains' });
  const certificates = (of = project) =>
    send(huawei, key, { path: `/v3/${of.id}/elb/certificates` });
  const upload = () =>
    send(huawei, key, {
      method: 'POST',
      path: `/v3/${project.id}/elb/certificates`,
      body: { certificate: { certificate: shop.chain, private_key: shop.key } },
    });

  it('throttles, is unavailable, answers with a page, and works again', async () => {
    huawei.faults.add({ kind: 'throttle', operation: 'ListDomains', times: 1 });
    expect(await domains()).toMatchObject({ status: 429, json: { error_code: 'APIGW.0308' } });
    huawei.faults.add({ kind: 'http-503', times: 1 });
    expect(await domains()).toMatchObject({ status: 503, text: 'Service Unavailable' });
    huawei.faults.add({ kind: 'html', times: 1 });
    expect((await domains()).text).toContain('<!DOCTYPE html>');
    expect((await domains()).status).toBe(200);
    huawei.settings.throttleCode = 'APIG.0308';
    huawei.faults.add({ kind: 'throttle', times: 1 });
    expect((await domains()).json).toMatchObject({ error_code: 'APIG.0308' });
  });

  it('drops connections, before or after the operation was carried out', async () => {
    huawei.faults.add({ kind: 'reset', operation: 'CreateCertificate', times: 1 });
    await expect(upload()).rejects.toThrow();
    expect(project.certificates()).toHaveLength(0);
    const fault = { kind: 'reset', operation: 'CreateCertificate', times: 1 } as const;
    huawei.faults.add({ ...fault, afterEffect: true });
    await expect(upload()).rejects.toThrow();
    expect(project.certificates()).toHaveLength(1);
    expect(huawei.writes().map(({ error }) => error)).toEqual(['dropped', 'dropped']);
  });

  it('loses a region, a service or a host', async () => {
    const elsewhere = account.project('cn-east-3');
    huawei.unreachable.add('cn-east-3');
    await expect(certificates(elsewhere)).rejects.toThrow();
    expect((await certificates()).status).toBe(200);
    huawei.unreachable.add('cdn');
    await expect(domains()).rejects.toThrow();
    huawei.unreachable.add('iam.cn-north-4.myhuaweicloud.com');
    const projects = (host: string) => send(huawei, key, { path: '/v3/auth/projects', host });
    await expect(projects('iam.cn-north-4.myhuaweicloud.com')).rejects.toThrow();
    expect((await projects('iam.myhuaweicloud.com')).status).toBe(200);
  });

  it('denies actions in the words of each service', async () => {
    const denied = account.accessKey({ deny: ['elb:certificates:*', 'cdn:configuration:modify*'] });
    const list = { path: `/v3/${project.id}/elb/certificates` };
    expect(await send(huawei, denied, list)).toMatchObject({
      status: 403,
      json: {
        error_code: 'ELB.9802',
        error_msg: "Policy doesn't allow elb:certificates:list to be performed.",
        request_id: expect.any(String) as unknown,
      },
    });
    const write = {
      method: 'PUT',
      path: '/v1.1/cdn/configuration/domains/a.example.com/configs',
      body: { configs: { origin_protocol: 'http' } },
    } as const;
    const message =
      'The user does not have operation permissions because the fine-grained authentication is not passed.';
    expect(await send(huawei, denied, write)).toMatchObject({
      status: 403,
      json: { error: { error_code: 'CDN.0021', error_msg: message } },
    });
    huawei.settings.cdnDenials = 'names-action';
    expect((await send(huawei, denied, write)).json).toMatchObject({
      error: {
        error_msg: `${message} Policy doesn't allow cdn:configuration:modifyOriginConfInfo to be performed.`,
      },
    });
    denied.deny.clear();
    expect((await send(huawei, denied, list)).status).toBe(200);
  });

  it('answers a success in which nothing is where it belongs', async () => {
    huawei.faults.add({ kind: 'mangled', operation: 'ListCertificates' });
    expect(await certificates()).toMatchObject({ status: 200, json: { unexpected: [{}] } });
  });

  it('answers any error that is asked for, in the form of the service', async () => {
    huawei.faults.add({ kind: 'error', service: 'elb', code: 'ELB.8906', status: 500, times: 1 });
    huawei.faults.add({ kind: 'error', service: 'cdn', code: 'CDN.0000', status: 500, times: 1 });
    expect(await certificates()).toMatchObject({ status: 500, json: { error_code: 'ELB.8906' } });
    expect(await domains()).toMatchObject({ json: { error: { error_code: 'CDN.0000' } } });
  });

  it('accepts a CDN write and forgets it', async () => {
    const site = account.addCdnDomain({ name: 'shop.example.com', certificate: shop });
    huawei.faults.add({ kind: 'lost', operation: 'UpdateDomainFullConfig', times: 1 });
    const https = {
      https_status: 'on',
      certificate_source: 0,
      certificate_name: 'new-cert',
      certificate_value: other.chain,
      private_key: other.key,
    };
    const answer = await send(huawei, key, {
      method: 'PUT',
      path: '/v1.1/cdn/configuration/domains/shop.example.com/configs',
      body: { configs: { https } },
    });
    expect(answer.status).toBe(204);
    expect(site.status()).toBe('online');
    expect(site.held().sha256).toBe(shop.sha256);
  });

  it('accepts a change of a listener and forgets it', async () => {
    const { listeners } = await project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    const [listener] = listeners;
    const held = listener!.held();
    huawei.faults.add({ kind: 'lost', operation: 'UpdateListener', times: 1 });
    const { id } = project.addCertificate(other);
    const path = `/v3/${project.id}/elb/listeners/${listener!.id}`;
    const body = { listener: { default_tls_container_ref: id } };
    const answer = await send(huawei, key, { method: 'PUT', path, body });
    expect(answer.json).toMatchObject({ listener: { default_tls_container_ref: id } });
    expect(listener!.held()).toEqual(held);
    expect(await servedLeaf(listener!.port)).toBe(shop.sha256);
  });

  it('leaves out what is not there, and writes numbers as text, when told to', async () => {
    account.addCdnDomain({ name: 'shop.example.com' });
    expect((await domains()).json).toMatchObject({ total: 1, domains: [{ tags: null }] });
    huawei.settings.cdnNumbers = 'text';
    huawei.settings.absentValues = 'missing';
    const { json } = await domains();
    expect(json).toMatchObject({ total: '1', domains: [{ https_status: '0' }] });
    expect(json['domains']).not.toMatchObject([{ tags: null }]);
    expect((json['domains'] as object[])[0]).not.toHaveProperty('tags');
  });

  it('lets something happen in the meantime, and looks at what was asked', async () => {
    huawei.faults.add({
      kind: 'meanwhile',
      operation: 'ListCertificates',
      match: ({ query }) => (query as Record<string, unknown>)['limit'] !== undefined,
      act: () => project.addCertificate(shop),
    });
    expect((await certificates()).json).toMatchObject({ certificates: [] });
    const query = { limit: '5' };
    const path = `/v3/${project.id}/elb/certificates`;
    expect((await send(huawei, key, { path, query })).json['certificates']).toHaveLength(1);
  });

  it('refuses a second change of one listener while the first is being carried out', async () => {
    const { listeners } = await project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    huawei.settings.latencyMs = 50;
    const change = (id: string) =>
      send(huawei, key, {
        method: 'PUT',
        path: `/v3/${project.id}/elb/listeners/${listeners[0]!.id}`,
        body: { listener: { default_tls_container_ref: id } },
      });
    const ids = [shop, other].map((pems) => project.addCertificate(pems).id);
    const answers = await Promise.all(ids.map(change));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('serves something else than what the control plane says', async () => {
    const site = account.addCdnDomain({ name: 'shop.example.com', certificate: shop });
    const { listeners } = await project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    const [listener] = listeners;
    const edge = () => servedLeaf(huawei.edges[0]!.port, { servername: 'shop.example.com' });
    site.endpoints[0]!.stuck();
    site.change({ certificate: other });
    expect(site.held().sha256).toBe(other.sha256);
    expect(await edge()).toBe(shop.sha256);
    site.endpoints[0]!.heal();
    expect(await edge()).toBe(other.sha256);
    listener!.endpoint.wrong(other);
    expect(await servedLeaf(listener!.port)).toBe(other.sha256);
    listener!.endpoint.refuse();
    await expect(servedLeaf(listener!.port)).rejects.toThrow();
  });

  it('keeps to the documented rates of each account', async () => {
    let now = Date.now();
    const limited = await startHuawei({
      endpoints: false,
      rateLimits: 'documented',
      now: () => now,
    });
    const [first, second] = ['a', 'b'].map((name) => limited.account(name).accessKey());
    const info = (by: AccessKey) =>
      send(limited, by, { path: '/v1.0/cdn/domains/https-certificate-info' });
    const statuses = await Promise.all(Array.from({ length: 16 }, () => info(first!)));
    expect(statuses.filter(({ status }) => status === 429)).toHaveLength(1);
    expect((await info(second!)).status).toBe(200);
    now += 100;
    expect((await info(first!)).status).toBe(200);
    expect((await info(first!)).status).toBe(429);
    await limited.close();
  });
});
