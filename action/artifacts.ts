import { z } from 'zod';

import type { Call } from '../shared/providers/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import { downloadZip } from './artifacts-download.ts';
import type { Run } from './github-client.ts';
import type { Doing } from './github-errors.ts';
import { parseReply } from './github-reply.ts';

/** A workflow run of this repository, past or under way. */
export interface PastRun {
  readonly id: number;
  readonly event: string;
  /** Path of the file of its workflow. */
  readonly workflow: string;
  /** For a pull request its head, not the test merge. */
  readonly headSha: string;
  readonly headBranch: string | null;
  /** Its code came from another repository: a fork. */
  readonly foreign: boolean;
  /** When its latest attempt began. */
  readonly startedAt: Date;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Of the archive. */
  readonly bytes: number;
  readonly expired: boolean;
  /** SHA-256 of the archive in hex; null where this GitHub does not tell. */
  readonly sha256: string | null;
}

/**
 * What Certferry reads of workflow runs and of the artifacts that they uploaded, with the promises of
 * `GitHub`. All of it needs `actions: read`.
 */
export interface Artifacts {
  /** Path of the workflow that this very run is of, where that is known. */
  readonly ownWorkflow?: string | undefined;
  /** Runs that a pull request with this very head has started, the latest first; at most 300. */
  runsOfHead(sha: string, call: Call): Promise<readonly PastRun[]>;
  getRun(id: number, call: Call): Promise<PastRun>;
  /** Those of all attempts of a run whose names begin with `certferry`, the newest first. */
  artifactsOf(run: number, call: Call): Promise<readonly Artifact[]>;
  /** The archive, whole and as GitHub knows it. `REFUSED` where it is larger than `mostBytes`. */
  download(artifact: Artifact, mostBytes: number, call: Call): Promise<Uint8Array>;
  /** Name of the repository's default branch. */
  defaultBranch(call: Call): Promise<string>;
}

/** Artifacts of other names are none of ours. */
export const artifactPrefix = 'certferry';
const mostRuns = 300;

const RunReply = z.object({
  id: z.int(),
  event: z.string(),
  path: z.string(),
  head_sha: z.string(),
  head_branch: z.string().nullable(),
  repository: z.object({ id: z.int() }),
  // Null when the fork has been deleted since.
  head_repository: z.object({ id: z.int() }).nullish(),
  created_at: z.iso.datetime({ offset: true }),
  run_started_at: z.iso.datetime({ offset: true }).nullish(),
});

const ArtifactReply = z.object({
  id: z.int(),
  name: z.string(),
  size_in_bytes: z.int(),
  expired: z.boolean(),
  // GitHub Enterprise Server does not tell it.
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/u)
    .nullish()
    .catch(null),
});

const RepositoryReply = z.object({ default_branch: z.string() });

function toRun(reply: z.infer<typeof RunReply>): PastRun {
  return {
    id: reply.id,
    event: reply.event,
    // GitHub's own description shows it with a ref behind: ".github/workflows/octocat.yml@main".
    workflow: reply.path.split('@')[0] ?? '',
    headSha: reply.head_sha,
    headBranch: reply.head_branch,
    foreign: reply.head_repository?.id !== reply.repository.id,
    startedAt: new Date(reply.run_started_at ?? reply.created_at),
  };
}

function toArtifact(reply: z.infer<typeof ArtifactReply>): Artifact {
  return {
    id: reply.id,
    name: reply.name,
    bytes: reply.size_in_bytes,
    expired: reply.expired,
    sha256: reply.digest?.slice('sha256:'.length) ?? null,
  };
}

function reading(words: string): Doing {
  return { words, permission: 'actions: read', repeatable: true };
}

export interface ArtifactsOptions {
  readonly run: Run;
  readonly here: { readonly owner: string; readonly repo: string };
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly backoffMs?: number;
}

export function createArtifacts(options: ArtifactsOptions): Artifacts {
  const { run, here } = options;
  return {
    async runsOfHead(sha, call) {
      const doing = reading(`finding the workflow runs of commit ${sha.slice(0, 12)}`);
      const runs = await run(doing, call, (octokit, request) => {
        let seen = 0;
        return octokit.paginate(
          octokit.rest.actions.listWorkflowRunsForRepo,
          { ...here, event: 'pull_request', head_sha: sha, per_page: 100, request },
          ({ data }, done) => {
            const page = parseReply(z.array(RunReply), data, doing).map(toRun);
            seen += page.length;
            if (seen >= mostRuns) done();
            return page;
          },
        );
      });
      // Whatever the query was understood to mean: only these are asked for.
      return runs
        .filter(({ event, headSha }) => event === 'pull_request' && headSha === sha)
        .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime() || b.id - a.id);
    },
    async getRun(id, call) {
      const doing = reading(`reading workflow run ${id}`);
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.actions.getWorkflowRun({ ...here, run_id: id, request }),
      );
      return toRun(parseReply(RunReply, data, doing));
    },
    async artifactsOf(id, call) {
      const doing = reading(`listing the artifacts of workflow run ${id}`);
      const artifacts = await run(doing, call, (octokit, request) =>
        octokit.paginate(
          octokit.rest.actions.listWorkflowRunArtifacts,
          { ...here, run_id: id, per_page: 100, request },
          ({ data }) => parseReply(z.array(ArtifactReply), data, doing).map(toArtifact),
        ),
      );
      return artifacts
        .filter(({ name }) => name.startsWith(artifactPrefix))
        .sort((a, b) => b.id - a.id);
    },
    download(artifact, mostBytes, call) {
      const doing = reading(`downloading the artifact "${artifact.name.slice(0, 80)}"`);
      return run(doing, call, (octokit, request) =>
        downloadZip(artifact, {
          ...options,
          doing,
          mostBytes,
          signal: request.signal,
          locate: async () => {
            // The address of the archive is at another host, which must not get the token.
            const { status, headers } = await octokit.rest.actions.downloadArtifact({
              ...here,
              artifact_id: artifact.id,
              archive_format: 'zip',
              request: { ...request, redirect: 'manual', parseSuccessResponseBody: false },
            });
            return { status, location: headers.location };
          },
        }),
      );
    },
    async defaultBranch(call) {
      const doing = { ...reading('reading the repository'), permission: 'metadata: read' };
      const { data } = await run(doing, call, (octokit, request) =>
        octokit.rest.repos.get({ ...here, request }),
      );
      return parseReply(RepositoryReply, data, doing).default_branch;
    },
  };
}
