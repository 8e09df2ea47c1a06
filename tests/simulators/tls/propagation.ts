/** What can go wrong between a control plane's answer and what its endpoints present. */
export type ServingFault<T> =
  /** Whatever is announced, the endpoint goes on with what it serves now. */
  | { readonly kind: 'stuck' }
  /** The endpoint serves this instead. */
  | { readonly kind: 'wrong'; readonly value: T }
  /** No connection is answered. */
  | { readonly kind: 'refuse' }
  /** For so long after the new value arrived, handshakes alternate between old and new. */
  | { readonly kind: 'flip'; readonly forMs: number };

/** A value that a control plane announces and an endpoint serves some time later. */
export interface Propagation<T> {
  /** The control plane now holds this; it is served after the delay. */
  announce(value: T): void;
  /** What an endpoint presents at this moment. Asked once per handshake: `flip` alternates per call. */
  served(): T;
  refuses(): boolean;
  /** Undefined: works as it should. */
  fault(fault: ServingFault<T> | undefined): void;
}

/** `delayMs` is asked at each announcement, so that a test can change it between two. */
export function createPropagation<T>(
  initial: T,
  options: { readonly delayMs: () => number; readonly now: () => number },
): Propagation<T> {
  let steps: { readonly value: T; readonly from: number }[] = [{ value: initial, from: -Infinity }];
  let fault: ServingFault<T> | undefined;
  let frozen: T = initial;
  let flips = 0;

  function arrived(): number {
    const now = options.now();
    return steps.findLastIndex((step) => step.from <= now);
  }
  function current(): T {
    const index = arrived();
    steps = steps.slice(Math.max(0, index - 1));
    const step = steps[Math.min(index, 1)];
    if (step === undefined) throw new Error('nothing was ever announced');
    return step.value;
  }

  return {
    announce(value) {
      const from = options.now() + options.delayMs();
      // A newer announcement overtakes one that has not arrived yet only if it arrives earlier.
      steps = [...steps.filter((step) => step.from <= from), { value, from }];
    },
    served() {
      if (fault?.kind === 'stuck') return frozen;
      if (fault?.kind === 'wrong') return fault.value;
      const value = current();
      if (fault?.kind !== 'flip') return value;
      const index = arrived();
      const step = steps[index];
      const before = steps[index - 1];
      if (step === undefined || before === undefined) return value;
      if (options.now() >= step.from + fault.forMs) return value;
      flips += 1;
      return flips % 2 === 1 ? before.value : value;
    },
    refuses: () => fault?.kind === 'refuse',
    fault(next) {
      if (next?.kind === 'stuck') frozen = current();
      fault = next;
    },
  };
}
