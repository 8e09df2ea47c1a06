import { connect } from 'node:tls';

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { CertificateHandle } from './builders/certificate.ts';
import type { ListenerSpec, LoadBalancerHandle } from './builders/load-balancer.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, type ProjectHandle, startHuawei } from './huawei.ts';
import { type Ask, send } from './signed-client.ts';

describe('listeners of the simulated ELB', () => {
  let shop: Issued;
  let renewed: Issued;
  let rsa: Issued;
  let wildcard: Issued;
  let other: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let project: ProjectHandle;
  let key: AccessKey;
  let elapsed = 0;

  beforeAll(async () => {
    const authority = await createIntermediate(await createRoot('ELB root'), 'ELB CA');
    [shop, renewed, rsa, wildcard, other] = await Promise.all([
      issue(authority, { domains: ['shop.example.com'] }),
      issue(authority, { domains: ['shop.example.com'] }),
      issue(authority, { domains: ['shop.example.com'], key: 'rsa-2048' }),
      issue(authority, { domains: ['*.example.com'] }),
      issue(authority, { domains: ['other.example.org'] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    huawei = await startHuawei({ now: () => Date.now() + elapsed });
    account = huawei.account('shop');
    project = account.project('cn-north-4');
    key = account.accessKey();
  });
  afterEach(async () => {
    expect(huawei.violations).toEqual([]);
    await huawei.close();
  });

  const call = (path: string, more: Omit<Ask, 'path'> = {}, by: AccessKey = key) =>
    send(huawei, by, {
      path: `/v3/${project.id}/elb${path}`,
      headers: { 'X-Project-Id': project.id },
      ...more,
    });
  const put = (id: string, listener: object) =>
    call(`/listeners/${id}`, { method: 'PUT', body: { listener } });
  const add = (listener: ListenerSpec, kind: 'shared' | 'dedicated' = 'dedicated') =>
    project.addLoadBalancer({ kind, listeners: [listener] });
  const only = ({ listeners }: LoadBalancerHandle) => listeners[0]!;
  const upload = (pems: Issued, domain?: string): CertificateHandle =>
    project.addCertificate(pems, domain === undefined ? {} : { domain });
  const conflict = { status: 409, json: { error_code: 'ELB.8907' } };
  const invalid = { status: 400, json: { error_code: 'ELB.8902' } };

  it('lists load balancers and listeners as the documentation shows them', async () => {
    const balancer = await project.addLoadBalancer({
      kind: 'shared',
      name: 'front',
      listeners: [
        { protocol: 'TERMINATED_HTTPS', name: 'https-443', certificate: shop, sni: [rsa] },
      ],
    });
    expect((await call('/loadbalancers')).json).toMatchObject({
      request_id: expect.any(String) as unknown,
      loadbalancers: [
        {
          id: balancer.id,
          name: 'front',
          guaranteed: false,
          provisioning_status: 'ACTIVE',
          operating_status: 'ONLINE',
          publicips: [{ publicip_address: '127.0.0.1', ip_version: 4 }],
          listeners: [{ id: only(balancer).id }],
          enterprise_project_id: '0',
        },
      ],
      page_info: { previous_marker: balancer.id, current_count: 1 },
    });
    const held = only(balancer).held();
    const query = { protocol: ['HTTPS', 'TERMINATED_HTTPS', 'TLS', 'QUIC'], limit: '2000' };
    expect((await call('/listeners', { query })).json).toMatchObject({
      listeners: [
        {
          id: only(balancer).id,
          protocol: 'TERMINATED_HTTPS',
          protocol_port: only(balancer).port,
          loadbalancers: [{ id: balancer.id }],
          default_tls_container_ref: held.default,
          sni_container_refs: held.sni,
          client_ca_tls_container_ref: null,
          tls_ciphers_policy: 'tls-1-2',
          updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u) as unknown,
        },
      ],
    });
    expect(held.default).toMatch(/^[0-9a-f]{32}$/u);
  });

  it('pages by marker, forwards and backwards', async () => {
    for (let count = 0; count < 5; count += 1) await project.addLoadBalancer({});
    const page = async (query: Record<string, string>) =>
      (await call('/loadbalancers', { query })).json as {
        loadbalancers: { id: string }[];
        page_info: { next_marker?: string; previous_marker?: string; current_count: number };
      };
    const idsOf = ({ loadbalancers }: { loadbalancers: { id: string }[] }) =>
      loadbalancers.map(({ id }) => id);
    const everything = idsOf(await page({}));
    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', marker: first.page_info.next_marker! });
    const third = await page({ limit: '2', marker: second.page_info.next_marker! });
    expect([first, second, third].flatMap(idsOf)).toEqual(everything);
    expect(third.page_info).toEqual({ previous_marker: everything[4], current_count: 1 });
    const back = await page({ limit: '2', marker: everything[4]!, page_reverse: 'true' });
    expect(idsOf(back)).toEqual(everything.slice(2, 4));
    expect(back.page_info).toMatchObject({ next_marker: everything[3] });
    huawei.settings.pageSizes.elb = 1;
    expect((await page({ limit: '2000' })).page_info).toMatchObject({ next_marker: everything[0] });
  });

  it('refuses an empty and an unknown marker, and a limit of 2001', async () => {
    for (const query of [{ marker: '' }, { marker: 'f'.repeat(32) }, { limit: '2001' }]) {
      expect(await call('/certificates', { query })).toMatchObject(invalid);
    }
  });

  it('binds another default certificate, and nothing else changes', async () => {
    const listener = only(await add({ protocol: 'HTTPS', certificate: shop, sni: [wildcard] }));
    const { id } = upload(renewed);
    const before = huawei.snapshot();
    const { sni } = listener.held();
    expect(await put(listener.id, { default_tls_container_ref: id })).toMatchObject({
      status: 200,
      json: {
        listener: { id: listener.id, default_tls_container_ref: id, sni_container_refs: sni },
      },
    });
    expect(listener.held()).toEqual({ default: id, sni });
    expect(await servedLeaf(listener.port)).toBe(renewed.sha256);
    expect(huawei.snapshot()).toEqual(before);
  });

  it('serves the new certificate only after the delay', async () => {
    huawei.settings.serveDelayMs = 1000;
    const listener = only(await add({ protocol: 'TLS', certificate: shop }));
    await put(listener.id, { default_tls_container_ref: upload(renewed).id });
    expect(await servedLeaf(listener.port)).toBe(shop.sha256);
    elapsed = 1000;
    expect(await servedLeaf(listener.port)).toBe(renewed.sha256);
  });

  it('replaces the SNI list as a whole', async () => {
    const listener = only(
      await add({ protocol: 'HTTPS', certificate: other, sni: [shop, wildcard] }),
    );
    const [first = ''] = listener.held().sni;
    await put(listener.id, { sni_container_refs: [first] });
    expect(listener.held().sni).toEqual([first]);
    expect(await servedLeaf(listener.port, { servername: 'any.example.com' })).toBe(other.sha256);
    await put(listener.id, { sni_container_refs: [] });
    expect(await servedLeaf(listener.port, { servername: 'shop.example.com' })).toBe(other.sha256);
  });

  it('prefers ECC to RSA for the same name, where the client can check it', async () => {
    const listener = only(await add({ protocol: 'HTTPS', certificate: other, sni: [rsa, shop] }));
    const servername = 'shop.example.com';
    expect(await servedLeaf(listener.port, { servername })).toBe(shop.sha256);
    const sigalgs = 'rsa_pss_rsae_sha256';
    expect(await servedLeaf(listener.port, { servername, sigalgs })).toBe(rsa.sha256);
  });

  it('goes by the names of the certificate object, not by those inside the certificate', async () => {
    const { id } = upload(wildcard, 'only.example.com');
    const listener = only(await add({ protocol: 'HTTPS', certificate: other, sni: [id] }));
    const serve = (servername: string) => servedLeaf(listener.port, { servername });
    expect(await serve('only.example.com')).toBe(wildcard.sha256);
    expect(await serve('shop.example.com')).toBe(other.sha256);
  });

  it('matches wildcards label by label when dedicated, by the longest suffix when shared', async () => {
    const serve = async (kind: 'shared' | 'dedicated', sniMatchAlgo?: 'longest_suffix') => {
      const listener = only(
        await add(
          {
            protocol: 'HTTPS',
            certificate: other,
            sni: [wildcard],
            ...(sniMatchAlgo === undefined ? {} : { sniMatchAlgo }),
          },
          kind,
        ),
      );
      return servedLeaf(listener.port, { servername: 'a.b.example.com' });
    };
    expect(await serve('dedicated')).toBe(other.sha256);
    expect(await serve('dedicated', 'longest_suffix')).toBe(wildcard.sha256);
    expect(await serve('shared')).toBe(wildcard.sha256);
  });

  it('demands a client certificate where a CA is bound', async () => {
    const listener = only(await add({ protocol: 'HTTPS', certificate: shop, clientCa: other }));
    const ca = project.certificates().find(({ sha256 }) => sha256 === other.sha256);
    expect((await call(`/listeners/${listener.id}`)).json).toMatchObject({
      listener: { client_ca_tls_container_ref: ca?.id },
    });
    expect(await put(listener.id, { default_tls_container_ref: ca?.id })).toMatchObject(invalid);
    const refusal = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: listener.port, rejectUnauthorized: false });
      socket.once('error', resolve);
      socket.once('end', () => reject(new Error('nobody asked for a certificate')));
      socket.once('secureConnect', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    });
    expect(refusal.code).toBe('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  });

  describe('refuses', () => {
    it('changes while the load balancer is not active or frozen', async () => {
      const balancer = await add({ protocol: 'HTTPS', certificate: shop });
      const { id } = upload(renewed);
      const change = () => put(only(balancer).id, { default_tls_container_ref: id });
      balancer.set({ provisioningStatus: 'PENDING_DELETE' });
      expect(await change()).toMatchObject(conflict);
      balancer.set({
        provisioningStatus: 'ACTIVE',
        operatingStatus: 'FROZEN',
        frozenScene: 'ARREAR',
      });
      expect(await change()).toMatchObject(conflict);
      balancer.set({ operatingStatus: 'ONLINE' });
      huawei.settings.pendingMs = 5000;
      expect((await change()).status).toBe(200);
      expect((await call(`/loadbalancers/${balancer.id}`)).json).toMatchObject({
        loadbalancer: { provisioning_status: 'PENDING_UPDATE' },
      });
      expect(await change()).toMatchObject(conflict);
      elapsed = 5000;
      expect((await change()).status).toBe(200);
    });

    it('SNI lists that break a rule', async () => {
      const listener = only(await add({ protocol: 'HTTPS', certificate: shop }));
      const noDomain = upload(wildcard).id;
      const [first, second] = [
        upload(shop, 'shop.example.com'),
        upload(renewed, 'shop.example.com'),
      ];
      const change = (refs: readonly string[]) => put(listener.id, { sni_container_refs: refs });
      expect(await change([noDomain])).toMatchObject(invalid);
      expect(await change([first.id, second.id])).toMatchObject(invalid);
      expect(await change([first.id, first.id])).toMatchObject(invalid);
      expect((await change([first.id, upload(rsa, 'shop.example.com').id])).status).toBe(200);
      huawei.settings.quotas.sniCertificates.dedicated = 1;
      expect(await change([first.id, upload(wildcard, '*.example.com').id])).toMatchObject(invalid);
      expect(listener.held().sni).toHaveLength(2);
    });

    it('more domain names than a listener may have', async () => {
      huawei.settings.quotas.sniNames.shared = 1;
      const listener = only(
        await add({ protocol: 'TERMINATED_HTTPS', certificate: shop }, 'shared'),
      );
      const { id } = upload(wildcard, 'a.example.com,b.example.com');
      expect(await put(listener.id, { sni_container_refs: [id] })).toMatchObject(invalid);
    });

    it('ECC for SNI on QUIC', async () => {
      const listener = only(await add({ protocol: 'QUIC', certificate: rsa }));
      const change = ({ id }: CertificateHandle) => put(listener.id, { sni_container_refs: [id] });
      expect(await change(upload(shop, 'shop.example.com'))).toMatchObject(invalid);
      expect((await change(upload(rsa, 'shop.example.com'))).status).toBe(200);
    });

    it('unknown certificates and listeners, and a listener without a default', async () => {
      const listener = only(await add({ protocol: 'HTTPS', certificate: shop }));
      const missing = { status: 404, json: { error_code: 'ELB.8904' } };
      const nowhere = 'f'.repeat(32);
      expect(await put(listener.id, { default_tls_container_ref: nowhere })).toMatchObject(missing);
      expect(await put(listener.id, { sni_container_refs: [nowhere] })).toMatchObject(missing);
      expect(await call('/listeners/unknown')).toMatchObject(missing);
      expect(await put(listener.id, { default_tls_container_ref: null })).toMatchObject({
        status: 400,
        json: { error_code: 'ELB.9899' },
      });
    });

    it('certificates on a listener without TLS', async () => {
      const listener = only(await add({ protocol: 'HTTP' }));
      const change = put(listener.id, { default_tls_container_ref: upload(shop).id });
      expect(await change).toMatchObject(invalid);
    });

    it('a certificate of another kind of load balancer when told to', async () => {
      huawei.settings.certificatesBoundToKind = true;
      const shared = only(await add({ protocol: 'TERMINATED_HTTPS', certificate: shop }, 'shared'));
      const dedicated = only(await add({ protocol: 'HTTPS', certificate: wildcard }));
      const id = shared.held().default;
      expect(await put(dedicated.id, { default_tls_container_ref: id })).toMatchObject(invalid);
    });
  });

  it('answers for the caller’s own projects alone, in the region of the host', async () => {
    const denied = {
      status: 403,
      json: {
        error_code: 'ELB.9802',
        error_msg: "Policy doesn't allow elb:listeners:list to be performed.",
      },
    };
    const ask = (id: string, host?: string) =>
      send(huawei, key, {
        path: `/v3/${id}/elb/listeners`,
        ...(host === undefined ? {} : { host }),
      });
    expect((await ask(project.id, 'elb.cn-north-4.myhuaweicloud.com')).status).toBe(200);
    expect(await ask(project.id, 'elb.cn-east-3.myhuaweicloud.com')).toMatchObject(denied);
    expect(await ask(huawei.account('else').project('cn-north-4').id)).toMatchObject(denied);
    expect(await ask('f'.repeat(32))).toMatchObject(denied);
    const scope = { 'X-Project-Id': account.project('cn-east-3').id };
    expect(await call('/listeners', { headers: scope })).toMatchObject({
      status: 400,
      json: { error_code: 'ELB.9808' },
    });
  });

  it('shows hosts of forwarding rules one policy at a time', async () => {
    const plain = only(
      await add({ protocol: 'HTTPS', certificate: shop, hostRules: [['shop.example.com']] }),
    );
    const enhanced = only(
      await add({
        protocol: 'HTTPS',
        certificate: shop,
        enhanced: true,
        hostRules: [['a.example.com', 'b.example.com']],
      }),
    );
    const policies = async (listener: string) =>
      (await call('/l7policies', { query: { listener_id: listener, display_all_rules: 'true' } }))
        .json['l7policies'] as { id: string; rules: object[] }[];
    const [policy] = await policies(plain.id);
    expect(policy?.rules).toEqual([{ id: expect.any(String) as unknown }, expect.anything()]);
    expect((await call(`/l7policies/${policy?.id}/rules`)).json).toMatchObject({
      rules: [
        { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'shop.example.com', conditions: [] },
        { type: 'PATH' },
      ],
    });
    huawei.settings.displayAllRules = 'full';
    const unasked = { listener_id: enhanced.id };
    expect((await call('/l7policies', { query: unasked })).text).not.toContain('HOST_NAME');
    expect(await policies(enhanced.id)).toMatchObject([
      {
        rules: [
          {
            type: 'HOST_NAME',
            value: '',
            conditions: [{ value: 'a.example.com' }, { value: 'b.example.com' }],
          },
          { type: 'PATH' },
        ],
      },
    ]);
  });

  it('refuses a list over all enterprise projects to who has only some', async () => {
    const eps = '7f9b1c5e-1111-4222-8333-444455556666';
    await project.addLoadBalancer({ name: 'theirs' });
    await project.addLoadBalancer({ name: 'ours', enterpriseProject: eps });
    const limited = account.accessKey({ enterpriseProjects: [eps] });
    const list = (query: Record<string, string>) => call('/loadbalancers', { query }, limited);
    expect(await list({})).toMatchObject({ status: 403, json: { error_code: 'ELB.9802' } });
    for (const id of ['all_granted_eps', eps]) {
      expect((await list({ enterprise_project_id: id })).json).toMatchObject({
        loadbalancers: [{ name: 'ours' }],
      });
    }
    expect((await list({ enterprise_project_id: '0' })).status).toBe(403);
  });

  it('hides single resources of enterprise projects that were not granted', async () => {
    const eps = '7f9b1c5e-1111-4222-8333-444455556666';
    const balancer = await add({ protocol: 'HTTPS', certificate: shop });
    const limited = account.accessKey({ enterpriseProjects: [eps] });
    const { default: id = '' } = only(balancer).held();
    for (const path of [
      `/loadbalancers/${balancer.id}`,
      `/listeners/${only(balancer).id}`,
      `/certificates/${id}`,
    ]) {
      expect((await call(path, {}, limited)).status).toBe(403);
    }
    const create = (owner: object) =>
      call(
        '/certificates',
        {
          method: 'POST',
          body: { certificate: { certificate: shop.chain, private_key: shop.key, ...owner } },
        },
        limited,
      );
    expect(await create({})).toMatchObject({ status: 403, json: { error_code: 'ELB.9802' } });
    expect((await create({ enterprise_project_id: eps })).status).toBe(201);
  });

  it('tells quotas', async () => {
    upload(shop);
    expect((await call('/quotas')).json).toMatchObject({
      quota: { certificate: 120, listener: 100 },
    });
    const query = { quota_key: 'certificate' };
    expect((await call('/quotas/details', { query })).json).toMatchObject({
      quotas: [{ quota_key: 'certificate', quota_limit: 120, used: 1, unit: 'count' }],
    });
  });
});
