import { describe, expect, it } from 'vitest';

import { all, exposed, expectFailure, keyLines, materialOf, only } from '../test-kit.ts';
import { attachEdit, openHuawei, replaceEdit } from './test-kit.ts';

const target = 'huawei/cdn';

describe('discovering CDN domains', () => {
  it('lists each domain once, over many pages, with the certificate it serves', async () => {
    await using open = await openHuawei({ settings: { pageSizes: { cdn: 7 } }, endpoints: false });
    const certificate = await open.issue(['*.example.com']);
    for (let index = 0; index < 40; index += 1) {
      open.account.addCdnDomain({
        name: `d${index}.example.com`,
        ...(index % 2 === 0 ? { certificate } : {}),
      });
    }
    const resources = await all(await open.product(target), open.call);
    expect(resources).toHaveLength(40);
    expect(new Set(resources.map(({ id }) => id)).size).toBe(40);
    for (const resource of resources) {
      const served = Number(/\d+/u.exec(resource.name)?.[0]) % 2 === 0;
      expect(resource.bindings.map(({ facts }) => facts?.sha256)).toEqual(
        served ? [certificate.sha256] : [],
      );
      expect(resource).toMatchObject({
        account: 'prod',
        region: null,
        slots: 'one',
        blocked: null,
      });
      expect(resource.endpoints[0]?.host).toBe(`${resource.name}.c.cdnhwc1.com`);
    }
    // The certificates come from their own list, not from one configuration per domain.
    expect(open.huawei.requests.map(({ operation }) => operation)).not.toContain(
      'ShowDomainFullConfig',
    );
  });

  it('says why a domain takes no certificate', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['*.example.com']);
    const add = (name: string, more: object) =>
      open.account.addCdnDomain({ name: `${name}.example.com`, certificate, ...more });
    add('banned', { disabled: true });
    add('locked', { locked: true });
    add('offline', { status: 'offline' });
    add('failed', { status: 'configure_failed' });
    add('sm2', { sm2: 'only', certificate: undefined });
    add('fine', {});
    const blocked = new Map(
      (await all(await open.product(target), open.call)).map((one) => [one.label, one.blocked]),
    );
    expect(blocked.get('banned.example.com')).toMatch(/banned the domain: .*violates/u);
    expect(blocked.get('locked.example.com')).toMatch(/locked the domain: Under maintenance/u);
    expect(blocked.get('offline.example.com')).toMatch(/"offline"/u);
    expect(blocked.get('failed.example.com')).toMatch(/"configure_failed"/u);
    expect(blocked.get('sm2.example.com')).toMatch(/SM2/u);
    expect(blocked.get('fine.example.com')).toBeNull();
  });

  it('warns of a missing ICP filing where the reason of a ban names it', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['*.example.com']);
    const add = (name: string, more: object) =>
      open.account.addCdnDomain({ name: `${name}.example.com`, certificate, ...more });
    add('unfiled', { disabled: true, icpFiled: false });
    add('banned', { disabled: true });
    const found = await all(await open.product(target), open.call);
    expect(found.flatMap(({ findings }) => findings)).toEqual([
      {
        code: 'not-icp-filed',
        level: 'warning',
        subject: 'unfiled.example.com',
        message: 'Huawei Cloud says of the domain: The ICP filing of the domain name is missing.',
      },
    ]);
  });

  it('sees the domains of every enterprise project', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.account.addCdnDomain({ name: 'a.example.com' });
    open.account.addCdnDomain({
      name: 'b.example.com',
      enterpriseProject: '11111111-2222-4333-8444-555555555555',
    });
    expect(await all(await open.product(target), open.call)).toHaveLength(2);
  });

  it('reads a domain whose certificate the list does not show', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['both.example.com']);
    open.account.addCdnDomain({ name: 'only.example.com', sm2: 'only' });
    open.account.addCdnDomain({ name: 'both.example.com', certificate, sm2: 'also' });
    const [only, both] = await all(await open.product(target), open.call);
    expect(only?.bindings).toEqual([{ slot: 'default', ref: 'name:sm2-cert', facts: null }]);
    expect(both?.bindings[0]?.facts?.sha256).toBe(certificate.sha256);
  });
});

