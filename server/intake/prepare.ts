import { parseDomain } from '../../shared/core/domain.ts';
import type { Clock } from '../../shared/runtime/clock.ts';
import type { Keyring } from '../keyring.ts';
import { Problem, problems } from '../problem.ts';
import type { Told } from './adapter.ts';
import { bundleFlaws, readBundle } from './bundle.ts';
import type { Bundle, BundleFlaw, BundleResult } from './bundle.ts';
import { createEventId } from './event.ts';
import type { BundleContent, Content, Incoming } from './incoming.ts';
import { keepKey, NoRecipient } from './kept-key.ts';
import type { OpenSource } from './sources.ts';

export type RefusalCode = BundleFlaw | 'name_not_allowed' | 'key_not_sealed';

const refusals: Readonly<Record<RefusalCode, string>> = {
  ...bundleFlaws,
  name_not_allowed: 'It names a domain or address that this source may not bring certificates for.',
  key_not_sealed: 'The private key came in clear, and this source takes it sealed with age only.',
};

function refuse(code: RefusalCode): Problem {
  const title = 'The certificate is refused';
  return new Problem({ status: 422, code, title, detail: refusals[code] });
}

/** How long a certificate that was read needs not be read again: senders repeat themselves. */
const lifeMs = 60_000;
const mostKept = 256;

export interface PrepareOptions {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly isRootSubject: (name: string) => boolean;
}

/** Makes of what a source tells what is to be stored; throws a `Problem` where that cannot be. */
export type Prepare = (told: Told, source: OpenSource) => Promise<Incoming>;

export function createPrepare({ keyring, clock, isRootSubject }: PrepareOptions): Prepare {
  const kept = new Map<string, { readonly bundle: Bundle; readonly until: number }>();

  /** Certificates without a key are kept for a while by the digest of what brought them. */
  function read(told: Told & { readonly kind: 'bundle' }, now: Date): BundleResult {
    const known = kept.get(told.digest);
    if (known !== undefined && known.until > now.getTime()) {
      return { ok: true, bundle: known.bundle };
    }
    const result = readBundle(told.parts, { now, isRootSubject });
    if (!result.ok || result.bundle.key !== null || result.bundle.sealedKey !== null) return result;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(told.digest, { bundle: result.bundle, until: now.getTime() + lifeMs });
    return result;
  }

  async function readContent(
    told: Told & { readonly kind: 'bundle' },
    source: OpenSource,
    now: Date,
  ): Promise<BundleContent> {
    const result = read(told, now);
    if (!result.ok) throw refuse(result.flaw);
    const { bundle } = result;
    const { allowance, common, auth, row } = source;
    if (!allowance.empty && !allowance.allows(bundle.facts)) throw refuse('name_not_allowed');
    const lineage = told.lineage === undefined ? undefined : parseDomain(told.lineage);
    if (told.lineage !== undefined && lineage === undefined) {
      throw problems.invalid('lineage: must be a domain name, as deployment files write it');
    }
    const key = await keepKey(
      bundle,
      { mode: row.key_mode, recipients: common.recipients },
      keyring,
    ).catch((error: unknown) => {
      throw error instanceof NoRecipient ? refuse('key_not_sealed') : error;
    });
    // What a weak sender brought must be complete: otherwise anybody's copy of a public certificate
    // would start a deployment.
    const complete = auth === 'strong' || row.key_mode === 'never' || key.form !== 'none';
    const warnings: string[] = [...bundle.warnings];
    if (allowance.empty) warnings.push('no_allowed_domains');
    if (bundle.facts.notBefore > now) warnings.push('not_yet_valid');
    return {
      kind: 'bundle',
      type: told.type,
      bundle,
      key,
      lineage,
      deploys: !allowance.empty && complete,
      warnings,
      ref: told.ref ?? null,
    };
  }

  async function contentOf(told: Told, source: OpenSource, now: Date): Promise<Content> {
    switch (told.kind) {
      case 'bundle':
        return await readContent(told, source, now);
      case 'hearsay':
        return { kind: 'hearsay', type: told.type, about: told.about };
      case 'revoked':
        // Without a signature over the body it is a rumour.
        return source.auth === 'strong'
          ? { kind: 'revoked', fingerprint: told.fingerprint }
          : { kind: 'hearsay', type: 'certificate.revoked', about: { ref: told.fingerprint } };
      case 'ignored':
        return { kind: 'ignored', reason: told.reason };
    }
  }

  return async (told, source) => {
    const now = clock.now();
    const { deliveryId, digest } = told;
    return {
      id: createEventId(now),
      source: source.row,
      auth: source.auth,
      deliveryId,
      digest,
      receivedAt: now,
      at: told.kind === 'ignored' ? undefined : told.at,
      content: await contentOf(told, source, now),
    };
  };
}
