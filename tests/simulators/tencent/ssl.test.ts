import 'reflect-metadata';
import { createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import type { UploadCertificateRequest } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_models.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

describe('the simulated certificate service', () => {
  let root: Authority;
  let middle: Authority;
  let shop: Issued;
  let other: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let client: Client;
  let elapsed = 0;
  /** The clock stands still but for `elapsed`. */
  let begun = 0;

  beforeAll(async () => {
    root = await createRoot('Store root');
    middle = await createIntermediate(root, 'Store intermediate');
    [shop, other] = await Promise.all([
      issue(middle, { domains: ['shop.example.com', 'www.example.com'] }),
      issue(middle, { domains: ['other.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ endpoints: false, now: () => begun + elapsed });
    account = cloud.account('100000000001');
    client = new Client(clientConfig(cloud, 'ssl', account.accessKey()));
  });
  afterEach(() => cloud.close());

  const upload = (more: Partial<UploadCertificateRequest> = {}) =>
    client.UploadCertificate({
      CertificatePublicKey: shop.chain,
      CertificatePrivateKey: shop.key,
      ...more,
    });
  const code = async (more: Partial<UploadCertificateRequest>) => {
    try {
      await upload(more);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  it('takes a chain as it should be, whatever form the key has', async () => {
    expect(await code({})).toBeUndefined();
    expect(await code({ CertificatePublicKey: shop.chain.trimEnd() })).toBeUndefined();
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const wrong = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    expect(await code({ CertificatePrivateKey: wrong })).toBe(
      'InvalidParameter.MissMatchPrivateKey',
    );
  });

  it('mends nothing', async () => {
    const [leaf, above] = [shop.leaf, middle.pem];
    const cases: readonly (readonly [string, string])[] = [
      [`\u{feff}${shop.chain}`, 'CertificateParseError'],
      [shop.chain.replaceAll('\n', '\r\n'), 'CertificateParseError'],
      [` ${shop.chain}`, 'CertificateParseError'],
      [`${leaf}\n${above}`, 'CertificateParseError'],
      [`${shop.chain}\n\n`, 'CertificateParseError'],
      [`subject=shop\n${shop.chain}`, 'CertificateParseError'],
      ['nothing', 'CertificateParseError'],
      [`${above}${leaf}`, 'CertificateChainError'],
      [`${leaf}${root.pem}`, 'CertificateChainError'],
    ];
    for (const [pem, detail] of cases) {
      expect(await code({ CertificatePublicKey: pem })).toBe(`FailedOperation.${detail}`);
    }
    expect(await code({ CertificatePrivateKey: 'no key' })).toBe(
      'FailedOperation.CertificateParseError',
    );
    expect(account.certificates()).toEqual([]);
    expect(cloud.violations).toEqual([]);
  });

  it('refuses expired leaves, missing keys, and what is of the wrong type', async () => {
    const old = await issue(root, {
      domains: ['old.example.com'],
      notAfter: new Date(Date.now() - 1000),
    });
    expect(await code({ CertificatePublicKey: old.chain, CertificatePrivateKey: old.key })).toBe(
      'FailedOperation.CertificateInvalid',
    );
    expect(await code({ CertificatePrivateKey: '' })).toBe('MissingParameter');
    expect(await code({ CertificateType: 'CA' })).toBe('FailedOperation.CertificateCaError');
    expect(await code({ CertificateType: 'CA', CertificatePublicKey: root.pem })).toBeUndefined();
    expect(await code({ CertificateType: 'PEM' })).toBe('InvalidParameterValue');
    account.flags.realName = false;
    expect(await code({})).toBe('FailedOperation.NoRealNameAuth');
  });

  it('refuses keys that nothing here can serve', async () => {
    const keys = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
    if (!('privateKey' in keys)) throw new Error('a pair was asked for');
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=new.example.com',
      signingAlgorithm: { name: 'Ed25519' },
      keys,
    });
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    const sent = {
      CertificatePublicKey: `${certificate.toString('pem')}\n`,
      CertificatePrivateKey: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    };
    expect(await code(sent)).toBe('FailedOperation.CertificateEncryptInvalid');
  });

  it('opens an encrypted key with its passphrase only', async () => {
    const encrypted = createPrivateKey(shop.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' })
      .toString();
    const sent = { CertificatePrivateKey: encrypted };
    expect(await code(sent)).toBe('FailedOperation.CertificateParseError');
    expect(await code({ ...sent, KeyPassword: 'open' })).toBe(
      'FailedOperation.CertificateParseError',
    );
    expect(await code({ ...sent, KeyPassword: 'sesame' })).toBeUndefined();
  });

  it('repeats by default, up to a number, and never changes the alias of what is there', async () => {
    const { CertificateId: first } = await upload({ Alias: 'first' });
    const { CertificateId: second, RepeatCertId } = await upload({ Alias: 'second' });
    expect(second).not.toBe(first);
    expect(RepeatCertId).toBe('');
    expect(await upload({ Alias: 'third', Repeatable: false })).toMatchObject({
      CertificateId: first,
      RepeatCertId: first,
    });
    expect(account.certificates().map(({ alias }) => alias)).toEqual(['first', 'second']);
    cloud.settings.quotas.identicalUploads = 2;
    expect((await upload()).CertificateId).toBe(first);
    cloud.settings.quotas.certificates = 2;
    await expect(
      upload({ CertificatePublicKey: other.chain, CertificatePrivateKey: other.key }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.CertificatesNumberExceeded' });
  });

  it('knows a content by its leaf', async () => {
    const { CertificateId } = await upload();
    const exists = async (pem: string) =>
      (await client.CheckCertificateExist({ CertificatePublicKey: pem })).RepeatCertId;
    expect(await exists(shop.chain)).toBe(CertificateId);
    expect(await exists(shop.leaf)).toBe(CertificateId);
    expect(await exists(other.chain)).toBe('');
    await expect(exists('nothing')).rejects.toMatchObject({
      code: 'FailedOperation.CertificateParseError',
    });
  });

  it('lists newest first, by page, search, type, tag, status and id', async () => {
    const ids = [
      account.uploadCertificate(shop, { alias: 'the shop', tags: { certferry: 'run-1' } }),
      account.uploadCertificate(other),
      account.uploadAuthority(root.pem, { source: 'trustasia' }),
    ];
    const list = async (request: Parameters<Client['DescribeCertificates']>[0]) => {
      const { Certificates = [], TotalCount } = await client.DescribeCertificates(request);
      return [TotalCount, ...Certificates.map((each) => ids.indexOf(each.CertificateId ?? ''))];
    };
    expect(await list({})).toEqual([3, 2, 1, 0]);
    expect(await list({ Offset: 1, Limit: 1 })).toEqual([3, 1]);
    expect(await list({ SearchKey: 'www.exam' })).toEqual([1, 0]);
    expect(await list({ SearchKey: 'the shop' })).toEqual([1, 0]);
    expect(await list({ CertificateType: 'CA' })).toEqual([1, 2]);
    expect(await list({ FilterSource: 'buy' })).toEqual([1, 2]);
    expect(await list({ Tags: [{ TagKey: 'certferry', TagValue: 'run-1' }] })).toEqual([1, 0]);
    expect(await list({ CertIds: [ids[1] ?? '', 'nothing'] })).toEqual([1, 1]);
    expect(await list({ CertificateStatus: [3] })).toEqual([0]);
    elapsed = 100 * 86_400_000;
    expect(await list({ CertificateStatus: [3] })).toEqual([2, 1, 0]);
    expect(await list({ ExpirationSort: 'DESC', Limit: 1 })).toEqual([3, 2]);
    cloud.settings.pageSizes = { ssl: 2 };
    expect(await list({ Limit: 1000 })).toEqual([3, 2, 1]);
    await expect(list({ Limit: 0 })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('gives ten to a page unless asked for more', async () => {
    for (let index = 0; index < 12; index += 1) account.uploadCertificate(shop);
    expect((await client.DescribeCertificates({})).Certificates).toHaveLength(10);
    expect((await client.DescribeCertificates({ Limit: 5000 })).Certificates).toHaveLength(12);
  });

  it('shows times eight hours ahead of UTC, and leaves the main domain out of the detail', async () => {
    const id = account.uploadCertificate(shop);
    const detail = await client.DescribeCertificateDetail({ CertificateId: id });
    const end = new Date(`${detail.CertEndTime?.replace(' ', 'T')}+08:00`);
    expect(end.getTime()).toBe(shop.notAfter.getTime());
    expect(detail).toMatchObject({
      Domain: 'shop.example.com',
      SubjectAltName: ['www.example.com'],
      CertificatePrivateKey: shop.key,
      EncryptAlgorithm: 'ECC 256',
    });
    expect(detail.CertChainInfo?.map(({ Subject }) => Subject)).toEqual([
      'shop.example.com',
      'Store intermediate',
    ]);
  });

  it('deletes without looking, unless it is told to look', async () => {
    const [bound, free] = [account.uploadCertificate(shop), account.uploadCertificate(other)];
    const site = account.addCdnDomain({ domain: 'shop.example.com', certificate: bound });
    expect(account.certificates()[0]?.boundTo).toEqual(['cdn/shop.example.com']);
    const remove = async (CertificateId: string) =>
      (await client.DeleteCertificate({ CertificateId, IsCheckResource: true })).TaskId ?? '';
    const TaskIds = [await remove(bound), await remove(free)];
    const statuses = async () => {
      const { DeleteTaskResult = [] } = await client.DescribeDeleteCertificatesTaskResult({
        TaskIds,
      });
      return DeleteTaskResult.map(({ Status }) => Status);
    };
    expect(await statuses()).toEqual([0, 0]);
    elapsed = 1000;
    expect(await statuses()).toEqual([4, 1]);
    expect(account.certificates().map(({ id }) => id)).toEqual([bound]);
    account.flags.sslServiceRole = false;
    await expect(remove(bound)).rejects.toMatchObject({
      code: 'FailedOperation.RoleNotFoundAuthorization',
    });
    const { DeleteResult, TaskId } = await client.DeleteCertificate({ CertificateId: bound });
    expect([DeleteResult, TaskId]).toEqual([true, null]);
    // The domain goes on with a certificate that nobody has any more.
    expect(site.held()).toBe(bound);
    await expect(client.DeleteCertificate({ CertificateId: bound })).rejects.toMatchObject({
      code: 'FailedOperation.CertificateNotFound',
    });
  });

  it('can be told to say nothing before a certificate ends', async () => {
    const id = account.uploadCertificate(shop);
    await client.ModifyCertificatesExpiringNotificationSwitch({
      CertificateIds: [id],
      SwitchStatus: 1,
    });
    expect(account.certificates()[0]?.ignoresExpiry).toBe(true);
  });

  it('checks a chain without any key', async () => {
    const check = (CertificateChain: string) => client.CheckCertificateChain({ CertificateChain });
    expect(await check(shop.chain)).toMatchObject({
      IsValid: true,
      Chains: ['shop.example.com', 'Store intermediate'],
    });
    expect(await check(`${middle.pem}${shop.leaf}`)).toMatchObject({ IsValid: false });
  });
});
