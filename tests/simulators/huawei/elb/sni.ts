import type { ClientHello } from '../../tls/client-hello.ts';
import type { Identity } from '../../tls/identity.ts';
import type { Slots } from '../model.ts';

/** 0: not at all; an exact name beats every wildcard, a longer suffix a shorter one. */
function score(pattern: string, servername: string, matching: Slots['matching']): number {
  if (pattern === servername) return Infinity;
  if (!pattern.startsWith('*.') || !servername.endsWith(pattern.slice(1))) return 0;
  const before = servername.slice(0, servername.length - pattern.length + 1);
  if (before === '' || (matching === 'wildcard' && before.includes('.'))) return 0;
  return pattern.length;
}

/**
 * What an ELB listener presents: by the names written in the certificate objects, not those inside
 * the certificates. ECC before RSA where the client can check both.
 */
export function selectOnListener(
  slots: Slots,
  { servername, keyTypes }: Pick<ClientHello, 'servername' | 'keyTypes'>,
): Identity | undefined {
  if (servername === undefined) return slots.fallback;
  const scored = slots.list
    .filter(({ identity }) => keyTypes.has(identity.keyType))
    .map(({ names, identity }) => ({
      identity,
      score: Math.max(0, ...names.map((name) => score(name, servername, slots.matching))),
    }))
    .filter((candidate) => candidate.score > 0)
    .sort(
      (a, b) =>
        (a.score === b.score ? 0 : b.score - a.score) ||
        Number(b.identity.keyType === 'ecdsa') - Number(a.identity.keyType === 'ecdsa'),
    );
  return scored[0]?.identity ?? slots.fallback;
}
