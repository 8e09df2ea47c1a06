import type { Transaction } from 'kysely';

import type { Domain } from '../../shared/core/model.ts';
import type { Database, Source } from '../database/schema.ts';
import type { Bundle } from './bundle.ts';
import type { EventType, Hearsay } from './event.ts';
import type { KeptKey } from './kept-key.ts';

/** A certificate of this name has come: who deploys it is to be started. */
export interface Arrived {
  readonly fingerprint: string;
  readonly name: string;
  readonly entityId: string;
}

/**
 * Writes into the outbox, in the transaction that stores the certificate. Awaits nothing but queries of
 * that transaction, and makes one wish of the same certificate told twice.
 */
export type CertificateArrived = (
  transaction: Transaction<Database>,
  arrived: Arrived,
) => Promise<void>;

export interface BundleContent {
  readonly kind: 'bundle';
  readonly type: EventType;
  readonly bundle: Bundle;
  readonly key: KeptKey;
  /** As the sender chose it. */
  readonly lineage: Domain | undefined;
  /** The source may start a deployment by this. */
  readonly deploys: boolean;
  readonly warnings: readonly string[];
  readonly ref: string | null;
}

export type Content =
  | BundleContent
  | { readonly kind: 'hearsay'; readonly type: EventType; readonly about: Hearsay }
  | { readonly kind: 'revoked'; readonly fingerprint: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/** One event of a source whose sender is proven, with everything about it decided. */
export interface Incoming {
  readonly id: string;
  readonly source: Pick<
    Source,
    'id' | 'name' | 'kind' | 'entity_id' | 'repository_id' | 'certificate_type'
  >;
  readonly auth: 'strong' | 'weak';
  readonly deliveryId: string;
  readonly digest: string;
  readonly receivedAt: Date;
  readonly at: Date | undefined;
  readonly content: Content;
}
