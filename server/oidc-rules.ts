import type { Repository } from './database/schema.ts';
import type { Claims } from './oidc-token.ts';
import { Problem } from './problem.ts';

/** What a workflow run may ask for, by what it takes to be allowed. */
export type Operation =
  /** Reads public facts and counts: quotes, plans of a preview, public chains. */
  | 'preview'
  /** Says what is on the default branch now. */
  | 'register'
  /** Takes quota, reports, reads receipts and what previews showed. */
  | 'deploy'
  /** Says that it is the run that the receiver has started. */
  | 'claim'
  /** Is given a private key. */
  | 'bundle';

const deployEvents = ['push', 'workflow_dispatch', 'repository_dispatch', 'schedule'];

/**
 * `pull_request_target`, `workflow_run` and `issue_comment` run with the rights of the default branch on
 * words of whoever opened the pull request: they are in no list.
 */
const events: Readonly<Record<Operation, readonly string[]>> = {
  preview: [...deployEvents, 'pull_request', 'merge_group'],
  register: ['push'],
  deploy: deployEvents,
  claim: ['workflow_dispatch'],
  bundle: deployEvents,
};

function forbidden(code: string, detail: string): Problem {
  return new Problem({
    status: 403,
    code,
    title: 'The workflow run is not allowed to do this',
    detail,
  });
}

/** Why a run may not do this; undefined: it may. Pure. */
export function refuse(
  operation: Operation,
  claims: Claims,
  repository: Repository,
): Problem | undefined {
  if (claims.ownerId !== repository.owner_id) {
    return forbidden(
      'OWNER_MISMATCH',
      'the repository was registered under another owner; register it again after a transfer',
    );
  }
  if (repository.disabled_at !== null) {
    return forbidden('REPOSITORY_DISABLED', 'the operator has switched this repository off');
  }
  if (!events[operation].includes(claims.event)) {
    const allowed = events[operation].join(', ');
    return forbidden('EVENT_NOT_ALLOWED', `the event of the run must be one of: ${allowed}`);
  }
  // A preview runs code of the pull request: what an environment or a workflow would prove is not there.
  if (operation === 'preview') return undefined;
  if (claims.ref !== `refs/heads/${repository.default_branch}`) {
    return forbidden(
      'REF_NOT_ALLOWED',
      `the run must be of the branch "${repository.default_branch}"`,
    );
  }
  if (repository.environment !== null && claims.environment !== repository.environment) {
    return forbidden(
      'ENVIRONMENT_NOT_ALLOWED',
      `the job must name the environment "${repository.environment}"`,
    );
  }
  if (
    repository.job_workflow_ref !== null &&
    claims.jobWorkflowRef !== repository.job_workflow_ref
  ) {
    return forbidden(
      'WORKFLOW_NOT_ALLOWED',
      `the job must come from the workflow ${repository.job_workflow_ref}`,
    );
  }
  return undefined;
}

export function unknownRepository(): Problem {
  return forbidden(
    'REPOSITORY_UNKNOWN',
    'the repository is not registered with this receiver; its operator can add it',
  );
}
