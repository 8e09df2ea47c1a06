import { createPrivateKey, X509Certificate } from 'node:crypto';

import type { Endpoint } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import { MemoryFailure } from './failure.ts';
import type { Fault, FaultTable, Operation, Step } from './faults.ts';
import { createFaultTable } from './faults.ts';
import { createObjects } from './objects.ts';
import type { StoreOptions } from './objects.ts';

/** A resource as the cloud keeps it. `default` and `sni` are ids of certificate objects. */
export interface MemoryRecord {
  readonly target: string;
  readonly region: string | null;
  readonly name: string;
  readonly domains: readonly string[];
  readonly slots: 'one' | 'sni';
  default: string | null;
  sni: readonly string[];
  /** What no deployment may touch. */
  settings: Readonly<Record<string, string>>;
  readonly endpoints: readonly Endpoint[];
  readonly reach: 'public' | 'private';
  readonly lock: string;
}

/** One request as it would go over a wire; `step` is what the caller is about. */
export interface MemoryRequest {
  readonly operation: Operation;
  readonly step: Step;
  readonly input: MemoryInput;
  readonly signal: AbortSignal;
}

export type MemoryInput =
  | {
      readonly operation: 'list';
      readonly target: string;
      readonly region: string | null;
      readonly cursor: number;
    }
  | { readonly operation: 'get'; readonly name: string }
  | {
      readonly operation: 'set';
      readonly name: string;
      readonly default: string | null;
      readonly sni: readonly string[];
    }
  | { readonly operation: 'import'; readonly leaf: string; readonly key: Secret }
  | { readonly operation: 'objects'; readonly cursor: number }
  | { readonly operation: 'object' | 'uses' | 'delete'; readonly ref: string };

export interface MemoryCall {
  readonly operation: Operation;
  readonly step: Step;
  /** Of a resource or a certificate object; null for a list or an import. */
  readonly name: string | null;
}

export interface MemoryCloud {
  readonly faults: FaultTable;
  /** Every request that arrived, in order. */
  readonly calls: readonly MemoryCall[];
  /** The most requests that were being answered at once. */
  readonly busiest: () => number;
  add(record: Pick<MemoryRecord, 'target' | 'name'> & Partial<MemoryRecord>): MemoryRecord;
  record(name: string): MemoryRecord;
  records(): readonly MemoryRecord[];
  /** Stores a certificate object as if somebody else had, and answers its id. */
  store(leaf: string, options?: StoreOptions): string;
  readonly objects: () => number;
  /** Ids of all certificate objects. */
  readonly refs: () => readonly string[];
  request(request: MemoryRequest): Promise<unknown>;
}

export interface MemoryCloudOptions {
  readonly clock: Clock;
  readonly pageSize?: number;
  /** How long each request takes. */
  readonly latencyMs?: number;
  /** How long a change is "deploying" before it is live. */
  readonly lagMs?: number;
}

/** An in-process cloud with the habits of a real one: pages, throttling, lag, lost replies. */
export function createMemoryCloud(options: MemoryCloudOptions): MemoryCloud {
  const { clock, pageSize = 10, latencyMs = 0, lagMs = 0 } = options;
  const records = new Map<string, MemoryRecord>();
  const liveAt = new Map<string, number>();
  const calls: MemoryCall[] = [];
  const faults = createFaultTable();
  let inFlight = 0;
  let busiest = 0;

  function found(name: string): MemoryRecord {
    const record = records.get(name);
    if (record === undefined) throw new MemoryFailure('NotFound', `no resource "${name}"`);
    return record;
  }

  const objects = createObjects(clock, (ref) =>
    [...records.values()]
      .filter((record) => record.default === ref || record.sni.includes(ref))
      .map(({ name }) => name),
  );

  function describe(record: MemoryRecord): unknown {
    const one = (slot: string) => (ref: string) => ({
      slot,
      ref,
      leaf: objects.leaf(ref) ?? null,
    });
    const { default: first, sni, ...rest } = record;
    return {
      ...rest,
      status: (liveAt.get(record.name) ?? 0) > clock.now().getTime() ? 'deploying' : 'live',
      bindings: [...(first === null ? [] : [first].map(one('default'))), ...sni.map(one('sni'))],
    };
  }

  function answer(input: MemoryInput): unknown {
    switch (input.operation) {
      case 'list': {
        const all = [...records.values()].filter(
          (record) => record.target === input.target && record.region === input.region,
        );
        const next = input.cursor + pageSize;
        return {
          items: all.slice(input.cursor, next).map(describe),
          next: next < all.length ? next : null,
        };
      }
      case 'get':
        return describe(found(input.name));
      case 'set': {
        const record = found(input.name);
        record.default = input.default;
        record.sni = input.sni;
        liveAt.set(record.name, clock.now().getTime() + lagMs);
        return { accepted: true };
      }
      case 'import': {
        const key = createPrivateKey(input.key.reveal());
        if (!new X509Certificate(input.leaf).checkPrivateKey(key)) {
          throw new MemoryFailure('KeyMismatch', 'the private key does not belong to the leaf');
        }
        return { ref: objects.store(input.leaf, { managed: true }) };
      }
      case 'objects':
        return objects.page(input.cursor, pageSize);
      case 'object':
        return objects.describe(input.ref);
      case 'uses':
        return objects.uses(input.ref);
      case 'delete':
        return objects.remove(input.ref);
    }
  }

  return {
    faults,
    calls,
    busiest: () => busiest,
    add: (given) => {
      const record: MemoryRecord = {
        region: null,
        domains: [given.name],
        slots: 'one',
        default: null,
        sni: [],
        settings: { protocol: 'TLSv1.2', note: `belongs to ${given.name}` },
        endpoints: [{ host: '127.0.0.1', port: 443 }],
        reach: 'public',
        lock: given.name,
        ...given,
      };
      records.set(record.name, record);
      return record;
    },
    record: found,
    records: () => [...records.values()],
    store: objects.store,
    objects: () => objects.refs().length,
    refs: objects.refs,
    request: async ({ operation, step, input, signal }) => {
      const name = 'name' in input ? input.name : 'ref' in input ? input.ref : null;
      calls.push({ operation, step, name });
      const fault = faults.take({ operation, step, name });
      inFlight += 1;
      busiest = Math.max(busiest, inFlight);
      try {
        await clock.sleep(latencyMs, signal);
        return await suffer(fault, () => answer(input), signal);
      } finally {
        inFlight -= 1;
      }
    },
  };
}

/** What a fault makes of a request. Throws, hangs until told to stop, or answers. */
async function suffer(
  fault: Fault | undefined,
  answer: () => unknown,
  signal: AbortSignal,
): Promise<unknown> {
  switch (fault) {
    case undefined:
      return answer();
    case 'throttled':
      throw new MemoryFailure('Throttled', 'too many requests');
    case 'unauthenticated':
      throw new MemoryFailure('Unauthenticated', 'the access key is not known');
    case 'denied':
      throw new MemoryFailure('Denied', 'not authorised');
    case 'unavailable':
      throw new MemoryFailure('Unavailable', 'internal error');
    case 'mangled':
      answer();
      return { items: 'none', unexpected: [null] };
    case 'ignored':
      return { accepted: true };
    case 'lost':
      answer();
      throw new MemoryFailure('NoReply', 'the connection was closed before the reply');
    case 'hang':
      return await new Promise((_resolve, reject) => {
        const stop = () => reject(new DOMException('the request was aborted', 'AbortError'));
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop, { once: true });
      });
    case 'deaf':
      return await new Promise(() => {});
  }
}
