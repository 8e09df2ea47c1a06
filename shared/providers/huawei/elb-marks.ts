import { parseFingerprint } from '../../core/certificate.ts';
import type { Fingerprint } from '../../core/model.ts';
import { leafFacts } from './pem.ts';
import type { ElbCertificate } from './schema.ts';

export type BalancerKind = 'shared' | 'dedicated';

/** What a certificate object of ours says of itself: there are no tags on certificates. */
export interface Mark {
  readonly sha256: Fingerprint;
  /** The kind of load balancer that it was made for. */
  readonly kind: BalancerKind;
}

const nameStart = 'certferry-';
const description =
  /^managed by certferry; sha256 ([0-9a-f]{64}); for (shared|dedicated) load balancers$/u;

/** Name and description of a new object. */
export function ourMarks({ subject, sha256, kind }: Mark & { readonly subject: string }) {
  const primary = subject.replaceAll(/[^\w.-]/gu, '_').slice(0, 180);
  return {
    name: `${nameStart}${primary}-${sha256.slice(0, 8)}`,
    description: `managed by certferry; sha256 ${sha256}; for ${kind} load balancers`,
  };
}

export function markIn(certificate: Pick<ElbCertificate, 'description'>): Mark | undefined {
  const [, hex = '', made] = description.exec(certificate.description ?? '') ?? [];
  const sha256 = parseFingerprint(hex);
  if (sha256 === undefined) return undefined;
  return { sha256, kind: made === 'shared' ? 'shared' : 'dedicated' };
}

/**
 * The leaf of an object that Certferry made, by all of its marks: name, description, and the very leaf
 * that the description names. Whoever has changed one of them has made it their own: undefined.
 */
export function ownLeaf(certificate: ElbCertificate): Fingerprint | undefined {
  const mark = markIn(certificate);
  const isOurs =
    mark !== undefined &&
    (certificate.name ?? '').startsWith(nameStart) &&
    (certificate.name ?? '').endsWith(`-${mark.sha256.slice(0, 8)}`) &&
    certificate.type === 'server' &&
    leafFacts(certificate.certificate)?.sha256 === mark.sha256;
  return isOurs ? mark.sha256 : undefined;
}
