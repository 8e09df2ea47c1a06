import { z } from 'zod';

import type { Secret } from '../../shared/core/secret.ts';
import type { Clock } from '../clock.ts';
import { githubFailure, type Doing } from './failure.ts';
import { apiVersion, createOctokit, type Place, type TokenFor } from './login.ts';

/** A workflow run, as the API and the webhook describe it. */
export const WorkflowRun = z
  .object({
    id: z.int(),
    run_attempt: z.int().optional(),
    status: z.string().nullable(),
    conclusion: z.string().nullable(),
    display_title: z.string(),
    event: z.string(),
    html_url: z.string(),
  })
  .transform((run) => ({
    id: run.id,
    attempt: run.run_attempt ?? 1,
    status: run.status ?? 'queued',
    conclusion: run.conclusion,
    title: run.display_title,
    event: run.event,
    url: run.html_url,
  }));
export type WorkflowRun = z.infer<typeof WorkflowRun>;

/** The workflow that is started. */
export interface Workflow extends Place {
  readonly file: string;
  readonly branch: string;
}

export interface Started {
  readonly runId: number;
  readonly url: string;
}

/** What the receiver asks of GitHub. Rejects only with a `DeployError`; nothing is sent twice. */
export interface GitHubRuns {
  /**
   * `workflow_dispatch`. Undefined: GitHub took it and does not say which run it is. `OUTCOME_UNKNOWN`:
   * nobody knows whether there is a run. Any other code: there is none.
   */
  start(
    workflow: Workflow,
    inputs: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Started | undefined>;
  /** The newest run since then whose title holds the text; undefined: there is none. */
  find(
    workflow: Workflow,
    wanted: { readonly title: string; readonly since: Date },
    signal: AbortSignal,
  ): Promise<WorkflowRun | undefined>;
  /** Undefined: it is no longer there. */
  get(place: Place, runId: number, signal: AbortSignal): Promise<WorkflowRun | undefined>;
}

const Details = z.object({ workflow_run_id: z.int(), html_url: z.string() });
const RunList = z.object({ workflow_runs: z.array(WorkflowRun) });
const pageSize = 100;
/** GitHub finds a thousand runs at most. */
const pages = 10;

export interface ApiOptions {
  readonly apiUrl: string;
  readonly tokenFor: TokenFor;
  readonly clock: Clock;
  readonly requestMs: number;
}

export function createGitHubRuns(options: ApiOptions): GitHubRuns {
  const { apiUrl, tokenFor, clock, requestMs } = options;
  const octokit = createOctokit(apiUrl);
  /** Enterprise Server up to 3.19 does not know `return_run_details` and refuses what it does not know. */
  let knowsDetails = true;

  const named = ({ fullName }: Place) => {
    const [owner = '', repo = ''] = fullName.split('/');
    return { owner, repo };
  };
  const headers = (token: Secret) => ({
    authorization: `Bearer ${token.reveal()}`,
    'x-github-api-version': apiVersion,
  });

  async function ask<T>(
    doing: Doing,
    place: Place,
    signal: AbortSignal,
    work: (token: Secret, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(requestMs)]);
    let token: Secret;
    try {
      token = await tokenFor(place, limit);
    } catch (thrown) {
      const words = `logging in to GitHub for ${place.fullName}`;
      throw githubFailure(thrown, { ...doing, words, writes: false }, clock.now());
    }
    try {
      return await work(token, limit);
    } catch (thrown) {
      throw githubFailure(thrown, doing, clock.now());
    }
  }

  return {
    async start(workflow, inputs, signal) {
      const words = `starting ${workflow.file} of ${workflow.fullName}`;
      const doing = { words, permission: 'Actions: write', writes: true };
      const post = (token: Secret, details: boolean, limit: AbortSignal) =>
        octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
          ...named(workflow),
          workflow_id: workflow.file,
          ref: workflow.branch,
          inputs,
          ...(details ? { return_run_details: true } : {}),
          headers: headers(token),
          request: { signal: limit },
        });
      return await ask(doing, workflow, signal, async (token, limit) => {
        let data: unknown;
        try {
          ({ data } = await post(token, knowsDetails, limit));
        } catch (thrown) {
          if (!knowsDetails || !isRefused(thrown)) throw thrown;
          // Refused means that nothing was started; what else was wrong shows without the details.
          ({ data } = await post(token, false, limit));
          knowsDetails = false;
        }
        const details = Details.safeParse(data);
        if (!details.success) return undefined;
        return { runId: details.data.workflow_run_id, url: details.data.html_url };
      });
    },

    async find(workflow, { title, since }, signal) {
      const words = `looking for a run of ${workflow.file} of ${workflow.fullName}`;
      const doing = { words, permission: 'Actions: read', writes: false };
      return await ask(doing, workflow, signal, async (token, limit) => {
        for (let page = 1; page <= pages; page += 1) {
          const { data } = await octokit.request(
            'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
            {
              ...named(workflow),
              workflow_id: workflow.file,
              event: 'workflow_dispatch',
              created: `>=${since.toISOString().slice(0, 19)}Z`,
              per_page: pageSize,
              page,
              headers: headers(token),
              request: { signal: limit },
            },
          );
          const { workflow_runs: runs } = RunList.parse(data);
          const found = runs.find((run) => run.title.includes(title));
          if (found !== undefined || runs.length < pageSize) return found;
        }
        return undefined;
      });
    },

    async get(place, runId, signal) {
      const words = `reading run ${runId} of ${place.fullName}`;
      const doing = { words, permission: 'Actions: read', writes: false };
      return await ask(doing, place, signal, async (token, limit) => {
        try {
          const { data } = await octokit.request(
            'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
            {
              ...named(place),
              run_id: runId,
              headers: headers(token),
              request: { signal: limit },
            },
          );
          return WorkflowRun.parse(data);
        } catch (thrown) {
          if (statusOf(thrown) === 404) return undefined;
          throw thrown;
        }
      });
    },
  };
}

const Status = z.object({ status: z.number() });

function statusOf(thrown: unknown): number | undefined {
  return Status.safeParse(thrown).data?.status;
}

function isRefused(thrown: unknown): boolean {
  return [400, 422].includes(statusOf(thrown) ?? 0);
}
