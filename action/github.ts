import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import { createArtifacts, type Artifacts } from './artifacts.ts';
import { createRun, type ClientOptions } from './github-client.ts';
import type { Doing } from './github-errors.ts';
import { parseReply } from './github-reply.ts';
import { pullsOfCommit, pullsOfPush, type History } from './pushed-pulls.ts';

export interface PullRequest {
  readonly number: number;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly mergedAt: Date | null;
  /** After a merge: what the base branch pointed at then. */
  readonly mergeCommitSha: string | null;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly url: string;
}

export interface IssueComment {
  readonly id: number;
  /** Login: `github-actions[bot]` for what was written with a workflow's own token. */
  readonly author: string;
  readonly body: string;
  readonly url: string;
}

/**
 * What Certferry asks of GitHub: one repository, one token. Every method ends within the deadline,
 * pages to the end, and rejects with a `DeployError` whose words name what was being done and, where it
 * is that, the permission to add. A rate limit is waited for, a failure of GitHub tried again, twice at
 * most; but a comment is never created twice: after an ambiguous failure that is `OUTCOME_UNKNOWN`.
 */
export interface GitHub extends Artifacts {
  getPull(number: number, call: Call): Promise<PullRequest>;
  /**
   * The merged pull requests that brought a commit of the default branch: the one whose merge made
   * this very commit, else the newest first. Empty for a direct push, after a few seconds of asking:
   * GitHub's index may lag behind the push.
   */
  pullsOfCommit(sha: string, call: Call): Promise<readonly PullRequest[]>;
  /**
   * Every pull request that a push brought to its branch: one for a merge or a squash, one for the
   * commits of a rebase, several for the batch of a merge queue. The one of `after` comes first.
   */
  pullsOfPush(push: Push, call: Call): Promise<readonly PullRequest[]>;
  /** `head` holds everything of `base`, or is the same. Abbreviated SHAs are fine. */
  isAncestor(base: string, head: string, call: Call): Promise<boolean>;
  /** Oldest first. */
  listComments(pull: number, call: Call): Promise<readonly IssueComment[]>;
  createComment(pull: number, body: string, call: Call): Promise<IssueComment>;
  updateComment(id: number, body: string, call: Call): Promise<IssueComment>;
  /** Resolves also when it is gone already. */
  deleteComment(id: number, call: Call): Promise<void>;
}

export interface Push {
  readonly branch: string;
  /** Null for a new branch. */
  readonly before: string | null;
  readonly after: string;
  /** Pull request that the commit message names; a hint only. */
  readonly named?: number | null;
}

export interface GitHubOptions extends ClientOptions {
  /** `GITHUB_REPOSITORY`: `owner/name`. */
  readonly repository: string;
}

const PullReply = z.object({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  merged_at: z.iso.datetime({ offset: true }).nullish(),
  merge_commit_sha: z.string().nullish(),
  head: z.object({ sha: z.string() }),
  base: z.object({ ref: z.string() }),
  html_url: z.string().default(''),
});

const CommentReply = z.object({
  id: z.int(),
  // Null for a deleted account; the body is empty only where an App hides it.
  user: z.object({ login: z.string() }).nullable(),
  body: z.string().optional(),
  html_url: z.string().default(''),
});

const CompareReply = z.object({
  status: z.enum(['ahead', 'behind', 'identical', 'diverged']),
  total_commits: z.int(),
  commits: z.array(z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })) })),
});

function toPull(reply: z.infer<typeof PullReply>): PullRequest {
  return {
    number: reply.number,
    state: reply.state,
    merged: typeof reply.merged_at === 'string',
    mergedAt: typeof reply.merged_at === 'string' ? new Date(reply.merged_at) : null,
    mergeCommitSha: reply.merge_commit_sha ?? null,
    headSha: reply.head.sha,
    baseBranch: reply.base.ref,
    url: reply.html_url,
  };
}

