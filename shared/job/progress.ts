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
  readonly text: string;
  /** Something came to its end: worth a line that stays. Else it is on its way. */
  readonly ended: boolean;
}

/** One sentence for a watcher, with "3 of 12" where changes are counted. */
export function progressLines(): (event: Progress) => ProgressLine {
  let changes: readonly Change[] = [];
  let total = 0;
  const done = new Set<string>();
  return (event) => {
    switch (event.kind) {
      case 'connecting':
        return { text: `logging in to ${plural(event.accounts, 'account')}`, ended: false };
      case 'discovering':
        return { text: `reading ${plural(event.places, 'place')}`, ended: false };
      case 'discovered': {
        const where = [event.account, event.region].filter((part) => part !== null).join('/');
        return {
          text: `${event.target} of ${where}: ${plural(event.resources, 'resource')}`,
          ended: true,
        };
      }
      case 'gap': {
        const { account, region, target, error } = event.gap;
        const where = [account, region].filter((part) => part !== null).join('/');
        return { text: `${target} of ${where} could not be read: ${error.message}`, ended: true };
      }
      case 'planned': {
        changes = event.plan.tasks.flatMap((task) => task.changes);
        total = changes.filter((change) => change.kind !== 'keep').length;
        return {
          text: `planned: ${plural(total, 'edit')}, ${changes.length - total} kept`,
          ended: true,
        };
      }
      case 'change': {
        const isEnd = ended.has(event.state);
        // Only a verification has a word on what is kept: it looks at everything.
        if (event.edit.kind === 'keep') total = changes.length;
        if (isEnd) done.add(event.edit.id);
        const { target, label } = event.edit.resource;
        return { text: `[${done.size}/${total}] ${target} ${label}: ${event.doing}`, ended: isEnd };
      }
      case 'undo':
        return {
          text: `${event.receipt.resource}: ${event.doing}`,
          ended: ended.has(event.state),
        };
    }
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