describe('changing the certificate of a CDN domain', () => {
  it.each(['kept', 'reset'] as const)(
    'changes nothing else, whether omitted settings are %s',
    async (omittedHttpsFields) => {
      await using open = await openHuawei({ settings: { omittedHttpsFields } });
      const old = await open.issue(['www.example.com']);
      const site = open.account.addCdnDomain({
        name: 'www.example.com',
        certificate: old,
        tlsVersions: ['TLSv1.2', 'TLSv1.3'],
        ocsp: true,
        originProtocol: 'https',
        forceRedirect: { status: 'on', type: 'https', redirect_code: 302 },
      });
      const before = open.huawei.snapshot();
      const product = await open.product(target);
      const material = materialOf(await open.issue(['www.example.com']));
      const edit = replaceEdit(await only(product, open.call), material);
      const receipt = await product.apply(edit, material, open.call);
      await product.verify(receipt, open.call);
      expect(site.held()).toMatchObject({
        sha256: material.certificate.sha256,
        name: `certferry-shop-${material.certificate.sha256.slice(0, 8)}`,
        source: 0,
      });
      expect(site.status()).toBe('online');
      expect(open.huawei.snapshot()).toEqual(before);
      const [write, ...more] = open.huawei.writes();
      expect(more).toEqual([]);
      expect(write?.params).toMatchObject({ body: { configs: { https: expect.anything() } } });
      expect(JSON.stringify(write?.params['body'])).toMatch(
        /^\{"configs":\{"https":\{[^{}]*\}\}\}$/u,
      );
    },
  );

  it.each(['http-200', 'http-400'] as const)(
    'understands business errors that come with %s',
    async (businessErrors) => {
      await using open = await openHuawei({ settings: { businessErrors }, endpoints: false });
      const old = await open.issue(['www.example.com']);
      const site = open.account.addCdnDomain({ name: 'www.example.com', certificate: old });
      const product = await open.product(target);
      const resource = await only(product, open.call);
      const foreign = materialOf(await open.issue(['other.example.net']));
      await expectFailure(
        product.apply(replaceEdit(resource, foreign), foreign, open.call),
        'CERTIFICATE_REJECTED',
        /CDN\.0406: The certificate does not match the domain name/u,
      );
      const material = materialOf(await open.issue(['www.example.com']));
      site.set({ special: true });
      await expectFailure(
        product.apply(replaceEdit(resource, material), material, open.call),
        'REFUSED',
        /CDN\.0163.*support ticket/u,
      );
      expect(site.held().sha256).toBe(old.sha256);
    },
  );

  it.each(['accepts', 'CDN.0106', 'CDN.0145'] as const)(
    'gets along with a domain that is being configured (%s)',
    async (whileConfiguring) => {
      await using open = await openHuawei({
        settings: { whileConfiguring, deployMs: 200 },
        endpoints: false,
      });
      const site = open.account.addCdnDomain({
        name: 'www.example.com',
        certificate: await open.issue(['www.example.com']),
      });
      const product = await open.product(target);
      for (const _ of [1, 2]) {
        const material = materialOf(await open.issue(['www.example.com']));
        const edit = replaceEdit(await only(product, open.call), material);
        // Applied, not verified: the next round finds the domain still configuring.
        await product.apply(edit, material, open.call);
        expect(site.held().sha256).toBe(material.certificate.sha256);
      }
    },
  );

  it('says what state keeps a domain from being changed', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    const site = open.account.addCdnDomain({ name: 'www.example.com', certificate });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['www.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    site.set({ status: 'offline' });
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'REFUSED', /is "offline"/u);
  });

  it('refuses to drop the SM2 certificate of a domain that has two', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    open.account.addCdnDomain({ name: 'www.example.com', certificate, sm2: 'also' });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['www.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'REFUSED', /SM2.*drop/u);
    expect(open.huawei.writes()).toEqual([]);
  });

  it('sends keys in the form that CDN takes, and masks them', async () => {
    await using open = await openHuawei({ settings: { rejectPkcs8: true }, endpoints: false });
    for (const key of ['rsa-2048', 'ec-p256', 'ec-p384'] as const) {
      const name = `${key}.example.com`;
      const certificate = await open.issue([name]);
      const site = open.account.addCdnDomain({ name, certificate });
      const product = await open.product(target);
      const found = (await all(product, open.call)).find((one) => one.name === name)!;
      const material = materialOf(await open.issue([name], { key }));
      await product.apply(replaceEdit(found, material), material, open.call);
      expect(site.held().sha256).toBe(material.certificate.sha256);
    }
    expect(open.masked.map((pem) => pem.split('\n')[0])).toEqual([
      '-----BEGIN RSA PRIVATE KEY-----',
      '-----BEGIN EC PRIVATE KEY-----',
      '-----BEGIN EC PRIVATE KEY-----',
    ]);
  });

  it('switches HTTPS on where the plan says so', async () => {
    await using open = await openHuawei();
    const site = open.account.addCdnDomain({ name: 'new.example.com' });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['new.example.com']));
    const edit = attachEdit(await only(product, open.call), material);
    const receipt = await product.apply(edit, material, open.call);
    await product.verify(receipt, open.call);
    expect(site.held()).toMatchObject({ status: 'on', sha256: material.certificate.sha256 });
    await expectFailure(product.rollback(receipt, open.call), 'REFUSED', /switch HTTPS off/u);
  });

  it('holds back when somebody else was faster', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    const site = open.account.addCdnDomain({ name: 'www.example.com', certificate });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const theirs = materialOf(await open.issue(['www.example.com']), 'theirs');
    await product.apply(replaceEdit(resource, theirs), theirs, open.call);
    const material = materialOf(await open.issue(['www.example.com']));
    const applying = product.apply(replaceEdit(resource, material), material, open.call);
    await expectFailure(applying, 'PLAN_STALE', /preview again/u);
    expect(site.held().sha256).toBe(theirs.certificate.sha256);
  });

  it('works in the domain’s own enterprise project', async () => {
    await using open = await openHuawei({ endpoints: false });
    const enterpriseProject = '11111111-2222-4333-8444-555555555555';
    const certificate = await open.issue(['www.example.com']);
    open.account.addCdnDomain({ name: 'www.example.com', certificate, enterpriseProject });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['www.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    await product.apply(edit, material, open.call);
    expect(open.huawei.writes()[0]?.target).toContain(`enterprise_project_id=${enterpriseProject}`);
  });
});

