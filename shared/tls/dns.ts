import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Questions to name servers, as a port. Each rejects with Node's error codes: `ENOTFOUND`, `ETIMEOUT`. */
export interface Dns {
  resolve4(name: string, signal: AbortSignal): Promise<readonly string[]>;
  resolve6(name: string, signal: AbortSignal): Promise<readonly string[]>;
  resolveCname(name: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** Where this machine itself would connect to. */
export interface HostLookup {
  /** All addresses of a host, by the operating system: its hosts file counts. */
  lookup(name: string, signal: AbortSignal): Promise<readonly string[]>;
}

/**
 * Asks the machine's name servers directly. Unlike the operating system's look-up it is bounded in time
 * and stops when told to, so that a network without name servers cannot hang a run.
 */
export function createDns(
  options: {
    readonly timeoutMs?: number;
    readonly tries?: number;
    readonly servers?: readonly string[];
  } = {},
): Dns & HostLookup {
  const { timeoutMs = 1_000, tries = 2, servers } = options;

  async function ask<T>(
    signal: AbortSignal,
    question: (resolver: Resolver) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const resolver = new Resolver({ timeout: timeoutMs, tries });
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await question(resolver);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  return {
    resolve4: (name, signal) => ask(signal, (resolver) => resolver.resolve4(name)),
    resolve6: (name, signal) => ask(signal, (resolver) => resolver.resolve6(name)),
    resolveCname: (name, signal) => ask(signal, (resolver) => resolver.resolveCname(name)),
    async lookup(name, signal) {
      // The operating system's look-up cannot be stopped: whoever waits for it is let go instead.
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs * tries * 2)]);
      const { promise, reject } = Promise.withResolvers<never>();
      const stop = () => reject(inTime.reason);
      inTime.addEventListener('abort', stop, { once: true });
      try {
        const found = await Promise.race([lookup(name, { all: true }), promise]);
        return found.map(({ address }) => address);
      } finally {
        inTime.removeEventListener('abort', stop);
      }
    },
  };
}

/** What DNS says about where a name is. */
export type Addresses =
  | { readonly kind: 'found'; readonly addresses: readonly string[] }
  /** The name exists nowhere, or has no address. */
  | { readonly kind: 'none' }
  /** Nobody could be asked, or nobody answered. */
  | { readonly kind: 'failed'; readonly code: string };

/** A and AAAA together. One family that fails does not hide what the other found. Never rejects. */
export async function addressesOf(
  name: string,
  dns: Pick<Dns, 'resolve4' | 'resolve6'>,
  signal: AbortSignal,
): Promise<Addresses> {
  if (isIP(name) !== 0) return { kind: 'found', addresses: [name] };
  const families = await Promise.allSettled([
    dns.resolve4(name, signal),
    dns.resolve6(name, signal),
  ]);
  const addresses = families.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (addresses.length > 0) return { kind: 'found', addresses: [...new Set(addresses)] };
  const codes = families.flatMap((one) => (one.status === 'rejected' ? [dnsCode(one.reason)] : []));
  const code = codes.find((one) => !meansNoAddress(one));
  return code === undefined ? { kind: 'none' } : { kind: 'failed', code };
}

/** An answer, as opposed to no answer: the name has no record of this kind. */
function meansNoAddress(code: string): boolean {
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

function dnsCode(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    if (typeof thrown.code === 'string') return thrown.code;
  }
  return thrown instanceof Error ? thrown.name : 'unknown';
}

/** Never later than the deadline, even where the resolver does not listen. */
export async function inTime<T>(answer: Promise<T>, tooLate: T, deadline: AbortSignal): Promise<T> {
  if (deadline.aborted) return tooLate;
  const { promise, resolve } = Promise.withResolvers<T>();
  const onAbort = () => resolve(tooLate);
  deadline.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    deadline.removeEventListener('abort', onAbort);
  }
}
