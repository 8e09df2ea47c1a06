import { inspect } from 'node:util';

import { expect } from 'vitest';

import { pemCertificates, readCertificate } from '../../shared/core/certificate.ts';
import { covers } from '../../shared/core/domain.ts';
import { DeployError } from '../../shared/core/errors.ts';
import type { FailureCode } from '../../shared/core/errors.ts';
import type {
  Binding,
  Certificate,
  Edit,
  KeyAlgorithm,
  Material,
  Receipt,
  Refusal,
  Resource,
} from '../../shared/core/model.ts';
import { plan } from '../../shared/core/plan.ts';
import { Secret } from '../../shared/core/secret.ts';
import type { Call } from '../../shared/providers/provider.ts';
import type { LogFacts } from '../../shared/runtime/log.ts';
import type { Issued } from '../pki.ts';
import type { Opened } from './contract.ts';

/** A certificate that one resource could be given, for the names of one of its slots. */
export interface Case {
  readonly resource: Resource;
  readonly key: KeyAlgorithm;
  readonly domains: readonly string[];
  /** A new certificate each time. */
  readonly material: () => Promise<Material>;
}

export interface Planned {
  readonly edits: readonly Edit[];
  readonly refusals: readonly Refusal[];
  /** Changes that are not needed any more. */
  readonly kept: number;
}

/** One opened cloud with the steps that the laws are made of. */
export interface Bench extends Opened, AsyncDisposable {
  readonly call: (signal?: AbortSignal) => Call;
  readonly discover: () => Promise<readonly Resource[]>;
  /** Every binding of every resource, in one comparable form. */
  readonly bindings: () => Promise<readonly string[]>;
  /** One case per slot that can be told apart, at least two, one of which replaces a default. */
  readonly cases: () => Promise<readonly Case[]>;
  /** What the core plans for this resource and certificate, from a fresh reading. */
  readonly edits: (resource: Resource, certificate: Certificate) => Promise<Planned>;
  /** The edit that replaces the default certificate of the first resource that has one. */
  readonly oneEdit: () => Promise<{ readonly edit: Edit; readonly material: Material }>;
  readonly carryOut: (edit: Edit, material: Material) => Promise<Receipt>;
  /** Asserts how a promise fails, and keeps the error to be searched. */
  readonly fails: (
    promise: Promise<unknown>,
    codes: readonly FailureCode[],
  ) => Promise<DeployError>;
  readonly keep: (thrown: unknown) => void;
  /** Everything that was logged or thrown so far, as text. */
  readonly shown: () => readonly string[];
}

