import { describe, expect, it } from 'vitest';

import { parseDomain } from '../../core/domain.ts';
import type { Resource } from '../../core/model.ts';
import { all, expectFailure, exposed, keyLines, materialOf, only } from '../test-kit.ts';
import { attachEdit, openHuawei, replaceEdit } from './test-kit.ts';

const target = 'huawei/elb';
const slot = (resource: Resource, kind: 'default' | 'sni') =>
  resource.bindings.filter((one) => one.slot === kind);

describe('discovering listeners', () => {
  it.each(['ids', 'full'] as const)(
    'lists those that end TLS, over many pages, with the hosts of their rules (%s)',
    async (displayAllRules) => {
      await using open = await openHuawei({
        settings: { pageSizes: { elb: 2 }, displayAllRules, elbPem: 'one-line' },
        endpoints: false,
      });
      const shop = await open.issue(['shop.example.com']);
      const docs = await open.issue(['docs.example.com'], { key: 'rsa-2048' });
      await open.project.addLoadBalancer({
        name: 'dedicated',
        listeners: [
          { protocol: 'HTTPS', certificate: shop, sni: [docs], hostRules: [['a.example.com']] },
          {
            protocol: 'TLS',
            certificate: docs,
            hostRules: [['b.example.com', '*.c.example.com']],
            enhanced: true,
          },
          { protocol: 'HTTP', hostRules: [['d.example.com']] },
          { protocol: 'TCP' },
        ],
      });
      await open.project.addLoadBalancer({
        name: 'shared',
        kind: 'shared',
        listeners: [{ protocol: 'TERMINATED_HTTPS', certificate: shop }],
      });
      const found = await all(await open.product(target), open.call);
      expect(found.map(({ label, domains }) => [label, domains])).toEqual([
        ['dedicated:443', ['a.example.com']],
        ['dedicated:443', ['b.example.com', '*.c.example.com']],
        ['shared:443', []],
      ]);
      expect(found[0]?.bindings.map((one) => [one.slot, one.facts?.sha256])).toEqual([
        ['default', shop.sha256],
        ['sni', docs.sha256],
      ]);
      expect(found[0]?.lock).toBe(found[1]?.lock);
      expect(found[0]?.lock).not.toBe(found[2]?.lock);
      for (const one of found) {
        expect(one).toMatchObject({ region: 'cn-north-4', reach: 'public', slots: 'sni' });
      }
    },
  );

  it('says what blocks a listener, and what else matters', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    const sni = await Promise.all(
      Array.from({ length: 29 }, async (_, index) => await open.issue([`d${index}.example.com`])),
    );
    const one = (name: string, more: object, listener: object = {}) =>
      open.project.addLoadBalancer({
        name,
        listeners: [{ protocol: 'HTTPS', certificate, ...listener }],
        ...more,
      });
    await one('frozen', { operatingStatus: 'FROZEN', frozenScene: 'ARREAR' });
    await one('deleted', { provisioningStatus: 'PENDING_DELETE' });
    await one('private', { publicAddress: null });
    await one('full', {}, { sni });
    await one('odd', {}, { hostRules: [['*.*.example.com']] });
    await one('quic', {}, { protocol: 'QUIC' });
    await one('off', {}, { members: { admin_state_up: false } });
    await one('kept', {}, { members: { protection_status: 'consoleProtection' } });
    const found = await all(await open.product(target), open.call);
    const by = new Map(found.map((resource) => [resource.label.split(':')[0], resource]));
    const codes = (name: string) => by.get(name)?.findings.map(({ code }) => code);
    expect(by.get('frozen')?.blocked).toMatch(/frozen \(ARREAR\)/u);
    expect(by.get('deleted')?.blocked).toMatch(/being deleted/u);
    expect(by.get('private')).toMatchObject({
      reach: 'private',
      endpoints: [{ host: '192.168.0.10', port: 443 }],
    });
    expect(codes('full')).toEqual(['certificates-nearly-full']);
    expect(codes('odd')).toEqual(['not-analysable']);
    expect(codes('quic')).toEqual(['not-provable']);
    expect(by.get('quic')).toMatchObject({ reach: 'private', endpoints: [] });
    expect(codes('off')).toEqual(['disabled']);
    expect(codes('kept')).toEqual(['protected']);
  });

  it('strips the private keys that every reply carries', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const material = materialOf(await open.issue(['shop.example.com']));
    const receipt = await product.apply(replaceEdit(resource, material), material, open.call);
    await product.verify(receipt, open.call);
    const shown = [exposed(resource), JSON.stringify(receipt), ...open.log.lines].join('\n');
    for (const line of [...keyLines(certificate.key), ...keyLines(material.key.reveal())]) {
      expect(shown).not.toContain(line);
    }
    expect(shown).not.toContain('PRIVATE KEY');
  });

  it('asks for what it was granted when it may not see every enterprise project', async () => {
    await using open = await openHuawei({ endpoints: false });
    const granted = '11111111-2222-4333-8444-555555555555';
    const certificate = await open.issue(['shop.example.com']);
    const seen = open.project.addCertificate(certificate, { enterpriseProject: granted });
    await open.project.addLoadBalancer({
      name: 'mine',
      enterpriseProject: granted,
      listeners: [{ protocol: 'HTTPS', certificate: seen.id }],
    });
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    const key = open.account.accessKey({ enterpriseProjects: [granted] });
    Object.assign(open.env, { HW_AK: key.accessKey, HW_SK: key.secretKey });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    expect(resource.label).toBe('mine:443');
    const material = materialOf(await open.issue(['shop.example.com']));
    await product.apply(replaceEdit(resource, material), material, open.call);
    const made = open.huawei.writes().find(({ operation }) => operation === 'CreateCertificate');
    expect(made?.params).toMatchObject({
      body: { certificate: { enterprise_project_id: granted } },
    });
  });
});

