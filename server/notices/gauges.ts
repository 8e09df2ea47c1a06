import { sql } from 'kysely';

import { noticeKinds } from '../../shared/notice/facts.ts';
import type { NoticeFacts } from '../../shared/notice/facts.ts';
import type { Counter } from '../metrics.ts';
import type { Ports } from '../ports.ts';

const results = ['sent', 'postponed', 'failed'] as const;

/** Attempts since the start. All of them stand at 0 at first: already the first failure is an increase. */
export function countAttempts({ metrics }: Pick<Ports, 'metrics'>): Counter {
  const attempts = metrics.counter(
    'certferry_notice_attempts_total',
    'Attempts to tell a contact, by kind of notice and result; failed: given up.',
  );
  for (const kind of noticeKinds) {
    for (const result of results) attempts.add({ kind, result }, 0);
  }
  return attempts;
}

/** Numbers that are read from the database when they are asked for. */
export function watchNotices({ db, metrics }: Pick<Ports, 'db' | 'metrics'>): void {
  const kind = sql<string | null>`json_extract(about, '$.kind')`;
  metrics.gauge(
    'certferry_notices',
    'Notices that wait to be sent, and that were given up and are still kept, by kind.',
    async () => {
      const rows = await db
        .selectFrom('notices')
        .where('state', 'in', ['waiting', 'failed'])
        .groupBy(['state', kind])
        .select(['state', kind.as('kind'), ({ fn }) => fn.countAll<number>().as('count')])
        .execute();
      const all = Map.groupBy(rows, (row) => `${row.state} ${kindOf(row.kind)}`);
      return [...all.values()].flatMap((same) => {
        const [first] = same;
        if (first === undefined) return [];
        const value = same.reduce((sum, { count }) => sum + count, 0);
        return [{ labels: { state: first.state, kind: kindOf(first.kind) }, value }];
      });
    },
  );
}

/** As a label it is one of a few, whatever another version has written. */
export function kindOf(kind: unknown): NoticeFacts['kind'] | 'unknown' {
  return noticeKinds.find((one) => one === kind) ?? 'unknown';
}
