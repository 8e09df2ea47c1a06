import type { Handle } from '../database/open.ts';
import type { Ports } from '../ports.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Arrived, CertificateArrived } from './incoming.ts';

/** What the intake does beside requests. Both are safe to repeat. */
export interface Upkeep {
  /** Announces certificates that came before their time, once it has come. Resolves to their number. */
  announceRipe(): Promise<number>;
  /** Forgets old deliveries and the keys of expired certificates. */
  prune(): Promise<{ readonly deliveries: number; readonly keys: number }>;
}

const dayMs = 86_400_000;
/** Longer than any sender goes on trying: three days of Standard Webhooks, one of EventBridge. */
const keepDays = 30;
/** So few that requests in between hardly wait. */
const mostRows = 500;

export function createUpkeep(
  writer: Handle,
  commits: GroupCommit,
  options: {
    readonly clock: Ports['clock'];
    readonly certificateArrived: CertificateArrived;
  },
): Upkeep {
  const { clock, certificateArrived } = options;
  // What was not current then has been superseded; what is not current now is not handed out anyhow.
  const findRipe = writer.prepare<[string, string], Arrived>(
    `select distinct c.fingerprint, c.name, c.entity_id as entityId
      from certificates c join deliveries d on d.fingerprint = c.fingerprint
      where c.not_before > ? and c.not_before <= ?
        and json_extract(d.response, '$.deploysAt') is not null`,
  );
  const forget = writer.prepare<[string, number]>(
    `delete from deliveries where id in
      (select id from deliveries where received_at < ? order by received_at limit ?)`,
  );
  const dropKeys = writer.prepare<[string]>(
    `update certificates set key_form = 'none', key_data = null, key_id = null
      where not_after < ? and key_form <> 'none'`,
  );
  const before = (ms: number) => new Date(clock.now().getTime() - ms).toISOString();

  return {
    announceRipe: () =>
      commits.submit(async (transaction, begin) => {
        begin();
        const ripe = findRipe.all(before(2 * dayMs), before(0));
        for (const one of ripe) await certificateArrived(transaction, one);
        return ripe.length;
      }),
    async prune() {
      const keys = await commits.submit(() => dropKeys.run(before(0)).changes);
      let deliveries = 0;
      for (let gone = mostRows; gone === mostRows;) {
        gone = await commits.submit(() => forget.run(before(keepDays * dayMs), mostRows).changes);
        deliveries += gone;
      }
      return { deliveries, keys };
    },
  };
}
