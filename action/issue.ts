import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Issue, Issues } from './github-issues.ts';
import { readIssueBody, writeIssueMarker } from './issue-marker.ts';
import type { IssueMarker, MarkedIssue } from './issue-marker.ts';
import type { RunId } from './marker.ts';

/** Found by it among closed issues, and by people. GitHub makes it when it is first used. */
export const issueLabel = 'certferry';

/** What the one issue of a deployment file is to be. */
export interface WantedIssue {
  readonly state: 'open' | 'closed';
  /** Which file it is about; made by `markerKey`. */
  readonly key: string;
  readonly title: string;
  /** Everything below the marker. */
  readonly text: string;
  /** Who we are for GitHub. */
  readonly author: string;
  readonly run: RunId;
}

export type KeptIssue =
  | {
      readonly kind: 'created' | 'updated' | 'reopened' | 'closed' | 'unchanged';
      readonly url: string;
    }
  /** A newer run has written it already; what it says stays. */
  | { readonly kind: 'superseded'; readonly url: string }
  /** All is well, and there is nothing to close. */
  | { readonly kind: 'nothing' }
  /** No issue, for a reason in words. The run goes on: the job summary says the same. */
  | { readonly kind: 'failed'; readonly error: DeployError };

interface OurIssue extends Issue, MarkedIssue {}

/** Ours by author and marker, the oldest first: a marker alone can be written by anyone. */
async function find(
  issues: Issues,
  { key, author }: WantedIssue,
  query: Parameters<Issues['list']>[0],
  call: Call,
): Promise<readonly OurIssue[]> {
  const all = await issues.list(query, call);
  return all
    .flatMap((issue): readonly OurIssue[] => {
      const marked = issue.author === author ? readIssueBody(issue.body) : undefined;
      return marked?.marker.key === key ? [{ ...issue, ...marked }] : [];
    })
    .sort((a, b) => a.number - b.number);
}

/** Without the label: a person who takes it away must not make a second issue appear. */
function findOpen(issues: Issues, wanted: WantedIssue, call: Call) {
  return find(issues, wanted, { state: 'open', author: wanted.author }, call);
}

/** The last one that was ours to close; with the label, since closed issues are many. */
async function findClosed(issues: Issues, wanted: WantedIssue, call: Call) {
  const query = { state: 'closed', author: wanted.author, label: issueLabel } as const;
  const closed = await find(issues, wanted, query, call);
  return closed.findLast(({ marker }) => marker.state !== 'double');
}

/** Run ids grow. A run that somebody starts again looks at the clouds anew, whatever its id. */
function isSuperseded({ marker }: OurIssue, { run }: WantedIssue): boolean {
  if (run.attempt > 1 && run.id !== marker.run.id) return false;
  return marker.run.id === run.id ? marker.run.attempt > run.attempt : marker.run.id > run.id;
}

function bodyOf({ text, ...marker }: IssueMarker & Pick<WantedIssue, 'text'>): string {
  return `${writeIssueMarker(marker)}\n${text}`;
}

/** An issue is not lost, and not made twice, when GitHub fails after having made it. */
async function create(issues: Issues, wanted: WantedIssue, call: Call): Promise<Issue> {
  const issue = { title: wanted.title, body: bodyOf(wanted), labels: [issueLabel] };
  try {
    return await issues.create(issue, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code !== 'OUTCOME_UNKNOWN') throw error;
    call.log.warn('looking whether the issue was written', { reason: error.message });
    const made = (await findOpen(issues, wanted, call)).find(({ body }) => body === issue.body);
    return made ?? (await issues.create(issue, call));
  }
}

