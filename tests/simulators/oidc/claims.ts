import { randomUUID } from 'node:crypto';

/** The workflow job that a token speaks for. */
export interface Job {
  /** `owner/name` */
  readonly repository?: string;
  readonly repositoryId?: number;
  readonly ownerId?: number;
  readonly event?: string;
  /** `refs/heads/main`, `refs/pull/7/merge` */
  readonly ref?: string;
  readonly sha?: string;
  readonly runId?: number;
  readonly attempt?: number;
  /** Undefined: the job names no environment, and the token has no such claim. */
  readonly environment?: string;
  /** File of the workflow that holds the job. */
  readonly workflow?: string;
  /** What the workflow calls itself. */
  readonly workflowName?: string;
  readonly runNumber?: number;
  readonly actor?: { readonly login: string; readonly id: number };
  readonly headRef?: string;
  readonly baseRef?: string;
  /** Where the job comes from a reusable workflow: `octo/shared/.github/workflows/x.yml@refs/heads/main`. */
  readonly jobWorkflowRef?: string;
  /** Repositories made after 2026-07-15 have ids in the subject. */
  readonly immutableSubject?: boolean;
}

const defaultJob = {
  repository: 'octo/shop',
  repositoryId: 4711,
  ownerId: 815,
  event: 'push',
  ref: 'refs/heads/main',
  sha: 'a'.repeat(40),
  runId: 26_000_000_001,
  attempt: 1,
  workflow: 'certferry.yml',
  workflowName: 'Certferry',
  runNumber: 7,
  actor: { login: 'octocat', id: 583_231 },
} as const;

function escaped(value: string): string {
  return value.replaceAll(':', '%3A');
}

function subject(job: Job & typeof defaultJob, owner: string, name: string): string {
  const repository =
    job.immutableSubject === true
      ? `${owner}@${job.ownerId}/${name}@${job.repositoryId}`
      : `${owner}/${name}`;
  const suffix =
    job.environment !== undefined
      ? `environment:${escaped(job.environment)}`
      : job.event.startsWith('pull_request')
        ? 'pull_request'
        : `ref:${job.ref}`;
  return `repo:${repository}:${suffix}`;
}

/**
 * The claims that GitHub puts into the token of a job; ids and numbers are texts, as there. Tokens live
 * for five minutes.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function jobClaims(
  given: Job,
  about: { readonly issuer: string; readonly audience: string; readonly now: Date },
): Record<string, unknown> {
  const job = { ...defaultJob, ...given } as Job & typeof defaultJob;
  const [owner = '', name = ''] = job.repository.split('/');
  const seconds = Math.floor(about.now.getTime() / 1000);
  const workflowRef = `${job.repository}/.github/workflows/${job.workflow}@${job.ref}`;
  const pull = job.event.startsWith('pull_request');
  return {
    jti: randomUUID(),
    iss: about.issuer,
    aud: about.audience,
    sub: subject(job, owner, name),
    iat: seconds,
    nbf: seconds - 600,
    exp: seconds + 300,
    actor: job.actor.login,
    actor_id: String(job.actor.id),
    base_ref: job.baseRef ?? (pull ? 'main' : ''),
    head_ref: job.headRef ?? (pull ? 'change' : ''),
    ...(job.environment === undefined ? {} : { environment: job.environment }),
    event_name: job.event,
    job_workflow_ref: job.jobWorkflowRef ?? workflowRef,
    job_workflow_sha: job.sha,
    ref: job.ref,
    ref_protected: 'true',
    ref_type: job.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: job.repository,
    repository_id: String(job.repositoryId),
    repository_owner: owner,
    repository_owner_id: String(job.ownerId),
    repository_visibility: 'private',
    run_attempt: String(job.attempt),
    run_id: String(job.runId),
    run_number: String(job.runNumber),
    runner_environment: 'github-hosted',
    sha: job.sha,
    workflow: job.workflowName,
    workflow_ref: workflowRef,
    workflow_sha: job.sha,
  };
}
