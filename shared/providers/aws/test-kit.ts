import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';

import { expect } from 'vitest';

import type { Issued } from '../../../tests/pki.ts';
import { createRoot, createIntermediate, issue } from '../../../tests/pki.ts';
import type { AwsOptions } from '../../../tests/simulators/aws/aws.ts';
import { startAws } from '../../../tests/simulators/aws/aws.ts';
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
import { createAwsProvider } from './provider.ts';
import { AwsSettings } from './spec.ts';
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

const shortTiming: Timing = { deadlineMs: 5000, attempts: 6, credentialsMs: 5000 };

export interface ConnectOptions {
  readonly targets: readonly Target[];
  readonly regions?: readonly string[] | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timing?: Partial<Timing>;
  readonly idToken?: Connection['idToken'];
  readonly clock?: Clock;
}

export const accountId = '111122223333';
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
  };
}
export type OpenAws = Awaited<ReturnType<typeof openAws>>;

function single<T>(found: readonly T[]): T {
  const [first, second] = found;
  if (first === undefined || second !== undefined)
    throw new Error(`${found.length} instead of one`);
  return first;
}

export async function all(product: Product, call: Call): Promise<Resource[]> {
  const found: Resource[] = [];
  for await (const resource of product.discover(call)) found.push(resource);
  return found;
}

export async function only(product: Product, call: Call): Promise<Resource> {
  return single(await all(product, call));
}

export async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeployError)) throw new Error('no DeployError', { cause: thrown });
  return thrown;
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
