import { createPrivateKey, X509Certificate } from 'node:crypto';

import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, type ProjectHandle, startHuawei } from './huawei.ts';
import { type Answer, type Ask, send } from './signed-client.ts';

describe('certificates of the simulated ELB', () => {
  let shop: Issued;
  let renewed: Issued;
  let other: Issued;
  let expired: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let project: ProjectHandle;
  let key: AccessKey;

  beforeAll(async () => {
    const authority = await createIntermediate(await createRoot('ELB root'), 'ELB CA');
    const domains = ['shop.example.com', '*.shop.example.com'];
    [shop, renewed, other, expired] = await Promise.all([
      issue(authority, { domains }),
      issue(authority, { domains, key: 'rsa-2048' }),
      issue(authority, { domains: ['other.example.org'] }),
      issue(authority, {
        domains,
        notBefore: new Date('2025-01-01T00:00:00Z'),
        notAfter: new Date('2025-04-01T00:00:00Z'),
      }),
    ]);
  });
  beforeEach(async () => {
    huawei = await startHuawei();
    account = huawei.account('shop');
    project = account.project('cn-north-4');
    key = account.accessKey();
  });
  afterEach(() => huawei.close());

  const call = (path: string, more: Omit<Ask, 'path'> = {}) =>
    send(huawei, key, { path: `/v3/${project.id}/elb/certificates${path}`, ...more });
  const create = (certificate: object) => call('', { method: 'POST', body: { certificate } });
  const update = (id: string, certificate: object) =>
    call(`/${id}`, { method: 'PUT', body: { certificate } });
  const pems = ({ chain, key: pem }: Issued) => ({ certificate: chain, private_key: pem });
  const shown = ({ json }: Answer) => json['certificate'] as Record<string, unknown>;
  const invalid = { status: 400, json: { error_code: 'ELB.8902' } };

  it('creates one, and shows its private key with it', async () => {
    const answer = await create({
      ...pems(shop),
      name: 'certferry-shop',
      domain: 'shop.example.com,*.shop.example.com',
    });
    expect(answer.status).toBe(201);
    expect(shown(answer)).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/u) as unknown,
      name: 'certferry-shop',
      type: 'server',
      domain: 'shop.example.com,*.shop.example.com',
      common_name: 'shop.example.com',
      fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/u) as unknown,
      subject_alternative_names: ['shop.example.com', '*.shop.example.com'],
      certificate: shop.chain,
      private_key: shop.key,
      project_id: project.id,
      enterprise_project_id: '0',
      expire_time: shop.notAfter.toISOString().replace('.000', ''),
    });
    const { id } = shown(answer);
    for (const path of [`/${String(id)}`, '']) {
      expect((await call(path)).text).toContain('PRIVATE KEY');
    }
    expect(huawei.violations).toEqual([]);
    expect(JSON.stringify(huawei.requests)).not.toContain('PRIVATE KEY');
  });

  it('masks the private key once its echo is off, and will not take the mask for a key', async () => {
    const { id } = project.addCertificate(shop);
    const settings = '/settings/private-key-echo';
    expect((await call(settings)).json).toMatchObject({ private_key_echo: true });
    await call(settings, { method: 'POST', body: { private_key_echo: false } });
    const answer = await call(`/${id}`);
    expect(shown(answer)['private_key']).toBe('******');
    expect(huawei.violations).toEqual([]);
    expect(await update(id, { private_key: '******' })).toMatchObject(invalid);
    expect(huawei.violations).toMatchObject([{ operation: 'UpdateCertificate' }]);
  });

  it.each([
    ['sha256', /^[0-9a-f]{64}$/u],
    ['SHA256-with-colons', /^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/u],
  ] as const)('shows the fingerprint as %s and finds by it', async (form, pattern) => {
    huawei.settings.fingerprint = form;
    const { id } = project.addCertificate(shop);
    project.addCertificate(other);
    const { fingerprint } = shown(await call(`/${id}`));
    expect(fingerprint).toMatch(pattern);
    const found = await call('', { query: { fingerprint: String(fingerprint) } });
    expect(found.json).toMatchObject({ certificates: [{ id }], page_info: { current_count: 1 } });
  });

  it('has no fingerprint and no names in older copies of the API', async () => {
    huawei.settings.fingerprint = 'absent';
    huawei.settings.elbPem = 'one-line';
    const certificate = shown(await call(`/${project.addCertificate(shop).id}`));
    expect(certificate).not.toHaveProperty('fingerprint');
    expect(certificate).not.toHaveProperty('subject_alternative_names');
    expect(certificate['domain']).toBeNull();
    expect(String(certificate['certificate'])).not.toContain('\n');
  });

  it('takes an expired certificate, SEC1 and PKCS#1 keys, and a CA without its key', async () => {
    const sec1 = createPrivateKey(shop.key).export({ type: 'sec1', format: 'pem' });
    const pkcs1 = createPrivateKey(renewed.key).export({ type: 'pkcs1', format: 'pem' });
    const bodies = [
      pems(expired),
      { certificate: shop.chain, private_key: sec1 },
      { certificate: renewed.chain, private_key: pkcs1 },
      { certificate: other.leaf, type: 'client' },
    ];
    for (const body of bodies) expect((await create(body)).status).toBe(201);
  });

  it.each([
    ['no PEM', () => ({ ...pems(shop), certificate: 'x' })],
    [
      'certificates glued together',
      () => ({ ...pems(shop), certificate: shop.leaf.trimEnd().repeat(2) }),
    ],
    ['a blank line after the key', () => ({ ...pems(shop), private_key: `${shop.key}\n` })],
    ['no key', () => ({ certificate: shop.chain })],
    ['another key', () => ({ ...pems(shop), private_key: other.key })],
    ['a long key', () => ({ ...pems(shop), private_key: shop.key + ' '.repeat(8192) })],
    ['a long chain', () => ({ ...pems(shop), certificate: shop.chain + ' '.repeat(65_536) })],
    ['twelve certificates', () => ({ ...pems(shop), certificate: shop.leaf.repeat(12) })],
    ['a name that it does not cover', () => ({ ...pems(shop), domain: 'a.example.com' })],
    ['a name beside one that it does', () => ({ ...pems(shop), domain: 'shop.example.com,x.org' })],
    [
      'spaces between names',
      () => ({ ...pems(shop), domain: 'shop.example.com, a.shop.example.com' }),
    ],
    ['no name', () => ({ ...pems(shop), domain: '*.' })],
    ['a name twice', () => ({ ...pems(shop), domain: 'shop.example.com,shop.example.com' })],
    [
      '101 names',
      () => ({
        ...pems(shop),
        domain: Array.from({ length: 101 }, (_, index) => `n${index}.shop.example.com`).join(','),
      }),
    ],
    [
      'a name of a CA',
      () => ({ certificate: shop.chain, type: 'client', domain: 'shop.example.com' }),
    ],
    ['the default enterprise project', () => ({ ...pems(shop), enterprise_project_id: '0' })],
    ['an empty enterprise project', () => ({ ...pems(shop), enterprise_project_id: '' })],
    ['an unknown type', () => ({ ...pems(shop), type: 'server_rsa' })],
  ])('refuses %s', async (_title, certificate) => {
    expect(await create(certificate())).toMatchObject(invalid);
    expect(project.certificates()).toEqual([]);
  });

  it('says that a key with a passphrase is one', async () => {
    const passphrase = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
    const options = { type: 'pkcs8', format: 'pem', ...passphrase } as const;
    const locked = createPrivateKey(shop.key).export(options);
    expect((await create({ ...pems(shop), private_key: locked })).json).toMatchObject({
      error_msg: 'private_key is protected by a passphrase.',
    });
  });

  it('has a quota', async () => {
    huawei.settings.quotas.certificates = 1;
    project.addCertificate(other);
    expect(await create(pems(shop))).toMatchObject({
      status: 409,
      json: { error_code: 'ELB.8905' },
    });
  });

  describe('in use', () => {
    it('presents new content at once on every listener, under its old names', async () => {
      const { id } = project.addCertificate(shop, { domain: 'shop.example.com' });
      const { listeners } = await project.addLoadBalancer({
        listeners: [
          { protocol: 'HTTPS', certificate: id },
          { protocol: 'HTTPS', certificate: other, sni: [id] },
        ],
      });
      const answer = await update(id, pems(renewed));
      expect(shown(answer)).toMatchObject({ id, domain: 'shop.example.com' });
      const leaf = new X509Certificate(String(shown(answer)['certificate']));
      expect(leaf.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(renewed.sha256);
      for (const { port } of listeners) {
        expect(await servedLeaf(port, { servername: 'shop.example.com' })).toBe(renewed.sha256);
      }
      const sni = { servername: 'a.shop.example.com' };
      expect(await servedLeaf(listeners[1]!.port, sni)).toBe(other.sha256);
      await update(id, { domain: 'shop.example.com,*.shop.example.com' });
      expect(await servedLeaf(listeners[1]!.port, sni)).toBe(renewed.sha256);
    });

    it('keeps its names while it is used for SNI', async () => {
      const { id } = project.addCertificate(shop, { domain: 'shop.example.com' });
      await project.addLoadBalancer({
        listeners: [{ protocol: 'HTTPS', certificate: other, sni: [id] }],
      });
      const answer = await update(id, { domain: '' });
      expect(answer).toMatchObject({ status: 409, json: { error_code: 'ELB.8907' } });
    });

    it('takes no name that is not its own, or that another one of a listener has', async () => {
      const { id } = project.addCertificate(shop, { domain: 'shop.example.com' });
      const wild = project.addCertificate(shop, { domain: '*.shop.example.com' });
      await project.addLoadBalancer({
        listeners: [{ protocol: 'HTTPS', certificate: other, sni: [id, wild.id] }],
      });
      expect(await update(id, { domain: 'other.example.org' })).toMatchObject(invalid);
      expect(await update(id, { domain: '*.shop.example.com' })).toMatchObject(invalid);
      expect(shown(await call(`/${id}`))['domain']).toBe('shop.example.com');
    });

    it('is not deleted while it is what client certificates are checked by', async () => {
      const ca = project.addCertificate(other, { type: 'client' });
      await project.addLoadBalancer({
        listeners: [{ protocol: 'HTTPS', certificate: shop, clientCa: ca.id }],
      });
      expect((await call(`/${ca.id}`, { method: 'DELETE' })).status).toBe(409);
    });

    it('is not deleted before nothing refers to it', async () => {
      const { id } = project.addCertificate(shop);
      const { listeners } = await project.addLoadBalancer({
        listeners: [{ protocol: 'HTTPS', certificate: id }],
      });
      const remove = () => call(`/${id}`, { method: 'DELETE' });
      expect(await remove()).toMatchObject({ status: 409, json: { error_code: 'ELB.8907' } });
      listeners[0]!.change({ default: other });
      expect(await remove()).toMatchObject({ status: 204, text: '' });
      expect(await remove()).toMatchObject({ status: 404, json: { error_code: 'ELB.8904' } });
    });
  });

  it('does not change its type, and a content without its key is refused', async () => {
    const { id } = project.addCertificate(shop);
    expect(await update(id, { certificate: renewed.chain })).toMatchObject(invalid);
    expect(huawei.violations).toEqual([]);
    expect(await update(id, { type: 'client' })).toMatchObject(invalid);
    expect(huawei.violations).toHaveLength(1);
  });
});
