import type {
  BranchFilterConfig,
  EventsConfig,
  PathFilterConfig,
  TypesFilterConfig,
} from '@actions/workflow-parser/model/workflow-template';

import { changedFiles, commitOf } from '../simulators/github/history.ts';
import type { TriggerEvent } from '../simulators/github/trigger.ts';
import type { Repository } from '../simulators/github/world.ts';

type Filters = BranchFilterConfig & PathFilterConfig & TypesFilterConfig;

/**
 * Activity types that start a workflow which names none.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const usualTypes: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'synchronize', 'reopened'],
};

const served = ['pull_request', 'push', 'merge_group', 'schedule', 'workflow_dispatch'];
const filters = ['branches', 'branches-ignore', 'paths', 'paths-ignore', 'types'];

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet */
function matcher(pattern: string): (text: string) => boolean {
  if (/[?+[\]]/u.test(pattern)) throw new Error(`the pattern "${pattern}" is not carried out here`);
  const source = pattern
    .split(/(\*\*|\*)/u)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : RegExp.escape(part)))
    .join('');
  const expression = new RegExp(`^${source}$`, 'u');
  return (text) => expression.test(text);
}

/** The last pattern that fits decides; one with `!` in front takes away. */
function chosen(patterns: readonly string[], text: string): boolean {
  let isIn = false;
  for (const pattern of patterns) {
    const taking = pattern.startsWith('!');
    if (matcher(taking ? pattern.slice(1) : pattern)(text)) isIn = !taking;
  }
  return isIn;
}

/** A pull request's whole difference to its base, a push's from before to after. */
export function changedPaths(repository: Repository, event: TriggerEvent): readonly string[] {
  const after = commitOf(repository, event.sha);
  const { before } = event.payload as { readonly before?: string };
  const isNew = before === undefined || /^0+$/u.test(before);
  const from = event.name === 'push' && !isNew ? before : after.parents[0];
  if (from === undefined) return [...after.files.keys()];
  return changedFiles(commitOf(repository, from), after).map(({ path }) => path);
}

/** Whether the event starts a workflow with this `on`. */
export function starts(events: EventsConfig, event: TriggerEvent, repository: Repository): boolean {
  if (!served.includes(event.name)) throw new Error(`the event ${event.name} is not carried out`);
  if (!(event.name in events)) return false;
  if (event.name === 'schedule') {
    return (events.schedule ?? []).some(({ cron }) => cron === event.payload['schedule']);
  }
  if (event.name === 'workflow_dispatch') return true;
  const wanted = events[event.name] as Filters;
  const strange = Object.keys(wanted).filter((key) => !filters.includes(key));
  if (strange.length > 0) throw new Error(`the filter ${strange.join()} is not carried out here`);
  const types = wanted.types ?? usualTypes[event.name];
  if (types !== undefined && !types.includes(String(event.payload['action']))) return false;
  const branch = event.baseRef === '' ? event.ref.replace(/^refs\/heads\//u, '') : event.baseRef;
  const isBranch = event.baseRef !== '' || event.ref.startsWith('refs/heads/');
  if (wanted.branches !== undefined && !(isBranch && chosen(wanted.branches, branch))) return false;
  if (isBranch && wanted['branches-ignore']?.some((one) => matcher(one)(branch)) === true) {
    return false;
  }
  const paths = changedPaths(repository, event);
  if (wanted.paths !== undefined && !paths.some((path) => chosen(wanted.paths ?? [], path))) {
    return false;
  }
  const ignored = wanted['paths-ignore'];
  return ignored === undefined || paths.some((path) => !ignored.some((one) => matcher(one)(path)));
}
