import type { OperationId } from './contract.ts';

export type FaultKind =
  | '400'
  | '401'
  | '403'
  | '404'
  | '410'
  | '422'
  | '500'
  | '502'
  | '503'
  /** 403 with `retry-after`, as GitHub answers bursts. */
  | 'secondary-limit'
  /** The same as 429. */
  | 'secondary-limit-429'
  /** 403 with `x-ratelimit-remaining: 0` and the time of the reset. */
  | 'primary-limit'
  /** The connection breaks without an answer. */
  | 'reset'
  /** No answer, ever. */
  | 'hang'
  /** 200 with JSON that is not what the description promises. */
  | 'mangled';

export interface Fault {
  readonly kind: FaultKind;
  readonly operation?: OperationId;
  readonly method?: string;
  /** Below the API's root; `*` is one segment. */
  readonly path?: string | RegExp;
  /** How many matching requests fail. Default 1. */
  readonly times?: number;
  /** How many matching requests pass before that. Default 0. */
  readonly after?: number;
  /** The request is carried out first: the client cannot know that it was. */
  readonly carriedOut?: boolean;
  /** Null: a secondary limit that does not say how long. */
  readonly retryAfterSeconds?: number | null;
}

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that this request meets, if any; counts it. */
  take(request: { method: string; path: string; operation: string }): Fault | undefined;
}

function pathPattern(path: string | RegExp): RegExp {
  if (path instanceof RegExp) return path;
  const parts = path
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]+')}$`, 'u');
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  return {
    add(fault) {
      armed.push({ fault, skip: fault.after ?? 0, left: fault.times ?? 1 });
    },
    clear() {
      armed = [];
    },
    take({ method, path, operation }) {
      for (const entry of armed) {
        const { fault } = entry;
        if (fault.operation !== undefined && fault.operation !== operation) continue;
        if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
        if (fault.path !== undefined && !pathPattern(fault.path).test(path)) continue;
        if (entry.left === 0) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return fault;
      }
      return undefined;
    },
  };
}
