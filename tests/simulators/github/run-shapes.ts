import { createHash } from 'node:crypto';

import { commitOf } from './history.ts';
import {
  accountShape,
  actionsApp,
  emailOf,
  htmlUrl,
  minimalRepositoryShape,
  nodeId,
  repositoryUrl,
  time,
  treeId,
  type Shape,
} from './shapes.ts';
import type { Artifact, CheckRun, Repository, WorkflowRun, World } from './world.ts';

/** GitHub's JSON for check runs, workflow runs and artifacts. */
export function checkRunShape(world: World, repository: Repository, check: CheckRun): Shape {
  const url = `${repositoryUrl(world, repository)}/check-runs/${check.id}`;
  const html = `${htmlUrl(world, repository)}/runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId('CR', check.id),
    name: check.name,
    head_sha: check.headSha,
    external_id: check.externalId,
    url,
    html_url: html,
    details_url: check.detailsUrl ?? html,
    status: check.status,
    conclusion: check.conclusion,
    started_at: time(check.startedAt),
    completed_at: time(check.completedAt),
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.id + 1 },
    app: actionsApp(world),
    pull_requests: [...repository.pulls.values()]
      .filter((pull) => pull.headSha === check.headSha)
      .map((pull) => ({
        id: pull.id,
        number: pull.number,
        url: `${repositoryUrl(world, repository)}/pulls/${pull.number}`,
        head: minimalSide(world, pull.head.repository, pull.head.ref, pull.headSha),
        base: minimalSide(world, repository, pull.baseRef, pull.baseSha),
      })),
  };
}

function minimalSide(world: World, repository: Repository, ref: string, sha: string): Shape {
  const { id, name } = repository;
  return { ref, sha, repo: { id, name, url: repositoryUrl(world, repository) } };
}

export function workflowId(path: string): number {
  return createHash('sha1').update(path).digest().readUInt32BE(0);
}

export function runUrls(
  world: World,
  repository: Repository,
  id: number,
): { url: string; html: string } {
  return {
    url: `${repositoryUrl(world, repository)}/actions/runs/${id}`,
    html: `${htmlUrl(world, repository)}/actions/runs/${id}`,
  };
}

/** What GitHub says a run is of: for a pull request its head, not the test merge that jobs check out. */
export function runHead(
  repository: Repository,
  run: WorkflowRun,
): { readonly sha: string; readonly repository: Repository } {
  const { number, pull_request: pull } = run.trigger.payload as {
    readonly number?: number;
    readonly pull_request?: { readonly head: { readonly sha: string } };
  };
  return {
    sha: pull?.head.sha ?? run.headSha,
    repository: repository.pulls.get(number ?? 0)?.head.repository ?? repository,
  };
}

export function workflowRunShape(world: World, repository: Repository, run: WorkflowRun): Shape {
  const { url, html } = runUrls(world, repository, run.id);
  const head = runHead(repository, run);
  const commit = commitOf(repository, head.sha);
  const person = { name: commit.author.login, email: emailOf(commit.author) };
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: head.sha,
    path: run.path,
    display_title: run.displayTitle,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.path),
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId('CS', run.id + 1),
    url,
    html_url: html,
    pull_requests: [],
    created_at: time(run.createdAt),
    updated_at: time(run.updatedAt),
    // Of the latest attempt.
    run_started_at: time(run.attempt > 1 ? run.updatedAt : run.createdAt),
    actor: accountShape(world, run.actor),
    triggering_actor: accountShape(world, run.actor),
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world, repository)}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${repositoryUrl(world, repository)}/actions/workflows/${workflowId(run.path)}`,
    head_commit: {
      id: commit.sha,
      tree_id: treeId(commit),
      message: commit.message,
      timestamp: time(commit.date),
      author: person,
      committer: person,
    },
    repository: minimalRepositoryShape(world, repository),
    head_repository: minimalRepositoryShape(world, head.repository),
  };
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export function artifactShape(world: World, repository: Repository, artifact: Artifact): Shape {
  const url = `${repositoryUrl(world, repository)}/actions/artifacts/${artifact.id}`;
  const run = repository.runs.get(artifact.run);
  const head = run === undefined ? undefined : runHead(repository, run);
  const expires = new Date(artifact.createdAt.getTime() + 90 * 86_400_000);
  return {
    id: artifact.id,
    node_id: nodeId('AR', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    ...(world.artifactDigests ? { digest: digestOf(artifact.zip) } : {}),
    created_at: time(artifact.createdAt),
    updated_at: time(artifact.createdAt),
    expires_at: time(expires),
    workflow_run: {
      id: artifact.run,
      repository_id: repository.id,
      head_repository_id: head?.repository.id ?? repository.id,
      head_branch: run?.headBranch ?? repository.defaultBranch,
      head_sha: head?.sha ?? '',
    },
  };
}
