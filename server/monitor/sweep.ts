import { immediate } from '../database/open.ts';
import type { Ports } from '../ports.ts';
import { forgetDeployed } from './deployed.ts';
import { syncEndpoints } from './endpoints.ts';
import { watchKept } from './kept.ts';
import { dayMs } from './ladder.ts';

const keepProbesDays = 90;
const keepRetiredDays = 90;
/** Longer than a certificate can be valid: each rung is spoken of once. */
const keepAlarmsDays = 400;

/**
 * What depends on no event: repositories that were switched off, certificates that nobody has renewed,
 * and what no decision needs any more.
 */
export async function sweep({
  db,
  clock,
  log,
}: Pick<Ports, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock.now();
  const before = (days: number) => new Date(now.getTime() - days * dayMs).toISOString();
  await immediate(db, async (trx) => {
    await forgetDeployed(trx, now);
    await syncEndpoints(trx, now);
    await trx.deleteFrom('probes').where('at', '<', before(keepProbesDays)).execute();
    await trx
      .deleteFrom('alarms')
      .where('state', '=', 'resolved')
      .where('resolved_at', '<', before(keepAlarmsDays))
      .execute();
    await trx
      .deleteFrom('watched_endpoints')
      .where('retired_at', '<', before(keepRetiredDays))
      .execute();
  });
  const news = await immediate(db, (trx) => watchKept(trx, now));
  for (const { kind, words } of news) log.warn('certificate alarm', { kind, words });
}
