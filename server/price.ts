import type { Entity } from './database/schema.ts';

export type CertificateType = 'issued' | 'uploaded' | 'private-ca';

/** What the receiver knows of the certificate of an edit, and of who asks. */
export interface PriceFacts {
  readonly entity: Pick<Entity, 'id' | 'verified' | 'private_ca_consumes'>;
  readonly repositoryId: string;
  /** Undefined: never heard of it. */
  readonly certificate:
    | {
        readonly entityId: string;
        readonly type: CertificateType;
        /** The repository it belongs to; null: to the entity as a whole. */
        readonly repositoryId: string | null;
      }
    | undefined;
  /** The entity holds it itself too: it was downloaded there and uploaded here. */
  readonly copied: boolean;
}

export interface Price {
  readonly type: CertificateType;
  /** False: it may not be deployed from here at all. */
  readonly allowed: boolean;
  /** Per resource. */
  readonly cost: 0 | 1;
  /** In words, where it is not simply an uploaded certificate that costs one. */
  readonly reason: string | null;
}

const charged = (type: CertificateType, reason: string | null = null): Price => ({
  type,
  allowed: true,
  cost: 1,
  reason,
});
const free = (type: CertificateType, reason: string): Price => ({
  type,
  allowed: true,
  cost: 0,
  reason,
});
const refused = (type: CertificateType, reason: string): Price => ({
  type,
  allowed: false,
  cost: 0,
  reason,
});

/**
 * What deploying a certificate to one resource costs. The type is what the receiver knows of the
 * fingerprint, never what the caller says: a certificate it has not heard of was uploaded.
 */
export function priceOf({ entity, repositoryId, certificate, copied }: PriceFacts): Price {
  if (certificate === undefined) return charged('uploaded');
  const { type } = certificate;
  if (certificate.entityId !== entity.id) {
    if (copied) return charged('uploaded');
    return refused(
      type,
      'it belongs to another entity: download it there, upload it here, then it counts as uploaded',
    );
  }
  const elsewhere = certificate.repositoryId !== null && certificate.repositoryId !== repositoryId;
  if (elsewhere && entity.verified === 1) {
    return free(type, 'shared from another repository of the same verified entity');
  }
  if (elsewhere && copied) return charged('uploaded');
  if (elsewhere) {
    return refused(
      type,
      'it belongs to another repository, and the entity is not verified: ' +
        'download it there, upload it here, then it counts as uploaded',
    );
  }
  switch (type) {
    case 'issued':
      return free(type, 'issued certificates cost nothing');
    case 'private-ca':
      return entity.private_ca_consumes === 1
        ? charged(type, 'certificates of a private CA count as uploaded')
        : free(type, 'certificates of a private CA cost nothing for this entity');
    case 'uploaded':
      return charged(type);
  }
}
