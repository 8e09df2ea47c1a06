import { addCommit, commitOf, commitsBetween, mergedFiles, MergeConflict } from './history.ts';
import type { Account, Commit, Pull, Repository, World } from './world.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export function tipOf(repository: Repository, branch: string): Commit {
  const sha = repository.branches.get(branch);
  if (sha === undefined) throw new Error(`no branch ${branch}`);
  return commitOf(repository, sha);
}

/** The commit of `refs/pull/N/merge`, which `GITHUB_SHA` names; null where the two conflict. */
export function testMerge(world: World, repository: Repository, pull: Pull): string | null {
  const base = tipOf(repository, pull.baseRef);
  const head = commitOf(repository, pull.headSha);
  try {
    return addCommit(repository, {
      parents: [base.sha, head.sha],
      message: `Merge ${head.sha} into ${base.sha}`,
      author: pull.author,
      date: world.now(),
      files: mergedFiles(repository, base, head),
    }).sha;
  } catch (thrown) {
    if (thrown instanceof MergeConflict) return null;
    throw thrown;
  }
}

function mergeCommit(world: World, repository: Repository, pull: Pull, who: Account): Commit {
  const base = tipOf(repository, pull.baseRef);
  const head = commitOf(repository, pull.headSha);
  return addCommit(repository, {
    parents: [base.sha, head.sha],
    message: `Merge pull request #${pull.number} from ${pull.head.repository.owner.login}/${pull.head.ref}`,
    author: who,
    date: world.now(),
    files: mergedFiles(repository, base, head),
  });
}

function squashCommit(world: World, repository: Repository, pull: Pull): Commit {
  const base = tipOf(repository, pull.baseRef);
  return addCommit(repository, {
    parents: [base.sha],
    message: `${pull.title} (#${pull.number})`,
    author: pull.author,
    date: world.now(),
    files: mergedFiles(repository, base, commitOf(repository, pull.headSha)),
  });
}

/** GitHub makes new commits even where a fast-forward would do. */
function rebasedCommits(world: World, repository: Repository, pull: Pull): Commit {
  let tip = tipOf(repository, pull.baseRef);
  for (const commit of commitsBetween(repository, tip.sha, pull.headSha)) {
    tip = addCommit(repository, {
      parents: [tip.sha],
      message: commit.message,
      author: commit.author,
      date: world.now(),
      files: mergedFiles(repository, tip, commit),
      salt: 'rebased',
    });
  }
  return tip;
}

/** Merges the pull request into its base branch; the sha that the branch points at afterwards. */
export function land(
  world: World,
  repository: Repository,
  pull: Pull,
  options: { readonly method: MergeMethod; readonly by: Account },
): string {
  const before = tipOf(repository, pull.baseRef).sha;
  const makers = { merge: mergeCommit, squash: squashCommit, rebase: rebasedCommits };
  const after = makers[options.method](world, repository, pull, options.by);
  const date = world.now();
  repository.branches.set(pull.baseRef, after.sha);
  pull.state = 'closed';
  pull.mergeCommitSha = after.sha;
  pull.introduced = new Set(commitsBetween(repository, before, after.sha).map(({ sha }) => sha));
  pull.mergedAt = date;
  pull.closedAt = date;
  pull.updatedAt = date;
  pull.mergedBy = options.by;
  return after.sha;
}
