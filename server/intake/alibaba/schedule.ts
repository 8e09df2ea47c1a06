import type { Call } from '../../../shared/providers/provider.ts';
import { errorFacts } from '../../log.ts';
import type { Ports } from '../../ports.ts';
import type { Sources } from '../sources.ts';
import { parseCasConfig } from './kind.ts';
import type { Poll } from './poll.ts';

/**
 * One turn: every account whose time has come is asked, one after the other. The first turn after a
 * start asks them all. An account that fails stops no other and is asked again at its next time.
 */
export function createCasTurn(options: {
  readonly sources: Sources;
  readonly poll: Poll;
  readonly clock: Ports['clock'];
}): (call: Call) => Promise<void> {
  const { sources, poll, clock } = options;
  const asked = new Map<string, number>();
  return async (call) => {
    for (const source of sources.byKind('alibaba-cas')) {
      const { id, name, disabled_at: disabled } = source.row;
      const now = clock.now().getTime();
      const everyMs = (parseCasConfig(source.config)?.every_minutes ?? 60) * 60_000;
      if (disabled !== null || now - (asked.get(id) ?? Number.NEGATIVE_INFINITY) < everyMs)
        continue;
      asked.set(id, now);
      try {
        const result = await poll(source, call);
        call.log.info('certificates of the account reconciled', { source: name, ...result });
      } catch (thrown) {
        if (call.signal.aborted) throw thrown;
        call.log.error('account not read', { source: name, ...errorFacts(thrown) });
      }
    }
  };
}