describe('reading a CDN domain back', () => {
  async function applied(settings: object, kind?: 'job-fails' | 'lost') {
    const open = await openHuawei({ settings: { deployMs: 60, ...settings }, endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    const site = open.account.addCdnDomain({ name: 'www.example.com', certificate });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['www.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    if (kind !== undefined) open.huawei.faults.add({ operation: 'UpdateDomainFullConfig', kind });
    const receipt = await product.apply(edit, material, open.call);
    return { open, site, product, receipt, material };
  }

  it('waits until the domain is online again', async () => {
    const { open, product, receipt, site } = await applied({ deployMs: 300 });
    await using _ = open;
    expect(site.status()).toBe('configuring');
    await product.verify(receipt, open.call);
    expect(site.status()).toBe('online');
  });

  it('fails when the job of the cloud failed', async () => {
    const { open, product, receipt } = await applied({}, 'job-fails');
    await using _ = open;
    const verifying = product.verify(receipt, open.call);
    await expectFailure(verifying, 'VERIFY_FAILED', /is "configure_failed"/u);
  });

  it('fails when the write came to nothing', async () => {
    const { open, product, receipt } = await applied({}, 'lost');
    await using _ = open;
    const verifying = product.verify(receipt, open.call);
    await expectFailure(verifying, 'VERIFY_FAILED', /instead of sha256:/u);
  });

  it('names the settings that changed with the certificate', async () => {
    const { open, product, receipt, material } = await applied({});
    await using _ = open;
    const changed = {
      ...receipt,
      state: {
        ...(receipt.state as Record<string, object>),
        settings: { 'https.http2_status': 'other', hsts: 'other' },
      },
    };
    const verifying = product.verify(changed, open.call);
    await expectFailure(verifying, 'VERIFY_FAILED', /changed: .*hsts, https\.http2_status/u);
    expect(JSON.stringify(receipt)).not.toContain(keyLines(material.key.reveal())[0]);
  });

  it('asks one list for many domains that are waited for', async () => {
    await using open = await openHuawei({ settings: { deployMs: 100 }, endpoints: false });
    const certificate = await open.issue(['*.example.com']);
    for (let index = 0; index < 12; index += 1) {
      open.account.addCdnDomain({ name: `d${index}.example.com`, certificate });
    }
    const product = await open.product(target);
    const material = materialOf(await open.issue(['*.example.com']));
    const edits = (await all(product, open.call)).map((one) => replaceEdit(one, material));
    open.huawei.requests.length = 0;
    await Promise.all(
      edits.map(async (edit) => {
        await product.verify(await product.apply(edit, material, open.call), open.call);
      }),
    );
    const count = (name: string) =>
      open.huawei.requests.filter(({ operation }) => operation === name).length;
    expect(count('UpdateDomainFullConfig')).toBe(12);
    expect(count('ListDomains')).toBeGreaterThan(0);
    expect(count('ListDomains') + count('ShowDomainDetailByName')).toBeLessThan(40);
  });
});

describe('undoing a CDN change', () => {
  it('is refused in words: the cloud shows no key', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    open.account.addCdnDomain({ name: 'www.example.com', certificate, source: 'scm' });
    const product = await open.product(target);
    expect(product.capabilities.undo).toBe('none');
    const material = materialOf(await open.issue(['www.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    const receipt = await product.apply(edit, material, open.call);
    const undoing = product.rollback(receipt, open.call);
    await expectFailure(undoing, 'REFUSED', /shows no private key.*SCM certificate scs/u);
    expect(open.huawei.writes()).toHaveLength(1);
  });
});

describe('what CDN is known to reject', () => {
  it('is said of a certificate that ends within a day', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.account.addCdnDomain({ name: 'www.example.com' });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const soon = { notAfter: new Date(Date.now() + 23 * 3_600_000) };
    const ending = materialOf(await open.issue(['www.example.com'], soon));
    expect(product.refuse(attachEdit(resource, ending))).toMatchObject({
      code: 'CERTIFICATE_REJECTED',
      message: expect.stringMatching(/within 24 hours/u),
    });
    const fine = materialOf(await open.issue(['www.example.com']));
    expect(product.refuse(attachEdit(resource, fine))).toBeUndefined();
  });
});

describe('a private key that CDN shows after all', () => {
  it('gets no further than the edge', async () => {
    const cdnPrivateKeyEcho = '-----BEGIN PRIVATE KEY-----MARKERMARKERMARKER';
    await using open = await openHuawei({ settings: { cdnPrivateKeyEcho }, endpoints: false });
    const certificate = await open.issue(['www.example.com']);
    open.account.addCdnDomain({ name: 'www.example.com', certificate });
    const resource = await only(await open.product(target), open.call);
    expect(exposed(resource)).not.toContain('MARKER');
    expect(open.log.lines.join('\n')).not.toContain('MARKER');
  });
});
