import { expect } from 'vitest';

import type { Issued } from '../../../tests/pki.ts';
import { createRoot, createIntermediate, issue } from '../../../tests/pki.ts';
import type { AwsOptions } from '../../../tests/simulators/aws/aws.ts';
import { startAws } from '../../../tests/simulators/aws/aws.ts';
import type { Target } from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connected, Connection, Product } from '../provider.ts';
import { fastClock, keptLog, single } from '../test-kit.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { createAwsProvider } from './provider.ts';
import { AwsSettings } from './spec.ts';
import type { Timing, Wiring } from './wiring.ts';

const shortTiming: Timing = { deadlineMs: 5000, attempts: 6, credentialsMs: 5000 };

export interface ConnectOptions {
  readonly targets: readonly Target[];
  readonly regions?: readonly string[] | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timing?: Partial<Timing>;
  readonly idToken?: Connection['idToken'];
  readonly clock?: Clock;
}

const accountId = '111122223333';
export const regionName = 'eu-west-1';

let authorities: ReturnType<typeof makeAuthorities> | undefined;

/** ACM wants an RSA leaf signed by an RSA authority. Made once: RSA keys take long. */
async function makeAuthorities() {
  const root = await createRoot('Provider tests');
  const [ec, rsa] = await Promise.all([
    createIntermediate(root, 'Provider tests EC'),
    createIntermediate(root, 'Provider tests RSA', 'rsa-2048'),
  ]);
  return { ec, rsa };
}

async function newCertificate(
  domains: readonly string[],
  more: { readonly key?: 'rsa-2048' | 'rsa-4096' | 'ec-p256' | 'ec-p384' } = {},
): Promise<Issued> {
  const { ec, rsa } = await (authorities ??= makeAuthorities());
  return await issue((more.key ?? 'ec').startsWith('rsa') ? rsa : ec, { domains, ...more });
}

/** A simulated AWS with one account, and ways to connect to it as the engine does. */
export async function openAws(
  options: AwsOptions & { readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov' } = {},
) {
  const aws = await startAws(options);
  const { partition = 'aws' } = options;
  const account = aws.account(accountId, { partition });
  const key = account.accessKey();
  const log = keptLog();
  const call: Call = { signal: new AbortController().signal, log };
  const masked: string[] = [];
  const env: Record<string, string> = {
    KEY_ID: key.accessKeyId,
    KEY_SECRET: key.secretAccessKey,
  };
  function connectionFor(how: ConnectOptions): Connection {
    return {
      account: {
        name: 'prod',
        provider: 'aws',
        regions: 'regions' in how ? how.regions : [regionName],
        settings: {
          endpoint: aws.url,
          credentials: {
            access_key_id: { env: 'KEY_ID' },
            secret_access_key: { env: 'KEY_SECRET' },
          },
          ...how.settings,
        },
      },
      targets: how.targets,
      secret: ({ env: name }) => new Secret(env[name] ?? ''),
      idToken: how.idToken,
      mask: (value) => masked.push(value),
      proxy: {},
      session: 'certferry-test',
      clock: how.clock ?? fastClock(),
    };
  }

  async function connect(how: ConnectOptions, at: Call = call): Promise<Connected> {
    const provider = createAwsProvider({ ...shortTiming, ...how.timing });
    return await provider.connect(connectionFor(how), at);
  }

  /** The login alone, for the parts that products share. */
  async function login(how: Pick<ConnectOptions, 'clock' | 'timing'> = {}): Promise<Login> {
    const connection = connectionFor({ ...how, targets: [] });
    const wiring: Wiring = {
      clock: connection.clock,
      timing: { ...shortTiming, ...how.timing },
      agents: createAgents({}),
      endpoint: aws.url,
    };
    return await logIn(AwsSettings.parse(connection.account.settings), connection, wiring, call);
  }

  return {
    aws,
    account,
    key,
    region: account.region(regionName),
    call,
    log,
    env,
    masked,
    connect,
    login,
    /** The product of a target, when there is just one. */
    async product(target: Target, how: Partial<ConnectOptions> = {}): Promise<Product> {
      const { products, gaps } = await connect({ ...how, targets: [target] });
      expect(gaps).toEqual([]);
      return single(products);
    },
    issue: newCertificate,
    /** Ends the simulation; a request that the API does not know is a failure of the test. */
    async close(): Promise<void> {
      await aws.close();
      expect(aws.violations).toEqual([]);
    },
  };
}
export type OpenAws = Awaited<ReturnType<typeof openAws>>;

export const shopHost = 'shop.example.com';

/** An ALB with one HTTPS listener that has an old certificate as default and further ones for SNI. */
export async function addListener(
  { region, issue: issueFor }: OpenAws,
  sni: readonly string[] = [],
  old?: string,
) {
  const certificate = old ?? region.importCertificate(await issueFor([shopHost]));
  const balancer = await region.addLoadBalancer({
    type: 'application',
    listeners: [
      {
        protocol: 'HTTPS',
        certificate,
        sni,
        hostRules: [[shopHost]],
        mutualAuthentication: { Mode: 'passthrough' },
      },
    ],
  });
  const [handle] = balancer.listeners;
  if (handle === undefined) throw new Error('no listener');
  return { balancer, handle, old: certificate };
}
