import { z } from 'zod';

import { immediate } from '../../database/open.ts';
import { defaultTimings } from '../../dispatch/timings.ts';
import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import { certificateArrived } from '../../tasks-arrival.ts';

/** What a redelivery came to: how many workflow runs it asked for, or why none can follow from it. */
export type Redelivered =
  | { readonly kind: 'processed'; readonly runs: number }
  | { readonly kind: 'nothing'; readonly why: string };

/** What of the stored event decides; the intake has written it. */
const Event = z.object({
  type: z.string(),
  data: z.object({ lineage: z.string().nullable() }),
});
const Answer = z.object({
  current: z.boolean().optional(),
  deploys: z.boolean().optional(),
  deploysAt: z.string().optional(),
});

const nothing = (why: string): Redelivered => ({ kind: 'nothing', why });

/**
 * Processes a stored event again, by the step that the intake takes once a certificate is stored: the
 * tasks that use it are searched anew. A task that was told of this certificate before is not told again,
 * whatever became of that, so that repeating it is harmless. What the intake decided when the event came
 * (who sent it, whether it may start deployments) stays decided.
 */
export async function redeliver(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  deliveryId: string,
): Promise<Redelivered> {
  return await immediate(db, async (trx) => {
    const row = await trx
      .selectFrom('deliveries as delivery')
      .innerJoin('sources as source', 'source.id', 'delivery.source_id')
      .where('delivery.id', '=', deliveryId)
      .select([
        'delivery.fingerprint',
        'delivery.event',
        'delivery.response',
        'source.entity_id',
        'source.disabled_at',
      ])
      .executeTakeFirst();
    if (row === undefined) throw problems.notFound('there is no such delivery');
    if (row.event === null) return nothing('it brought nothing that was not here before');
    if (row.disabled_at !== null) return nothing('its source is switched off');
    const event = Event.parse(JSON.parse(row.event));
    const answer = Answer.parse(JSON.parse(row.response));
    if (event.type === 'certificate.revoked') {
      return nothing('that the certificate is revoked is on record already');
    }
    if (row.fingerprint === null || event.data.lineage === null) {
      return nothing('no certificate came along with it');
    }
    if (answer.deploys !== true && answer.deploysAt === undefined) {
      return nothing(
        answer.current === false
          ? 'it was superseded already when it came'
          : 'its source may not start deployments: it needs allowed domains, and certificates with their key',
      );
    }
    const { entity_id: entityId, fingerprint } = row;
    const name = event.data.lineage;
    const now = clock.now().toISOString();
    const certificate = await trx
      .selectFrom('certificates')
      .where('fingerprint', '=', fingerprint)
      .select(['not_before', 'not_after'])
      .executeTakeFirst();
    if (certificate === undefined) return nothing('its certificate is no longer in the store');
    if (certificate.not_after <= now) return nothing('its certificate has ended');
    if (certificate.not_before > now) {
      return nothing('its certificate is not valid yet; it is announced by itself when it is');
    }
    const revoked = await trx
      .selectFrom('certificate_revocations')
      .where('fingerprint', '=', fingerprint)
      .where('entity_id', '=', entityId)
      .select('fingerprint')
      .executeTakeFirst();
    if (revoked !== undefined) return nothing('its certificate is revoked');
    const options = { clock, debounceMs: defaultTimings.debounceMs };
    const runs = await certificateArrived(trx, { fingerprint, name, entityId }, options);
    return { kind: 'processed', runs };
  });
}
