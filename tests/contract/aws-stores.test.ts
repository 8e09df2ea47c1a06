import type { Target } from '../../shared/core/model.ts';
import { openAws, regionName } from '../../shared/providers/aws/test-kit.ts';
import type { OpenAws } from '../../shared/providers/aws/test-kit.ts';
import type { OpenOptions } from './contract.ts';
import { storeContract } from './laws-storing.ts';
import type { OpenedStore } from './laws-storing.ts';

const ours = (name: string) => ({ 'certferry:managed': 'true', 'certferry:name': name });

/** What stands in the cloud before, and what one of its resources can be told to bind. */
interface Stage {
  readonly unused: readonly string[];
  readonly used: string;
  readonly foreign: string;
  readonly missing: string;
  readonly objects: () => readonly string[];
  readonly use: (ref: string) => void;
}

interface StoreCase {
  readonly name: string;
  readonly target: Target;
  readonly label: string;
  readonly region: string | null;
  readonly partition?: 'aws-cn';
  readonly stage: (bench: OpenAws) => Promise<Stage>;
}

const host = (index: number) => `n${index}.example.com`;

/** ACM of one region: four objects of ours, one of which `bind` uses, and one of somebody else. */
async function inAcm(
  bench: OpenAws,
  region: string,
  bind: (used: string) => Promise<(ref: string) => void> | ((ref: string) => void),
): Promise<Stage> {
  const home = bench.account.region(region);
  const make = async (index: number, tags: Readonly<Record<string, string>>) =>
    home.importCertificate(await bench.issue([host(index)], { key: 'rsa-2048' }), { tags });
  const unused = [await make(1, ours('a')), await make(2, ours('b')), await make(3, ours('c'))];
  const used = await make(4, ours('d'));
  // Tags of somebody else, and ours taken back.
  const foreign = await make(5, { 'certferry:managed': 'no', team: 'web' });
  return {
    unused,
    used,
    foreign,
    missing: `arn:aws:acm:${region}:${bench.account.id}:certificate/00000000-0000-4000-8000-000000000000`,
    objects: () => home.certificates().map(({ arn }) => arn),
    use: await bind(used),
  };
}

async function inIam(
  bench: OpenAws,
  by: 'id' | 'arn',
  bind: (used: string) => Promise<(ref: string) => void> | ((ref: string) => void),
): Promise<Stage> {
  const { account } = bench;
  const path = by === 'id' ? '/cloudfront/certferry/' : '/certferry/';
  const make = async (index: number, tags: Readonly<Record<string, string>>, at = path) =>
    account.uploadServerCertificate(await bench.issue([host(index)]), {
      name: `certferry-${index}`,
      path: at,
      tags,
    })[by];
  const unused = [await make(1, ours('a')), await make(2, ours('b')), await make(3, ours('c'))];
  const used = await make(4, ours('d'));
  const foreign = await make(5, { team: 'web' });
  await make(6, {}, '/elsewhere/');
  const arn = `arn:aws:iam::${account.id}:server-certificate/certferry/certferry-missing`;
  return {
    unused,
    used,
    foreign,
    missing: by === 'id' ? 'ASCAEXAMPLEMISSING123' : arn,
    objects: () => account.serverCertificates().map((one) => one[by]),
    use: await bind(used),
  };
}

