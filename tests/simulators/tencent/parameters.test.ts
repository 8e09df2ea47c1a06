import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../pki.ts';
import { checkRequest } from './check.ts';
import { enumerations } from './enumerations.ts';
import type { Service } from './hosts.ts';
import { modelsOf } from './models.ts';
import { rawRequest } from './raw-request.ts';
import { startTencent, type Tencent } from './tencent.ts';

describe('the typings that requests are held against', () => {
  it('are read member by member', () => {
    const models = modelsOf('waf');
    expect(models.get('ModifySpartaProtectionRequest')?.get('IsKeepAlive')).toEqual({
      type: { kind: 'string' },
      required: false,
    });
    expect(models.get('ModifySpartaProtectionRequest')?.get('Weights')?.type).toEqual({
      kind: 'array',
      of: { kind: 'number' },
    });
    expect(models.get('DescribeDomainDetailsSaasRequest')?.get('InstanceId')?.required).toBe(true);
    expect(modelsOf('sts').get('GetCallerIdentityRequest')?.size).toBe(0);
    expect(modelsOf('cdn').get('UpdateDomainConfigRequest')?.size).toBeGreaterThan(50);
  });

  it('have every member that an enumeration is given for', () => {
    const services: readonly Service[] = ['ssl', 'cdn', 'clb', 'waf', 'region'];
    let seen = 0;
    for (const service of services) {
      for (const [name, members] of Object.entries(enumerations[service] ?? {})) {
        for (const member of Object.keys(members)) {
          expect(modelsOf(service).get(name)?.has(member), `${service} ${name}.${member}`).toBe(
            true,
          );
          seen += 1;
        }
      }
    }
    expect(seen).toBeGreaterThan(50);
  });

  it.each<[string, Service, string, unknown, string, string]>([
    [
      'a name that differs in one letter',
      'waf',
      'ModifySpartaProtection',
      { Domain: 'a', DomainId: 'b', InstanceId: 'c' },
      'UnknownParameter',
      'InstanceId',
    ],
    [
      'a name deep inside',
      'cdn',
      'UpdateDomainConfig',
      { Domain: 'a', Https: { Switch: 'on', CertInfo: { CertID: 'x' } } },
      'UnknownParameter',
      'Https.CertInfo.CertID',
    ],
    [
      'a number for a text',
      'waf',
      'ModifySpartaProtection',
      { Domain: 'a', DomainId: 'b', InstanceID: 'c', IsKeepAlive: 1 },
      'InvalidParameter',
      'IsKeepAlive',
    ],
    [
      'texts for numbers',
      'waf',
      'ModifySpartaProtection',
      { Domain: 'a', DomainId: 'b', InstanceID: 'c', Weights: ['1'] },
      'InvalidParameter',
      'Weights.0',
    ],
    ['a fraction', 'ssl', 'DescribeCertificates', { Limit: 1.5 }, 'InvalidParameter', 'Limit'],
    [
      'one thing for a list',
      'clb',
      'DescribeLoadBalancers',
      { LoadBalancerIds: 'lb-1' },
      'InvalidParameter',
      'LoadBalancerIds',
    ],
    [
      'null',
      'clb',
      'ModifyListener',
      { LoadBalancerId: 'a', ListenerId: 'b', Certificate: null },
      'InvalidParameter',
      'Certificate',
    ],
    ['a list for the whole', 'clb', 'ModifyListener', [], 'InvalidParameter', ''],
    [
      'nothing where something must be',
      'clb',
      'ModifyListener',
      { LoadBalancerId: 'a' },
      'MissingParameter',
      'ListenerId',
    ],
    [
      'nothing inside where something must be',
      'cdn',
      'DescribeDomains',
      { Filters: [{ Name: 'domain' }] },
      'MissingParameter',
      'Filters.0.Value',
    ],
    [
      'a value outside an enumeration',
      'clb',
      'ModifyListener',
      { LoadBalancerId: 'a', ListenerId: 'b', Certificate: { SSLMode: 'BOTH' } },
      'InvalidParameterValue',
      'Certificate.SSLMode',
    ],
    [
      'one of several values outside',
      'cdn',
      'UpdateDomainConfig',
      { Domain: 'a', Https: { Switch: 'on', TlsVersion: ['TLSv1.2', 'TLSv9'] } },
      'InvalidParameter.CdnParamError',
      'TlsVersion',
    ],
  ])('refuse %s', (_what, service, action, params, code, place) => {
    let thrown: unknown;
    try {
      checkRequest(service, action, params);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, message: expect.stringContaining(place) as string });
  });
});

describe('requests that the API does not know', () => {
  let cloud: Tencent;

  beforeEach(async () => {
    cloud = await startTencent({ endpoints: false });
  });
  afterEach(() => cloud.close());

  it('are refused with HTTP 200 and kept as violations', async () => {
    const key = cloud.account('100000000001').accessKey();
    const asked = { service: 'clb', action: 'DescribeListeners', region: 'ap-guangzhou' } as const;
    const reply = await rawRequest(cloud, key, { ...asked, params: { LoadBalancerID: 'lb-1' } });
    expect(reply).toMatchObject({ status: 200, code: 'UnknownParameter' });
    expect(cloud.violations).toEqual([
      {
        service: 'clb',
        operation: 'DescribeListeners',
        message: 'The parameter `LoadBalancerID` is not recognized.',
      },
    ]);
    expect(cloud.requests[0]?.error).toBe('UnknownParameter');
    // A resource that does not exist is nothing that the API does not know.
    const known = await rawRequest(cloud, key, { ...asked, params: { LoadBalancerId: 'lb-1' } });
    expect(known.code).toBe('InvalidParameter.LBIdNotFound');
    expect(cloud.violations).toHaveLength(1);
  });

  it('are recorded without any private key', async () => {
    const key = cloud.account('100000000001').accessKey();
    const { chain, key: pem } = await issue(await createRoot('Recorder root'), {
      domains: ['a.example.com'],
    });
    const ask = (service: Service, action: string, params: object) =>
      rawRequest(cloud, key, { service, action, params, region: 'ap-guangzhou' });
    await ask('ssl', 'UploadCertificate', {
      CertificatePublicKey: chain,
      CertificatePrivateKey: pem,
      KeyPassword: 'sesame',
    });
    await ask('cdn', 'UpdateDomainConfig', {
      Domain: 'a.example.com',
      Https: { Switch: 'on', CertInfo: { Certificate: chain, PrivateKey: pem } },
    });
    await ask('cdn', 'ModifyDomainConfig', {
      Domain: 'a.example.com',
      Route: 'Https.CertInfo',
      Value: JSON.stringify({ update: { Certificate: chain, PrivateKey: pem } }),
    });
    await ask('clb', 'ModifyListener', {
      LoadBalancerId: 'lb-1',
      ListenerId: 'lbl-1',
      MultiCertInfo: {
        SSLMode: 'UNIDIRECTIONAL',
        CertList: [{ CertName: 'a', CertContent: chain, CertKey: pem }],
      },
    });
    const recorded = JSON.stringify(cloud.requests);
    const secret = pem.split('\n')[1] ?? pem;
    expect(cloud.requests).toHaveLength(4);
    expect(recorded).toContain('<secret>');
    expect(recorded).not.toContain(secret);
    expect(recorded).not.toContain('sesame');
  });
});
