import { type Identity, identityCovers, type KeyType } from './identity.ts';

/** Which of several fitting certificates goes first; negative: the first of the two. */
export type Preference = (a: Identity, b: Identity) => number;

/**
 * ALB: "ECDSA before RSA, then the stronger hash, then the longer key, then the longer validity"
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
export const ecdsaFirst: Preference = (a, b) =>
  Number(b.keyType === 'ecdsa') - Number(a.keyType === 'ecdsa') || strongerFirst(a, b);

/** NLB: the same without the key type. */
export const strongerFirst: Preference = (a, b) =>
  b.hashBits - a.hashBits || b.keyBits - a.keyBits || validity(b) - validity(a);

function validity(identity: Identity): number {
  return identity.notAfter.getTime() - identity.notBefore.getTime();
}

/**
 * The certificate for a client: among the list those that cover its name, narrowed to the key types
 * it can check, best first. The fallback for clients without SNI and for names nothing covers.
 */
export function selectBySni(
  hello: { readonly servername: string | undefined; readonly keyTypes: ReadonlySet<KeyType> },
  slots: { readonly fallback: Identity | undefined; readonly list: readonly Identity[] },
  preference: Preference = ecdsaFirst,
): Identity | undefined {
  const { servername, keyTypes } = hello;
  if (servername === undefined) return slots.fallback;
  const fitting = slots.list.filter((identity) => identityCovers(identity, servername));
  const usable = fitting.filter((identity) => keyTypes.has(identity.keyType));
  return [...usable].sort(preference)[0] ?? slots.fallback;
}
