import { connect } from 'node:tls';

import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type {
  ListenerHandle,
  ListenerSpec,
  LoadBalancerSpec,
} from './builders/load-balancer-spec.ts';
import type { AccessKey } from './builders/login.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const domain = 'shop.example.com';

describe('the simulated CLB', () => {
  let root: Authority;
  let rsa: Issued;
  let ecdsa: Issued;
  let renewed: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let key: AccessKey;
  let client: Client;
  let elapsed = 0;
  /** The clock stands still but for `elapsed`. */
  let begun = 0;

  beforeAll(async () => {
    root = await createRoot('CLB root');
    [rsa, ecdsa, renewed] = await Promise.all([
      issue(root, { domains: [domain], key: 'rsa-2048' }),
      issue(root, { domains: [domain] }),
      issue(root, { domains: [domain], key: 'rsa-2048' }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ now: () => begun + elapsed });
    account = cloud.account('100000000001');
    key = account.accessKey();
    client = new Client(clientConfig(cloud, 'clb', key, { region: 'ap-guangzhou' }));
  });
  afterEach(() => cloud.close());

  const wait = () => {
    elapsed += 1000;
  };
  async function one(spec: ListenerSpec, more: Partial<LoadBalancerSpec> = {}) {
    const balancer = await account.addLoadBalancer({
      region: 'ap-guangzhou',
      listeners: [spec],
      ...more,
    });
    const [listener] = balancer.listeners;
    if (listener === undefined) throw new Error('no listener');
    const at = { LoadBalancerId: balancer.id, ListenerId: listener.id };
    return { balancer, listener, at };
  }
  const shown = (listener: ListenerHandle) => listener.view()['Certificate'];

  it('drops the second certificate when only one is written', async () => {
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: [rsa, ecdsa] });
    expect(listener.held()).toHaveLength(2);
    const id = account.uploadCertificate(renewed);
    await client.ModifyListener({ ...at, Certificate: { CertId: id } });
    wait();
    expect(shown(listener)).toMatchObject({ CertId: id, ExtCertIds: [] });
  });

  it('keeps both when both are written, in whatever order it likes', async () => {
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: [rsa, ecdsa] });
    const [, second = ''] = listener.held();
    const id = account.uploadCertificate(renewed);
    cloud.settings.clbOrder = 'reversed';
    const MultiCertInfo = {
      SSLMode: 'UNIDIRECTIONAL',
      CertList: [{ CertId: id }, { CertId: second }],
    };
    await client.ModifyListener({ ...at, MultiCertInfo });
    wait();
    expect(listener.held()).toEqual([second, id]);
    await expect(
      client.ModifyListener({
        ...at,
        MultiCertInfo: {
          ...MultiCertInfo,
          CertList: [{ CertId: id }, { CertId: account.uploadCertificate(rsa) }],
        },
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    await expect(
      client.ModifyListener({ ...at, MultiCertInfo, Certificate: { CertId: id } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('falls back to one-way TLS when the mode is left out', async () => {
    const ca = account.uploadAuthority(root.pem);
    const { listener, at } = await one({
      protocol: 'TCP_SSL',
      certificate: rsa,
      ca,
      verify: 'OPTIONAL',
    });
    const before = cloud.snapshot();
    const id = account.uploadCertificate(renewed);
    await client.ModifyListener({
      ...at,
      Certificate: { SSLMode: 'MUTUAL', SSLVerifyClient: 'OPTIONAL', CertId: id, CertCaId: ca },
    });
    wait();
    expect(cloud.snapshot()).toEqual(before);
    expect(shown(listener)).toMatchObject({ SSLMode: 'MUTUAL', CertCaId: ca, CertId: id });
    await client.ModifyListener({ ...at, Certificate: { CertId: id } });
    wait();
    expect(shown(listener)).toMatchObject({ SSLMode: 'UNIDIRECTIONAL', CertCaId: null });
    expect(cloud.snapshot()).not.toEqual(before);
    await expect(
      client.ModifyListener({ ...at, Certificate: { SSLMode: 'MUTUAL', CertId: id } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter' });
    await expect(
      client.ModifyListener({
        ...at,
        Certificate: { SSLMode: 'MUTUAL', CertId: id, CertCaId: id },
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    const list = [{ CertId: id }, { CertId: ca }];
    await client.ModifyListener({ ...at, MultiCertInfo: { SSLMode: 'MUTUAL', CertList: list } });
    wait();
    expect(shown(listener)).toMatchObject({
      SSLMode: 'MUTUAL',
      SSLVerifyClient: 'ON',
      CertCaId: ca,
    });
    await expect(
      client.ModifyListener({
        ...at,
        MultiCertInfo: { SSLMode: 'UNIDIRECTIONAL', CertList: list },
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('loses a CA that is left over on a one-way listener', async () => {
    const ca = account.uploadAuthority(root.pem);
    const { listener, at } = await one({
      protocol: 'HTTPS',
      certificate: rsa,
      ca,
      mode: 'UNIDIRECTIONAL',
    });
    expect(shown(listener)).toMatchObject({ SSLMode: 'UNIDIRECTIONAL', CertCaId: ca });
    await client.ModifyListener({ ...at, Certificate: { CertId: account.uploadCertificate(rsa) } });
    wait();
    expect(shown(listener)).toMatchObject({ SSLMode: 'UNIDIRECTIONAL', CertCaId: null });
  });

  it('sorts load balancers, and refuses filters that it would have to ignore', async () => {
    for (const name of ['b', 'a', 'c']) {
      await account.addLoadBalancer({ region: 'ap-guangzhou', name });
    }
    const names = async (request: Parameters<Client['DescribeLoadBalancers']>[0]) =>
      (await client.DescribeLoadBalancers(request)).LoadBalancerSet?.map(
        ({ LoadBalancerName }) => LoadBalancerName,
      );
    expect(await names({})).toEqual(['c', 'a', 'b']);
    expect(await names({ OrderType: 0 })).toEqual(['b', 'a', 'c']);
    expect(await names({ OrderBy: 'LoadBalancerName', OrderType: 0 })).toEqual(['a', 'b', 'c']);
    await expect(names({ VpcId: 'vpc-1' })).rejects.toMatchObject({ code: 'UnsupportedOperation' });
    expect(cloud.violations).toHaveLength(1);
  });

  it('demands client certificates in mutual mode', async () => {
    const ca = account.uploadAuthority(root.pem);
    const { listener } = await one({ protocol: 'HTTPS', certificate: rsa, ca });
    const error = await new Promise<Error>((resolve, reject) => {
      const socket = connect({ port: listener.port, rejectUnauthorized: false });
      socket.once('error', resolve);
      socket.once('end', () => reject(new Error('nothing was demanded')));
    });
    expect(error.message).toMatch(/certificate required|handshake failure/u);
  });

  it('says yes to a certificate at the wrong level, and changes nothing', async () => {
    const rules = [{ domains: [domain], certificate: rsa }];
    const sni = await one({ protocol: 'HTTPS', sni: true, rules });
    const plain = await one({
      protocol: 'HTTPS',
      certificate: rsa,
      rules: [{ domains: [domain] }],
    });
    const Certificate = { CertId: account.uploadCertificate(renewed) };
    const wrong = [
      () => client.ModifyListener({ ...sni.at, Certificate }),
      () => client.ModifyDomainAttributes({ ...plain.at, Domain: domain, Certificate }),
    ];
    const held = [sni.listener.held(domain), plain.listener.held()];
    for (const write of wrong) {
      const { RequestId: TaskId = '' } = await write();
      wait();
      expect(await client.DescribeTaskStatus({ TaskId })).toMatchObject({ Status: 0 });
    }
    expect([sni.listener.held(domain), plain.listener.held()]).toEqual(held);
    const sent = account.certificates().find(({ id }) => id === Certificate.CertId);
    expect(sent?.boundTo).toEqual([]);
    cloud.settings.clbMisdirected = 'refused';
    for (const write of wrong) {
      await expect(write()).rejects.toMatchObject({ code: 'InvalidParameter' });
    }
  });

  it('turns SNI on and never off, and hands the certificate to every domain', async () => {
    const rules = [{ domains: [domain] }, { domains: ['www.example.com'] }];
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: rsa, rules });
    const held = listener.held();
    const before = cloud.snapshot();
    await client.ModifyListener({ ...at, SniSwitch: 1 });
    wait();
    expect(listener.view()).toMatchObject({ SniSwitch: 1, Certificate: null });
    expect(listener.held('www.example.com')).toEqual(held);
    expect(cloud.snapshot()).not.toEqual(before);
    await expect(client.ModifyListener({ ...at, SniSwitch: 0 })).rejects.toMatchObject({
      code: 'InvalidParameter',
    });
  });

  it('keeps what is not sent, and changes what is', async () => {
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: rsa });
    const certificate = shown(listener);
    await client.ModifyListener({ ...at, ListenerName: 'renamed', ProxyProtocol: true });
    wait();
    expect(listener.view()).toMatchObject({ ListenerName: 'renamed', Scheduler: 'WRR' });
    expect(shown(listener)).toEqual(certificate);
  });

  it.each<[string, Partial<LoadBalancerSpec>, string]>([
    ['classic', { application: false }, 'InvalidParameter'],
    ['isolated', { isolated: true }, 'FailedOperation.InvalidLBStatus'],
    ['still being made', { status: 0 }, 'FailedOperation.InvalidLBStatus'],
  ])('refuses to change a load balancer that is %s', async (_why, more, code) => {
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: rsa }, more);
    const held = listener.held();
    const CertId = account.uploadCertificate(renewed);
    await expect(client.ModifyListener({ ...at, Certificate: { CertId } })).rejects.toMatchObject({
      code,
    });
    expect(listener.held()).toEqual(held);
  });

  it('refuses what is not there', async () => {
    const { at } = await one({
      protocol: 'HTTPS',
      certificate: rsa,
      rules: [{ domains: [domain] }],
    });
    const tcp = await one({ protocol: 'TCP' });
    const CertId = account.uploadCertificate(renewed);
    const Certificate = { CertId };
    const cases: readonly (readonly [Promise<unknown>, string])[] = [
      [
        client.ModifyListener({ ...at, LoadBalancerId: 'lb-none' }),
        'InvalidParameter.LBIdNotFound',
      ],
      [
        client.ModifyListener({ ...at, ListenerId: 'lbl-none' }),
        'InvalidParameter.ListenerIdNotFound',
      ],
      [
        client.ModifyDomainAttributes({ ...at, Domain: 'no.example.com', Http2: true }),
        'InvalidParameter.LocationNotFound',
      ],
      [
        client.ModifyListener({ ...at, Certificate: { CertId: 'nothing' } }),
        'InvalidParameterValue',
      ],
      [client.ModifyListener({ ...tcp.at, Certificate }), 'InvalidParameter'],
      [client.ModifyListener({ ...at, Certificate: {} }), 'InvalidParameter'],
      [client.DescribeTaskStatus({ TaskId: 'none' }), 'InvalidParameter'],
      [client.DescribeListeners({ LoadBalancerId: 'lb-none' }), 'InvalidParameter.LBIdNotFound'],
      [
        client.DescribeLoadBalancers({ LoadBalancerIds: Array.from({ length: 21 }, String) }),
        'InvalidParameterValue.Length',
      ],
    ];
    for (const [promise, code] of cases) await expect(promise).rejects.toMatchObject({ code });
    const elsewhere = new Client(clientConfig(cloud, 'clb', key, { region: 'ap-shanghai' }));
    await expect(elsewhere.ModifyListener({ ...at, Certificate })).rejects.toMatchObject({
      code: 'InvalidParameter.LBIdNotFound',
    });
  });

  it('locks one load balancer while its task runs, and no other', async () => {
    const first = await one({ protocol: 'HTTPS', certificate: rsa });
    const second = await one({ protocol: 'HTTPS', certificate: rsa });
    const Certificate = { CertId: account.uploadCertificate(renewed) };
    first.balancer.busy(500);
    await expect(client.ModifyListener({ ...first.at, Certificate })).rejects.toMatchObject({
      code: 'FailedOperation.ResourceInOperating',
      message: expect.stringContaining('CreateQLBListener') as string,
    });
    await client.ModifyListener({ ...second.at, Certificate });
    wait();
    await client.ModifyListener({ ...first.at, Certificate });
  });

  it('can fail a task with or without words, with or without its effect, or never end it', async () => {
    const { listener, at } = await one({ protocol: 'HTTPS', certificate: rsa });
    const old = listener.held();
    const CertId = account.uploadCertificate(renewed);
    const write = async () => {
      const { RequestId: TaskId = '' } = await client.ModifyListener({
        ...at,
        Certificate: { CertId },
      });
      wait();
      return client.DescribeTaskStatus({ TaskId });
    };
    const operation = 'ModifyListener';
    cloud.faults.add({ operation, kind: 'job-fails', times: 1 });
    expect(await write()).toMatchObject({ Status: 1, Message: '' });
    expect(listener.held()).toEqual(old);
    cloud.faults.add({ operation, kind: 'lost', times: 1 });
    expect(await write()).toMatchObject({ Status: 0 });
    expect(listener.held()).toEqual(old);
    cloud.faults.add({
      operation,
      kind: 'job-fails',
      message: 'no node',
      afterEffect: true,
      times: 1,
    });
    expect(await write()).toMatchObject({ Status: 1, Message: 'no node' });
    expect(listener.held()).toEqual([CertId]);
    expect(await servedLeaf(listener.port)).toBe(renewed.sha256);
    cloud.faults.add({ operation, kind: 'job-hangs', times: 1 });
    expect(await write()).toMatchObject({ Status: 2, Message: null });
    await expect(write()).rejects.toMatchObject({ code: 'FailedOperation.ResourceInOperating' });
  });

  it('answers names by their closest rule, and others with the default domain', async () => {
    const own = (name: string) => issue(root, { domains: [`${name}.test`] });
    const [exact, wild, suffix, regex, rest] = [
      await own('exact'),
      await own('wild'),
      await own('suffix'),
      await own('regex'),
      await own('rest'),
    ];
    const { listener } = await one({
      protocol: 'HTTPS',
      sni: true,
      rules: [
        { domains: ['~^r\\d+\\.example\\.(?:com|de)$'], certificate: regex, isDefault: false },
        { domains: ['www.example.*'], certificate: suffix },
        { domains: ['*.example.com'], certificate: wild },
        { domains: ['www.example.com', 'www2.example.com'], certificate: exact },
        { domains: ['rest.example.net'], certificate: rest, isDefault: true },
      ],
    });
    const seen = (servername: string) => servedLeaf(listener.port, { servername });
    expect(await seen('www.example.com')).toBe(exact.sha256);
    expect(await seen('www2.example.com')).toBe(exact.sha256);
    expect(await seen('r1.example.com')).toBe(wild.sha256);
    expect(await seen('r2.example.de')).toBe(regex.sha256);
    expect(await seen('www.example.org')).toBe(suffix.sha256);
    expect(await seen('elsewhere.org')).toBe(rest.sha256);
  });

  it('changes other attributes of a domain, for all of its paths', async () => {
    const { listener, at } = await one({
      protocol: 'HTTPS',
      certificate: rsa,
      rules: [
        { domains: ['a.example.com'], urls: ['/', '/x'] },
        { domains: ['b.example.com', 'c.example.com'] },
      ],
    });
    await client.ModifyDomainAttributes({
      ...at,
      Domain: 'c.example.com',
      Http2: false,
      DefaultServer: true,
      NewDomains: ['b.example.com', 'd.example.com'],
    });
    wait();
    expect(listener.view()['Rules']).toMatchObject([
      { Domain: 'a.example.com', DefaultServer: false, Http2: true, Domains: [] },
      { Domain: 'a.example.com', DefaultServer: false, Url: '/x' },
      {
        Domain: 'b.example.com',
        DefaultServer: true,
        Http2: false,
        Domains: ['b.example.com', 'd.example.com'],
      },
    ]);
  });

  it('replaces a certificate everywhere at once, from one region only', async () => {
    const old = account.uploadCertificate(rsa);
    const listeners: ListenerHandle[] = [];
    for (const region of ['ap-guangzhou', 'ap-shanghai']) {
      const { listener } = await one({ protocol: 'HTTPS', certificate: old }, { region });
      listeners.push(listener);
    }
    const CertId = account.uploadCertificate(renewed);
    const request = { OldCertificateId: old, Certificate: { CertId } };
    const shanghai = new Client(clientConfig(cloud, 'clb', key, { region: 'ap-shanghai' }));
    await expect(shanghai.ReplaceCertForLoadBalancers(request)).rejects.toMatchObject({
      code: 'UnsupportedRegion',
    });
    expect(
      (await shanghai.DescribeLoadBalancerListByCertId({ CertIds: [old] })).CertSet?.[0]
        ?.LoadBalancers,
    ).toHaveLength(1);
    await client.ReplaceCertForLoadBalancers(request);
    wait();
    expect(listeners.map((listener) => listener.held())).toEqual([[CertId], [CertId]]);
    expect(await servedLeaf(listeners[1]?.port ?? 0)).toBe(renewed.sha256);
  });

  it('takes a pasted certificate and stores it', async () => {
    const { listener, at } = await one({ protocol: 'QUIC', certificate: rsa });
    await client.ModifyListener({
      ...at,
      Certificate: { CertName: 'pasted', CertContent: renewed.chain, CertKey: renewed.key },
    });
    wait();
    const stored = account.certificates().find(({ alias }) => alias === 'pasted');
    expect(listener.held()).toEqual([stored?.id]);
    await expect(
      client.ModifyListener({ ...at, MultiCertInfo: { SSLMode: 'UNIDIRECTIONAL', CertList: [] } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter' });
  });

  it('shows protection, and marks that nothing but a person heeds', async () => {
    const protect = { operator: '1', description: 'do not touch' };
    const { balancer } = await one({ protocol: 'HTTPS', certificate: rsa }, { protect });
    const { LoadBalancerSet } = await client.DescribeLBOperateProtect({
      LoadBalancerIds: [balancer.id],
    });
    expect(LoadBalancerSet).toMatchObject([{ ProtectState: true, Description: 'do not touch' }]);
  });
});
