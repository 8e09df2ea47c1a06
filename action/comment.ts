import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { GitHub, IssueComment } from './github.ts';
import { readMarker, writeMarker, type Marker, type RunId } from './marker.ts';

/** The author of what a workflow writes with its own token; an App writes as `slug[bot]`. */
export const actionsAuthor = 'github-actions[bot]';

/** What tells our comment from all others. A marker alone does not: anyone can write one. */
export interface Whose {
  readonly kind: Marker['kind'];
  readonly key: string;
  readonly author: string;
}

export interface OurComment extends IssueComment {
  readonly marker: Marker;
}

export type Commented =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string }
  /** A newer run has written it already; what it says stays. */
  | { readonly kind: 'superseded'; readonly url: string }
  /** No comment, for a reason in words. The run goes on: the job summary says the same. */
  | { readonly kind: 'failed'; readonly error: DeployError };

type Comments = Pick<
  GitHub,
  'listComments' | 'createComment' | 'updateComment' | 'deleteComment' | 'isAncestor'
>;

/** Our comments of this kind and key on a pull request, the oldest first; more than one only after a race. */
export async function findComments(
  github: Pick<GitHub, 'listComments'>,
  pull: number,
  whose: Whose,
  call: Call,
): Promise<readonly OurComment[]> {
  const comments = await github.listComments(pull, call);
  return comments
    .flatMap((comment) => {
      const marker = comment.author === whose.author ? readMarker(comment.body) : undefined;
      const ours = marker?.kind === whose.kind && marker.key === whose.key;
      return ours ? [{ ...comment, marker }] : [];
    })
    .sort((a, b) => a.id - b.id);
}

function isNewer(a: RunId, b: RunId): boolean {
  return a.id === b.id ? a.attempt > b.attempt : a.id > b.id;
}

/**
 * A late run must not overwrite what a newer one says. Run ids grow, so a smaller id is older, unless
 * somebody runs it again for the very same head, or its head holds everything of the other.
 */
async function mayReplace(
  github: Comments,
  mine: Marker,
  theirs: Marker,
  call: Call,
): Promise<boolean> {
  if (!isNewer(theirs.run, mine.run)) return true;
  if (theirs.sha === mine.sha) return mine.run.id !== theirs.run.id && mine.run.attempt > 1;
  try {
    return await github.isAncestor(theirs.sha, mine.sha, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    call.log.warn('two previews cannot be compared by age', { reason: error.message });
    return false;
  }
}

/** A comment is not lost, and not made twice, when GitHub fails after having made it. */
async function create(
  github: Comments,
  comment: { readonly pull: number; readonly body: string; readonly whose: Whose },
  call: Call,
): Promise<IssueComment> {
  const { pull, body, whose } = comment;
  try {
    return await github.createComment(pull, body, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code !== 'OUTCOME_UNKNOWN') throw error;
    call.log.warn('looking whether the comment was written', { reason: error.message });
    const made = (await findComments(github, pull, whose, call)).find(
      (other) => other.body === body,
    );
    return made ?? github.createComment(pull, body, call);
  }
}

/** All but the first were made by a run that raced with another one. */
async function deleteDoubles(
  github: Comments,
  doubles: readonly IssueComment[],
  call: Call,
): Promise<void> {
  for (const double of doubles) {
    try {
      await github.deleteComment(double.id, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'CANCELLED') throw error;
      call.log.warn('a second comment of ours stays', {
        comment: double.url,
        reason: error.message,
      });
    }
  }
}

export interface Upsert {
  readonly pull: number;
  readonly marker: Marker;
  /** Everything after the marker. Together at most 65,536 characters: see `markerBytes`. */
  readonly text: string;
  /** Who we are for GitHub. */
  readonly author: string;
  /** Whether a marker that is there is as we wrote it. The age that another one claims does not count. */
  readonly genuine: (marker: Marker) => boolean;
}

const mostEdits = 3;

/**
 * Edits our comment. There is no "change if unchanged": an older run that read the same comment may write
 * after us, so we look afterwards, and write again what a newer run has to say.
 */
async function edit(
  github: Comments,
  { id, body }: { readonly id: number; readonly body: string },
  { marker, pull, author, genuine }: Upsert,
  call: Call,
): Promise<Commented> {
  for (let edits = 1; ; edits += 1) {
    const { url } = await github.updateComment(id, body, call);
    const now = await lookAgain(github, { pull, id, marker, author }, call);
    if (now === undefined || now.body === body || edits === mostEdits) {
      return { kind: 'updated', url };
    }
    if (genuine(now.marker) && !(await mayReplace(github, marker, now.marker, call))) {
      return { kind: 'superseded', url };
    }
    call.log.info('an older run wrote over our comment, writing it again');
  }
}

/** Undefined also when it cannot be read: what was written before that is written. */
async function lookAgain(
  github: Comments,
  {
    pull,
    id,
    marker: { kind, key },
    author,
  }: Pick<Upsert, 'pull' | 'marker' | 'author'> & { readonly id: number },
  call: Call,
): Promise<OurComment | undefined> {
  try {
    const ours = await findComments(github, pull, { kind, key, author }, call);
    return ours.find((comment) => comment.id === id);
  } catch (thrown) {
    const reason = DeployError.from(thrown).message;
    call.log.warn('our comment cannot be looked at again', { reason });
    return undefined;
  }
}

async function upsert(
  github: Comments,
  request: Upsert,
  tries: { readonly again: boolean },
  call: Call,
): Promise<Commented> {
  const { pull, marker, text, author, genuine } = request;
  const whose = { kind: marker.kind, key: marker.key, author };
  const body = `${writeMarker(marker)}\n${text}`;
  let ours = await findComments(github, pull, whose, call);
  let created: OurComment | undefined;
  if (ours.length === 0) {
    const made = { ...(await create(github, { pull, body, whose }, call)), marker };
    // There is no "create if absent": another run may have done the same in the meantime.
    const others = (await findComments(github, pull, whose, call)).filter(
      ({ id }) => id !== made.id,
    );
    ours = [...others, made].sort((a, b) => a.id - b.id);
    created = made;
  }
  const [first, ...doubles] = ours;
  if (first === undefined) throw new DeployError('INTERNAL', 'no comment after creating one');
  await deleteDoubles(github, doubles, call);
  if (first.id === created?.id) return { kind: 'created', url: first.url };
  if (genuine(first.marker) && !(await mayReplace(github, marker, first.marker, call))) {
    return { kind: 'superseded', url: first.url };
  }
  if (first.body === body) return { kind: 'unchanged', url: first.url };
  try {
    return await edit(github, { id: first.id, body }, request, call);
  } catch (thrown) {
    // Deleted by a person or by a racing run since it was read: look again, once.
    if (DeployError.from(thrown).code !== 'RESOURCE_GONE' || !tries.again) throw thrown;
    return upsert(github, request, { again: false }, call);
  }
}

/**
 * Writes the one comment of this kind that a deployment file has: edits it in place, creates it
 * when there is none, and when two runs raced leaves the older of two. Comments of others are never
 * touched, whatever they hold. Rejects only with `CANCELLED`.
 */
export async function upsertComment(
  github: Comments,
  request: Upsert,
  call: Call,
): Promise<Commented> {
  try {
    return await upsert(github, request, { again: true }, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return { kind: 'failed', error };
  }
}
