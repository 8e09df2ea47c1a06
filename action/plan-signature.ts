import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

import { canSign } from '../shared/job/secrets.ts';
import { compact, writeMarker, type Marker } from './marker.ts';

/** What the preview comments of one deployment file are signed with. */
export interface Signing {
  /** Values of account secrets, or of private keys where no account has one; in any order. */
  readonly secrets: readonly string[];
  /** `owner/name`. */
  readonly repository: string;
}

export interface Signer {
  /** The same marker with its MAC; it is right on this pull request and on no other. */
  sign(marker: Marker, pull: number): Marker;
  /** Whether this very marker was signed for this pull request, with the same secrets. */
  accepts(marker: Marker, pull: number): boolean;
}

/**
 * Signs previews with what the preview and the deployment of a file both know, and nobody who may only
 * edit comments does: secrets of that file, as `signingSecrets` chooses them. Null where none of them is
 * strong enough (`canSign`); a weak one beside strong ones takes no part.
 *
 * Why that gives no secret away: HKDF (RFC 5869) makes one key of all of them together, for this one
 * use. The key leads back to no secret, the MAC (HMAC-SHA256) leads back to no key, and a guess can be
 * checked only with all secrets guessed at once, of which each is long and random.
 *
 * What it does not do: whoever may run a workflow with these secrets can sign what they like, and can
 * deploy as well. Changed secrets make earlier signatures worthless, which holds edits back: of an account
 * with its credentials, of a certificate only where no account has credentials.
 */
export function createSigner({ secrets, repository }: Signing): Signer | null {
  const strong = [...new Set(secrets)].filter(canSign);
  if (strong.length === 0) return null;
  // JSON keeps apart what a plain joining would not: "ab", "c" and "a", "bc".
  const material = JSON.stringify(strong.sort());
  const use = 'certferry: marker of a preview comment, 1';
  const key = Buffer.from(hkdfSync('sha256', material, '', use, 32));

  function mac(marker: Marker, pull: number): string {
    const line = writeMarker({ ...marker, mac: null });
    const signed = JSON.stringify([repository.toLowerCase(), pull, line]);
    return compact(createHmac('sha256', key).update(signed).digest());
  }

  return {
    sign: (marker, pull) => ({ ...marker, mac: mac(marker, pull) }),
    accepts(marker, pull) {
      if (marker.mac === null) return false;
      const [given, right] = [marker.mac, mac(marker, pull)].map((text) => Buffer.from(text));
      if (given === undefined || right === undefined) return false;
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