describe('changing the certificates of a listener', () => {
  it.each(['shared', 'dedicated'] as const)(
    'switches pointers of a %s load balancer and touches nothing else, and back',
    async (kind) => {
      await using open = await openHuawei({ settings: { pendingMs: 30 } });
      const shop = await open.issue(['shop.example.com']);
      const docs = await open.issue(['docs.example.com']);
      const ca = await open.issue(['ca.example.com']);
      const balancer = await open.project.addLoadBalancer({
        kind,
        listeners: [
          {
            protocol: kind === 'shared' ? 'TERMINATED_HTTPS' : 'HTTPS',
            certificate: shop,
            sni: [docs],
            clientCa: ca,
            members: { tls_ciphers_policy: 'tls-1-2-strict', tags: [{ key: 'a', value: 'b' }] },
          },
        ],
      });
      const [listener] = balancer.listeners;
      const product = await open.product(target);
      const before = open.huawei.snapshot();
      const held = listener?.held();
      const resource = await only(product, open.call);

      const material = materialOf(await open.issue(['shop.example.com', 'new.example.com']));
      const edit = replaceEdit(resource, material, slot(resource, 'default'));
      const receipt = await product.apply(edit, material, open.call);
      await product.verify(receipt, open.call);
      expect(listener?.held().sni).toEqual(held?.sni);
      expect(listener?.held().default).not.toBe(held?.default);
      expect(open.huawei.snapshot()).toEqual(before);
      const update = open.huawei.writes().find(({ operation }) => operation === 'UpdateListener');
      expect(update?.params).toMatchObject({
        body: { listener: { default_tls_container_ref: listener?.held().default } },
      });

      await product.rollback(JSON.parse(JSON.stringify(receipt)), open.call);
      expect(listener?.held()).toEqual(held);
      expect(open.huawei.snapshot()).toEqual(before);
    },
  );

  it('replaces one entry of an SNI list in its place, per kind of key', async () => {
    await using open = await openHuawei({ endpoints: false });
    const names = ['shop.example.com'];
    const rsa = await open.issue(names, { key: 'rsa-2048' });
    const balancer = await open.project.addLoadBalancer({
      listeners: [
        {
          protocol: 'HTTPS',
          certificate: await open.issue(['www.example.com']),
          sni: [rsa, await open.issue(names), await open.issue(['docs.example.com'])],
        },
      ],
    });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const [first, second, third] = slot(resource, 'sni');
    const material = materialOf(await open.issue(names));
    const edit = replaceEdit(resource, material, second === undefined ? [] : [second]);
    const receipt = await product.apply(edit, material, open.call);
    await product.verify(receipt, open.call);
    const now = balancer.listeners[0]?.held().sni ?? [];
    expect([now[0], now[2]]).toEqual([first?.ref, third?.ref]);
    const ours = open.project.certificates().find(({ id }) => id === now[1]);
    expect(ours).toMatchObject({
      sha256: material.certificate.sha256,
      domain: 'shop.example.com',
      name: `certferry-shop.example.com-${material.certificate.sha256.slice(0, 8)}`,
    });
    await product.rollback(receipt, open.call);
    expect(balancer.listeners[0]?.held().sni).toEqual([first?.ref, second?.ref, third?.ref]);
  });

  it('adds a certificate beside one that it covers in part, with the names that are free', async () => {
    await using open = await openHuawei({ endpoints: false });
    const balancer = await open.project.addLoadBalancer({
      listeners: [
        {
          protocol: 'HTTPS',
          certificate: await open.issue(['www.example.com']),
          sni: [await open.issue(['a.example.com', 'b.example.com'])],
        },
      ],
    });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const material = materialOf(await open.issue(['b.example.com', 'c.example.com']));
    const c = parseDomain('c.example.com')!;
    const edit = attachEdit(resource, material, [c]);
    expect(product.refuse(edit)).toBeUndefined();
    await product.verify(await product.apply(edit, material, open.call), open.call);
    const added = balancer.listeners[0]?.held().sni[1];
    expect(open.project.certificates().find(({ id }) => id === added)?.domain).toBe(c);

    const other = materialOf(await open.issue(['b.example.com']));
    const lost = attachEdit(resource, other);
    expect(product.refuse(lost)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/keeps certificate [0-9a-f]{32} for b\.example\.com/u),
    });
    await expectFailure(product.apply(lost, other, open.call), 'REFUSED', /b\.example\.com/u);
  });

  it('takes no ECDSA certificate into the SNI list of a QUIC listener', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['www.example.com'], { key: 'rsa-2048' });
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'QUIC', certificate }] });
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = attachEdit(resource, material);
    expect(product.refuse(edit)).toMatchObject({ code: 'CERTIFICATE_REJECTED' });
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'CERTIFICATE_REJECTED', /QUIC/u);
    expect(open.huawei.writes()).toEqual([]);
  });

  it('uploads once for many listeners, and uses what is there already', async () => {
    await using open = await openHuawei({ endpoints: false });
    const old = open.project.addCertificate(await open.issue(['shop.example.com']));
    for (const kind of ['shared', 'dedicated'] as const) {
      const protocol = kind === 'shared' ? 'TERMINATED_HTTPS' : 'HTTPS';
      await open.project.addLoadBalancer({ kind, listeners: [{ protocol, certificate: old.id }] });
      await open.project.addLoadBalancer({ kind, listeners: [{ protocol, certificate: old.id }] });
    }
    const issued = await open.issue(['shop.example.com']);
    const there = open.project.addCertificate(issued, { domain: 'shop.example.com' });
    const product = await open.product(target);
    const material = materialOf(issued);
    const found = await all(product, open.call);
    await Promise.all(
      found.map(
        async (one) => await product.apply(replaceEdit(one, material), material, open.call),
      ),
    );
    expect(open.huawei.writes().map(({ operation }) => operation)).not.toContain(
      'CreateCertificate',
    );
    const next = materialOf(await open.issue(['shop.example.com']));
    const again = await all(product, open.call);
    expect(again.map((one) => one.bindings[0]?.ref)).toEqual(found.map(() => there.id));
    await Promise.all(
      again.map(async (one) => await product.apply(replaceEdit(one, next), next, open.call)),
    );
    expect(open.project.certificates()).toHaveLength(3);
  });

  it('uploads a second object where certificates are bound to one kind of load balancer', async () => {
    await using open = await openHuawei({
      settings: { certificatesBoundToKind: true },
      endpoints: false,
    });
    const material = materialOf(await open.issue(['shop.example.com']));
    for (const round of [1, 2]) {
      // New listeners with certificates of their own, and a login that remembers nothing.
      for (const kind of ['shared', 'dedicated'] as const) {
        const protocol = kind === 'shared' ? 'TERMINATED_HTTPS' : 'HTTPS';
        const certificate = await open.issue(['shop.example.com']);
        await open.project.addLoadBalancer({ kind, listeners: [{ protocol, certificate }] });
      }
      const product = await open.product(target);
      const isOurs = (sha256: string | null | undefined) => sha256 === material.certificate.sha256;
      for (const one of await all(product, open.call)) {
        if (isOurs(one.bindings[0]?.facts?.sha256)) continue;
        const edit = replaceEdit(one, material);
        await product.verify(await product.apply(edit, material, open.call), open.call);
        // The answer to the second upload is lost, which makes no third one.
        const lost = { kind: 'reset', afterEffect: true, times: 1 } as const;
        open.huawei.faults.add({ operation: 'CreateCertificate', ...lost });
      }
      const ours = open.project.certificates().filter(({ sha256 }) => isOurs(sha256));
      expect([round, ours.length]).toEqual([round, 2]);
    }
  });

  it('waits for a load balancer that is being changed, and not for one that is frozen', async () => {
    await using open = await openHuawei({ settings: { pendingMs: 150 }, endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    const balancer = await open.project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate }],
    });
    const product = await open.product(target);
    for (const _ of [1, 2]) {
      const material = materialOf(await open.issue(['shop.example.com']));
      const edit = replaceEdit(await only(product, open.call), material);
      await product.verify(await product.apply(edit, material, open.call), open.call);
    }
    expect(open.huawei.writes().filter(({ error }) => error !== undefined)).toEqual([]);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    balancer.set({ operatingStatus: 'FROZEN', frozenScene: 'POLICE' });
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'REFUSED', /frozen \(POLICE\)/u);
  });

  it('does not upload again and again what a listener refuses', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    const refusal = { kind: 'error', code: 'ELB.8902', status: 400, message: 'no' } as const;
    open.huawei.faults.add({ operation: 'UpdateListener', ...refusal });
    const material = materialOf(await open.issue(['shop.example.com']));
    for (const _ of [1, 2, 3]) {
      const product = await open.product(target);
      const edit = replaceEdit(await only(product, open.call), material);
      await expectFailure(product.apply(edit, material, open.call), 'REFUSED', /ELB\.8902: no/u);
    }
    expect(open.project.certificates()).toHaveLength(2);
  });

  it('names a full quota', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    open.huawei.settings.quotas.certificates = 1;
    const product = await open.product(target);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    await expectFailure(
      product.apply(edit, material, open.call),
      'QUOTA_EXHAUSTED',
      /uploading certificate "shop".*ELB\.8905/u,
    );
  });

  it('holds back when the listener is not as it was planned', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    const balancer = await open.project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate }],
    });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    balancer.listeners[0]?.change({ default: await open.issue(['shop.example.com']) });
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'PLAN_STALE', /its default is not/u);
  });

  it('keeps an entry that somebody else adds at the same moment', async () => {
    await using open = await openHuawei({ endpoints: false });
    const balancer = await open.project.addLoadBalancer({
      listeners: [
        {
          protocol: 'HTTPS',
          certificate: await open.issue(['www.example.com']),
          sni: [await open.issue(['a.example.com'])],
        },
      ],
    });
    const [listener] = balancer.listeners;
    const product = await open.product(target);
    const resource = await only(product, open.call);
    const material = materialOf(await open.issue(['a.example.com']));
    const theirs = open.project.addCertificate(await open.issue(['b.example.com']), {
      domain: 'b.example.com',
    });
    open.huawei.faults.add({
      operation: 'CreateCertificate',
      kind: 'meanwhile',
      times: 1,
      act: () => listener?.change({ sni: [...(listener.held().sni ?? []), theirs.id] }),
    });
    const edit = replaceEdit(resource, material, slot(resource, 'sni'));
    const receipt = await product.apply(edit, material, open.call);
    await product.verify(receipt, open.call);
    expect(listener?.held().sni).toContain(theirs.id);
    await product.rollback(receipt, open.call);
    expect(listener?.held().sni).toEqual([slot(resource, 'sni')[0]?.ref, theirs.id]);
  });
});