function toComment(reply: z.infer<typeof CommentReply>): IssueComment {
  const { id, user, body = '', html_url: url } = reply;
  return { id, author: user?.login ?? 'ghost', body, url };
}

function reading(words: string, permission = 'pull-requests: read'): Doing {
  return { words, permission, repeatable: true };
}

function writing(words: string): Doing {
  return { words, permission: 'pull-requests: write', repeatable: true };
}

export function createGitHub(options: GitHubOptions): GitHub {
  const [owner = '', repo = ''] = options.repository.split('/');
  const here = { owner, repo };
  const run = createRun(options);

  async function compare(base: string, head: string, paging: object, call: Call) {
    const words = `comparing commits ${base.slice(0, 12)} and ${head.slice(0, 12)}`;
    const doing = reading(words, 'contents: read');
    const basehead = `${base}...${head}`;
    const { data } = await run(doing, call, (octokit, request) =>
      octokit.rest.repos.compareCommitsWithBasehead({ ...here, basehead, ...paging, request }),
    );
    return parseReply(CompareReply, data, doing);
  }

  const history: History = {
    clock: options.clock,
    async lookUp(sha, call) {
      const doing = reading(`finding the pull request of commit ${sha.slice(0, 12)}`);
      const pulls = await run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.repos.listPullRequestsAssociatedWithCommit,
          { ...here, commit_sha: sha, per_page: 100, request },
          ({ data }) => parseReply(z.array(PullReply), data, doing).map(toPull),
        ),
      );
      const merged = pulls
        .filter((pull) => pull.merged)
        .sort((a, b) => (b.mergedAt?.getTime() ?? 0) - (a.mergedAt?.getTime() ?? 0));
      const exact = merged.filter(({ mergeCommitSha }) => mergeCommitSha === sha);
      return exact.length > 0 ? exact : merged;
    },
    async compare(base, head, page, call) {
      const { commits, total_commits: total } = await compare(
        base,
        head,
        { per_page: 100, page },
        call,
      );
      return {
        total,
        commits: commits.map(({ sha, parents }) => ({ sha, firstParent: parents[0]?.sha })),
      };
    },
  };

  return {
    ...createArtifacts({ ...options, run, here }),
    pullsOfCommit: (sha, call) => pullsOfCommit(sha, history, call),
    pullsOfPush: (push, call) => pullsOfPush(push, history, call),
    async getPull(number, call) {
      const doing = reading(`reading pull request #${number}`);
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.pulls.get({ ...here, pull_number: number, request }),
      );
      return toPull(parseReply(PullReply, data, doing));
    },
    async isAncestor(base, head, call) {
      const { status } = await compare(base, head, { per_page: 1 }, call);
      return status === 'ahead' || status === 'identical';
    },
    listComments(pull, call) {
      const doing = reading(`reading the comments of pull request #${pull}`);
      return run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.issues.listComments,
          { ...here, issue_number: pull, per_page: 100, request },
          ({ data }) => parseReply(z.array(CommentReply), data, doing).map(toComment),
        ),
      );
    },
    async createComment(pull, body, call) {
      const doing = { ...writing(`writing a comment on pull request #${pull}`), repeatable: false };
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.issues.createComment({ ...here, issue_number: pull, body, request }),
      );
      return toComment(parseReply(CommentReply, data, doing));
    },
    async updateComment(comment, body, call) {
      const doing = writing('changing our comment');
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.issues.updateComment({ ...here, comment_id: comment, body, request }),
      );
      return toComment(parseReply(CommentReply, data, doing));
    },
    async deleteComment(comment, call) {
      try {
        await run(writing('deleting our second comment'), call, (octokit, request) =>
          octokit.rest.issues.deleteComment({ ...here, comment_id: comment, request }),
        );
      } catch (thrown) {
        if (DeployError.from(thrown).code !== 'RESOURCE_GONE') throw thrown;
      }
    },
  };
}
