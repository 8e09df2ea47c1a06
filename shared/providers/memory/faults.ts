export type Operation =
  | 'list'
  | 'get'
  | 'set'
  | 'import'
  | 'objects'
  | 'object'
  | 'uses'
  | 'delete';
/** What the product was about when it sent a request. */
export type Step = 'discover' | 'apply' | 'verify' | 'rollback' | 'check' | 'clean-up';

export type Fault =
  /** Refused, to be tried again later. */
  | 'throttled'
  /** The credentials are not known. */
  | 'unauthenticated'
  /** The credentials may not do this. */
  | 'denied'
  /** The cloud failed; nothing happened. */
  | 'unavailable'
  /** A reply that is not what the API promises. */
  | 'mangled'
  /** Accepted, and nothing happened. */
  | 'ignored'
  /** It happened, and the reply was lost. */
  | 'lost'
  /** No reply until the request is aborted. */
  | 'hang'
  /** No reply, and the abort is not heard either. */
  | 'deaf';

export interface FaultOrder {
  readonly fault: Fault;
  readonly operation?: Operation;
  readonly step?: Step;
  /** Only requests about this resource. */
  readonly name?: string;
  /** Requests that pass first. */
  readonly after?: number;
  /** How many requests suffer; every one unless told otherwise. */
  readonly times?: number;
}

export interface FaultTable {
  order(order: FaultOrder): void;
  clear(): void;
  /** The fault that this request is to suffer. */
  take(request: {
    readonly operation: Operation;
    readonly step: Step;
    readonly name: string | null;
  }): Fault | undefined;
}

export function createFaultTable(): FaultTable {
  const orders: { readonly order: FaultOrder; passes: number; left: number }[] = [];
  return {
    order: (order) => {
      orders.push({ order, passes: order.after ?? 0, left: order.times ?? Infinity });
    },
    clear: () => {
      orders.length = 0;
    },
    take: ({ operation, step, name }) => {
      for (const entry of orders) {
        const { order } = entry;
        const fits =
          entry.left > 0 &&
          (order.operation ?? operation) === operation &&
          (order.step ?? step) === step &&
          (order.name === undefined || order.name === name);
        if (!fits) continue;
        if (entry.passes > 0) {
          entry.passes -= 1;
          continue;
        }
        entry.left -= 1;
        return order.fault;
      }
      return undefined;
    },
  };
}
