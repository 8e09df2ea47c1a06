import type { Service } from './operation.ts';

export interface Fault {
  readonly service?: Service;
  readonly operation?: string;
  /** Of the host, or of the project in the path. */
  readonly region?: string;
  /** Looks at path, query and body as they came, private keys and tokens replaced. */
  readonly match?: (params: Readonly<Record<string, unknown>>) => boolean;
  /** How many requests it hits; unset: all, until removed. */
  readonly times?: number;
  /**
   * - `throttle`, `http-503`, `html`, `access-denied`, `expired-token`, `error`: that answer.
   * - `reset`, `hang`: no answer. A hanging request ends with the client or the simulator.
   * - `mangled`: carried out, and answered with well-formed JSON in which nothing is where it belongs.
   * - `job-fails`: a CDN write is accepted, and its job ends as `configure_failed`.
   * - `lost`: a write to a CDN domain or a listener is answered as a success, and nothing has changed.
   * - `delay`: answered `delayMs` later.
   * - `meanwhile`: `act` runs just before the operation: what somebody else does at that moment.
   */
  readonly kind:
    | 'throttle'
    | 'http-503'
    | 'reset'
    | 'hang'
    | 'html'
    | 'access-denied'
    | 'expired-token'
    | 'mangled'
    | 'error'
    | 'job-fails'
    | 'lost'
    | 'delay'
    | 'meanwhile';
  /** Of `error`: wire code, HTTP status, message. */
  readonly code?: string;
  readonly status?: number;
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