export function createBench(opened: Opened): Bench {
  const { product } = opened;
  const shown: string[] = [];
  const write =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      shown.push(`${level} ${message} ${inspect(facts)}`);
    };
  const log = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const call = (signal = new AbortController().signal): Call => ({ signal, log });
  const keep = (thrown: unknown): void => {
    shown.push(inspect(thrown, { depth: null }));
  };
  const discover = () => collect(product.discover(call()));

  async function edits(resource: Resource, certificate: Certificate): Promise<Planned> {
    const { account, target, region, capabilities } = product;
    const resources = await discover();
    const planned = plan({
      tasks: [
        {
          name: 'contract',
          accounts: [account],
          certificates: [certificate.name],
          targets: [{ product: target, include: [resource.id], exclude: [], connectTo: undefined }],
          enableHttps: true,
          allowUnmatched: true,
          rollback: 'on-failure',
          contacts: [],
          deployAt: null,
          extend: false,
        },
      ],
      certificates: new Map([[certificate.name, certificate]]),
      places: [
        {
          account,
          target,
          region,
          capabilities,
          refuse: (edit) => product.refuse(edit),
          resources: resources.filter((one) => one.id === resource.id),
        },
      ],
      gaps: [],
      findings: [],
      now: new Date(),
    });
    const [task] = planned.tasks;
    const changes = task?.changes ?? [];
    const wanted = changes.filter((change) => change.kind !== 'keep');
    return {
      edits: wanted,
      refusals: task?.refusals ?? [],
      kept: changes.length - wanted.length,
    };
  }

  async function cases(): Promise<readonly Case[]> {
    const found = (await discover())
      .filter((resource) => resource.blocked === null)
      .flatMap((resource) => slotsOf(resource, product.capabilities.keyAlgorithms))
      .map(({ resource, key, domains }) => ({
        resource,
        key,
        domains,
        material: async () => materialOf(await opened.issue(domains, key)),
      }));
    expect(found.length).toBeGreaterThan(1);
    return found;
  }

  return {
    ...opened,
    call,
    keep,
    discover,
    edits,
    cases,
    shown: () => shown,
    bindings: async () => (await discover()).flatMap(boundIn).sort((a, b) => (a < b ? -1 : 1)),
    oneEdit: async () => {
      for (const one of await cases()) {
        const material = await one.material();
        const [edit] = (await edits(one.resource, material.certificate)).edits;
        const slots = edit?.kind === 'replace' ? edit.replaces.map((binding) => binding.slot) : [];
        if (edit !== undefined && slots.includes('default')) return { edit, material };
      }
      throw new Error('no resource of this cloud has a default certificate to replace');
    },
    carryOut: async (edit, material) => {
      const receipt = await product.apply(edit, material, call());
      const { account, target, region } = product;
      const place = { account, target, region };
      expect(receipt).toMatchObject({ ...place, change: edit.id, resource: edit.resource.id });
      await product.verify(receipt, call());
      return receipt;
    },
    fails: async (promise, codes) => {
      const thrown = await promise.then(
        () => new Error('it did not fail'),
        (error: unknown) => error,
      );
      keep(thrown);
      expect(thrown).toBeInstanceOf(DeployError);
      const error = thrown as DeployError;
      expect({ code: error.code, message: error.message, of: codes }).toMatchObject({
        code: expect.toBeOneOf([...codes]),
      });
      return error;
    },
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

const word = ({ slot, ref }: Binding) => `${slot} ${ref}`;

function boundIn(resource: Resource): readonly string[] {
  return resource.bindings.map((binding) => `${resource.id} ${word(binding)}`);
}

/** The bindings that an edit must leave alone: all but what it replaces, and what it puts there. */
export function untouched(
  resources: readonly Resource[],
  edit: Edit,
  { certificate }: Material,
): readonly string[] {
  const replaced = edit.kind === 'replace' ? edit.replaces.map(word) : [];
  return resources.flatMap((resource) =>
    resource.bindings
      .filter((binding) => {
        if (resource.id !== edit.resource.id) return true;
        const isNew = binding.facts?.sha256 === certificate.sha256;
        return !isNew && !replaced.includes(word(binding));
      })
      .map((binding) => `${resource.id} ${word(binding)}`),
  );
}

interface Slot {
  readonly resource: Resource;
  readonly key: KeyAlgorithm;
  readonly domains: readonly string[];
}

function slotsOf(resource: Resource, claimed: readonly KeyAlgorithm[]): readonly Slot[] {
  const quick = (['ec-p256', 'rsa-2048'] as const).find((key) => claimed.includes(key));
  const keyLike = (binding: Binding | undefined): KeyAlgorithm => {
    const bound = binding?.facts?.keyAlgorithm ?? null;
    const key = bound !== null && claimed.includes(bound) ? bound : (quick ?? claimed[0]);
    if (key === undefined) throw new Error('the product claims no kind of key');
    return key;
  };
  const [first] = resource.bindings;
  if (first === undefined || resource.slots === 'one') {
    const own = resource.domains.length > 0 ? resource.domains : (first?.facts?.domains ?? []);
    return own.length === 0 ? [] : [{ resource, key: keyLike(first), domains: own }];
  }
  const seen = new Set<string>();
  return resource.bindings.flatMap((binding) => {
    const domains = binding.facts?.domains ?? [];
    const asked =
      resource.domains.length === 0 ||
      resource.domains.some((name) => domains.some((san) => covers(san, name)));
    if (domains.length === 0 || !asked || seen.has(binding.ref)) return [];
    seen.add(binding.ref);
    const whole = { resource, key: keyLike(binding), domains };
    // Part of its names: that certificate stays, and the new one takes a slot of its own beside it.
    const part = domains.slice(0, 1);
    return domains.length > 1 ? [whole, { ...whole, domains: part }] : [whole];
  });
}

function materialOf(issued: Issued): Material {
  const [leaf = '', ...intermediates] = pemCertificates(issued.chain);
  const facts = readCertificate(leaf);
  const certificate: Certificate = { ...facts, name: 'contract', type: 'uploaded' };
  return { certificate, leaf, intermediates, key: new Secret(issued.key) };
}

/** Forms in which a key could show up: lines of its PEM, as they are, in a URL, or encoded again. */
export function keyForms({ key }: Material): readonly string[] {
  const pem = key.reveal();
  const lines = pem.split('\n').filter((line) => line.length > 40 && !line.startsWith('-----'));
  expect(lines.length).toBeGreaterThan(0);
  return [
    ...lines,
    ...lines.map((line) => encodeURIComponent(line)),
    Buffer.from(pem).toString('base64').slice(60, 120),
  ];
}
