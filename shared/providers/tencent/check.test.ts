import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { checkOf, declaredOf, deniedInTurn, eachItself, inState } from '../test-check.ts';
import { all, expectFailure } from '../test-kit.ts';
import { tencentPermissions, tencentTargets } from './policy.ts';
import { openTencent, regionName } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

describe('checking the permissions of a Tencent Cloud account', () => {
  let bench: OpenTencent;

  beforeEach(async () => {
    bench = await openTencent();
    const { account } = bench;
    const certificate = account.uploadCertificate(await bench.issue(['a.example.com']));
    account.addCdnDomain({ domain: 'a.example.com', certificate });
    await account.addLoadBalancer({
      region: regionName,
      listeners: [{ protocol: 'HTTPS', certificate }],
    });
    account.addWafDomain({ domain: 'a.example.com', certificate });
  });
  afterEach(() => bench.close());

  async function everything(target: Target) {
    return structuredClone({
      settings: bench.cloud.snapshot(),
      certificates: bench.account.certificates(),
      resources: await all(await bench.product(target), bench.call),
    });
  }

  it.each(tencentTargets)(
    'finds everything granted for %s, and changes nothing',
    async (target) => {
      const product = await bench.product(target);
      const before = await everything(target);
      const checks = await checkOf(product, bench.call);
      const declared = declaredOf(tencentPermissions, target);
      expect(checks).toEqual(
        declared.map((permission) => ({ permission, state: 'granted', message: '' })),
      );
      expect(await everything(target)).toEqual(before);
      const writes = bench.cloud.writes();
      expect(writes.length).toBeGreaterThan(0);
      expect(writes.filter(({ error }) => error === undefined)).toEqual([]);
    },
  );

  const worded = tencentTargets.flatMap((target) =>
    (['usual', 'other'] as const).map((denialCode) => ({ target, denialCode })),
  );
  it.each(worded)(
    'finds exactly the one permission missing that $target lacks, in $denialCode words',
    async ({ target, denialCode }) => {
      bench.cloud.settings.denialCode = denialCode;
      const product = await bench.product(target);
      const permissions = declaredOf(tencentPermissions, target);
      const { deny } = bench.key;
      const found = await deniedInTurn(product, { permissions, deny }, bench.call);
      expect(found).toEqual(eachItself(permissions));
    },
  );

  it('does not know what a service tells that fails, or speaks of the account', async () => {
    const { faults } = bench.cloud;
    faults.add({
      operation: 'UploadCertificate',
      kind: 'error',
      code: 'FailedOperation.NoRealNameAuth',
    });
    faults.add({ operation: 'UpdateDomainConfig', kind: 'error', code: 'MissingParameter' });
    faults.add({ operation: 'DescribeCertificates', kind: 'http-503' });
    faults.add({ operation: 'DescribeDomainsConfig', kind: 'throttle', times: 2 });
    const checks = await checkOf(await bench.product('tencent/cdn'), bench.call);
    expect(inState(checks, 'missing')).toEqual([]);
    expect(inState(checks, 'unknown')).toEqual([
      'ssl:DescribeCertificates',
      'cdn:UpdateDomainConfig',
      'ssl:UploadCertificate',
    ]);
    for (const { state, message } of checks) expect(message === '').toBe(state === 'granted');
  });

  it('throws when the login as a whole is refused', async () => {
    const product = await bench.product('tencent/waf');
    bench.key.deactivate();
    await expectFailure(checkOf(product, bench.call), 'CREDENTIALS_REJECTED', /the login/u);
  });
});
