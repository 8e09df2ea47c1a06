import { isIP } from 'node:net';

import pMap from 'p-map';

import { isWildcard, parseDomain } from '../../shared/core/domain.ts';
import type { HostLookup } from '../../shared/tls/dns.ts';
import { handshake } from '../../shared/tls/handshake.ts';
import type { Handshake } from '../../shared/tls/handshake.ts';
import { concrete, randomLabel } from '../../shared/tls/questions.ts';

/** What one address answered. */
export interface Answer {
  /** `203.0.113.7:443`. */
  readonly address: string;
  readonly handshake: Handshake;
}

/** What came of asking an endpoint once. */
export type Seen =
  | {
      readonly kind: 'answers';
      /** The name that was asked for: of a wildcard, one below it. */
      readonly name: string;
      readonly answers: readonly Answer[];
    }
  /** DNS says that there is no such name, or no address of it. */
  | { readonly kind: 'no-address'; readonly name: string }
  /** DNS said nothing. */
  | { readonly kind: 'no-dns'; readonly name: string; readonly words: string };

export interface ProbePorts {
  readonly dns: HostLookup;
  readonly handshakeMs?: number;
  readonly randomLabel?: () => string;
}

export type Probe = (
  endpoint: { readonly host: string; readonly port: number },
  signal: AbortSignal,
) => Promise<Seen>;

/** More addresses than this of one name are one front: the first ones stand for all. */
const mostAddresses = 16;
const addressesAtOnce = 8;

/**
 * Asks every address of a name, IPv4 and IPv6, with SNI, for the certificate that it serves. Bounded in
 * time whatever the network does; rejects only when the signal is aborted.
 */
export function createProbe(ports: ProbePorts): Probe {
  const { dns, handshakeMs = 8_000 } = ports;
  return async ({ host, port }, signal) => {
    const domain = parseDomain(host);
    const name = domain === undefined ? host : concrete(domain, ports.randomLabel ?? randomLabel);
    let addresses: readonly string[];
    try {
      addresses = isIP(name) === 0 ? await dns.lookup(name, signal) : [name];
    } catch (thrown) {
      signal.throwIfAborted();
      const code = codeOf(thrown);
      if (code === 'ENOTFOUND' || code === 'ENODATA') return { kind: 'no-address', name };
      return { kind: 'no-dns', name, words: `DNS did not answer (${code})` };
    }
    if (addresses.length === 0) return { kind: 'no-address', name };
    const servername = isIP(name) === 0 ? name : undefined;
    const answers = await pMap(
      [...new Set(addresses)].slice(0, mostAddresses),
      async (address): Promise<Answer> => ({
        address: isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`,
        handshake: await handshake({
          host: address,
          port,
          servername,
          timeoutMs: handshakeMs,
          signal,
        }),
      }),
      { concurrency: addressesAtOnce },
    );
    return { kind: 'answers', name, answers };
  };
}

/** `*.example.com`, which stands for names that are not known. */
export function isPattern(host: string): boolean {
  const domain = parseDomain(host);
  return domain !== undefined && isWildcard(domain);
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
    return thrown.name;
  }
  return 'unknown';
}
