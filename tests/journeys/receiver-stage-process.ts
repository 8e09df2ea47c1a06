import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import type { Timings } from '../../server/dispatch/timings.ts';

/** How the receiver logs in to GitHub. */
export type Login =
  | { readonly kind: 'app'; readonly id: number; readonly privateKey: string }
  | { readonly kind: 'token'; readonly token: string };

export interface ReceiverOptions {
  /** Of its database; what is there outlives the process. */
  readonly folder: string;
  readonly githubApiUrl: string;
  readonly oidcIssuer: string;
  readonly login: Login;
  readonly timings?: Partial<Timings>;
  /** Where the world reaches it. Default: where it listens. */
  readonly publicUrl?: string;
}

/** A receiver in a process of its own, which can be killed and started again at any moment. */
export interface ReceiverProcess {
  /** Stays the same over restarts: deployment files name it. */
  readonly url: string;
  readonly webhookSecret: string;
  readonly operatorToken: string;
  readonly isRunning: boolean;
  /** Everything that every process of it printed. */
  readonly output: string;
  /** Every secret that it was started with. */
  readonly secrets: readonly string[];
  /** Resolves once it listens. */
  start(): Promise<void>;
  /** SIGKILL: no handler runs, nothing is flushed. Takes effect at once; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM. Resolves to the exit code. */
  stop(): Promise<number | null>;
  /** The operator's command line, beside the receiver or without it. Resolves to what it printed. */
  operate(...argv: readonly string[]): Promise<string>;
}

const server = join(import.meta.dirname, '..', '..', 'server');
const hurry = pathToFileURL(join(import.meta.dirname, 'receiver-stage-hurry.ts')).href;
const startMs = 30_000;

const hurried: Partial<Timings> = {
  debounceMs: 300,
  longestHoldMs: 3000,
  requestMs: 5000,
  lookEveryMs: 300,
  lookForMs: 10_000,
  firstPollMs: 1000,
  slowestPollMs: 2000,
  backoffMs: [500, 500, 1000, 1000, 2000],
  tickMs: 100,
};

const secret = () => randomBytes(32).toString('base64');

/** Ports that the system gives to nobody who asks for any: a restart finds its own free again. */
async function steadyPort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + (randomBytes(2).readUInt16BE() % 10_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () =>
        resolve((probe.address() as AddressInfo).port === port),
      );
    });
    if (!isFree) continue;
    await new Promise((closed) => probe.close(closed));
    return port;
  }
  throw new Error('no port is free');
}

function environmentOf(options: ReceiverOptions, port: number, secrets: Record<string, string>) {
  const { login } = options;
  return {
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    CERTFERRY_DATA: options.folder,
    ...(options.publicUrl === undefined ? {} : { CERTFERRY_URL: options.publicUrl }),
    CERTFERRY_GITHUB_API_URL: options.githubApiUrl,
    CERTFERRY_OIDC_ISSUER: options.oidcIssuer,
    CERTFERRY_LOG_LEVEL: 'debug',
    CERTFERRY_STAGE_TIMINGS: JSON.stringify({ ...hurried, ...options.timings }),
    ...secrets,
    ...(login.kind === 'token'
      ? { CERTFERRY_GITHUB_TOKEN: login.token }
      : {
          CERTFERRY_GITHUB_APP_ID: String(login.id),
          CERTFERRY_GITHUB_APP_PRIVATE_KEY: login.privateKey,
        }),
  };
}

/** Does not start it yet: the operator may register things first. */
export async function createReceiverProcess(options: ReceiverOptions): Promise<ReceiverProcess> {
  const port = await steadyPort();
  const webhookSecret = secret();
  const operatorToken = secret();
  const secrets = {
    CERTFERRY_MASTER_KEY: secret(),
    CERTFERRY_OPERATOR_TOKEN: operatorToken,
    CERTFERRY_GITHUB_WEBHOOK_SECRET: webhookSecret,
  };
  const env = environmentOf(options, port, secrets);
  const { login } = options;
  let output = '';
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);

  async function start(): Promise<void> {
    if (child !== undefined) throw new Error('the receiver runs already');
    const listening = Promise.withResolvers<void>();
    let own = '';
    const started = spawn(process.execPath, ['--import', hurry, join(server, 'start.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        own += text;
        output += text;
        if (own.includes('"message":"listening"')) listening.resolve();
      });
    }
    ended = once(started, 'exit').then(([code]: (number | null)[]) => {
      if (child === started) child = undefined;
      listening.reject(new Error(`the receiver ended with ${code}: ${own}`));
      return code ?? null;
    });
    const late = setTimeout(() => {
      listening.reject(new Error(`the receiver does not listen: ${own}`));
      started.kill('SIGKILL');
    }, startMs);
    await listening.promise.finally(() => clearTimeout(late));
  }

  return {
    url: `http://127.0.0.1:${port}`,
    webhookSecret,
    operatorToken,
    secrets: [...Object.values(secrets), login.kind === 'token' ? login.token : login.privateKey],
    get isRunning() {
      return child !== undefined;
    },
    get output() {
      return output;
    },
    start,
    async kill() {
      child?.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child?.kill('SIGTERM');
      return await ended;
    },
    async operate(...argv) {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(server, 'operate.ts'), ...argv],
        { env, timeout: startMs },
      );
      return stdout;
    },
  };
}
