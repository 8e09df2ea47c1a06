import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { CdnDomainHandle } from './builders/cdn-domain.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, startHuawei } from './huawei.ts';
import { type Answer, send } from './signed-client.ts';

const name = 'www.example.com';
const hour = 3_600_000;

async function selfSignedLeaf(domain: string): Promise<{ chain: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${domain}`,
    notBefore: new Date(Date.now() - hour),
    notAfter: new Date(Date.now() + 1000 * hour),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: domain }])],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const key = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
  return { chain: `${certificate.toString('pem')}\n`, key };
}

describe('the simulated CDN', () => {
  let rootPem: string;
  let old: Issued;
  let renewed: Issued;
  let wildcard: Issued;
  let foreign: Issued;
  let direct: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let key: AccessKey;
  let elapsed = 0;

  const issueFor = async (options: Parameters<typeof issue>[1]) => {
    const root = await createRoot('CDN tests root');
    return issue(await createIntermediate(root, 'CDN tests CA'), options);
  };

  beforeAll(async () => {
    const root = await createRoot('CDN tests root');
    rootPem = root.pem;
    const authority = await createIntermediate(root, 'CDN tests CA');
    [old, renewed, wildcard, foreign, direct] = await Promise.all([
      issue(authority, { domains: [name] }),
      issue(authority, { domains: [name, 'img.example.com'], key: 'rsa-2048' }),
      issue(authority, { domains: ['*.example.com'] }),
      issue(authority, { domains: ['www.example.org'] }),
      issue(root, { domains: [name] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    huawei = await startHuawei({ now: () => Date.now() + elapsed });
    account = huawei.account('shop');
    key = account.accessKey();
  });
  afterEach(async () => {
    expect(huawei.violations).toEqual([]);
    await huawei.close();
  });

  const all = { enterprise_project_id: 'all' };
  const configPath = (domain = name) => `/v1.1/cdn/configuration/domains/${domain}/configs`;
  const read = (domain = name) => send(huawei, key, { path: configPath(domain), query: all });
  const write = (configs: object, domain = name) =>
    send(huawei, key, { method: 'PUT', path: configPath(domain), query: all, body: { configs } });
  const detail = (domain = name) =>
    send(huawei, key, { path: `/v1.0/cdn/configuration/domains/${domain}`, query: all });
  const own = ({ chain, key: pem }: { chain: string; key: string }, more: object = {}) => ({
    https: {
      https_status: 'on',
      certificate_type: 'server',
      certificate_source: 0,
      certificate_name: 'ex-20261123',
      certificate_value: chain,
      private_key: pem,
      ...more,
    },
  });
  const https = (answer: Answer) =>
    (answer.json['configs'] as { https: Record<string, unknown> }).https;

  it('lists domains page by page, with the fields of the documentation', async () => {
    for (let index = 0; index < 5; index += 1) {
      account.addCdnDomain({
        name: `d${index}.example.com`,
        ...(index === 0 ? { certificate: wildcard } : {}),
      });
    }
    const page = (number: number) =>
      send(huawei, key, {
        path: '/v1.0/cdn/domains',
        query: { ...all, page_size: '2', page_number: String(number) },
      });
    const pages = await Promise.all([page(1), page(2), page(3), page(4)]);
    expect(pages.map(({ json }) => json['total'])).toEqual([5, 5, 5, 5]);
    const names = pages.map(({ json }) =>
      (json['domains'] as { domain_name: string }[]).map((domain) => domain.domain_name),
    );
    expect(names).toEqual([
      ['d0.example.com', 'd1.example.com'],
      ['d2.example.com', 'd3.example.com'],
      ['d4.example.com'],
      [],
    ]);
    expect(pages[0]?.json['domains']).toMatchObject([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/u) as unknown,
        business_type: 'web',
        domain_status: 'online',
        cname: 'd0.example.com.c.cdnhwc1.com',
        https_status: 1,
        disabled: 0,
        locked: 0,
        service_area: 'outside_mainland_china',
        banned_reason: null,
        enterprise_project_id: '0',
      },
      { https_status: 0 },
    ]);
  });

  it('finds names by a part of them unless told to be exact', async () => {
    for (const domain of [name, 'evil-www.example.com']) account.addCdnDomain({ name: domain });
    const found = async (query: Record<string, string>) =>
      (await send(huawei, key, { path: '/v1.0/cdn/domains', query: { ...all, ...query } })).json[
        'total'
      ];
    expect(await found({ domain_name: name })).toBe(2);
    expect(await found({ domain_name: name, exact_match: 'true' })).toBe(1);
    expect(await found({ domain_status: 'offline' })).toBe(0);
  });

  it('shows the configuration without the private key, and the PEM in another layout', async () => {
    account.addCdnDomain({ name, certificate: old, tlsVersions: ['TLSv1.2', 'TLSv1.3'] });
    const answer = await read();
    const shown = https(answer);
    expect(shown).toMatchObject({
      https_status: 'on',
      certificate_type: 'server',
      certificate_source: 0,
      scm_certificate_id: null,
      certificates: [],
      expire_time: old.notAfter.getTime(),
      http2_status: 'on',
      tls_version: 'TLSv1.3,TLSv1.2',
      ocsp_stapling_status: 'off',
    });
    const pem = String(shown['certificate_value']);
    expect(pem).not.toBe(old.chain);
    expect(pem.endsWith('\n')).toBe(false);
    const leaf = new X509Certificate(pem);
    expect(leaf.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(old.sha256);
    expect(answer.text).not.toContain('PRIVATE KEY');
    expect(answer.json['configs']).toMatchObject({
      origin_protocol: 'follow',
      hsts: { status: 'on' },
    });
  });

  it('tells the three ways back to the origin apart in https_status', async () => {
    const ways = { follow: 1, http: 2, https: 3 } as const;
    for (const [origin, status] of Object.entries(ways)) {
      const originProtocol = origin as keyof typeof ways;
      account.addCdnDomain({ name, certificate: old, originProtocol });
      expect((await detail()).json).toMatchObject({ domain: { https_status: status } });
    }
  });

  it('binds a certificate, stays configuring for a while, and serves it only afterwards', async () => {
    huawei.settings.deployMs = 60_000;
    huawei.settings.secondEdgeDelayMs = 60_000;
    const site = account.addCdnDomain({ name, certificate: old });
    const before = huawei.snapshot();
    const answer = await write(
      own(renewed, { http2_status: 'on', tls_version: 'TLSv1.1,TLSv1.2,TLSv1.3' }),
    );
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect((await detail()).json).toMatchObject({ domain: { domain_status: 'configuring' } });
    expect(site.held()).toMatchObject({ sha256: renewed.sha256, name: 'ex-20261123', source: 0 });
    const serve = () =>
      Promise.all(huawei.edges.map(({ port }) => servedLeaf(port, { servername: name })));
    expect(await serve()).toEqual([old.sha256, old.sha256]);
    elapsed = 61_000;
    expect((await detail()).json).toMatchObject({ domain: { domain_status: 'online' } });
    expect(await serve()).toEqual([renewed.sha256, old.sha256]);
    elapsed = 121_000;
    expect(await serve()).toEqual([renewed.sha256, renewed.sha256]);
    expect(huawei.snapshot()).toEqual(before);
    expect(huawei.writes()).toMatchObject([{ operation: 'UpdateDomainFullConfig', status: 204 }]);
    expect(JSON.stringify(huawei.requests)).not.toContain('PRIVATE KEY');
  });

  it('keeps every other member of the configuration, and replaces the ones that are sent', async () => {
    account.addCdnDomain({ name, certificate: old, originProtocol: 'https' });
    const { json } = await read();
    await write({ ...own(renewed), quic: { status: 'on' } });
    const after = (await read()).json;
    const { https: _before, quic: _quic, ...rest } = json['configs'] as Record<string, unknown>;
    expect(after['configs']).toMatchObject({ ...rest, quic: { status: 'on' } });
  });

  it.each([
    ['kept', { http2_status: 'on', tls_version: 'TLSv1.3,TLSv1.2', ocsp_stapling_status: 'on' }],
    [
      'reset',
      { http2_status: 'off', tls_version: 'TLSv1.3,TLSv1.2,TLSv1.1', ocsp_stapling_status: 'off' },
    ],
  ] as const)('what a write leaves out of https is %s', async (behaviour, expected) => {
    huawei.settings.omittedHttpsFields = behaviour;
    account.addCdnDomain({
      name,
      certificate: old,
      tlsVersions: ['TLSv1.2', 'TLSv1.3'],
      ocsp: true,
    });
    await write(own(renewed));
    expect(https(await read())).toMatchObject(expected);
  });

  it('takes everything with it when HTTPS is switched off', async () => {
    const site = account.addCdnDomain({
      name,
      certificate: old,
      ocsp: true,
      forceRedirect: { status: 'on', type: 'https', redirect_code: 302 },
    });
    await write({ https: { https_status: 'off' } });
    expect((await read()).json['configs']).toMatchObject({
      force_redirect: { status: 'off' },
      https: {
        https_status: 'off',
        certificate_value: null,
        http2_status: 'off',
        ocsp_stapling_status: 'off',
      },
    });
    expect(site.held().sha256).toBeUndefined();
  });

  it('drops the SM2 certificate when a write names only the other one', async () => {
    account.addCdnDomain({ name, certificate: old, sm2: 'also' });
    expect(https(await read())['certificates']).toMatchObject([
      { certificate_type: 'server' },
      { certificate_type: 'server_sm' },
    ]);
    await write(own(renewed));
    expect(https(await read())['certificates']).toEqual([]);
  });

  it('prefers a list of certificates to the outer fields', async () => {
    const site = account.addCdnDomain({ name, certificate: old });
    const listed = {
      certificate_source: 0,
      certificate_type: 'server',
      certificate_name: 'from-the-list',
      certificate_value: wildcard.chain,
      private_key: wildcard.key,
    };
    await write(own(renewed, { certificates: [listed] }));
    expect(site.held()).toMatchObject({ sha256: wildcard.sha256, name: 'from-the-list' });
  });

  it('ends a job as configure_failed, with the old certificate on the edges', async () => {
    huawei.settings.deployMs = 0;
    const site = account.addCdnDomain({ name, certificate: old });
    huawei.faults.add({ operation: 'UpdateDomainFullConfig', kind: 'job-fails', times: 1 });
    expect((await write(own(renewed))).status).toBe(204);
    expect(site.status()).toBe('configure_failed');
    expect(site.held().sha256).toBe(renewed.sha256);
    expect(await servedLeaf(huawei.edges[0]!.port, { servername: name })).toBe(old.sha256);
    expect((await write(own(renewed))).json).toMatchObject({ error: { error_code: 'CDN.0106' } });
  });

  it('shows the old configuration again after a failed job when told to', async () => {
    huawei.settings.deployMs = 0;
    huawei.settings.failedConfig = 'reverts';
    const site = account.addCdnDomain({ name, certificate: old });
    huawei.faults.add({ kind: 'job-fails', times: 1, service: 'cdn' });
    await write(own(renewed));
    await read();
    expect(site.held().sha256).toBe(old.sha256);
  });

  it('serves a name with a wildcard domain, and shows it under its own name', async () => {
    account.addCdnDomain({ name: '*.example.com', certificate: wildcard });
    expect(https(await read('*.example.com'))['certificate_name']).toBe('old-cert');
    expect(await servedLeaf(huawei.edges[1]!.port, { servername: 'any.example.com' })).toBe(
      wildcard.sha256,
    );
    expect((await write(own(wildcard), '*.example.com')).status).toBe(204);
  });

  it('prefers a domain of that very name to a wildcard, on every edge', async () => {
    account.addCdnDomain({ name, certificate: old });
    account.addCdnDomain({ name: '*.example.com', certificate: wildcard });
    account.addCdnDomain({ name: 'off.example.com' });
    for (const { port } of huawei.edges) {
      expect(await servedLeaf(port, { servername: name })).toBe(old.sha256);
      expect(await servedLeaf(port, { servername: 'off.example.com' })).not.toBe(wildcard.sha256);
    }
  });

  describe('refuses', () => {
    async function refusal(configs: object): Promise<unknown> {
      const answer = await write(configs);
      expect(answer.status).toBe(200);
      expect(huawei.writes().at(-1)?.error).toMatch(/^CDN\./u);
      return (answer.json['error'] as { error_code: string }).error_code;
    }

    it('certificates, in the order of the rules', async () => {
      account.addCdnDomain({ name, certificate: old });
      const now = Date.now();
      const encrypted =
        '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';
      const [expired, soon, early, large, selfSigned] = await Promise.all([
        issueFor({
          domains: [name],
          notBefore: new Date(now - 48 * hour),
          notAfter: new Date(now - hour),
        }),
        issueFor({ domains: [name], notAfter: new Date(now + 23 * hour) }),
        issueFor({ domains: [name], notBefore: new Date(now + hour) }),
        issueFor({
          domains: [name, ...Array.from({ length: 800 }, (_, n) => `long-name-${n}.example`)],
        }),
        selfSignedLeaf(name),
      ]);
      const { chain, key: pem } = renewed;
      const cases: readonly (readonly [string, { chain: string; key: string }])[] = [
        ['CDN.0402', { chain, key: '' }],
        ['CDN.0402', { chain: '', key: pem }],
        ['CDN.0403', { chain: 'no PEM', key: pem }],
        ['CDN.0404', { chain, key: 'no PEM' }],
        ['CDN.0404', { chain, key: encrypted }],
        ['CDN.0405', { chain, key: old.key }],
        ['CDN.0406', foreign],
        ['CDN.0408', expired],
        ['CDN.0409', soon],
        ['CDN.0413', early],
        ['CDN.0407', selfSigned],
        ['CDN.0410', { chain: chain.replace(renewed.leaf, renewed.leaf + foreign.leaf), key: pem }],
        ['CDN.0412', large],
      ];
      for (const [code, pems] of cases) expect(await refusal(own(pems))).toBe(code);
    });

    it('PEMs that are not written as the user guide demands', async () => {
      account.addCdnDomain({ name, certificate: old });
      const { chain, key: pem, leaf } = renewed;
      const wide = (text: string) => text.replaceAll(/(?<=[\w+/=]{64})\n(?=[\w+/=])/gu, '');
      const cases: readonly (readonly [string, { chain: string; key: string }])[] = [
        ['CDN.0403', { chain: chain.replace(leaf, leaf.trimEnd()), key: pem }],
        ['CDN.0403', { chain: chain.replace(leaf, `${leaf}\n`), key: pem }],
        ['CDN.0403', { chain: `${chain}\n`, key: pem }],
        ['CDN.0403', { chain: ` ${chain}`, key: pem }],
        ['CDN.0403', { chain: wide(chain), key: pem }],
        ['CDN.0403', { chain: chain.replaceAll('\n', '\r\n'), key: pem }],
        ['CDN.0404', { chain, key: wide(pem) }],
        ['CDN.0404', { chain, key: `${pem}${pem}` }],
        [
          'CDN.0404',
          {
            chain,
            key: `-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n${pem}`,
          },
        ],
      ];
      for (const [code, pems] of cases) expect(await refusal(own(pems))).toBe(code);
      expect((await write(own({ chain: chain.trimEnd(), key: pem.trimEnd() }))).status).toBe(204);
    });

    it('a chain that leads to no trusted root, once there are any', async () => {
      account.addCdnDomain({ name, certificate: old });
      huawei.settings.trustedRoots = [rootPem];
      expect((await write(own(direct))).status).toBe(204);
      expect((await write(own(renewed))).status).toBe(204);
      expect(await refusal(own({ chain: renewed.leaf, key: renewed.key }))).toBe('CDN.0410');
    });

    it('PKCS#8 keys when told to', async () => {
      account.addCdnDomain({ name, certificate: old });
      expect(renewed.key).toContain('BEGIN PRIVATE KEY');
      huawei.settings.rejectPkcs8 = true;
      expect(await refusal(own(renewed))).toBe('CDN.0404');
    });

    it.each([
      ['CDN.0116', { locked: true }],
      ['CDN.0115', { disabled: true }],
      ['CDN.0163', { special: true }],
      ['CDN.0145', { status: 'offline' }],
      ['CDN.0106', { status: 'deleting' }],
      ['CDN.0106', { status: 'check_failed' }],
    ] as const)('with %s a domain that is %o', async (code, state) => {
      const site = account.addCdnDomain({ name, certificate: old });
      site.set(state);
      expect(await refusal(own(renewed))).toBe(code);
      expect(site.held().sha256).toBe(old.sha256);
    });

    it('domains of the mainland without a filing', async () => {
      account.addCdnDomain({ name, certificate: old, serviceArea: 'global', icpFiled: false });
      expect(await refusal(own(renewed))).toBe('CDN.0102');
    });

    it('a second write while the first is being carried out, when told to', async () => {
      huawei.settings.deployMs = 60_000;
      account.addCdnDomain({ name, certificate: old });
      expect((await write(own(renewed))).status).toBe(204);
      expect((await write(own(wildcard))).status).toBe(204);
      huawei.settings.whileConfiguring = 'CDN.0145';
      expect(await refusal(own(renewed))).toBe('CDN.0145');
    });

    it('an account that never enabled CDN', async () => {
      account.set({ cdn: false });
      expect(await refusal(own(renewed))).toBe('CDN.0114');
    });

    it('the same errors with HTTP 400 when told to', async () => {
      account.addCdnDomain({ name, certificate: old });
      huawei.settings.businessErrors = 'http-400';
      expect(await write(own(foreign))).toMatchObject({
        status: 400,
        json: {
          error: {
            error_code: 'CDN.0406',
            error_msg: 'The certificate does not match the domain name.',
          },
        },
      });
    });

    it('unknown domains, in two ways for reads', async () => {
      expect(await read()).toMatchObject({
        status: 400,
        json: { error: { error_code: 'CDN.0170' } },
      });
      huawei.settings.unknownDomain = 'CDN.0171';
      expect(await detail()).toMatchObject({
        status: 404,
        json: { error: { error_code: 'CDN.0171' } },
      });
      expect(await refusal(own(renewed))).toBe('CDN.0105');
    });
  });

  it('binds a certificate of SCM only with the delegation', async () => {
    const site = account.addCdnDomain({ name, certificate: old, source: 'scm' });
    const id = site.held().scmCertificateId;
    expect(id).toMatch(/^scs\d{13}$/u);
    const scm = { https: { https_status: 'on', certificate_source: 2, scm_certificate_id: id } };
    expect(await write(scm)).toMatchObject({
      status: 403,
      json: {
        error: { error_code: 'CDN.00010198', error_msg: 'Insufficient permission to access scm.' },
      },
    });
    account.set({ scmDelegation: true });
    await write(own(renewed));
    expect(site.held()).toMatchObject({ source: 0, sha256: renewed.sha256 });
    expect((await write(scm)).status).toBe(204);
    expect(site.held()).toMatchObject({ source: 2, sha256: old.sha256, scmCertificateId: id });
  });

  describe('with enterprise projects', () => {
    const eps = '7f9b1c5e-1111-4222-8333-444455556666';
    let sites: CdnDomainHandle[];
    beforeEach(() => {
      sites = [
        account.addCdnDomain({ name, certificate: old }),
        account.addCdnDomain({
          name: 'img.example.com',
          certificate: wildcard,
          enterpriseProject: eps,
        }),
      ];
    });
    const listed = async (caller: AccessKey, query: Record<string, string> = {}) => {
      const { json } = await send(huawei, caller, { path: '/v1.0/cdn/domains', query });
      return json['domains'] === undefined
        ? json
        : (json['domains'] as { domain_name: string }[]).map((domain) => domain.domain_name);
    };

    it('shows an IAM user the default project alone unless it says otherwise', async () => {
      expect(await listed(key)).toEqual([name]);
      expect(await listed(key, { enterprise_project_id: eps })).toEqual(['img.example.com']);
      expect(await listed(key, all)).toHaveLength(sites.length);
      expect(await listed(account.accessKey({ owner: 'account' }))).toHaveLength(sites.length);
      account.set({ enterpriseProjects: false });
      expect(await listed(key)).toHaveLength(sites.length);
    });

    it('shows what was granted, and refuses what was not', async () => {
      const limited = account.accessKey({ enterpriseProjects: [eps] });
      expect(await listed(limited)).toEqual([]);
      expect(await listed(limited, all)).toEqual(['img.example.com']);
      expect(await listed(limited, { enterprise_project_id: '0' })).toMatchObject({
        error: { error_code: 'CDN.00010182' },
      });
      const info = await send(huawei, limited, {
        path: '/v1.0/cdn/domains/https-certificate-info',
      });
      expect(info.json).toMatchObject({ total: 1, https: [{ domain_name: 'img.example.com' }] });
    });

    it('refuses a write in the name of all of them to who has only some', async () => {
      const limited = account.accessKey({ enterpriseProjects: [eps] });
      const put = (enterprise?: string) =>
        send(huawei, limited, {
          method: 'PUT',
          path: configPath('img.example.com'),
          query: enterprise === undefined ? {} : { enterprise_project_id: enterprise },
          body: { configs: own(wildcard) },
        });
      expect(await put('all')).toMatchObject({
        status: 403,
        json: { error: { error_code: 'CDN.0020' } },
      });
      expect((await put()).json).toMatchObject({ error: { error_code: 'CDN.00010182' } });
      expect((await put(eps)).status).toBe(204);
    });
  });

  it('lists certificates in use with an empty private key, or a marker when told to', async () => {
    account.addCdnDomain({
      name,
      certificate: old,
      forceRedirect: { status: 'on', type: 'https' },
    });
    account.addCdnDomain({ name: 'plain.example.com' });
    huawei.settings.cdnPrivateKeyEcho = 'a marker to look for';
    const { json } = await send(huawei, key, {
      path: '/v1.0/cdn/domains/https-certificate-info',
      query: all,
    });
    expect(json).toMatchObject({
      total: 1,
      https: [
        {
          domain_name: name,
          cert_name: 'old-cert',
          private_key: 'a marker to look for',
          certificate_type: 0,
          expiration_time: old.notAfter.getTime(),
          https_status: 1,
          force_redirect_https: 1,
          force_redirect_config: { switch: 1, redirect_type: 'https' },
          http2: 1,
        },
      ],
    });
  });
});
