import { createHash } from 'node:crypto';

import type { Account, Commit, Repository } from './world.ts';

export interface FileChange {
  readonly path: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly additions: number;
  readonly deletions: number;
}

/** Text to write, or null to delete. */
export type FileEdits = Readonly<Record<string, string | null>>;

export class MergeConflict extends Error {
  constructor(path: string) {
    super(`both sides changed ${path}`);
  }
}

export function commitOf(repository: Repository, sha: string): Commit {
  const commit = repository.commits.get(sha);
  if (commit === undefined) throw new Error(`no commit ${sha}`);
  return commit;
}

/** A branch, `heads/branch`, a full sha or at least seven digits of one; undefined when unknown. */
export function resolveRef(repository: Repository, ref: string): Commit | undefined {
  const branch = repository.branches.get(ref.replace(/^(?:refs\/)?heads\//u, ''));
  const exact = repository.commits.get(branch ?? ref);
  if (exact !== undefined) return exact;
  if (!/^[0-9a-f]{7,39}$/u.test(ref)) return undefined;
  const found = [...repository.commits.values()].filter(({ sha }) => sha.startsWith(ref));
  return found.length === 1 ? found[0] : undefined;
}

export function addCommit(
  repository: Repository,
  commit: Omit<Commit, 'sha'> & { readonly salt?: string },
): Commit {
  const { salt = '', ...facts } = commit;
  const text = JSON.stringify([
    facts.parents,
    facts.message,
    facts.author.login,
    facts.date,
    [...facts.files],
    salt,
  ]);
  const made: Commit = { ...facts, sha: createHash('sha1').update(text).digest('hex') };
  repository.commits.set(made.sha, made);
  return made;
}

/** A commit on top of `parent` with these files changed. */
export function commitFiles(
  repository: Repository,
  parent: Commit | null,
  options: {
    readonly edits: FileEdits;
    readonly message: string;
    readonly author: Account;
    readonly date: Date;
  },
): Commit {
  const files = new Map(parent?.files);
  for (const [path, text] of Object.entries(options.edits)) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  const { message, author, date } = options;
  return addCommit(repository, {
    parents: parent === null ? [] : [parent.sha],
    message,
    author,
    date,
    files,
  });
}

/** The commit itself and everything it builds on. */
export function ancestors(repository: Repository, sha: string): ReadonlySet<string> {
  const seen = new Set<string>([sha]);
  // A set that grows while it is walked visits what was added.
  for (const next of seen)
    for (const parent of commitOf(repository, next).parents) seen.add(parent);
  return seen;
}

/** What `head` holds and `base` does not, oldest first, parents before their children. */
export function commitsBetween(
  repository: Repository,
  base: string,
  head: string,
): readonly Commit[] {
  const known = new Set(ancestors(repository, base));
  const ordered: Commit[] = [];
  const pending = [head];
  while (pending.length > 0) {
    const sha = pending.at(-1) ?? '';
    const missing = commitOf(repository, sha).parents.filter((parent) => !known.has(parent));
    if (missing.length > 0 && !known.has(sha)) {
      pending.push(...missing);
      continue;
    }
    pending.pop();
    if (!known.has(sha)) ordered.push(commitOf(repository, sha));
    known.add(sha);
  }
  return ordered;
}

/** The best common ancestor; with several, the one that holds the most history. */
export function mergeBase(repository: Repository, left: string, right: string): Commit {
  const ofRight = ancestors(repository, right);
  const common = [...ancestors(repository, left)].filter((sha) => ofRight.has(sha));
  const best = common
    .map((sha) => ({ sha, size: ancestors(repository, sha).size }))
    .sort((a, b) => b.size - a.size)[0];
  if (best === undefined) throw new Error('the two have no common history');
  return commitOf(repository, best.sha);
}

function linesNotIn(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  let count = 0;
  for (const line of lines) {
    const rest = left.get(line) ?? 0;
    if (rest === 0) count += 1;
    else left.set(line, rest - 1);
  }
  return count;
}

export function changedFiles(from: Commit, to: Commit): readonly FileChange[] {
  const paths = [...new Set([...from.files.keys(), ...to.files.keys()])].sort();
  return paths.flatMap((path) => {
    const before = from.files.get(path);
    const after = to.files.get(path);
    if (before === after) return [];
    const old = before === undefined ? [] : before.split('\n');
    const now = after === undefined ? [] : after.split('\n');
    const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
    return [
      { path, status, additions: linesNotIn(now, old), deletions: linesNotIn(old, now) } as const,
    ];
  });
}

/** The tree of `onto` with what `head` changed since their merge base. Throws `MergeConflict`. */
export function mergedFiles(
  repository: Repository,
  onto: Commit,
  head: Commit,
): Map<string, string> {
  const base = mergeBase(repository, onto.sha, head.sha);
  const ours = new Set(changedFiles(base, onto).map(({ path }) => path));
  const files = new Map(onto.files);
  for (const { path } of changedFiles(base, head)) {
    const text = head.files.get(path);
    if (ours.has(path) && onto.files.get(path) !== text) throw new MergeConflict(path);
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return files;
}
