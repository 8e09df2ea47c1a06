import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

describe('what uses a certificate, as the simulated certificate service sees it', () => {
  let shop: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let client: Client;
  let id: string;
  let elapsed = 0;
  let begun = 0;

  beforeAll(async () => {
    shop = await issue(await createRoot('Uses'), { domains: ['shop.example.com'] });
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ endpoints: false, now: () => begun + elapsed });
    account = cloud.account('100000000001');
    client = new Client(clientConfig(cloud, 'ssl', account.accessKey()));
    id = account.uploadCertificate(shop);
  });
  afterEach(() => cloud.close());

  const begin = async (IsCache = 0) => {
    const { CertTaskIds = [] } = await client.CreateCertificateBindResourceSyncTask({
      CertificateIds: [id],
      IsCache,
    });
    return CertTaskIds[0]?.TaskId ?? '';
  };
  const look = async (TaskId: string, Limit = '10') =>
    await client.DescribeCertificateBindResourceTaskDetail({ TaskId, Limit });

  it('is found later, for every type of resource, with zeros where there is none', async () => {
    const task = await begin();
    expect((await look(task)).Status).toBe(0);
    elapsed = 1000;
    const found = await look(task);
    expect(found).toMatchObject({
      Status: 1,
      CDN: [{ TotalCount: 0, InstanceList: [], Error: '' }],
      CLB: [{ Region: 'ap-guangzhou', TotalCount: 0 }],
      WAF: [{ Region: 'ap-guangzhou', TotalCount: 0 }, { Region: 'ap-seoul' }],
      LIVE: [{ TotalCount: 0 }],
      TCB: [{ Environments: [{ AccessService: { TotalCount: 0 } }] }],
    });
    expect(cloud.violations).toEqual([]);
  });

  it('is what CDN, CLB and WAF hold, and what a test says of others', async () => {
    account.addCdnDomain({ domain: 'a.example.com', certificate: id });
    account.addCdnDomain({ domain: 'b.example.com', certificate: id });
    account.addCdnDomain({ domain: 'c.example.com' });
    await account.addLoadBalancer({
      region: 'ap-beijing',
      listeners: [{ protocol: 'HTTPS', certificate: id }, { protocol: 'HTTP' }],
    });
    account.addWafDomain({ domain: 'shop.example.com', certificate: id });
    account.useElsewhere(id, { type: 'TEO', count: 2 });
    account.useElsewhere(id, { type: 'TCB', count: 1 });
    const task = await begin();
    elapsed = 1000;
    expect(await look(task, '1')).toMatchObject({
      CDN: [{ TotalCount: 2, InstanceList: [{ Domain: 'a.example.com', CertId: id }] }],
      CLB: [{ TotalCount: 0 }, { Region: 'ap-beijing', TotalCount: 1 }],
      WAF: [{ TotalCount: 1, InstanceList: [{ Domain: 'shop.example.com' }] }, { TotalCount: 0 }],
      TEO: [{ TotalCount: 2 }],
      TCB: [{ Environments: [{ AccessService: { TotalCount: 1 } }] }],
    });
  });

  it('is what it was half an hour ago, for whoever does not mind', async () => {
    const first = await begin(1);
    // One that runs is the one that is asked for again.
    expect(await begin(0)).toBe(first);
    elapsed = 1000;
    expect((await look(first)).CDN).toMatchObject([{ TotalCount: 0 }]);
    account.addCdnDomain({ domain: 'a.example.com', certificate: id });
    expect(await begin(1)).toBe(first);
    expect((await look(first)).CDN).toMatchObject([{ TotalCount: 0 }]);
    const fresh = await begin(0);
    expect(fresh).not.toBe(first);
    elapsed = 2000;
    expect((await look(fresh)).CDN).toMatchObject([{ TotalCount: 1 }]);
    elapsed = 31 * 60_000;
    expect(await begin(1)).not.toBe(fresh);
  });

  it('may be kept back in each of the ways that are feared', async () => {
    cloud.settings.sslUnreadable.set('CDN', 'error');
    cloud.settings.sslUnreadable.set('WAF', 'left-out');
    cloud.settings.sslUnreadable.set('TEO', 'null');
    cloud.settings.sslUsesEarly = 'ended-without-lists';
    const task = await begin();
    expect(await look(task)).toEqual({
      Status: 1,
      CacheTime: expect.any(String),
      RequestId: expect.any(String),
    });
    elapsed = 1000;
    const found = await look(task);
    expect(found.CDN?.[0]?.Error).not.toBe('');
    expect(found.WAF).toBeUndefined();
    expect(found.TEO).toBeNull();

    const create = 'CreateCertificateBindResourceSyncTask';
    cloud.faults.add({ operation: create, kind: 'job-fails', times: 1 });
    const fails = await begin();
    elapsed = 2000;
    expect((await look(fails)).Status).toBe(2);
    account.flags.sslServiceRole = false;
    await expect(begin()).rejects.toMatchObject({
      code: 'FailedOperation.RoleNotFoundAuthorization',
    });
    await expect(look('0')).rejects.toMatchObject({
      code: 'FailedOperation.CertificateSyncTaskIdInvalid',
    });
    expect(cloud.violations).toEqual([]);
  });

  it('is not asked for as the API does not know it', async () => {
    const many = Array.from({ length: 101 }, () => id);
    const create = client.CreateCertificateBindResourceSyncTask({
      CertificateIds: many,
      IsCache: 0,
    });
    await expect(create).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    const task = await begin();
    await expect(look(task, '101')).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    expect(cloud.violations).toHaveLength(2);
  });

  it('keeps a deletion that checks from being carried out, and only that', async () => {
    account.useElsewhere(id, { type: 'LIVE', count: 1 });
    const checked = await client.DeleteCertificate({ CertificateId: id, IsCheckResource: true });
    expect(checked.DeleteResult).toBe(false);
    elapsed = 1000;
    const { DeleteTaskResult } = await client.DescribeDeleteCertificatesTaskResult({
      TaskIds: [checked.TaskId ?? ''],
    });
    expect(DeleteTaskResult).toMatchObject([{ CertId: id, Status: 4 }]);
    expect(account.certificates()).toHaveLength(1);
    const unchecked = await client.DeleteCertificate({ CertificateId: id });
    expect(unchecked.DeleteResult).toBe(true);
    expect(account.certificates()).toEqual([]);
  });
});
