import { createIdentity, type Identity } from '../tls/identity.ts';
import type { Propagation } from '../tls/propagation.ts';

/** A chain (leaf first) and its key, as `issue` of `tests/pki.ts` gives them. */
export interface Pems {
  readonly chain: string;
  readonly key: string;
}

/** Makes what an endpoint serves differ from what the control plane says. */
export interface EndpointFaults {
  /** It goes on with what it serves now, whatever is changed. */
  stuck(): void;
  /** It serves this certificate instead. */
  wrong(pems: Pems): void;
  /** It resets every connection. */
  refuse(): void;
  /** For so long after the next change arrives, handshakes alternate between old and new. */
  flip(forMs: number): void;
  /** It works again, and catches up. */
  heal(): void;
}

export function endpointFaults<T>(
  serving: Propagation<T>,
  wrongValue: (identity: Identity) => T,
): EndpointFaults {
  return {
    stuck: () => serving.fault({ kind: 'stuck' }),
    wrong: ({ chain, key }) =>
      serving.fault({ kind: 'wrong', value: wrongValue(createIdentity(chain, key)) }),
    refuse: () => serving.fault({ kind: 'refuse' }),
    flip: (forMs) => serving.fault({ kind: 'flip', forMs }),
    heal: () => serving.fault(undefined),
  };
}
