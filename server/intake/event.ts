import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { Source } from '../database/schema.ts';
import type { Bundle } from './bundle.ts';

export const eventTypes = [
  'certificate.issued',
  'certificate.renewed',
  'certificate.uploaded',
  'certificate.revoked',
  'certificate.expiring',
  'certificate.failed',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a source says of a certificate that did not come along: nothing of it is verified. */
export interface Hearsay {
  readonly subject?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly serial?: string | undefined;
  readonly notAfter?: string | undefined;
  /** The sender's own name for it: an ARN, an order number. */
  readonly ref?: string | undefined;
}

/** The event as it is stored with its delivery and shown by a dry run. Holds no key in any form. */
export interface CanonicalEvent {
  readonly type: EventType;
  readonly id: string;
  readonly source: {
    readonly name: string;
    readonly kind: string;
    readonly auth: 'strong' | 'weak';
    readonly delivery_id: string;
    readonly received_at: string;
  };
  /** When it happened, as told by the sender; else when it came. */
  readonly timestamp: string;
  readonly data: {
    readonly certificate: CertificateFactsOfEvent | UnverifiedFacts | null;
    readonly kind: Source['certificate_type'];
    readonly lineage: string | null;
    readonly replaces_fingerprint_sha256: string | null;
    readonly material: {
      readonly chain: 'stored' | 'none';
      readonly private_key: 'sealed' | 'stored' | 'external' | 'none';
      readonly ref: string | null;
    };
  };
}

interface CertificateFactsOfEvent {
  readonly verified: true;
  readonly fingerprint_sha256: string;
  readonly spki_sha256: string;
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly issuer_fingerprint_sha256: string | null;
  readonly sans: readonly string[];
  readonly ip_sans: readonly string[];
  readonly not_before: string;
  readonly not_after: string;
  readonly key_algorithm: string;
  readonly signature_algorithm: string | null;
  readonly self_signed: boolean;
  readonly chain_length: number;
  readonly chain_complete: boolean;
}

type UnverifiedFacts = Omit<Hearsay, 'ref'> & { readonly verified: false };

export function factsOfEvent(bundle: Bundle): CertificateFactsOfEvent {
  const { facts } = bundle;
  return {
    verified: true,
    fingerprint_sha256: facts.sha256,
    spki_sha256: bundle.spkiSha256,
    serial: facts.serial,
    subject: facts.subject,
    issuer: facts.issuer,
    issuer_fingerprint_sha256: bundle.issuerSha256,
    sans: [...new Set(facts.domains)].sort(),
    ip_sans: facts.ips,
    not_before: facts.notBefore.toISOString(),
    not_after: facts.notAfter.toISOString(),
    key_algorithm: facts.keyAlgorithm,
    signature_algorithm: bundle.signatureAlgorithm,
    self_signed: bundle.selfSigned,
    chain_length: bundle.chain.length,
    chain_complete: bundle.chainComplete,
  };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * `evt_` and a ULID: 48 bits of time, the rest chance, so that ids sort in the order of arrival to
 * the millisecond. https://github.com/ulid/spec
 */
export function createEventId(now: Date): string {
  let time = now.getTime();
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = (crockford[time % 32] ?? '') + text;
    time = Math.floor(time / 32);
  }
  // UUIDs are made from a pool of chance, where bytes of one's own would be asked for each time.
  const chance = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
  for (const byte of chance) text += crockford[byte % 32] ?? '';
  return `evt_${text}`;
}

/** A moment as a sender may write it: ISO 8601, or milliseconds since 1970 as Tencent does. */
export const Moment = z
  .union([z.string().max(40), z.number()])
  .optional()
  .transform((value) => {
    if (value === undefined) return undefined;
    const isNumber = typeof value === 'number' || /^\d{12,14}$/u.test(value);
    const date = new Date(isNumber ? Number(value) : value);
    return Number.isNaN(date.getTime()) ? undefined : date;
  });
