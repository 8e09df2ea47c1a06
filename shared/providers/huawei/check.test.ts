import { describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { checkOf, declaredOf, deniedInTurn, eachItself, inState } from '../test-check.ts';
import { all, expectFailure } from '../test-kit.ts';
import { huaweiPermissions, huaweiTargets } from './policy.ts';
import { openHuawei } from './test-kit.ts';
import type { OpenHuawei } from './test-kit.ts';

const conf = (name: string) => `cdn:configuration:${name}`;

/** No call of CDN needs one of these alone. */
const notTold = [
  'queryCacheHistoryTask',
  'queryCacheRule',
  'queryChargeMode',
  'queryIpAcl',
  'queryOriginConfInfo',
  'queryOriginServerInfo',
  'queryReferConf',
  'queryResponseHeaderList',
].map(conf);

async function open(): Promise<OpenHuawei> {
  const bench = await openHuawei({ endpoints: false });
  const certificate = await bench.issue(['a.example.com']);
  bench.account.addCdnDomain({ name: 'a.example.com', certificate });
  const { id } = bench.project.addCertificate(certificate);
  await bench.project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate: id }] });
  return bench;
}

async function everything(bench: OpenHuawei, target: Target) {
  return structuredClone({
    settings: bench.huawei.snapshot(),
    certificates: bench.project.certificates().map(({ id, sha256 }) => ({ id, sha256 })),
    resources: await all(await bench.product(target), bench.call),
  });
}

describe('checking the permissions of a Huawei Cloud account', () => {
  it.each(huaweiTargets)('finds nothing missing for %s, and changes nothing', async (target) => {
    await using bench = await open();
    const product = await bench.product(target);
    const before = await everything(bench, target);
    const checks = await checkOf(product, bench.call);
    const declared = declaredOf(huaweiPermissions, target);
    expect(checks.map(({ permission }) => permission)).toEqual(declared);
    expect(inState(checks, 'missing')).toEqual([]);
    expect(inState(checks, 'unknown')).toEqual(target === 'huawei/cdn' ? notTold : []);
    for (const { state, message } of checks) expect(message === '').toBe(state === 'granted');
    expect(await everything(bench, target)).toEqual(before);
    const carriedOut = bench.huawei.writes().filter(({ error }) => error === undefined);
    // This one is always answered with 200, and says for each domain that nothing was done.
    expect(carriedOut.map(({ operation }) => operation)).toEqual(
      target === 'huawei/cdn' ? ['UpdateDomainMultiCertificates'] : [],
    );
  });

  it('finds exactly the one permission missing that huawei/elb lacks', async () => {
    await using bench = await open();
    const permissions = declaredOf(huaweiPermissions, 'huawei/elb');
    const product = await bench.product('huawei/elb');
    const { deny } = bench.key;
    const found = await deniedInTurn(product, { permissions, deny }, bench.call);
    expect(found).toEqual(eachItself(permissions));
  });

  it.each(['documented', 'names-action'] as const)(
    'finds exactly the one permission missing that huawei/cdn lacks, in %s words',
    async (cdnDenials) => {
      await using bench = await open();
      bench.huawei.settings.cdnDenials = cdnDenials;
      const named = ['queryOriginConfInfo', 'queryOriginServerInfo'].map(conf);
      const permissions = [
        ...['queryDomains', 'queryHttpsConf', 'modifyHttpsConf', 'modifyOriginConfInfo'].map(conf),
        ...(cdnDenials === 'names-action' ? named : []),
      ];
      const product = await bench.product('huawei/cdn');
      const { deny } = bench.key;
      const found = await deniedInTurn(product, { permissions, deny }, bench.call);
      expect(found).toEqual(eachItself(permissions));
    },
  );

  it('calls all missing that may be, where the cloud does not say which one is', async () => {
    await using bench = await open();
    bench.key.deny.add(conf('queryOriginServerInfo'));
    const checks = await checkOf(await bench.product('huawei/cdn'), bench.call);
    expect(inState(checks, 'missing')).toEqual(notTold);
    const [first] = checks.filter(({ state }) => state === 'missing');
    expect(first?.message).toMatch(/does not say for lack of which action: this may be it/u);
  });

  it('does not tell apart what is denied together', async () => {
    await using bench = await open();
    for (const name of ['modifyHttpsConf', 'modifyOriginConfInfo']) bench.key.deny.add(conf(name));
    const checks = await checkOf(await bench.product('huawei/cdn'), bench.call);
    expect(inState(checks, 'missing')).toEqual([conf('modifyHttpsConf')]);
    expect(checks).toContainEqual({
      permission: conf('modifyOriginConfInfo'),
      state: 'unknown',
      message: `not told while ${conf('modifyHttpsConf')} is missing`,
    });
  });

  it('finds what a login reads that was granted one enterprise project only', async () => {
    await using bench = await open();
    const granted = ['11111111-2222-4333-8444-555555555555'];
    const key = bench.account.accessKey({ enterpriseProjects: granted });
    bench.env['HW_AK'] = key.accessKey;
    bench.env['HW_SK'] = key.secretKey;
    const checks = await checkOf(await bench.product('huawei/elb'), bench.call);
    expect(inState(checks, 'granted')).toContain('elb:listeners:list');
    expect(inState(checks, 'granted')).toContain('elb:loadbalancers:list');
  });

  it('does not know what a service tells that fails', async () => {
    await using bench = await open();
    const { faults } = bench.huawei;
    faults.add({ operation: 'ShowDomainFullConfig', kind: 'http-503' });
    faults.add({ operation: 'UpdateDomainFullConfig', kind: 'html' });
    faults.add({ operation: 'ListDomains', kind: 'throttle', times: 2 });
    const checks = await checkOf(await bench.product('huawei/cdn'), bench.call);
    expect(inState(checks, 'missing')).toEqual([]);
    const unknown = checks.filter(({ state }) => state === 'unknown');
    expect(unknown.map(({ permission }) => permission)).toEqual([
      ...notTold,
      conf('modifyOriginConfInfo'),
    ]);
    expect(unknown[0]?.message).toContain('503');
  });

  it('throws when the login as a whole is refused', async () => {
    await using bench = await open();
    for (const target of huaweiTargets) {
      const product = await bench.product(target, {});
      bench.key.deny.clear();
      const refused = bench.huawei.faults.add({
        kind: 'error',
        code: 'APIGW.0301',
        status: 401,
        message: 'Incorrect IAM authentication information',
      });
      await expectFailure(checkOf(product, bench.call), 'CREDENTIALS_REJECTED', /the signature/u);
      refused.remove();
    }
  });
});
