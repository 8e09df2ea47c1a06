import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { rawRequest, type RawRequest } from './raw-request.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const requests: Readonly<Record<string, RawRequest>> = {
  ssl: { service: 'ssl', action: 'DescribeCertificates' },
  cdn: { service: 'cdn', action: 'DescribeDomains' },
  clb: { service: 'clb', action: 'DescribeLoadBalancers', region: 'ap-guangzhou' },
  waf: {
    service: 'waf',
    action: 'DescribeDomains',
    region: 'ap-guangzhou',
    params: { Offset: 0, Limit: 1 },
  },
  sts: { service: 'sts', action: 'GetCallerIdentity' },
  region: { service: 'region', action: 'DescribeRegions', params: { Product: 'clb' } },
};

describe('what the simulated Tencent Cloud does not let everybody do', () => {
  let cloud: Tencent;
  let account: AccountHandle;
  let elapsed = 0;

  beforeEach(async () => {
    elapsed = 0;
    // A clock that stands still between steps: no token comes back by itself.
    cloud = await startTencent({ endpoints: false, now: () => 1_800_000_000_000 + elapsed });
    account = cloud.account('100000000001');
  });
  afterEach(() => cloud.close());

  const codes = async (key = account.accessKey()) => {
    const found: Record<string, string | undefined> = {};
    for (const [service, asked] of Object.entries(requests)) {
      found[service] = (await rawRequest(cloud, key, asked)).code;
    }
    return found;
  };

  it('answers a denied action with the code its product files it under', async () => {
    const key = account.accessKey({ deny: ['*'] });
    expect(await codes(key)).toEqual({
      ssl: 'AuthFailure.UnauthorizedOperation',
      cdn: 'UnauthorizedOperation.CdnCamUnauthorized',
      clb: 'UnauthorizedOperation',
      waf: 'UnauthorizedOperation',
      sts: 'UnauthorizedOperation',
      region: 'UnauthorizedOperation',
    });
    cloud.settings.denialCode = 'other';
    expect(await codes(key)).toMatchObject({
      ssl: 'UnauthorizedOperation',
      cdn: 'AuthFailure.UnauthorizedOperation',
      waf: 'AuthFailure.UnauthorizedOperation',
    });
    expect(cloud.violations).toEqual([]);
  });

  it('names the action and the resource, and denies only what is listed', async () => {
    const key = account.accessKey({ deny: ['cdn:UpdateDomainConfig', 'waf:*'] });
    const asked = {
      service: 'cdn',
      action: 'UpdateDomainConfig',
      params: { Domain: 'a.example.com' },
    } as const;
    expect((await rawRequest(cloud, key, asked)).message).toBe(
      'you are not authorized to perform operation (cdn:UpdateDomainConfig)\nresource (qcs::cdn::uin/100000000001:domain/a.example.com) has no permission\n',
    );
    expect(await codes(key)).toMatchObject({ cdn: undefined, waf: 'UnauthorizedOperation' });
    key.deny.clear();
    expect((await rawRequest(cloud, key, asked)).code).toBe('ResourceNotFound.CdnHostNotExists');
  });

  it('admits the documented number of requests a second, per account and action', async () => {
    await cloud.close();
    cloud = await startTencent({
      endpoints: false,
      rateLimits: 'documented',
      now: () => 1_800_000_000_000 + elapsed,
    });
    account = cloud.account('100000000001');
    const key = account.accessKey();
    const write: RawRequest = {
      service: 'waf',
      action: 'ModifySpartaProtection',
      region: 'ap-guangzhou',
      params: { Domain: 'a', DomainId: 'b', InstanceID: 'c' },
    };
    const burst = async (as = key) => {
      const found: (string | undefined)[] = [];
      for (let index = 0; index < 3; index += 1) {
        found.push((await rawRequest(cloud, as, write)).code);
      }
      return found;
    };
    const twoThenThrottled = ['ResourceNotFound', 'ResourceNotFound', 'RequestLimitExceeded'];
    expect(await burst()).toEqual(twoThenThrottled);
    expect(await burst(cloud.account('100000000002').accessKey())).toEqual(twoThenThrottled);
    expect((await codes(key))['waf']).toBeUndefined();
    elapsed = 500;
    expect((await burst())[1]).toBe('RequestLimitExceeded');
  });

  it('can throttle with each product’s own code, one of which looks like a permission', async () => {
    for (const service of ['ssl', 'cdn', 'clb', 'waf', 'sts', 'region']) {
      cloud.rateLimits.set(`${service}:*`, { burst: 0, perSecond: 0 });
    }
    cloud.settings.throttleCode = 'product';
    expect(await codes()).toEqual({
      ssl: 'LimitExceeded.RateLimitExceeded',
      cdn: 'UnauthorizedOperation.OperationTooOften',
      clb: 'RequestLimitExceeded',
      waf: 'InternalError.ServerBusy',
      sts: 'InvalidParameter.OverLimit',
      region: 'RequestLimitExceeded',
    });
    expect(cloud.violations).toEqual([]);
  });
});
