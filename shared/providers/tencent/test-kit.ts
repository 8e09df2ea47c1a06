import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import { expect } from 'vitest';

import type { Issued, KeySpec } from '../../../tests/pki.ts';
import { createIntermediate, createRoot, issue } from '../../../tests/pki.ts';
import { startTencent } from '../../../tests/simulators/tencent/tencent.ts';
import type { TencentOptions } from '../../../tests/simulators/tencent/tencent.ts';
import { pemCertificates, readCertificate } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import type {
  Attach,
  Binding,
  Certificate,
  Material,
  Replace,
  Resource,
  Target,
} from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log, LogFacts } from '../../runtime/log.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connected, Connection, Product } from '../provider.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { createTencentProvider } from './provider.ts';
import { TencentSettings } from './spec.ts';
import { confine } from './wiring.ts';
import type { Timing, Wiring } from './wiring.ts';

/** Time that runs fifty times as fast: rates, waits and budgets keep their proportions. */
export function fastClock(speed = 50): Clock {
  const start = Date.now();
  return {
    now: () => new Date(start + (Date.now() - start) * speed),
    sleep: async (ms, signal) => {
      await delay(ms / speed, undefined, signal === undefined ? {} : { signal });
    },
  };
}

/** A log whose every line is kept, to be searched for secrets. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

export function materialOf(issued: Issued, name = 'shop'): Material {
  const [leaf = '', ...intermediates] = pemCertificates(issued.chain);
  const certificate: Certificate = { ...readCertificate(leaf), name, type: 'uploaded' };
  return { certificate, leaf, intermediates, key: new Secret(issued.key) };
}

const step = (resource: Resource, { certificate }: Material) => ({
  id: '0123456789abcdef',
  task: 'task',
  resource,
  certificate,
  domains: resource.domains,
  inferred: false,
  choice: null,
  digest: 'digest',
});

export function replaceEdit(
  resource: Resource,
  material: Material,
  replaces: readonly Binding[] = resource.bindings,
): Replace {
  return { ...step(resource, material), kind: 'replace', replaces };
}

export function attachEdit(resource: Resource, material: Material): Attach {
  return { ...step(resource, material), kind: 'attach' };
}

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

export async function all(product: Product, call: Call): Promise<Resource[]> {
  const found: Resource[] = [];
  for await (const resource of product.discover(call)) found.push(resource);
  return found;
}

export async function only(product: Product, call: Call): Promise<Resource> {
  const found = await all(product, call);
  const [resource, ...more] = found;
  expect(more).toEqual([]);
  if (resource === undefined) throw new Error('there is no resource');
  return resource;
}

export async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof DeployError) return thrown;
  throw new Error(`no failure of ours: ${inspect(thrown)}`);
}

export async function expectFailure(
  promise: Promise<unknown>,
  code: FailureCode,
  message: RegExp,
): Promise<DeployError> {
  const error = await failure(promise);
  expect(`${error.code}: ${error.message}`).toMatch(new RegExp(`^${code}: `, 'u'));
  expect(error.message).toMatch(message);
  return error;
}

/** Everything an error shows, hidden properties included. */
export function exposed(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, maxStringLength: null });
}

/** The lines of a PEM key that would give it away. */
export function keyLines(pem: string): readonly string[] {
  return pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
}
