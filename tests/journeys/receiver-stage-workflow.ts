import type { Conclusion, TakenRun } from '../simulators/github/runners.ts';
import type { WorkflowJob } from '../simulators/github/workflow-file.ts';
import type { Job } from '../simulators/oidc/claims.ts';
import type { ActionRun } from './stage.ts';

export const workflowFile = 'certificates.yml';
export const environment = 'certificates';

/** The workflow of a repository that deploys through a receiver. */
export const workflowText = `name: Certificates
run-name: certs \${{ inputs.certferry }}
on:
  pull_request:
    paths: [.github/certferry.yml]
  push:
    branches: [main]
    paths: [.github/certferry.yml]
  workflow_dispatch:
    inputs:
      certferry: { required: false }
      task: { required: false }
      file: { required: false }
permissions: {}
jobs:
  preview:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-24.04
    permissions: { contents: read, pull-requests: write, id-token: write }
    steps:
      - uses: actions/checkout@v7
      - uses: certferry/certferry@v1
  deploy:
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-24.04
    environment: ${environment}
    concurrency: { group: certferry-deploy, cancel-in-progress: false }
    permissions: { contents: read, pull-requests: write, id-token: write }
    steps:
      - uses: actions/checkout@v7
      - uses: certferry/certferry@v1
`;

/** The job of the workflow that this run is for. */
export function jobOf({ event, workflow }: TakenRun): WorkflowJob {
  const name = event.name === 'pull_request' ? 'preview' : 'deploy';
  const job = workflow.jobs.get(name);
  if (job === undefined) throw new Error(`${workflow.path} has no job "${name}"`);
  return job;
}

/** What GitHub's issuer says of a job of this run. */
export function claimsOf(
  { repository, run, attempt, event, workflow }: TakenRun,
  { environment: name }: { readonly environment?: string | undefined },
): Job {
  return {
    repository: repository.name,
    repositoryId: repository.id,
    ownerId: repository.ownerId,
    event: event.name,
    ref: event.ref,
    sha: event.sha,
    runId: run.id,
    runNumber: run.number,
    attempt,
    workflow: workflow.path.split('/').at(-1) ?? '',
    workflowName: workflow.name,
    actor: run.actor,
    headRef: event.headRef,
    baseRef: event.baseRef,
    ...(name === undefined ? {} : { environment: name }),
  };
}

/** How GitHub says that a step ended. */
export function conclusionOf({ exitCode, signal, timedOut, cancelled }: ActionRun): Conclusion {
  if (timedOut) return 'timed_out';
  if (cancelled) return 'cancelled';
  // A runner that is lost is a failure of its job.
  if (signal !== null && signal !== 'SIGKILL') return 'cancelled';
  return exitCode === 0 ? 'success' : 'failure';
}
