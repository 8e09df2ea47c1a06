import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import type { PullRequest, Push } from './github.ts';

/** What finding pull requests needs to ask. */
export interface History {
  /** The merged pull requests of a commit, as GitHub's index knows them now. */
  readonly lookUp: (sha: string, call: Call) => Promise<readonly PullRequest[]>;
  /** A page of what `head` holds and `base` does not, with the number of all. */
  readonly compare: (base: string, head: string, page: number, call: Call) => Promise<Compared>;
  readonly clock: Clock;
}

export interface Compared {
  readonly total: number;
  readonly commits: readonly { readonly sha: string; readonly firstParent: string | undefined }[];
}

/** Waits of a lookup that finds nothing yet. */
const lagWaitsMs = [2000, 4000];
/** Commits of one push that are looked at one by one. */
const mostCommits = 50;
const mostPages = 10;

/** The pull requests of a commit; asked again for a few seconds while there is none. */
export async function pullsOfCommit(
  sha: string,
  { lookUp, clock }: History,
  call: Call,
): Promise<readonly PullRequest[]> {
  let pulls = await lookUp(sha, call);
  for (const waitMs of lagWaitsMs) {
    if (pulls.length > 0) break;
    await clock.sleep(waitMs, call.signal);
    pulls = await lookUp(sha, call);
  }
  return pulls;
}

/** The commits that a push put on its branch one upon the other, newest first, without `after`. */
async function earlierCommits(
  { before, after }: Push,
  { compare }: History,
  call: Call,
): Promise<readonly string[]> {
  if (before === null) return [];
  const parents = new Map<string, string | undefined>();
  for (let page = 1; page <= mostPages; page += 1) {
    const { commits, total } = await compare(before, after, page, call);
    for (const { sha, firstParent } of commits) parents.set(sha, firstParent);
    if (commits.length === 0 || parents.size >= total) break;
  }
  const chain: string[] = [];
  // The first parent is the branch itself: the commits of a merged head are behind the others.
  let sha = parents.get(after);
  while (sha !== undefined && parents.has(sha)) {
    if (chain.length >= mostCommits) {
      call.log.warn('this push has more commits than are looked at', { lookedAt: mostCommits });
      break;
    }
    chain.push(sha);
    sha = parents.get(sha);
  }
  return chain;
}

/** Every pull request that a push brought to its branch, each once, that of `after` first. */
export async function pullsOfPush(
  push: Push,
  history: History,
  call: Call,
): Promise<readonly PullRequest[]> {
  const found = [...(await pullsOfCommit(push.after, history, call))];
  let earlier: readonly string[] = [];
  try {
    earlier = await earlierCommits(push, history, call);
  } catch (thrown) {
    // After a forced push the old tip may be gone; `after` was looked up all the same. What the other
    // commits brought is then not known, and so not allowed; with no pull request at all, a failure
    // must not pass for a push without one.
    const error = DeployError.from(thrown);
    const gone = error.code === 'RESOURCE_GONE' || error.code === 'REFUSED';
    if (error.code === 'CANCELLED' || (found.length === 0 && !gone)) throw error;
    call.log.warn('the commits of this push cannot be listed', { reason: error.message });
  }
  const others = await Promise.all(earlier.map((sha) => history.lookUp(sha, call)));
  const ours = [...found, ...others.flat()].filter(({ baseBranch }) => baseBranch === push.branch);
  return [...new Map(ours.map((pull) => [pull.number, pull])).values()];
}
