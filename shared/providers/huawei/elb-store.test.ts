import { describe, expect, it, onTestFinished } from 'vitest';

import { readCertificate } from '../../core/certificate.ts';
import { materialOf, single } from '../test-kit.ts';
import { ourMarks } from './elb-marks.ts';
import { openHuawei, replaceEdit } from './test-kit.ts';

async function openStore() {
  const bench = await openHuawei({ endpoints: false });
  onTestFinished(async () => {
    await bench[Symbol.asyncDispose]();
  });
  const { huawei, project, call, issue, key } = bench;
  const { stores = [] } = await bench.connect({ targets: ['huawei/elb'] });
  const store = single(stores);
  return {
    ...bench,
    store,
    key,
    held: () => project.certificates().map(({ id }) => id),
    sent: (name: string) => huawei.requests.filter(({ operation }) => operation === name),
    ours: async (domain = 'shop.example.com', more: { readonly domain?: string } = {}) => {
      const pems = await issue([domain]);
      const { sha256 } = readCertificate(pems.leaf);
      const marks = ourMarks({ subject: domain, sha256, kind: 'dedicated' });
      return project.addCertificate(pems, { ...marks, ...more }).id;
    },
    usedBy: async () => single(await store.list(call)).usedBy,
    refusal: async (ref: string) =>
      await store.remove(ref, call).then(
        () => 'removed',
        (error: unknown) => error,
      ),
  };
}

describe('the stores', () => {
  it('are one for each region of load balancers, and none of CDN', async () => {
    const bench = await openHuawei({ endpoints: false });
    onTestFinished(async () => {
      await bench[Symbol.asyncDispose]();
    });
    bench.account.project('ap-southeast-1');
    const regions = ['cn-north-4', 'ap-southeast-1', 'eu-west-0'];
    const { stores = [], gaps } = await bench.connect({ targets: ['huawei/elb'], regions });
    expect(gaps.map(({ region }) => region)).toEqual(['eu-west-0']);
    expect(stores.map(({ account, label, region }) => [account, label, region])).toEqual([
      ['prod', 'ELB certificates', 'cn-north-4'],
      ['prod', 'ELB certificates', 'ap-southeast-1'],
    ]);
    expect((await bench.connect({ targets: ['huawei/cdn'] })).stores).toEqual([]);
  });

  it('know again what a deployment has uploaded, and remove it once it is replaced', async () => {
    const bench = await openStore();
    const { project, issue, store, call, held } = bench;
    const old = project.addCertificate(await issue(['shop.example.com'])).id;
    await project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate: old }] });
    const elb = await bench.product('huawei/elb');
    const deploy = async () => {
      const material = materialOf(await issue(['shop.example.com']));
      for await (const resource of elb.discover(call)) {
        await elb.apply(replaceEdit(resource, material), material, call);
      }
      return material.certificate.sha256;
    };
    const [first, second] = [await deploy(), await deploy()];
    const before = Date.now();
    const listed = await store.list(call);
    expect(new Set(listed.map(({ sha256 }) => sha256))).toEqual(new Set([first, second]));
    for (const { storedAt } of listed) {
      expect(Math.abs((storedAt?.getTime() ?? 0) - before)).toBeLessThan(60_000);
    }
    const replaced = listed.find(({ sha256 }) => sha256 === first);
    expect(replaced?.usedBy).toEqual([]);
    expect(listed.find(({ sha256 }) => sha256 === second)?.usedBy).toHaveLength(1);
    await store.remove(replaced?.ref ?? '', call);
    expect(held()).toHaveLength(2);
    // Nobody's but ours.
    expect(held()).toContain(old);
  });
});

