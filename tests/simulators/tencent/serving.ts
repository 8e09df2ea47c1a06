import type { Identity } from '../tls/identity.ts';
import { createPropagation, type Propagation } from '../tls/propagation.ts';

/** What one connection is answered with. */
export interface Presented {
  readonly identities: readonly Identity[];
  readonly demandsClientCertificate: boolean;
}

/** One name that the CDN or WAF edge answers for. */
export interface EdgeEntry {
  readonly domain: string;
  /** Undefined: no HTTPS here. */
  readonly identity: Identity | undefined;
  /** HTTPS requests are blocked: connections are reset. */
  readonly blocked: boolean;
  readonly demandsClientCertificate: boolean;
}

/** What the endpoint of a listener chooses from. */
export interface ListenerSlots {
  /** Without SNI: one answer for all. */
  readonly whole: Presented | undefined;
  readonly domains: readonly {
    readonly names: readonly string[];
    readonly isDefault: boolean;
    readonly presented: Presented;
  }[];
}

/** What an endpoint presents, where the control plane's own job comes before the way to the edge. */
export interface Serving<T> extends Propagation<T> {
  /** The job that makes this value true ends so many milliseconds from now. */
  announceIn(value: T, jobMs: number): void;
}

export function createServing<T>(
  initial: T,
  options: { readonly serveDelayMs: () => number; readonly now: () => number },
): Serving<T> {
  let jobMs = 0;
  const propagation = createPropagation(initial, {
    delayMs: () => jobMs + options.serveDelayMs(),
    now: options.now,
  });
  return {
    ...propagation,
    announceIn(value, ms) {
      jobMs = ms;
      propagation.announce(value);
      jobMs = 0;
    },
  };
}
