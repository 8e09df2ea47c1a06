import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { createTlsFront } from '../../tests/simulators/tls/front.ts';
import { createIdentity } from '../../tests/simulators/tls/identity.ts';
import type { Pins } from '../core/pin.ts';
import type { Progress } from '../engine/ports.ts';
import { createMemoryCloud } from '../providers/memory/cloud.ts';
import type { MemoryCloud } from '../providers/memory/cloud.ts';
import { memoryProvider } from '../providers/memory/index.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import { systemClock } from '../runtime/clock.ts';
import { createFileReader } from '../runtime/files.ts';
import { silentLog } from '../runtime/log.ts';
import type { Report } from '../wire/report.ts';
import { deployJob } from './deploy-job.ts';
import type { Door } from './door.ts';
import type { JobOptions } from './job-parts.ts';
import { previewJob } from './preview-job.ts';

export const file = '.github/certferry.yml';

/** A repository in a folder, an in-process cloud, and one real TLS endpoint that serves what it holds. */
export interface JobWorld {
  /** The checkout. */
  readonly root: string;
  readonly cloud: MemoryCloud;
  readonly authority: Authority;
  readonly old: Issued;
  readonly wanted: Issued;
  /** Ids of the two in the cloud. */
  readonly refs: { readonly old: string; readonly wanted: string };
  /** The deployment file for everything that `add` makes. */
  readonly deployment: string;
  readonly env: Record<string, string>;
  readonly masked: string[];
  readonly events: Progress[];
  readonly providers: readonly ProviderSpec[];
  readonly door: Door;
  readonly options: JobOptions;
  /** A resource that serves the old certificate under `<name>.example.com`. */
  add(name: string): void;
  /** Its endpoint goes on with the old certificate, whatever is deployed. */
  stick(name: string): void;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  preview(signal?: AbortSignal): Promise<Report>;
  deploy(pins?: Pins | null, signal?: AbortSignal): Promise<Report>;
  close(): Promise<void>;
}

export async function createJobWorld(): Promise<JobWorld> {
  const root = await mkdtemp(join(tmpdir(), 'certferry-job-'));
  const authority = await createRoot('job tests');
  const names = { domains: ['*.example.com'] };
  const [old, wanted] = await Promise.all([issue(authority, names), issue(authority, names)]);
  const cloud = createMemoryCloud({ clock: systemClock });
  const refs = {
    old: cloud.store(old.leaf),
    wanted: `crt-${wanted.sha256.slice(0, 12).toUpperCase()}`,
  };
  const stuck = new Set<string>();
  const identities = {
    old: createIdentity(old.chain, old.key),
    wanted: createIdentity(wanted.chain, wanted.key),
  };
  const front = await createTlsFront({
    select: (servername = '') => {
      const name = servername.split('.')[0] ?? '';
      const record = cloud.records().find((one) => one.name === name);
      if (record === undefined) return undefined;
      const follows = record.default === refs.wanted && !stuck.has(name);
      return follows ? identities.wanted : identities.old;
    },
  });
  const env: Record<string, string> = { SHOP_CHAIN: wanted.chain, SHOP_KEY: wanted.key };
  const masked: string[] = [];
  const events: Progress[] = [];
  const providers = [memoryProvider({ prod: cloud }, { settlesWithinMs: 400 })];
  const door: Door = {
    readFile: createFileReader(root),
    env: (name) => env[name],
    mask: (value) => masked.push(value),
    idToken: undefined,
    proxy: {},
    session: 'test',
    clock: systemClock,
    providers,
  };
  const options: JobOptions = {
    file,
    commit: '0123456789abcdef0123456789abcdef01234567',
    run: 'https://github.com/octo/shop/actions/runs/1',
    progress: (event) => events.push(event),
    verifyTimeoutMs: undefined,
  };
  const callOf = (signal = new AbortController().signal) => ({ signal, log: silentLog });
  const write: JobWorld['write'] = async (files) => {
    for (const [path, text] of Object.entries(files)) {
      const target = join(root, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }
  };
  const deployment = deploymentFile(front.port);
  await write({ [file]: deployment });
  return {
    root,
    cloud,
    authority,
    old,
    wanted,
    refs,
    deployment,
    env,
    masked,
    events,
    providers,
    door,
    options,
    add: (name) => {
      const domains = [`${name}.example.com`];
      cloud.add({ target: 'memory/one', name, domains, default: refs.old, endpoints: [] });
    },
    stick: (name) => stuck.add(name),
    write,
    preview: (signal) => previewJob(door, options, callOf(signal)),
    deploy: (pins = null, signal) =>
      deployJob(door, { ...options, pins: async () => pins }, callOf(signal)),
    async close() {
      await front.close();
      await rm(root, { recursive: true });
    },
  };
}

/** The resources name no endpoints, so that no name server is asked; `connect_to` leads to the front. */
function deploymentFile(port: number): string {
  return `version: 1
accounts:
  prod: { provider: memory }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }
tasks:
  everywhere:
    accounts: [prod]
    certificates: [shop]
    targets:
      - product: memory/one
        connect_to: 127.0.0.1:${port}
`;
}