describe('what uses a certificate', () => {
  it('is every listener that names it, by default or for a name', async () => {
    const { project, ours, usedBy, refusal, held, issue } = await openStore();
    const ref = await ours('shop.example.com', { domain: 'shop.example.com' });
    await project.addLoadBalancer({
      listeners: [
        { protocol: 'HTTPS', certificate: ref },
        { protocol: 'HTTPS', certificate: await issue(['a.example.com']), sni: [ref] },
        { protocol: 'HTTPS', certificate: await issue(['b.example.com']) },
      ],
    });
    const users = await usedBy();
    expect(users).toHaveLength(2);
    for (const user of users ?? []) expect(user).toMatch(/^listener /u);
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining(users?.[0] ?? 'none'),
    });
    expect(held()).toContain(ref);
  });

  it('may be a member of listeners that nobody knows today', async () => {
    const { huawei, project, ours, usedBy, refusal, held, issue } = await openStore();
    const ref = await ours();
    await project.addLoadBalancer({
      listeners: [
        {
          protocol: 'HTTPS',
          certificate: await issue(['a.example.com']),
          members: { gm_certificates: [{ encryption_ref: ref }] },
        },
      ],
    });
    expect(await usedBy()).toHaveLength(1);
    expect(await refusal(ref)).toMatchObject({ code: 'REFUSED' });
    expect(held()).toContain(ref);
    expect(huawei.writes()).toEqual([]);
  });

  it('is looked for among listeners of every protocol and page', async () => {
    const { huawei, project, ours, usedBy, issue } = await openStore();
    huawei.settings.pageSizes = { elb: 1 };
    const ref = await ours();
    await project.addLoadBalancer({
      listeners: [
        { protocol: 'HTTPS', certificate: await issue(['a.example.com']) },
        { protocol: 'HTTP' },
        { protocol: 'TCP', members: { a_member_of_a_later_day: ref } },
      ],
    });
    expect(await usedBy()).toHaveLength(1);
  });

  it('cannot be told by a login that does not see every enterprise project', async () => {
    const { account, project, ours, env, connect, call, held, log } = await openStore();
    const ref = await ours();
    await project.addLoadBalancer({ listeners: [{ protocol: 'HTTP' }] });
    const some = account.accessKey({ enterpriseProjects: ['0'] });
    Object.assign(env, { HW_AK: some.accessKey, HW_SK: some.secretKey });
    const store = single((await connect({ targets: ['huawei/elb'] })).stores ?? []);
    expect(await store.list(call)).toMatchObject([{ ref, usedBy: null }]);
    expect(log.lines.some((line) => line.startsWith('warn it cannot be told'))).toBe(true);
    await expect(store.remove(ref, call)).rejects.toMatchObject({ code: 'REFUSED' });
    expect(held()).toEqual([ref]);
  });
});

describe('removing a certificate', () => {
  it('is refused when somebody has protected it', async () => {
    const { huawei, project, issue, usedBy, refusal, held } = await openStore();
    const pems = await issue(['shop.example.com']);
    const marks = ourMarks({
      subject: 'shop.example.com',
      sha256: readCertificate(pems.leaf).sha256,
      kind: 'shared',
    });
    const { id } = project.addCertificate(pems, {
      ...marks,
      protectionStatus: 'consoleProtection',
      protectionReason: 'audit',
    });
    expect(await usedBy()).toEqual(['modification protection (audit)']);
    expect(await refusal(id)).toMatchObject({ code: 'REFUSED' });
    expect(held()).toEqual([id]);
    expect(huawei.writes()).toEqual([]);
  });

  it('asks once, and no more, when the cloud finds it in use', async () => {
    const { huawei, ours, refusal, held, sent } = await openStore();
    const ref = await ours();
    const busy = { code: 'ELB.8907', status: 409, message: 'Certificate is in use.' };
    huawei.faults.add({ operation: 'DeleteCertificate', kind: 'error', ...busy });
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('ELB.8907'),
    });
    expect(sent('DeleteCertificate')).toHaveLength(1);
    expect(held()).toEqual([ref]);
  });

  it('says that nobody knows when there is no answer at all', async () => {
    const { huawei, ours, refusal, held } = await openStore();
    const ref = await ours();
    huawei.faults.add({ operation: 'DeleteCertificate', kind: 'http-503' });
    expect(await refusal(ref)).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(held()).toEqual([ref]);
  });
});
