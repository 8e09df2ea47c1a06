import { X509Certificate } from 'node:crypto';

import { createRoot, issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { certificateFacts } from '../core/certificate.ts';
import type { Deployment, Task } from '../core/deployment.ts';
import type { Certificate, Change, Material, Outcome, Run } from '../core/model.ts';
import { Secret } from '../core/secret.ts';
import type { Undo } from '../core/undo.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import { createMemoryCloud } from '../providers/memory/cloud.ts';
import type { MemoryCloud, MemoryCloudOptions, MemoryRecord } from '../providers/memory/cloud.ts';
import { memoryProvider, memoryTargets } from '../providers/memory/index.ts';
import type { Call, Capabilities, ProviderSpec } from '../providers/provider.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Door } from './connect.ts';
import { deploy } from './deploy.ts';
import type { DeployRequest } from './deploy.ts';
import type { Ports, ProbeVerdict, Progress } from './ports.ts';
import { preview } from './preview.ts';
import type { Preview } from './preview.ts';

/** Two certificates for the same names: what is bound, and what is wanted. Made once for a test file. */
export interface Pair {
  readonly old: Issued;
  readonly wanted: Issued;
  readonly material: Material;
}

export async function issuePair(): Promise<Pair> {
  const root = await createRoot('engine tests');
  const names = { domains: ['*.example.com'] };
  const [old, wanted] = await Promise.all([issue(root, names), issue(root, names)]);
  const facts = certificateFacts(new X509Certificate(wanted.leaf));
  const certificate: Certificate = { ...facts, name: 'shop', type: 'uploaded' };
  const key = new Secret(wanted.key);
  return { old, wanted, material: { certificate, leaf: wanted.leaf, intermediates: [], key } };
}

export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly facts: unknown;
}

export function recordingLog(lines: LogLine[]): Log {
  const write = (level: keyof Log) => (message: string, facts?: unknown) => {
    lines.push({ level, message, facts });
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export function task(overrides: Partial<Task> = {}): Task {
  return {
    name: 'everywhere',
    accounts: ['prod'],
    certificates: ['shop'],
    targets: memoryTargets.map((product) => ({
      product,
      include: undefined,
      exclude: [],
      connectTo: undefined,
    })),
    enableHttps: false,
    allowUnmatched: false,
    rollback: 'on-failure',
    contacts: [],
    deployAt: null,
    extend: false,
    ...overrides,
  };
}

export function deploymentOf(
  tasks: readonly Task[],
  accounts: readonly string[] = ['prod'],
): Deployment {
  return {
    file: '.github/certferry.yml',
    receiver: null,
    contacts: [],
    monitor: [],
    accounts: accounts.map((name) => ({
      name,
      provider: 'memory',
      regions: undefined,
      settings: {},
    })),
    certificates: [],
    tasks,
  };
}

export function doorOf(clock: Clock): Door {
  return {
    secret: () => new Secret('unused'),
    idToken: undefined,
    mask: () => {},
    proxy: {},
    session: 'test',
    clock,
  };
}

export interface WorldOptions extends Omit<MemoryCloudOptions, 'clock'> {
  readonly capabilities?: Partial<Capabilities>;
  readonly tasks?: readonly Task[];
  /** Judges instead of a handshake; undefined: what the cloud has bound decides. */
  readonly probe?: (change: Change, call: Call, clock: Clock) => Promise<ProbeVerdict | undefined>;
}

export interface World {
  readonly clock: Clock;
  readonly cloud: MemoryCloud;
  readonly ports: Ports;
  readonly call: Call;
  /** Cancels the run. */
  readonly cancel: () => void;
  readonly events: Progress[];
  readonly lines: LogLine[];
  readonly oldRef: string;
  readonly wantedRef: string;
  add(name: string, record?: Partial<MemoryRecord>): MemoryRecord;
  preview(providers?: readonly ProviderSpec[]): Promise<Preview>;
  deploy(request?: Partial<DeployRequest>): Promise<Run>;
}

/** A memory cloud, a deployment of everything in it, and a clock that jumps. */
export function createWorld(pair: Pair, options: WorldOptions = {}): World {
  const { capabilities = {}, tasks = [task()], ...cloudOptions } = options;
  const clock = createJumpingClock();
  const cloud = createMemoryCloud({ clock, ...cloudOptions });
  const run = new AbortController();
  const events: Progress[] = [];
  const lines: LogLine[] = [];
  const call: Call = { signal: run.signal, log: recordingLog(lines) };
  const oldRef = cloud.store(pair.old.leaf);
  const wantedRef = `crt-${pair.wanted.sha256.toUpperCase().slice(0, 12)}`;
  const probe: Ports['probe'] = async (change, _options, probeCall) => {
    const judged = await options.probe?.(change, probeCall, clock);
    if (judged !== undefined) return judged;
    const record = cloud.record(change.resource.name);
    const ref = `crt-${change.certificate.sha256.toUpperCase().slice(0, 12)}`;
    const shown = [record.default, ...record.sni].includes(ref);
    return shown
      ? { kind: 'served' }
      : { kind: 'not-served', detail: 'serves another certificate' };
  };
  const ports: Ports = { clock, probe, progress: (event) => events.push(event) };
  const { certificate } = pair.material;

  const runPreview = (
    providers: readonly ProviderSpec[] = [memoryProvider({ prod: cloud }, capabilities)],
  ) =>
    preview(
      {
        deployment: deploymentOf(tasks),
        certificates: new Map([[certificate.name, certificate]]),
        findings: [],
        providers,
        door: doorOf(clock),
      },
      ports,
      call,
    );

  return {
    clock,
    cloud,
    ports,
    call,
    cancel: () => run.abort(),
    events,
    lines,
    oldRef,
    wantedRef,
    add: (name, record = {}) =>
      cloud.add({
        target: 'memory/one',
        name,
        domains: [`${name}.example.com`],
        default: oldRef,
        ...record,
      }),
    preview: runPreview,
    deploy: async (request = {}) => {
      const { plan, products } = await runPreview();
      const whole: DeployRequest = {
        products,
        materials: new Map([[certificate.name, pair.material]]),
        held: new Map(),
        rollback: (name) => tasks.find((one) => one.name === name)?.rollback ?? 'on-failure',
      };
      return await deploy(plan, { ...whole, ...request }, ports, call);
    },
  };
}

/** `name: status` in outcome order, with the code where there is one. */
export function statuses(run: Run): readonly string[] {
  return run.outcomes.map((one) => {
    const code = 'error' in one ? ` ${one.error.code}` : '';
    return `${one.change.resource.name}: ${one.status}${code}`;
  });
}

/** What a report of this run remembers of what went well. */
export function undosOf(run: Run): readonly Undo[] {
  return run.outcomes.flatMap((one): readonly Undo[] => {
    if (one.status !== 'success') return [];
    const { change, receipt } = one;
    return [
      {
        receipt,
        task: change.task,
        domains: change.domains,
        inferred: change.inferred,
        replaced:
          change.kind === 'replace' ? change.replaces.map(({ slot, ref }) => ({ slot, ref })) : [],
        put: change.certificate.sha256,
      },
    ];
  });
}

export function outcomeOf(run: Run, name: string): Outcome {
  const outcome = run.outcomes.find((one) => one.change.resource.name === name);
  if (outcome === undefined) throw new Error(`no outcome of ${name}`);
  return outcome;
}
