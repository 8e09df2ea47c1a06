import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import { createRun } from './github-client.ts';
import { parseReply } from './github-reply.ts';
import type { GitHubOptions } from './github.ts';

export interface Issue {
  readonly number: number;
  /** Login: `github-actions[bot]` for what was written with a workflow's own token. */
  readonly author: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly url: string;
}

export interface IssueQuery {
  readonly state: Issue['state'];
  readonly author: string;
  /** Undefined: with any label or none. */
  readonly label?: string;
}

export interface IssueChange {
  readonly title: string;
  readonly body: string;
  readonly state: Issue['state'];
  /** `not_planned` for one that need not be there. */
  readonly reason?: 'completed' | 'not_planned' | 'reopened';
}

/**
 * What Certferry asks of GitHub's issues: one repository, one token; the same promises as `GitHub`. An
 * issue is never created twice: after an ambiguous failure that is `OUTCOME_UNKNOWN`.
 */
export interface Issues {
  /** Every page, the oldest first, each once, without pull requests. */
  list(query: IssueQuery, call: Call): Promise<readonly Issue[]>;
  create(
    issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
    call: Call,
  ): Promise<Issue>;
  /** Text and state in one request: nobody sees the one without the other. */
  update(number: number, change: IssueChange, call: Call): Promise<Issue>;
}

const IssueReply = z.object({
  number: z.int(),
  // Null for a deleted account.
  user: z.object({ login: z.string() }).nullable(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  html_url: z.string().default(''),
  // GitHub's lists of issues hold pull requests too.
  pull_request: z.unknown().optional(),
});
type IssueReply = z.infer<typeof IssueReply>;

function toIssue({ number, user, title, body, state, html_url: url }: IssueReply): Issue {
  return { number, author: user?.login ?? 'ghost', title, body: body ?? '', state, url };
}

/** A repository can have its issues turned off: 410, which is otherwise said of what was deleted. */
function turnedOff(thrown: unknown): unknown {
  const error = DeployError.from(thrown);
  if (error.code !== 'RESOURCE_GONE' || !/issues are disabled/iu.test(error.message)) return thrown;
  return new DeployError(
    'REFUSED',
    'writing an issue: the issues of this repository are turned off; turn them on in its settings to be told there',
    { cause: thrown },
  );
}

export function createIssues(options: GitHubOptions): Issues {
  const [owner = '', repo = ''] = options.repository.split('/');
  const here = { owner, repo };
  const run = createRun(options);
  const permission = 'issues: write';

  return {
    async list({ state, author, label }, call) {
      const words = `looking for our issue among the ${state} ones`;
      const doing = { words, permission: 'issues: read', repeatable: true };
      const replies = await run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.issues.listForRepo,
          {
            ...here,
            state,
            creator: author,
            ...(label === undefined ? {} : { labels: label }),
            // What is created meanwhile comes last: no page shifts under us.
            sort: 'created',
            direction: 'asc',
            per_page: 100,
            request,
          },
          ({ data }) => parseReply(z.array(IssueReply), data, doing),
        ),
      );
      const issues = replies.filter((reply) => reply.pull_request === undefined).map(toIssue);
      return [...new Map(issues.map((issue) => [issue.number, issue])).values()];
    },
    async create({ title, body, labels }, call) {
      const doing = { words: 'writing an issue', permission, repeatable: false };
      try {
        const { data } = await run(doing, call, (octokit, request) =>
          octokit.rest.issues.create({ ...here, title, body, labels: [...labels], request }),
        );
        return toIssue(parseReply(IssueReply, data, doing));
      } catch (thrown) {
        throw turnedOff(thrown);
      }
    },
    async update(number, { title, body, state, reason }, call) {
      const doing = { words: `changing our issue #${number}`, permission, repeatable: true };
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.issues.update({
          ...here,
          issue_number: number,
          title,
          body,
          state,
          ...(reason === undefined ? {} : { state_reason: reason }),
          request,
        }),
      );
      return toIssue(parseReply(IssueReply, data, doing));
    },
  };
}
