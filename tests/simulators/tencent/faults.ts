import type { Service } from './hosts.ts';

export interface Fault {
  readonly service?: Service;
  /** The action: `UpdateDomainConfig`. */
  readonly operation?: string;
  readonly region?: string;
  /** Looks at the parameters as they came, private keys replaced. */
  readonly match?: (params: Readonly<Record<string, unknown>>) => boolean;
  /** How many requests it hits; unset: all, until removed. */
  readonly times?: number;
  /**
   * - `throttle`, `http-503`, `html`, `access-denied`, `expired-token`, `error`: that answer.
   * - `reset`, `hang`: no answer. A hanging request ends with the client or the simulator.
   * - `truncated`: HTTP 200 whose JSON breaks off. `empty`: HTTP 200 with `{}`.
   * - `mangled`: carried out, and answered with an envelope in which nothing is where it belongs.
   * - `lost`: answered and reported as a success, not carried out.
   * - `job-fails`: accepted, and its job fails; with `afterEffect` the change is there all the same.
   * - `job-hangs`: accepted, and its job never ends.
   * - `delay`: answered `delayMs` later.
   * - `meanwhile`: `act` runs just before the operation: what somebody else does at that moment.
   */
  readonly kind:
    | 'throttle'
    | 'http-503'
    | 'reset'
    | 'hang'
    | 'html'
    | 'truncated'
    | 'empty'
    | 'access-denied'
    | 'expired-token'
    | 'mangled'
    | 'error'
    | 'lost'
    | 'job-fails'
    | 'job-hangs'
    | 'delay'
    | 'meanwhile';
  /** Of `error`. */
  readonly code?: string;
  /** Of `error`, and of the job that fails; jobs often have none. */
  readonly message?: string;
  readonly delayMs?: number;
  readonly act?: () => void;
  /** The operation is carried out first, and then its reply is replaced: the outcome is unknown. */
  readonly afterEffect?: boolean;
}

export interface PlantedFault {
  /** Requests it has hit. */
  readonly hits: number;
  remove(): void;
}

export interface Faults {
  add(fault: Fault): PlantedFault;
  clear(): void;
  /** All faults that hit this request, oldest first; each is used up by one. */
  take(request: {
    readonly service: Service;
    readonly operation: string;
    readonly region: string | undefined;
    readonly params: Readonly<Record<string, unknown>>;
  }): readonly Fault[];
}

export function createFaults(): Faults {
  const planted = new Set<{ readonly fault: Fault; hits: number }>();
  return {
    add(fault) {
      const entry = { fault, hits: 0 };
      planted.add(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove: () => void planted.delete(entry),
      };
    },
    clear: () => planted.clear(),
    take({ service, operation, region, params }) {
      const hit: Fault[] = [];
      for (const entry of planted) {
        const { fault } = entry;
        const fits =
          (fault.service ?? service) === service &&
          (fault.operation ?? operation) === operation &&
          (fault.region ?? region) === region &&
          (fault.match?.(params) ?? true) &&
          entry.hits < (fault.times ?? Infinity);
        if (!fits) continue;
        entry.hits += 1;
        hit.push(fault);
      }
      return hit;
    },
  };
}