describe('reading a listener back', () => {
  it('fails when the object is another certificate now, or a setting changed', async () => {
    await using open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    await open.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    const receipt = await product.apply(edit, material, open.call);
    const state = receipt.state as Record<string, string>;
    const other = { ...receipt, state: { ...state, sha256: certificate.sha256 } };
    const verifying = product.verify(other, open.call);
    await expectFailure(verifying, 'VERIFY_FAILED', /is another one now/u);
    const changed = { ...receipt, state: { ...state, settings: { http2_enable: 'other' } } };
    const comparing = product.verify(changed, open.call);
    await expectFailure(
      comparing,
      'VERIFY_FAILED',
      /more than certificates changed: .*http2_enable/u,
    );
    const foreign = { ...receipt, state: { v: 7 } };
    await expectFailure(product.rollback(foreign, open.call), 'REFUSED', /receipt of huawei\/elb/u);
  });
});

describe('a lost answer', () => {
  async function opened() {
    const open = await openHuawei({ endpoints: false });
    const certificate = await open.issue(['shop.example.com']);
    const balancer = await open.project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate }],
    });
    const product = await open.product(target);
    const material = materialOf(await open.issue(['shop.example.com']));
    const edit = replaceEdit(await only(product, open.call), material);
    return { open, balancer, product, material, edit };
  }

  it.each(['reset', 'http-503', 'html', 'mangled'] as const)(
    'to a change that was made is found out (%s)',
    async (kind) => {
      const { open, balancer, product, material, edit } = await opened();
      await using _ = open;
      open.huawei.faults.add({ operation: 'UpdateListener', kind, afterEffect: true, times: 1 });
      const receipt = await product.apply(edit, material, open.call);
      expect(receipt.state).toMatchObject({ wrote: true });
      await product.verify(receipt, open.call);
      expect(balancer.listeners[0]?.held().default).not.toBe(edit.replaces[0]?.ref);
      const updates = open.huawei
        .writes()
        .filter(({ operation }) => operation === 'UpdateListener');
      expect(updates).toHaveLength(1);
      await product.rollback(receipt, open.call);
      expect(balancer.listeners[0]?.held().default).toBe(edit.replaces[0]?.ref);
    },
  );

  it('to an upload leaves no second object', async () => {
    const { open, product, material, edit } = await opened();
    await using _ = open;
    open.huawei.faults.add({
      operation: 'CreateCertificate',
      kind: 'reset',
      afterEffect: true,
      times: 1,
    });
    await product.verify(await product.apply(edit, material, open.call), open.call);
    expect(open.project.certificates()).toHaveLength(2);
  });

  it('is OUTCOME_UNKNOWN when nothing can be read any more', async () => {
    const { open, product, material, edit } = await opened();
    await using _ = open;
    open.huawei.faults.add({
      operation: 'UpdateListener',
      kind: 'meanwhile',
      act: () => open.huawei.unreachable.add('cn-north-4'),
    });
    open.huawei.faults.add({ operation: 'UpdateListener', kind: 'reset', afterEffect: true });
    const applying = product.apply(edit, material, open.call);
    await expectFailure(applying, 'OUTCOME_UNKNOWN', /may or may not have been changed/u);
  });
});
