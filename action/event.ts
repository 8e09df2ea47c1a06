import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';

/**
 * What started the workflow run, read once from the event's payload. Whether a pull request was merged
 * is not among it: that is asked of the API, because payloads are snapshots that a re-run gets again.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
export type Event =
  | PullRequestEvent
  | PushEvent
  | { readonly kind: 'merge_group'; readonly headSha: string; readonly baseSha: string }
  | WorkflowDispatchEvent
  | { readonly kind: 'schedule'; readonly cron: string }
  /** Certferry does nothing on it; `reason` says why in words. */
  | { readonly kind: 'unsupported'; readonly name: string; readonly reason: string };

export interface PullRequestEvent {
  readonly kind: 'pull_request';
  /** `opened`, `synchronize`, `closed`, … */
  readonly action: string;
  readonly number: number;
  /** The head of the pull request. `GITHUB_SHA` is the test merge instead. */
  readonly headSha: string;
  readonly headBranch: string;
  readonly baseBranch: string;
  /** `fork` and `dependabot`: the run has a read-only token and no secrets. */
  readonly origin: 'same-repository' | 'fork' | 'dependabot';
  readonly draft: boolean;
}

export interface PushEvent {
  readonly kind: 'push';
  readonly branch: string;
  readonly toDefaultBranch: boolean;
  /** Null when the branch is new. */
  readonly before: string | null;
  readonly after: string;
  /** Pull request that the message of the newest commit names, as GitHub's merges do; a hint only. */
  readonly named: number | null;
}

export interface WorkflowDispatchEvent {
  readonly kind: 'workflow_dispatch';
  readonly inputs: Readonly<Record<string, string>>;
  /** Null for a tag. */
  readonly branch: string | null;
  readonly onDefaultBranch: boolean;
}

/** Of a commit; only compared and handed on, so its form is left to GitHub. */
const Sha = z.string().min(1);
const DefaultBranch = z.object({ default_branch: z.string() });

/** The id stays when a repository is renamed; the name serves where a payload leaves the id out. */
const Repo = z.object({ id: z.int().optional(), full_name: z.string().optional() });

function sameRepository(head: z.infer<typeof Repo> | null | undefined, base: z.infer<typeof Repo>) {
  if (head === null || head === undefined) return false;
  if (head.id !== undefined && base.id !== undefined) return head.id === base.id;
  return head.full_name !== undefined && head.full_name === base.full_name;
}

const PullRequestPayload = z.object({
  action: z.string(),
  number: z.int().positive(),
  pull_request: z.object({
    draft: z.boolean().optional(),
    head: z.object({
      sha: Sha,
      ref: z.string(),
      // Null when the fork was deleted.
      repo: Repo.nullish(),
    }),
    base: z.object({ ref: z.string(), repo: Repo }),
  }),
});

const PushPayload = z.object({
  ref: z.string(),
  before: Sha,
  after: Sha,
  deleted: z.boolean().default(false),
  head_commit: z.object({ message: z.string() }).nullish(),
  repository: DefaultBranch,
});

/** "Merge pull request #7 from …" of a merge commit, "… (#7)" at the end of a squash. */
function pullNamedBy(message: string): number | null {
  const title = message.split('\n')[0] ?? '';
  const number = /^Merge pull request #(\d+) |\(#(\d+)\)$/u.exec(title);
  return number === null ? null : Number(number[1] ?? number[2]);
}

const MergeGroupPayload = z.object({
  merge_group: z.object({ head_sha: Sha, base_sha: Sha }),
});

const WorkflowDispatchPayload = z.object({
  ref: z.string(),
  // Boolean and number inputs may come as such.
  inputs: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).nullish(),
  repository: DefaultBranch,
});

const SchedulePayload = z.object({ schedule: z.string() });

function read<T>(schema: z.ZodType<T>, name: string, payload: unknown): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  const flaws = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `reading the payload of the ${name} event: ${flaws.join('; ')}`,
  );
}

function branchOf(ref: string): string | null {
  return ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : null;
}

function pullRequest(payload: unknown, actor: string): Event {
  const { action, number, pull_request: pull } = read(PullRequestPayload, 'pull_request', payload);
  const { head, base } = pull;
  const fork = !sameRepository(head.repo, base.repo);
  // Dependabot's own runs get a read-only token and only Dependabot's secrets. A re-run keeps the
  // actor; when a person pushes to its branch, that run is an ordinary one.
  // https://docs.github.com/en/code-security/dependabot/working-with-dependabot/troubleshooting-dependabot-on-github-actions
  const dependabot = actor === 'dependabot[bot]';
  return {
    kind: 'pull_request',
    action,
    number,
    headSha: head.sha,
    headBranch: head.ref,
    baseBranch: base.ref,
    origin: fork ? 'fork' : dependabot ? 'dependabot' : 'same-repository',
    draft: pull.draft ?? false,
  };
}

function push(payload: unknown): Event {
  const { ref, before, after, deleted, repository, ...pushed } = read(PushPayload, 'push', payload);
  const branch = branchOf(ref);
  const unsupported = (reason: string): Event => ({ kind: 'unsupported', name: 'push', reason });
  if (branch === null) return unsupported('a tag was pushed, not a branch');
  if (deleted) return unsupported('a branch was deleted');
  return {
    kind: 'push',
    branch,
    toDefaultBranch: branch === repository.default_branch,
    before: /^0+$/u.test(before) ? null : before,
    after,
    named: pullNamedBy(pushed.head_commit?.message ?? ''),
  };
}

function workflowDispatch(payload: unknown): Event {
  const given = read(WorkflowDispatchPayload, 'workflow_dispatch', payload);
  const branch = branchOf(given.ref);
  return {
    kind: 'workflow_dispatch',
    inputs: Object.fromEntries(
      Object.entries(given.inputs ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    branch,
    onDefaultBranch: branch === given.repository.default_branch,
  };
}

/**
 * Reads what `GITHUB_EVENT_NAME` and the file at `GITHUB_EVENT_PATH` say. `actor` is `GITHUB_ACTOR`.
 * Throws `CLOUD_UNEXPECTED` with the field when a payload is not as GitHub documents it.
 */
export function parseEvent(name: string, payload: unknown, actor: string): Event {
  switch (name) {
    case 'pull_request':
      return pullRequest(payload, actor);
    case 'push':
      return push(payload);
    case 'merge_group': {
      const { merge_group: group } = read(MergeGroupPayload, name, payload);
      return { kind: 'merge_group', headSha: group.head_sha, baseSha: group.base_sha };
    }
    case 'workflow_dispatch':
      return workflowDispatch(payload);
    case 'schedule':
      return { kind: 'schedule', cron: read(SchedulePayload, name, payload).schedule };
    case 'pull_request_target':
      return {
        kind: 'unsupported',
        name,
        reason:
          'pull_request_target gives the secrets of the repository to runs about code of a fork; use pull_request',
      };
    default:
      return {
        kind: 'unsupported',
        name,
        reason: 'use pull_request, push, merge_group, workflow_dispatch or schedule as the trigger',
      };
  }
}
