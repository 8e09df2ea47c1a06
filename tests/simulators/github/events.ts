import { changedFiles, commitOf, commitsBetween } from './history.ts';
import { pullShape } from './pull-shapes.ts';
import {
  accountShape,
  emailOf,
  htmlUrl,
  repositoryShape,
  time,
  treeId,
  type Shape,
} from './shapes.ts';
import type { TriggerEvent } from './trigger.ts';
import {
  fullName,
  type Account,
  type Commit,
  type Pull,
  type Repository,
  type World,
} from './world.ts';

export type { TriggerEvent } from './trigger.ts';

export const zeroSha = '0'.repeat(40);

/** What every payload of a repository carries. */
export function common(world: World, repository: Repository, sender: Account): Shape {
  return {
    repository: {
      ...repositoryShape(world, repository),
      topics: [],
      custom_properties: {},
    },
    sender: accountShape(world, sender),
  };
}

export function pullRequestEvent(
  world: World,
  repository: Repository,
  pull: Pull,
  options: { readonly action: string; readonly sender: Account; readonly before?: string },
): TriggerEvent {
  const { action, sender, before } = options;
  return {
    name: 'pull_request',
    payload: {
      action,
      number: pull.number,
      pull_request: pullShape(world, repository, pull),
      ...(before === undefined ? {} : { before, after: pull.headSha }),
      ...common(world, repository, sender),
    },
    repository: fullName(repository),
    sha: pull.mergeCommitSha ?? pull.headSha,
    ref: `refs/pull/${pull.number}/merge`,
    headRef: pull.head.ref,
    baseRef: pull.baseRef,
    actor: sender.login,
  };
}

function pushedCommit(world: World, repository: Repository, commit: Commit): Shape {
  const [first] = commit.parents;
  const files = first === undefined ? [] : changedFiles(commitOf(repository, first), commit);
  const paths = (status: string) =>
    files.filter((file) => file.status === status).map(({ path }) => path);
  const person = {
    name: commit.author.login,
    email: emailOf(commit.author),
    username: commit.author.login,
  };
  return {
    id: commit.sha,
    tree_id: treeId(commit),
    distinct: true,
    message: commit.message,
    timestamp: time(commit.date),
    url: `${htmlUrl(world, repository)}/commit/${commit.sha}`,
    author: person,
    committer: person,
    added: paths('added'),
    removed: paths('removed'),
    modified: paths('modified'),
  };
}

export function pushEvent(
  world: World,
  repository: Repository,
  push: {
    readonly ref: string;
    readonly before: string;
    readonly after: string;
    readonly forced: boolean;
    readonly sender: Account;
  },
): TriggerEvent {
  const { ref, before, after, forced, sender } = push;
  const created = before === zeroSha;
  const deleted = after === zeroSha;
  const commits = deleted
    ? []
    : created
      ? [commitOf(repository, after)]
      : commitsBetween(repository, before, after);
  const shapes = commits.map((commit) => pushedCommit(world, repository, commit));
  const { repository: shape, sender: by } = common(world, repository, sender);
  return {
    name: 'push',
    payload: {
      ref,
      before,
      after,
      created,
      deleted,
      forced,
      base_ref: null,
      compare: `${htmlUrl(world, repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      // GitHub sends at most 2,048 commits, the oldest first.
      commits: shapes.slice(0, 2048),
      head_commit: deleted ? null : pushedCommit(world, repository, commitOf(repository, after)),
      repository: {
        ...(shape as Shape),
        master_branch: repository.defaultBranch,
        public: !repository.private,
      },
      pusher: { name: sender.login, email: emailOf(sender) },
      sender: by,
    },
    repository: fullName(repository),
    sha: after,
    ref,
    headRef: '',
    baseRef: '',
    actor: sender.login,
  };
}

/** A run of the default branch's tip that no commit started. */
function branchEvent(
  world: World,
  repository: Repository,
  options: {
    readonly name: string;
    readonly sender: Account;
    readonly branch?: string;
    readonly extra: Shape;
  },
): TriggerEvent {
  const branch = options.branch ?? repository.defaultBranch;
  const sha = repository.branches.get(branch);
  if (sha === undefined) throw new Error(`no branch ${branch}`);
  return {
    name: options.name,
    payload: { ...options.extra, ...common(world, repository, options.sender) },
    repository: fullName(repository),
    sha,
    ref: `refs/heads/${branch}`,
    headRef: '',
    baseRef: '',
    actor: options.sender.login,
  };
}

export function dispatchEvent(
  world: World,
  repository: Repository,
  options: {
    readonly inputs: Readonly<Record<string, string>> | null;
    readonly workflow: string;
    readonly branch?: string;
    readonly sender: Account;
  },
): TriggerEvent {
  const { inputs, workflow, branch = repository.defaultBranch, sender } = options;
  const extra = { inputs, ref: `refs/heads/${branch}`, workflow };
  return branchEvent(world, repository, { name: 'workflow_dispatch', sender, branch, extra });
}

export function scheduleEvent(
  world: World,
  repository: Repository,
  cron: string,
  sender: Account,
): TriggerEvent {
  return branchEvent(world, repository, { name: 'schedule', sender, extra: { schedule: cron } });
}

export function mergeGroupEvent(
  world: World,
  repository: Repository,
  pull: Pull,
  sender: Account,
): TriggerEvent {
  const commit = commitOf(repository, pull.mergeCommitSha ?? pull.headSha);
  const ref = `refs/heads/gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${pull.baseSha}`;
  const person = { name: commit.author.login, email: emailOf(commit.author) };
  return {
    name: 'merge_group',
    payload: {
      action: 'checks_requested',
      merge_group: {
        head_sha: commit.sha,
        head_ref: ref,
        base_sha: pull.baseSha,
        base_ref: `refs/heads/${pull.baseRef}`,
        head_commit: {
          id: commit.sha,
          tree_id: treeId(commit),
          message: commit.message,
          timestamp: time(commit.date),
          author: person,
          committer: person,
        },
      },
      ...common(world, repository, sender),
    },
    repository: fullName(repository),
    sha: commit.sha,
    ref,
    headRef: '',
    baseRef: '',
    actor: sender.login,
  };
}

/** An event that Certferry does not serve, with the little that every payload has. */
export function otherEvent(
  world: World,
  repository: Repository,
  options: { readonly name: string; readonly payload: Shape; readonly sender: Account },
): TriggerEvent {
  const { name, payload, sender } = options;
  return branchEvent(world, repository, { name, sender, extra: payload });
}
