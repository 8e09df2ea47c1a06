/** What a test plants to make a simulated cloud misbehave. Each cloud adds kinds of its own. */
export interface BaseFault<Service extends string, Kind extends string> {
  readonly service?: Service;
  readonly operation?: string;
  readonly region?: string;
  /** Looks at the parameters as they came, private keys and tokens replaced. */
  readonly match?: (params: Readonly<Record<string, unknown>>) => boolean;
  /** How many requests it hits; unset: all, until removed. */
  readonly times?: number;
  /**
   * - `throttle`, `http-503`, `html`, `access-denied`, `expired-token`, `error`: that answer.
   * - `reset`, `hang`: no answer. A hanging request ends with the client or the simulator.
   * - `mangled`: carried out, and answered with a well-formed reply in which nothing is where it belongs.
   * - `lost`: answered as a success, not carried out.
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
    | 'lost'
    | 'delay'
    | 'meanwhile'
    | Kind;
  /** Of `error`: wire code and message. */
  readonly code?: string;
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

export interface Faults<F extends BaseFault<string, string>> {
  add(fault: F): PlantedFault;
  clear(): void;
  /** All faults that hit this request, oldest first; each is used up by one. */
  take(request: {
    readonly service: string;
    readonly operation: string;
    readonly region: string | undefined;
    readonly params: Readonly<Record<string, unknown>>;
  }): readonly F[];
}

export function createFaults<F extends BaseFault<string, string>>(): Faults<F> {
  const planted = new Set<{ readonly fault: F; hits: number }>();
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
      const hit: F[] = [];
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
