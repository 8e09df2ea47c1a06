import { keyTypeOf } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import type { BoundFacts, KeyType } from '../../core/model.ts';
import { aside } from '../aside.ts';
import type { Call } from '../provider.ts';
import type { Holding } from '../room.ts';
import type { ElbApi } from './elb-api.ts';
import { namesOf } from './elb-certificates.ts';
import { leafFacts } from './pem.ts';
import type { ElbCertificate, ElbListener, ElbLoadBalancer, ElbPolicy } from './schema.ts';

/** What is kept of a certificate object. */
export interface KnownCertificate {
  readonly facts: BoundFacts | null;
  readonly keyType: KeyType;
  /** Names it answers for in an SNI list. */
  readonly names: readonly string[];
  /** `server`, or `server_sm` for SM2. */
  readonly type: string;
}

/** One region as four lists show it. */
export interface Region {
  readonly listeners: readonly ElbListener[];
  readonly balancers: ReadonlyMap<string, ElbLoadBalancer>;
  /** By listener. */
  readonly policies: ReadonlyMap<string, readonly ElbPolicy[]>;
  readonly certificates: ReadonlyMap<string, KnownCertificate>;
  /** Undefined where the service does not tell. */
  readonly room: Holding | undefined;
}

export function knownOf(one: ElbCertificate): KnownCertificate {
  const facts = leafFacts(one.certificate);
  return {
    facts,
    keyType: keyTypeOf(facts?.keyAlgorithm ?? null),
    names: namesOf(one),
    type: one.type ?? 'server',
  };
}

/** Reads the four lists at once; one that cannot be read to its end stops the others and throws. */
export async function readRegion(api: ElbApi, call: Call): Promise<Region> {
  const listeners: ElbListener[] = [];
  const balancers = new Map<string, ElbLoadBalancer>();
  const policies = new Map<string, ElbPolicy[]>();
  const certificates = new Map<string, KnownCertificate>();
  const stop = new AbortController();
  const all: Call = { ...call, signal: AbortSignal.any([call.signal, stop.signal]) };
  async function each<T>(pages: AsyncIterable<readonly T[]>, keep: (item: T) => void) {
    for await (const page of pages) for (const item of page) keep(item);
  }
  const room = aside(async (within) => await api.certificateRoom(within), all);
  try {
    await Promise.all([
      each(api.listeners(all), (one) => listeners.push(one)),
      each(api.loadBalancers(all), (one) => balancers.set(one.id, one)),
      each(api.certificates(all), (one) => certificates.set(one.id, knownOf(one))),
      each(api.policies(all), (one) => {
        policies.set(one.listener_id, [...(policies.get(one.listener_id) ?? []), one]);
      }),
      room,
    ]);
  } finally {
    stop.abort();
  }
  return { listeners, balancers, policies, certificates, room: await room };
}

/** What vanishes between two readings was never there: null. Of another failure nothing is known, so it throws. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  return await unless(reading, ['RESOURCE_GONE']);
}

/** Like `unlessGone`; also null for what lies in an enterprise project that this login cannot see. */
export async function unlessHidden<T>(reading: Promise<T>): Promise<T | null> {
  return await unless(reading, ['RESOURCE_GONE', 'PERMISSION_MISSING']);
}

async function unless<T>(reading: Promise<T>, codes: readonly FailureCode[]): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (codes.includes(DeployError.from(thrown).code)) return null;
    throw thrown;
  }
}
