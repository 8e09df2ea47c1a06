import { changedFiles, commitOf, commitsBetween, mergeBase } from './history.ts';
import {
  accountShape,
  appOf,
  htmlUrl,
  nodeId,
  repositoryShape,
  repositoryUrl,
  time,
  type Shape,
} from './shapes.ts';
import type { Account, Comment, Issue, Pull, Repository, World } from './world.ts';

/** GitHub's JSON for pull requests, issues and their comments. */
function association(repository: Repository, author: Account): string {
  return author.id === repository.owner.id ? 'OWNER' : 'CONTRIBUTOR';
}

function sideShape(world: World, repository: Repository, ref: string, sha: string): Shape {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: accountShape(world, repository.owner),
    repo: repositoryShape(world, repository),
  };
}

/** What lists of pull requests hold: merged or not is to be read from `merged_at`. */
export function simplePullShape(world: World, repository: Repository, pull: Pull): Shape {
  const url = `${repositoryUrl(world, repository)}/pulls/${pull.number}`;
  const issue = `${repositoryUrl(world, repository)}/issues/${pull.number}`;
  const html = `${htmlUrl(world, repository)}/pull/${pull.number}`;
  const statuses = `${repositoryUrl(world, repository)}/statuses/${pull.headSha}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: accountShape(world, pull.author),
    body: pull.body,
    created_at: time(pull.createdAt),
    updated_at: time(pull.updatedAt),
    closed_at: time(pull.closedAt),
    merged_at: time(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: sideShape(world, pull.head.repository, pull.head.ref, pull.headSha),
    base: sideShape(world, repository, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${repositoryUrl(world, repository)}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function pullShape(world: World, repository: Repository, pull: Pull): Shape {
  const base = mergeBase(repository, pull.baseSha, pull.headSha);
  const files = changedFiles(base, commitOf(repository, pull.headSha));
  const mergeable = pull.state === 'open' ? pull.mergeCommitSha !== null : null;
  return {
    ...simplePullShape(world, repository, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    merged_by: pull.mergedBy === null ? null : accountShape(world, pull.mergedBy),
    comments: [...repository.comments.values()].filter(({ issue }) => issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsBetween(repository, base.sha, pull.headSha).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

function reactions(url: string): Shape {
  const kinds = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];
  return {
    url: `${url}/reactions`,
    total_count: 0,
    ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
  };
}

export function commentShape(world: World, repository: Repository, comment: Comment): Shape {
  const url = `${repositoryUrl(world, repository)}/issues/comments/${comment.id}`;
  const kind = repository.pulls.has(comment.issue) ? 'pull' : 'issues';
  const page = `${htmlUrl(world, repository)}/${kind}/${comment.issue}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(world, repository)}/issues/${comment.issue}`,
    body: comment.body,
    user: accountShape(world, comment.author),
    created_at: time(comment.createdAt),
    updated_at: time(comment.updatedAt),
    author_association: association(repository, comment.author),
    reactions: reactions(url),
    performed_via_github_app: appOf(world, comment.author),
  };
}

export function issueShape(world: World, repository: Repository, issue: Issue): Shape {
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId('I', issue.id),
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${htmlUrl(world, repository)}/issues/${issue.number}`,
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: accountShape(world, issue.author),
    labels: issue.labels.map((name, index) => ({
      id: issue.id + index + 1,
      node_id: nodeId('LA', name),
      url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(name)}`,
      name,
      color: 'ededed',
      default: false,
      description: null,
    })),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: issue.locked,
    active_lock_reason: null,
    comments: [...repository.comments.values()].filter((c) => c.issue === issue.number).length,
    closed_at: time(issue.closedAt),
    created_at: time(issue.createdAt),
    updated_at: time(issue.updatedAt),
    author_association: association(repository, issue.author),
    reactions: reactions(url),
    performed_via_github_app: appOf(world, issue.author),
  };
}

/** A pull request is an issue too: this is how the issue endpoints show it. */
export function pullAsIssueShape(world: World, repository: Repository, pull: Pull): Shape {
  const html = `${htmlUrl(world, repository)}/pull/${pull.number}`;
  const issue: Issue = {
    id: pull.id,
    number: pull.number,
    author: pull.author,
    createdAt: pull.createdAt,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    stateReason: null,
    labels: [],
    locked: pull.locked,
    closedAt: pull.closedAt,
    updatedAt: pull.updatedAt,
  };
  return {
    ...issueShape(world, repository, issue),
    html_url: html,
    draft: pull.draft,
    pull_request: {
      url: `${repositoryUrl(world, repository)}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: time(pull.mergedAt),
    },
  };
}
