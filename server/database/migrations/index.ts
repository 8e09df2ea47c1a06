import type { Migration } from 'kysely/migration';

import { createTables } from './0001-tables.ts';
import { createRevocations } from './0002-revocations.ts';
import { orderRuns } from './0003-dispatch.ts';
import { createNotices } from './0004-notices.ts';
import { createMonitor } from './0005-monitor.ts';
import { createDashboard } from './0006-dashboard.ts';
import { improveTelling } from './0007-telling.ts';
import { payOnce } from './0008-paid-once.ts';

/**
 * Every migration by its name, in the order of the names. A migration that was released is never
 * edited; a change of the tables is a new one. There is no way down but a backup.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-tables': { up: createTables },
  '0002-revocations': { up: createRevocations },
  '0003-dispatch': { up: orderRuns },
  '0004-notices': { up: createNotices },
  '0005-monitor': { up: createMonitor },
  '0006-dashboard': { up: createDashboard },
  '0007-telling': { up: improveTelling },
  '0008-paid-once': { up: payOnce },
};
