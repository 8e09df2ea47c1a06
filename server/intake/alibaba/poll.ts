import type { Call } from '../../../shared/providers/provider.ts';
import type { Clock } from '../../../shared/runtime/clock.ts';
import { errorFacts } from '../../log.ts';
import { Problem } from '../../problem.ts';
import { digestOf } from '../digest.ts';
import { readPem } from '../pem.ts';
import type { Prepare } from '../prepare.ts';
import type { OpenSource } from '../sources.ts';
import type { IntakeStore } from '../store.ts';
import { createCasClient } from './client.ts';
import type { CasClient, CasEntry } from './client.ts';
import { parseCasConfig } from './kind.ts';

/** What one round through an account came to. */
export interface PollResult {
  readonly listed: number;
  readonly stored: number;
  readonly refused: number;
}

/**
 * Asks the certificate service of one account for everything valid and takes in what is new. Every
 * round is a whole reconciliation: what one missed, the next finds. Certificates that somebody put
 * there are no issuance and left alone.
 */
export type Poll = (source: OpenSource, call: Call) => Promise<PollResult>;

interface Account {
  readonly config: string;
  readonly client: CasClient;
  /** Refused for what they are: their keys are not fetched again until the source is changed. */
  readonly refused: Set<number>;
}

export function createCasPoll(options: {
  readonly store: IntakeStore;
  readonly prepare: Prepare;
  readonly clock: Clock;
}): Poll {
  const { store, prepare, clock } = options;
  const accounts = new Map<string, Account>();

  async function open({ row, config }: OpenSource): Promise<Account> {
    const known = accounts.get(row.id);
    if (known?.config === row.config) return known;
    const parsed = parseCasConfig(config);
    if (parsed === undefined) throw new Error(`the source ${row.name} is no Alibaba account`);
    const client = await createCasClient(parsed, clock);
    const account = { config: row.config, client, refused: new Set<number>() };
    accounts.set(row.id, account);
    return account;
  }

  async function take(
    { id }: CasEntry,
    account: Account,
    source: OpenSource,
    call: Call,
  ): Promise<'known' | 'stored' | 'refused'> {
    const deliveryId = `cas:${id}`;
    // A certificate of an id never changes: the id is all that has to be the same.
    const telling = { deliveryId, digest: digestOf(source.row.id, deliveryId) };
    if (account.refused.has(id)) return 'refused';
    if (store.repeated(source.row.id, deliveryId, telling.digest) !== undefined) return 'known';
    const material = await account.client.material(id, call);
    if (material === undefined) {
      account.refused.add(id);
      return 'refused';
    }
    const parts = readPem(`${material.chain}\n${material.key?.reveal() ?? ''}`);
    try {
      const incoming = await prepare(
        {
          ...telling,
          kind: 'bundle',
          type: 'certificate.issued',
          at: undefined,
          parts,
          lineage: undefined,
          ref: `cas/${id}`,
        },
        source,
      );
      const answer = await store.record(incoming);
      return answer.status === 202 ? 'stored' : 'known';
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.details.status >= 500) throw thrown;
      account.refused.add(id);
      const { code } = thrown.details;
      call.log.warn('certificate refused', { source: source.row.name, certificate: id, code });
      return 'refused';
    }
  }

  return async (source, call) => {
    const account = await open(source);
    const ends = { known: 0, stored: 0, refused: 0 };
    let listed = 0;
    const failures: unknown[] = [];
    for await (const entry of account.client.certificates(call)) {
      listed += 1;
      if (entry.uploaded) continue;
      try {
        ends[await take(entry, account, source, call)] += 1;
      } catch (thrown) {
        if (call.signal.aborted) throw thrown;
        // One certificate that cannot be read stops no other; the next round tries it again.
        failures.push(thrown);
        call.log.warn('certificate not read', {
          source: source.row.name,
          certificate: entry.id,
          ...errorFacts(thrown),
        });
      }
    }
    if (failures.length > 0 && ends.known + ends.stored + ends.refused === 0) throw failures[0];
    return { listed, stored: ends.stored, refused: ends.refused };
  };
}
