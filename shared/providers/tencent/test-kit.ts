import { expect } from 'vitest';

import type { Issued, KeySpec } from '../../../tests/pki.ts';
import { createIntermediate, createRoot, issue } from '../../../tests/pki.ts';
import { startTencent } from '../../../tests/simulators/tencent/tencent.ts';
import type { TencentOptions } from '../../../tests/simulators/tencent/tencent.ts';
import type { Target } from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connected, Connection, Product } from '../provider.ts';
import { fastClock, keptLog } from '../test-kit.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { createTencentProvider } from './provider.ts';
import { TencentSettings } from './spec.ts';
import { confine } from './wiring.ts';
import type { Timing, Wiring } from './wiring.ts';

const shortTiming: Timing = { deadlineMs: 5000, attempts: 6 };

export interface ConnectOptions {
  readonly targets: readonly Target[];
  readonly regions?: readonly string[] | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timing?: Partial<Timing>;
  readonly idToken?: Connection['idToken'];
  readonly clock?: Clock;
  readonly proxy?: Readonly<Record<string, string>>;
}

export const uin = '100000000001';
export const regionName = 'ap-guangzhou';

let authority: ReturnType<typeof makeAuthority> | undefined;

/** With an intermediate, so that chains are chains. */
async function makeAuthority() {
  const root = await createRoot('Provider tests');
  return await createIntermediate(root, 'Provider tests intermediate');
}

async function newCertificate(
  domains: readonly string[],
  more: { readonly key?: KeySpec; readonly notAfter?: Date } = {},
): Promise<Issued> {
  return await issue(await (authority ??= makeAuthority()), { domains, ...more });
}

/** A simulated Tencent Cloud with one account, and ways to connect to it as the engine does. */
export async function openTencent(options: TencentOptions = {}) {
  const cloud = await startTencent({ endpoints: false, ...options });
  const account = cloud.account(uin);
  const key = account.accessKey();
  const log = keptLog();
  const call: Call = { signal: new AbortController().signal, log };
  const masked: string[] = [];
  const env: Record<string, string> = { KEY_ID: key.secretId, KEY_SECRET: key.secretKey };

  function connectionFor(how: ConnectOptions): Connection {
    return {
      account: {
        name: 'prod',
        provider: 'tencent',
        regions: 'regions' in how ? how.regions : [regionName],
        settings: {
          site: 'china',
          endpoint: cloud.url,
          credentials: { secret_id: { env: 'KEY_ID' }, secret_key: { env: 'KEY_SECRET' } },
          ...how.settings,
        },
      },
      targets: how.targets,
      secret: ({ env: name }) => new Secret(env[name] ?? ''),
      idToken: how.idToken,
      mask: (value) => masked.push(value),
      proxy: how.proxy ?? {},
      session: 'certferry-test',
      clock: how.clock ?? fastClock(),
    };
  }

  async function connect(how: ConnectOptions, at: Call = call): Promise<Connected> {
    const provider = createTencentProvider({ ...shortTiming, ...how.timing });
    return await provider.connect(connectionFor(how), at);
  }

  /** The login alone, for the parts that products share. */
  async function login(how: Pick<ConnectOptions, 'clock' | 'timing'> = {}): Promise<Login> {
    const connection = connectionFor({ ...how, targets: [] });
    const endpoint = new URL(cloud.url);
    const wiring: Wiring = {
      clock: connection.clock,
      timing: { ...shortTiming, ...how.timing },
      site: 'china',
      agents: confine(createAgents({}), endpoint),
      endpoint,
    };
    const settings = TencentSettings.parse(connection.account.settings);
    return await logIn(settings, connection, wiring, call);
  }

  return {
    cloud,
    account,
    key,
    call,
    log,
    env,
    masked,
    connect,
    login,
    /** The product of a target; of WAF the one of mainland China. */
    async product(target: Target, how: Partial<ConnectOptions> = {}): Promise<Product> {
      const { products, gaps } = await connect({ ...how, targets: [target] });
      expect(gaps).toEqual([]);
      const [product] = products;
      if (product === undefined) throw new Error(`no product ${target}`);
      return product;
    },
    issue: newCertificate,
    /** Ends the simulation; a request that the API does not know is a failure of the test. */
    async close(): Promise<void> {
      const { violations } = cloud;
      await cloud.close();
      expect(violations).toEqual([]);
    },
  };
}
export type OpenTencent = Awaited<ReturnType<typeof openTencent>>;
