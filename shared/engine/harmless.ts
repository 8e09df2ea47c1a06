import { DeployError } from '../core/errors.ts';
import type { Call } from '../providers/provider.ts';
import type { Ports } from './ports.ts';

/** A watcher that breaks, because its terminal is gone say, must end nothing and undo no good change. */
export function harmless(progress: Ports['progress'], call: Call): Ports['progress'] {
  return (event) => {
    try {
      progress(event);
    } catch (thrown) {
      const { message } = DeployError.from(thrown);
      call.log.warn('progress not shown', { event: event.kind, message });
    }
  };
}
