import { randomUUID } from 'node:crypto';

import type { z } from 'zod';

import { PlanRequest } from '../shared/wire/receiver.ts';
import type { PlansReply } from '../shared/wire/receiver.ts';
import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Repository } from './database/schema.ts';
import type { Claims } from './oidc.ts';
import type { Ports } from './ports.ts';
import { Problem } from './problem.ts';

type Plan = z.infer<typeof PlanRequest>;

/**
 * Keeps what a preview showed, in place of what an earlier preview of the same pull request and file
 * showed: a deployment is pinned to the last one. Only a run of that very pull request may write it,
 * and an older run that comes late changes nothing. Safe to repeat.
 *
 * A preview of a pull request into another branch than the default one is as welcome, and kept nowhere:
 * it was reviewed for that branch, and deployments are of the default branch alone.
 */
export async function savePlan(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  { repository, claims }: { readonly repository: Repository; readonly claims: Claims },
  plan: Plan,
): Promise<void> {
  if (claims.event !== 'pull_request' || claims.ref !== `refs/pull/${plan.pull}/merge`) {
    throw new Problem({
      status: 403,
      code: 'PULL_MISMATCH',
      title: 'The workflow run is not allowed to do this',
      detail: `only a run of pull request #${plan.pull} itself says what its preview showed`,
    });
  }
  if (claims.baseRef !== repository.default_branch) {
    log.info('plan not kept: its pull request goes into another branch', {
      repository: repository.full_name,
      pull: plan.pull,
      branch: claims.baseRef ?? null,
    });
    return;
  }
  await immediate(db, async (trx) => {
    const newer = await trx
      .selectFrom('plans')
      .select('id')
      .where('repository_id', '=', repository.id)
      .where('pull_number', '=', plan.pull)
      .where('file', '=', plan.file)
      .where('github_run_id', '>', claims.runId)
      .executeTakeFirst();
    if (newer !== undefined) return;
    await trx
      .deleteFrom('plans')
      .where('repository_id', '=', repository.id)
      .where('pull_number', '=', plan.pull)
      .where('file', '=', plan.file)
      .execute();
    await trx
      .insertInto('plans')
      .values({
        id: randomUUID(),
        repository_id: repository.id,
        pull_number: plan.pull,
        head_sha: plan.headSha,
        file: plan.file,
        digest: plan.digest,
        edits: JSON.stringify(plan.edits),
        github_run_id: claims.runId,
        created_at: timestamp(clock),
      })
      .execute();
  });
}

/** What the preview of a pull request showed last, for one file or for all. */
export async function readPlans(
  { db }: Pick<Ports, 'db'>,
  repository: Repository,
  wanted: { readonly pull: number; readonly file?: string | undefined },
): Promise<z.infer<typeof PlansReply>> {
  let query = db
    .selectFrom('plans')
    .selectAll()
    .where('repository_id', '=', repository.id)
    .where('pull_number', '=', wanted.pull)
    .orderBy('file');
  if (wanted.file !== undefined) query = query.where('file', '=', wanted.file);
  const rows = await query.execute();
  return {
    plans: rows.map((row) =>
      PlanRequest.parse({
        pull: row.pull_number,
        headSha: row.head_sha,
        file: row.file,
        digest: row.digest,
        edits: JSON.parse(row.edits) as unknown,
      }),
    ),
  };
}