/** All but the first were made by a run that raced with another one. */
async function closeDoubles(
  issues: Issues,
  wanted: WantedIssue,
  [first, ...doubles]: readonly Issue[],
  call: Call,
): Promise<void> {
  for (const double of doubles) {
    const text = `Two runs wrote this at once. The one that is kept is #${first?.number ?? 0}.`;
    const body = bodyOf({ ...wanted, text, state: 'double' });
    try {
      const { title } = double;
      await issues.update(
        double.number,
        { title, body, state: 'closed', reason: 'not_planned' },
        call,
      );
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'CANCELLED') throw error;
      call.log.warn('a second issue of ours stays open', {
        issue: double.url,
        reason: error.message,
      });
    }
  }
}

async function close(issues: Issues, wanted: WantedIssue, call: Call): Promise<KeptIssue> {
  const open = await findOpen(issues, wanted, call);
  const [first] = open;
  if (first === undefined) return { kind: 'nothing' };
  const newer = open.find((issue) => isSuperseded(issue, wanted));
  if (newer !== undefined) return { kind: 'superseded', url: newer.url };
  await closeDoubles(issues, wanted, open, call);
  const change = { title: wanted.title, body: bodyOf(wanted), state: 'closed' } as const;
  const { url } = await issues.update(first.number, { ...change, reason: 'completed' }, call);
  return { kind: 'closed', url };
}

/** Opens the issue that was closed last, or makes the first one. */
async function open(issues: Issues, wanted: WantedIssue, call: Call): Promise<KeptIssue> {
  const closed = await findClosed(issues, wanted, call);
  if (closed !== undefined && isSuperseded(closed, wanted)) {
    return { kind: 'superseded', url: closed.url };
  }
  const change = { title: wanted.title, body: bodyOf(wanted), state: 'open' } as const;
  const written =
    closed === undefined
      ? await create(issues, wanted, call)
      : await issues.update(closed.number, { ...change, reason: 'reopened' }, call);
  // There is no "create if absent": another run may have done the same in the meantime.
  const others = (await findOpen(issues, wanted, call)).filter(
    ({ number }) => number !== written.number,
  );
  const all = [...others, written].sort((a, b) => a.number - b.number);
  await closeDoubles(issues, wanted, all, call);
  const [first] = others;
  if (first !== undefined && first.number < written.number) {
    return await rewrite(issues, wanted, first, call);
  }
  return { kind: closed === undefined ? 'created' : 'reopened', url: written.url };
}

/** Edits the open issue in place, where it is to say something else. */
async function rewrite(
  issues: Issues,
  wanted: WantedIssue,
  issue: OurIssue,
  call: Call,
): Promise<KeptIssue> {
  if (isSuperseded(issue, wanted)) return { kind: 'superseded', url: issue.url };
  if (issue.text === wanted.text && issue.title === wanted.title) {
    return { kind: 'unchanged', url: issue.url };
  }
  const change = { title: wanted.title, body: bodyOf(wanted), state: 'open' } as const;
  const { url } = await issues.update(issue.number, change, call);
  return { kind: 'updated', url };
}

async function keep(issues: Issues, wanted: WantedIssue, call: Call): Promise<KeptIssue> {
  if (wanted.state === 'closed') return await close(issues, wanted, call);
  const ours = await findOpen(issues, wanted, call);
  const [first] = ours;
  if (first === undefined) return await open(issues, wanted, call);
  await closeDoubles(issues, wanted, ours, call);
  return await rewrite(issues, wanted, first, call);
}

/**
 * Keeps the one rolling issue of a deployment file: creates it, edits it in place, closes it with a last
 * word when all is well, and opens it again when that is over. After a race the oldest stays and the
 * others are closed. Writes nothing when there is nothing new to say; never touches an issue of others,
 * whatever it holds. Rejects only with `CANCELLED`.
 */
export async function keepIssue(
  issues: Issues,
  wanted: WantedIssue,
  call: Call,
): Promise<KeptIssue> {
  try {
    try {
      return await keep(issues, wanted, call);
    } catch (thrown) {
      // Deleted or moved by a person since it was read: look again, once.
      if (DeployError.from(thrown).code !== 'RESOURCE_GONE') throw thrown;
      return await keep(issues, wanted, call);
    }
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return { kind: 'failed', error };
  }
}
