import type { Change } from '../core/model.ts';
import type { Progress } from '../engine/ports.ts';

/** States in which a change moves no more. */
const ended: ReadonlySet<string> = new Set([
  'success',
  'error',
  'kept',
  'held',
  'rolled-back',
  'rollback-error',
]);

export interface ProgressLine {
  /** The whole sentence, for a log. */
  readonly text: string;
  /** The same without the count, for a line that shows the count as a bar. */
  readonly step: string;
  /** How far what is counted has come: places that are read, then resources. Null: nothing is counted. */
  readonly counted: Counted | null;
  /** Something came to its end: worth a line that stays. Else it is on its way. */
  readonly ended: boolean;
}

export interface Counted {
  readonly done: number;
  readonly total: number;
}

/** One sentence for a watcher, with "3 of 12" where changes are counted. */
export function progressLines(): (event: Progress) => ProgressLine {
  const line = (
    step: string,
    more: Partial<Pick<ProgressLine, 'ended' | 'counted' | 'text'>> = {},
  ): ProgressLine => ({ text: step, step, ended: false, counted: null, ...more });
  let places = 0;
  let read = 0;
  const reading = (): Counted => ({ done: read, total: places });
  let changes: readonly Change[] = [];
  let total = 0;
  const done = new Set<string>();
  return (event) => {
    switch (event.kind) {
      case 'connecting':
        return line(`logging in to ${plural(event.accounts, 'account')}`);
      case 'discovering':
        ({ places } = event);
        read = 0;
        return line(`reading ${plural(places, 'place')}`, { counted: reading() });
      case 'discovered': {
        read += 1;
        const where = [event.account, event.region].filter((part) => part !== null).join('/');
        const found = plural(event.resources, 'resource');
        return line(`${event.target} of ${where}: ${found}`, { ended: true, counted: reading() });
      }
      case 'gap': {
        read = Math.min(read + 1, places);
        const { account, region, target, error } = event.gap;
        const where = [account, region].filter((part) => part !== null).join('/');
        const words = `${target} of ${where} could not be read: ${error.message}`;
        return line(words, { ended: true, counted: reading() });
      }
      case 'planned': {
        changes = event.plan.tasks.flatMap((task) => task.changes);
        total = changes.filter((change) => change.kind !== 'keep').length;
        const kept = changes.length - total;
        return line(`planned: ${plural(total, 'edit')}, ${kept} kept`, { ended: true });
      }
      case 'change': {
        const isEnd = ended.has(event.state);
        // Only a verification has a word on what is kept: it looks at everything.
        if (event.edit.kind === 'keep') total = changes.length;
        if (isEnd) done.add(event.edit.id);
        const { target, label } = event.edit.resource;
        const step = `${target} ${label}: ${event.doing}`;
        return line(step, {
          text: `[${done.size}/${total}] ${step}`,
          ended: isEnd,
          counted: { done: done.size, total },
        });
      }
      case 'undo':
        return line(`${event.receipt.resource}: ${event.doing}`, {
          ended: ended.has(event.state),
        });
    }
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
