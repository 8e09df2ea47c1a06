import { isIP } from 'node:net';

import pMap from 'p-map';

import { isWildcard, parseDomain } from '../../shared/core/domain.ts';
import type { HostLookup } from '../../shared/tls/dns.ts';
import { handshake } from '../../shared/tls/handshake.ts';
import type { Handshake } from '../../shared/tls/handshake.ts';
import { gaveNoAnswer } from '../../shared/tls/no-certificate.ts';
import { concrete, randomLabel } from '../../shared/tls/questions.ts';

/** A kind of key that a certificate is looked for by. */
export type AskedKey = 'rsa' | 'ecdsa';

/** What one address answered. */
export interface Answer {
  /** `203.0.113.7:443`; where both kinds of key are asked for apart, with which one. */
  readonly address: string;
  /** Null: whatever it shows is the answer. */
  readonly askedFor: AskedKey | null;
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
  endpoint: {
    readonly host: string;
    readonly port: number;
    /** Kinds of key that are deployed there; empty: not known. Both are asked for apart. */
    readonly keys: readonly AskedKey[];
  },
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

  /**
   * Offers one kind of key alone, which shows the certificate of that kind where an address has several.
   * Where it has none, or refuses so narrow an offer, whatever it shows to others is the answer.
   */
  async function ask(place: Place, key: AskedKey | undefined, signal: AbortSignal) {
    const options = { ...place, timeoutMs: handshakeMs, signal };
    const answer = await handshake({ ...options, offer: key ?? 'any' });
    if (key === undefined || answer.kind === 'certificate' || isDeaf(answer)) return answer;
    return await handshake(options);
  }

  return async ({ host, port, keys }, signal) => {
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
    const asked: readonly (AskedKey | undefined)[] = keys.length === 0 ? [undefined] : keys;
    const questions = [...new Set(addresses)]
      .slice(0, mostAddresses)
      .flatMap((address) => asked.map((key) => ({ address, key })));
    const answers = await pMap(
      questions,
      async ({ address, key }): Promise<Answer> => {
        const place = isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
        const apart = key !== undefined && asked.length > 1;
        return {
          address: apart ? `${place} (${key.toUpperCase()})` : place,
          askedFor: apart ? key : null,
          handshake: await ask({ host: address, port, servername }, key, signal),
        };
      },
      { concurrency: addressesAtOnce },
    );
    return { kind: 'answers', name, answers };
  };
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly servername: string | undefined;
}

/** Nobody is there to be asked again. */
const isDeaf = ({ reason }: Extract<Handshake, { readonly kind: 'no-certificate' }>) =>
  gaveNoAnswer(reason) && reason !== 'reset';

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
