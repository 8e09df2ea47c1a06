import { z } from 'zod';

import type { Call } from '../shared/providers/provider.ts';
import { artifactPrefix } from './artifacts.ts';
import { createRun } from './github-client.ts';
import type { Doing } from './github-errors.ts';
import { parseReply } from './github-reply.ts';
import type { GitHubOptions } from './github.ts';

/** Runs of the default branch, found by when they were. */
export interface RunsSince {
  /** The latest first. */
  readonly ids: readonly number[];
  /** There are more than could be looked at. */
  readonly more: boolean;
}

/** What Certferry asks of past runs of a repository, with the promises of `GitHub`; `actions: read`. */
export interface RunHistory {
  /** Runs of this branch that may have deployed. */
  runs(branch: string, since: Date, call: Call): Promise<RunsSince>;
  /** Runs of this branch that have uploaded something whose name begins with `certferry`. */
  runsWithReports(branch: string, since: Date, call: Call): Promise<RunsSince>;
}

/** Events that a deployment starts from. */
const deploying: ReadonlySet<string> = new Set([
  'push',
  'workflow_dispatch',
  'repository_dispatch',
  'schedule',
]);
/** GitHub gives a thousand at most; all of them would be asked for one by one. */
const mostRuns = 500;
const mostArtifacts = 5_000;

const moment = z.iso.datetime({ offset: true });
const RunReply = z.object({
  id: z.int(),
  event: z.string(),
  head_branch: z.string().nullable(),
  repository: z.object({ id: z.int() }),
  head_repository: z.object({ id: z.int() }).nullish(),
});
const ArtifactReply = z.object({
  name: z.string(),
  created_at: moment.nullable(),
  workflow_run: z
    .object({
      id: z.int(),
      repository_id: z.int().optional(),
      head_repository_id: z.int().nullish(),
      head_branch: z.string().nullish(),
    })
    .nullish(),
});

export function createRunHistory(options: GitHubOptions): RunHistory {
  const [owner = '', repo = ''] = options.repository.split('/');
  const here = { owner, repo };
  const run = createRun(options);
  const reading = (words: string): Doing => ({
    words,
    permission: 'actions: read',
    repeatable: true,
  });

  return {
    async runs(branch, since, call) {
      const doing = reading('looking for the runs of the grace period');
      const created = `>=${since.toISOString().slice(0, 19)}Z`;
      let seen = 0;
      const found = await run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.actions.listWorkflowRunsForRepo,
          { ...here, branch, created, per_page: 100, request },
          ({ data }, done) => {
            const page = parseReply(z.array(RunReply), data, doing);
            seen += page.length;
            if (seen >= mostRuns) done();
            return page;
          },
        ),
      );
      const ids = found
        .filter(
          ({ event, head_branch: head, repository, head_repository: from }) =>
            deploying.has(event) && head === branch && from?.id === repository.id,
        )
        .map(({ id }) => id);
      return { ids: [...new Set(ids)], more: seen >= mostRuns };
    },

    async runsWithReports(branch, since, call) {
      const doing = reading('looking for the reports of the grace period');
      let seen = 0;
      const found = await run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.actions.listArtifactsForRepo,
          { ...here, per_page: 100, request },
          ({ data }, done) => {
            const page = parseReply(z.array(ArtifactReply), data, doing);
            seen += page.length;
            // The latest come first.
            const allOlder = page.every((one) => isBefore(one.created_at, since));
            if (allOlder || seen >= mostArtifacts) done();
            return page;
          },
        ),
      );
      const ids = found.flatMap(({ name, created_at: at, workflow_run: of }) => {
        const own =
          of?.head_branch === branch && (of.head_repository_id ?? null) === of.repository_id;
        return own && name.startsWith(artifactPrefix) && !isBefore(at, since) ? [of.id] : [];
      });
      return { ids: [...new Set(ids)], more: seen >= mostArtifacts };
    },
  };
}

function isBefore(at: string | null, since: Date): boolean {
  return at !== null && new Date(at) < since;
}
