import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { Metrics } from './metrics.ts';
import type { Ports } from './ports.ts';

/** Numbers about the process, by the names that dashboards know. */
export function watchProcess(metrics: Metrics): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const started = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_resident_memory_bytes', 'Memory in use.', async () =>
    process.memoryUsage.rss(),
  );
  metrics.gauge(
    'process_start_time_seconds',
    'When the process began, since 1970.',
    async () => started,
  );
  metrics.gauge('process_cpu_seconds', 'Processor time since the start.', async () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.gauge(
    'nodejs_eventloop_lag_p99_seconds',
    'How late the event loop was since the last reading, 99th percentile.',
    async () => {
      const seconds = delay.percentile(99) / 1e9;
      delay.reset();
      return Number.isFinite(seconds) ? seconds : 0;
    },
  );
}

/** Numbers that are read from the database when they are asked for. */
export function watchStore({ db, clock, metrics }: Ports, path: string): void {
  metrics.gauge('certferry_database_bytes', 'Size of the database and its log.', async () =>
    [path, `${path}-wal`].reduce(
      (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
  );
  metrics.gauge('certferry_quota_balance', 'Quota left, by entity.', async () => {
    const rows = await db
      .selectFrom('entities')
      .select((row) => [
        'entities.name',
        row
          .selectFrom('ledger_entries')
          .whereRef('ledger_entries.entity_id', '=', 'entities.id')
          .orderBy('ledger_entries.id', 'desc')
          .limit(1)
          .select('balance_after')
          .as('balance'),
      ])
      .execute();
    return rows.map(({ name, balance }) => ({ labels: { entity: name }, value: balance ?? 0 }));
  });
  metrics.gauge('certferry_quota_open_runs', 'Runs that hold quota.', async () => {
    const { count } = await db
      .selectFrom('reservations')
      .where('state', '=', 'open')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  });
  metrics.gauge(
    'certferry_dispatches',
    'Workflow runs to be started or under way, by state.',
    async () => {
      const rows = await db
        .selectFrom('dispatches')
        .where('state', 'in', ['waiting', 'sending', 'sent', 'running', 'lost'])
        .groupBy('state')
        .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
        .execute();
      return rows.map(({ state, count }) => ({ labels: { state }, value: count }));
    },
  );
  metrics.gauge(
    'certferry_certificates',
    'Certificates in the store that have not expired.',
    async () => {
      const { count } = await db
        .selectFrom('certificates')
        .where('not_after', '>', clock.now().toISOString())
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
  );
}
