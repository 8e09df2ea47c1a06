import type { Json, Target } from '../../shared/core/model.ts';
import { openAws } from '../../shared/providers/aws/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import { createRoot, issue } from '../pki.ts';
import type { Opened, OpenOptions } from './contract.ts';
import { productContract } from './contract.ts';

const roots = { ec: createRoot('Contract EC'), rsa: createRoot('Contract RSA', 'rsa-2048') };

async function openTarget(target: Target, { pageSize }: OpenOptions): Promise<Opened> {
  const bench = await openAws({ endpoints: false });
  const { aws, account, region, key } = bench;
  if (pageSize !== undefined) {
    aws.settings.pageSizes = {
      cloudfront: pageSize,
      tenants: pageSize,
      elb: pageSize,
      elbv2: pageSize,
      acm: pageSize,
    };
  }
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await issue(await (algorithm.startsWith('rsa') ? roots.rsa : roots.ec), {
      domains,
      key: algorithm as KeySpec,
    });
  // Classic takes other keys from IAM only; elsewhere EC saves the time that RSA keys take.
  const usual = target === 'aws/clb' ? 'rsa-2048' : 'ec-p256';
  const meddlers = new Map<string, (to: Awaited<ReturnType<typeof issueFor>>) => void>();
  const home = target === 'aws/cloudfront' ? account.region('us-east-1') : region;
  const stored = async (...domains: string[]) =>
    home.importCertificate(await issueFor(domains, usual));

  if (target === 'aws/cloudfront') {
    for (const names of [
      ['a.example.com', 'b.example.com'],
      ['c.example.com'],
      ['d.example.com'],
    ]) {
      const site = account.addDistribution({ aliases: names, certificate: await stored(...names) });
      meddlers.set(site.id, (to) => site.changeCertificate(to));
    }
    const template = account.addDistribution({
      connectionMode: 'tenant-only',
      certificate: await stored('*.tenants.example.com'),
    });
    const domain = 'one.tenants.example.com';
    const tenant = account.addTenant({
      distributionId: template.id,
      domains: [domain],
      certificate: await stored(domain),
    });
    meddlers.set(tenant.id, (to) => tenant.changeCertificate(to));
    account.addTenant({ distributionId: template.id, domains: ['two.tenants.example.com'] });
  } else if (target === 'aws/clb') {
    for (const name of ['a.example.com', 'b.example.com', 'c.example.com']) {
      const balancer = await region.addClassicLoadBalancer({
        listeners: [
          { protocol: 'HTTPS', certificate: await stored(name) },
          { protocol: 'HTTPS', port: 8443, certificate: await stored(`x.${name}`) },
        ],
      });
      for (const listener of balancer.listeners) {
        meddlers.set(`${balancer.name}:${listener.port}`, (to) =>
          listener.change(region.importCertificate(to)),
        );
      }
    }
  } else {
    const type = target === 'aws/alb' ? 'application' : 'network';
    const protocol = target === 'aws/alb' ? 'HTTPS' : 'TLS';
    for (const name of ['a.example.com', 'b.example.com', 'c.example.com']) {
      const old = await stored(name, `www.${name}`);
      const { listeners } = await region.addLoadBalancer({
        type,
        listeners: [
          { protocol, certificate: old, sni: [await stored(`sni.${name}`), old] },
          { protocol: 'TCP' },
        ],
      });
      for (const listener of listeners) {
        meddlers.set(listener.arn, (to) => listener.change({ default: to }));
      }
    }
  }

  const services = ['cloudfront', 'elb', 'elbv2'] as const;
  const writing = [
    'ImportCertificate',
    'UploadServerCertificate',
    'UpdateDistribution',
    'UpdateDistributionTenant',
    'ModifyListener',
    'AddListenerCertificates',
    'RemoveListenerCertificates',
    'SetLoadBalancerListenerSSLCertificate',
  ];
  const reading = [
    'ListDistributions',
    'ListDistributionTenants',
    'GetDistributionConfig',
    'GetDistributionTenant',
    'DescribeLoadBalancers',
    'DescribeListeners',
    'DescribeListenerCertificates',
  ];
  const product = await bench.product(target);
  return {
    product,
    issue: issueFor,
    secrets: [key.secretAccessKey],
    snapshot: async () => await Promise.resolve(structuredClone(aws.snapshot()) as unknown as Json),
    writes: () => aws.writes().length,
    certificates: async () =>
      await Promise.resolve(home.certificates().length + account.serverCertificates().length),
    async meddle(resource) {
      const names = [...(resource.bindings[0]?.facts?.domains ?? [])];
      meddlers.get(resource.name)?.(await issueFor(names, usual));
    },
    faults: {
      throttle(times, kind) {
        if (kind === 'requests') aws.faults.add({ kind: 'throttle', times });
        else
          for (const operation of writing) aws.faults.add({ operation, kind: 'throttle', times });
      },
      failSecondPage() {
        for (const service of services) {
          aws.faults.add({
            service,
            kind: 'http-503',
            match: (params) => params['Marker'] !== undefined,
          });
        }
      },
      mangleReads() {
        for (const operation of reading) aws.faults.add({ operation, kind: 'mangled' });
      },
      denyWrites() {
        for (const operation of writing) aws.faults.add({ operation, kind: 'access-denied' });
      },
      rejectCredentials() {
        aws.faults.add({ kind: 'expired-token' });
      },
      hang(kind) {
        for (const operation of kind === 'reads' ? reading : writing) {
          aws.faults.add({ operation, kind: 'hang' });
        }
      },
      loseReply() {
        const binding = writing.filter((operation) => !/Import|Upload|Add|Remove/u.test(operation));
        for (const operation of binding) {
          aws.faults.add({ operation, kind: 'reset', afterEffect: true, times: 1 });
        }
      },
      clear: () => aws.faults.clear(),
    },
    async close() {
      const { violations } = aws;
      await aws.close();
      if (violations.length > 0) throw new Error(JSON.stringify(violations));
    },
  };
}

for (const target of ['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'] as const) {
  productContract({
    target,
    open: async (options) => await openTarget(target, options),
    waives: {},
  });
}
