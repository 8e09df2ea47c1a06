import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import { expect } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../../tests/pki.ts';
import type { Issued, IssueOptions } from '../../../tests/pki.ts';
import { startHuawei } from '../../../tests/simulators/huawei/huawei.ts';
import type { HuaweiOptions } from '../../../tests/simulators/huawei/huawei.ts';
import type { Settings } from '../../../tests/simulators/huawei/settings.ts';
import { pemCertificates, readCertificate } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import type {
  Attach,
  Binding,
  Certificate,
  Domain,
  Material,
  Replace,
  Resource,
  Target,
} from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Log, LogFacts } from '../../runtime/log.ts';
import type { Call, Connected, Connection, Product } from '../provider.ts';
import { createHuaweiProvider } from './provider.ts';
import type { Timing } from './wiring.ts';

/** Time that runs so many times as fast: rates, waits and limits keep their proportions. */
export function fastClock(speed = 50): Clock {
  const start = Date.now();
  return {
    now: () => new Date(start + (Date.now() - start) * speed),
    sleep: async (ms, signal) => {
      await delay(ms / speed, undefined, signal === undefined ? {} : { signal });
    },
  };
}

/** The gateway's clock, against which signatures are held, goes as the client's does. */
function follow(settings: Settings, clock: Clock): void {
  let ahead = settings.clockOffsetMs;
  Object.defineProperty(settings, 'clockOffsetMs', {
    get: () => ahead + clock.now().getTime() - Date.now(),
    set: (offset: number) => {
      ahead = offset;
    },
  });
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
  domains:
    resource.domains.length > 0
      ? resource.domains
      : [...new Set(resource.bindings.flatMap(({ facts }) => facts?.domains ?? []))],
  inferred: false,
  choice: null,
  digest: 'digest',
});

export function replaceEdit(
  resource: Resource,
  material: Material,
  replaces: readonly Binding[] = resource.bindings,
): Replace {
  const domains = replaces.flatMap(({ facts }) => facts?.domains ?? []);
  return { ...step(resource, material), domains, kind: 'replace', replaces };
}

export function attachEdit(
  resource: Resource,
  material: Material,
  domains: readonly Domain[] = material.certificate.domains,
): Attach {
  return { ...step(resource, material), domains, kind: 'attach' };
}

const shortTiming: Timing = { deadlineMs: 5000, attempts: 6 };

export interface ConnectOptions {
  readonly targets: readonly Target[];
  readonly regions?: readonly string[] | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timing?: Partial<Timing>;
  readonly idToken?: Connection['idToken'];
  readonly clock?: Clock;
}

export const regionName = 'cn-north-4';

let authority: ReturnType<typeof makeAuthority> | undefined;

async function makeAuthority() {
  return await createIntermediate(await createRoot('Provider tests'), 'Provider tests EC');
}

async function newCertificate(
  domains: readonly string[],
  more: Partial<IssueOptions> = {},
): Promise<Issued> {
  return await issue(await (authority ??= makeAuthority()), { domains, ...more });
}

/** A simulated Huawei Cloud with one account, and ways to connect to it as the engine does. */
export async function openHuawei(options: HuaweiOptions = {}) {
  const huawei = await startHuawei(options);
  const clock = fastClock();
  follow(huawei.settings, clock);
  const account = huawei.account('shop');
  const key = account.accessKey();
  const log = keptLog();
  const call: Call = { signal: new AbortController().signal, log };
  const masked: string[] = [];
  const env: Record<string, string> = { HW_AK: key.accessKey, HW_SK: key.secretKey };
  function connectionFor(how: ConnectOptions): Connection {
    return {
      account: {
        name: 'prod',
        provider: 'huawei',
        regions: 'regions' in how ? how.regions : [regionName],
        settings: {
          endpoint: huawei.url,
          credentials: { access_key: { env: 'HW_AK' }, secret_key: { env: 'HW_SK' } },
          ...how.settings,
        },
      },
      targets: how.targets,
      secret: ({ env: name }) => new Secret(env[name] ?? ''),
      idToken: how.idToken,
      mask: (value) => masked.push(value),
      proxy: {},
      session: 'certferry-test',
      clock: how.clock ?? clock,
    };
  }

  async function connect(how: ConnectOptions, at: Call = call): Promise<Connected> {
    const provider = createHuaweiProvider({ ...shortTiming, ...how.timing });
    return await provider.connect(connectionFor(how), at);
  }

  return {
    huawei,
    account,
    key,
    project: account.project(regionName),
    call,
    log,
    env,
    masked,
    connect,
    /** The product of a target, when there is just one. */
    async product(target: Target, how: Partial<ConnectOptions> = {}): Promise<Product> {
      const { products, gaps } = await connect({ ...how, targets: [target] });
      expect(gaps).toEqual([]);
      return single(products);
    },
    issue: newCertificate,
    [Symbol.asyncDispose]: async () => {
      await huawei.close();
      expect(huawei.violations).toEqual([]);
    },
  };
}
export type OpenHuawei = Awaited<ReturnType<typeof openHuawei>>;

export async function all(product: Product, call: Call): Promise<Resource[]> {
  const found: Resource[] = [];
  for await (const resource of product.discover(call)) found.push(resource);
  return found;
}

export async function only(product: Product, call: Call): Promise<Resource> {
  return single(await all(product, call));
}

function single<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`${items.length} instead of one`);
  return item;
}

export async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof DeployError) return thrown;
  throw new Error('it did not fail as it should', { cause: thrown });
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
