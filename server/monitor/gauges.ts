import type { Ports } from '../ports.ts';

/** Numbers about what is watched, read from the database when they are asked for. */
export function watchMonitor({
  db,
  clock,
  metrics,
}: Pick<Ports, 'db' | 'clock' | 'metrics'>): void {
  metrics.gauge(
    'certferry_monitor_endpoints',
    'Endpoints whose served certificate is watched, by how they were found last.',
    async () => {
      const rows = await db
        .selectFrom('watched_endpoints')
        .where('retired_at', 'is', null)
        .groupBy('state')
        .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
        .execute();
      return rows.map(({ state, count }) => ({ labels: { state }, value: count }));
    },
  );
  metrics.gauge(
    'certferry_monitor_next_expiry_seconds',
    'Until the first of the certificates that are served ends; negative: it has ended.',
    async () => {
      const row = await db
        .selectFrom('watched_endpoints')
        .where('retired_at', 'is', null)
        .select(({ fn }) => fn.min('not_after').as('first'))
        .executeTakeFirst();
      const first = row?.first ?? null;
      return first === null ? [] : (Date.parse(first) - clock.now().getTime()) / 1000;
    },
  );
  metrics.gauge(
    'certferry_monitor_alarms',
    'Alarms that are not resolved, by state and kind.',
    async () => {
      const rows = await db
        .selectFrom('alarms')
        .where('state', '!=', 'resolved')
        .groupBy(['state', 'kind'])
        .select(['state', 'kind', ({ fn }) => fn.countAll<number>().as('count')])
        .execute();
      return rows.map(({ state, kind, count }) => ({ labels: { state, kind }, value: count }));
    },
  );
  metrics.gauge(
    'certferry_monitor_last_probe_timestamp_seconds',
    'When an endpoint was asked last, since 1970.',
    async () => {
      const row = await db
        .selectFrom('watched_endpoints')
        .select(({ fn }) => fn.max('probed_at').as('last'))
        .executeTakeFirst();
      const last = row?.last ?? null;
      return last === null ? [] : Date.parse(last) / 1000;
    },
  );
}