const cases: readonly StoreCase[] = [
  {
    name: 'ACM beside SNI lists of load balancers',
    target: 'aws/alb',
    label: 'ACM',
    region: regionName,
    stage: async (bench) =>
      await inAcm(bench, regionName, async (used) => {
        const other = bench.region.importCertificate(await bench.issue(['other.example.com']));
        const { listeners } = await bench.region.addLoadBalancer({
          type: 'network',
          listeners: [{ protocol: 'TLS', certificate: other, sni: [used] }, { protocol: 'TCP' }],
        });
        return (ref) => listeners[0]?.change({ sni: [used, ref] });
      }),
  },
  {
    name: 'ACM beside Classic Load Balancers',
    target: 'aws/clb',
    label: 'ACM',
    region: regionName,
    stage: async (bench) =>
      await inAcm(bench, regionName, async (used) => {
        const { listeners } = await bench.region.addClassicLoadBalancer({
          listeners: [
            { protocol: 'HTTPS', certificate: used },
            { protocol: 'SSL', port: 8443, certificate: used },
            { protocol: 'TCP' },
          ],
        });
        return (ref) => listeners[1]?.change(ref);
      }),
  },
  {
    name: 'ACM beside CloudFront and its tenants',
    target: 'aws/cloudfront',
    label: 'ACM',
    region: 'us-east-1',
    stage: async (bench) =>
      await inAcm(bench, 'us-east-1', async (used) => {
        bench.account.addDistribution({ aliases: [host(4)], certificate: used });
        const template = bench.account.addDistribution({
          connectionMode: 'tenant-only',
          certificate: await bench.issue(['*.example.com']),
        });
        const tenant = bench.account.addTenant({
          distributionId: template.id,
          domains: ['tenant.example.com'],
        });
        return (ref) => tenant.changeCertificate(ref);
      }),
  },
  {
    name: 'IAM beside Classic Load Balancers, in another region than the one deployed to',
    target: 'aws/clb',
    label: 'IAM server certificates',
    region: null,
    stage: async (bench) =>
      await inIam(bench, 'arn', async (used) => {
        const { listeners } = await bench.account.region('ap-southeast-1').addClassicLoadBalancer({
          listeners: [
            { protocol: 'HTTPS', certificate: used },
            { protocol: 'HTTPS', port: 8443, certificate: used },
          ],
        });
        return (ref) => listeners[0]?.change(ref);
      }),
  },
  {
    name: 'IAM beside CloudFront in China',
    target: 'aws/cloudfront',
    label: 'IAM server certificates',
    region: null,
    partition: 'aws-cn',
    stage: async (bench) =>
      await inIam(bench, 'id', (used) => {
        const [one] = [1, 2].map((index) =>
          bench.account.addDistribution({ aliases: [host(index + 3)], certificate: used }),
        );
        return (ref) => one?.changeCertificate(ref);
      }),
  },
];

const listing = ['ListCertificates', 'ListServerCertificates'];
const reading = [
  ...listing,
  'DescribeCertificate',
  'GetServerCertificate',
  'ListDistributions',
  'DescribeLoadBalancers',
];
const removing = ['DeleteCertificate', 'DeleteServerCertificate'];

async function open(which: StoreCase, { pageSize }: OpenOptions): Promise<OpenedStore> {
  const { partition = 'aws' } = which;
  const bench = await openAws({ endpoints: false, partition });
  const { aws } = bench;
  const stage = await which.stage(bench);
  if (pageSize !== undefined) {
    const each = { cloudfront: pageSize, tenants: pageSize, elb: pageSize, elbv2: pageSize };
    aws.settings.pageSizes = { ...each, acm: pageSize, iam: pageSize };
  }
  const regions = partition === 'aws-cn' ? ['cn-north-1'] : [regionName];
  const { stores = [] } = await bench.connect({ targets: [which.target], regions });
  const store = stores.find(
    ({ label, region }) => label === which.label && region === which.region,
  );
  if (store === undefined) throw new Error(`${which.name}: no such store is connected`);
  const faults = (operations: readonly string[], fault: Parameters<typeof aws.faults.add>[0]) => {
    for (const operation of operations) aws.faults.add({ ...fault, operation });
  };
  return {
    store,
    ...stage,
    objects: async () => await Promise.resolve(stage.objects()),
    use: async (ref) => await Promise.resolve(stage.use(ref)),
    secrets: [bench.key.secretAccessKey],
    faults: {
      throttle: (times, kind) => {
        if (kind === 'requests') aws.faults.add({ kind: 'throttle', times });
        else faults(removing, { kind: 'throttle', times });
      },
      failSecondPage: () =>
        faults(listing, {
          kind: 'http-503',
          match: (params) => params['NextToken'] !== undefined || params['Marker'] !== undefined,
        }),
      mangleReads: () => faults(reading, { kind: 'mangled' }),
      denyWrites: () => faults(removing, { kind: 'access-denied' }),
      rejectCredentials: () => void aws.faults.add({ kind: 'expired-token' }),
      hang: (kind) => faults(kind === 'reads' ? reading : removing, { kind: 'hang' }),
      loseReply: () => faults(removing, { kind: 'reset', afterEffect: true, times: 1 }),
      useLate: (ref) =>
        faults(removing, { kind: 'meanwhile', act: () => stage.use(ref), times: 1 }),
      hideUses: () =>
        faults(['DescribeLoadBalancers', 'ListDistributions'], { kind: 'access-denied' }),
      clear: () => aws.faults.clear(),
    },
    close: async () => {
      const { violations } = aws;
      await aws.close();
      if (violations.length > 0) throw new Error(JSON.stringify(violations));
    },
  };
}

for (const which of cases) {
  storeContract({ name: which.name, open: async (options) => await open(which, options) });
}
