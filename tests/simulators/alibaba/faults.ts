export interface Fault {
  readonly operation?: string;
  /** Looks at the parameters as they came. */
  readonly match?: (query: Readonly<Record<string, string>>) => boolean;
  /** How many requests it hits; unset: all, until cleared. */
  readonly times?: number;
  /** `reset`, `hang`: no answer. `mangled`: a well-formed reply in which nothing is as documented. */
  readonly kind: 'throttle' | 'http-503' | 'mangled' | 'reset' | 'hang';
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault that hits this request; used up by one. */
  take(operation: string, query: Readonly<Record<string, string>>): Fault | undefined;
}

export function createFaults(): Faults {
  const planted: { readonly fault: Fault; hits: number }[] = [];
  return {
    add: (fault) => void planted.push({ fault, hits: 0 }),
    clear: () => void planted.splice(0),
    take(operation, query) {
      const entry = planted.find(
        ({ fault, hits }) =>
          (fault.operation ?? operation) === operation &&
          (fault.match?.(query) ?? true) &&
          hits < (fault.times ?? Infinity),
      );
      if (entry !== undefined) entry.hits += 1;
      return entry?.fault;
    },
  };
}
