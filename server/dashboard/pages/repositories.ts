import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import type { Ports } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, html, name, number } from '../html.ts';
import type { Html } from '../html.ts';
import { beyond, pageLimit, pageOf, pager, readCursor } from '../paging.ts';
import type { Cursor } from '../paging.ts';
import { moment } from '../when.ts';
import { empty, operate, status, table } from '../widgets.ts';
import { verdictStatus } from '../words.ts';
import { statementPath } from './quota.ts';
import { runPath } from './runs.ts';

const path = '/dashboard/repositories';

/** Repositories by name, each with its last run. */
async function listRepositories(db: Kysely<Database>, cursor: Cursor | undefined) {
  let query = db
    .selectFrom('repositories as repository')
    .innerJoin('entities as entity', 'entity.id', 'repository.entity_id')
    .orderBy('repository.full_name')
    .orderBy('repository.id')
    .limit(pageLimit)
    .select((where) => {
      const last = where
        .selectFrom('runs as run')
        .whereRef('run.repository_id', '=', 'repository.id')
        .orderBy('run.github_run_id', 'desc')
        .limit(1);
      return [
        'repository.id',
        'repository.full_name',
        'repository.github_id',
        'repository.workflow',
        'repository.default_branch',
        'repository.environment',
        'repository.job_workflow_ref',
        'repository.disabled_at',
        'entity.id as entity_id',
        'entity.name as entity',
        last.select('run.id').as('last_run'),
        last.select('run.verdict').as('last_verdict'),
        where
          .selectFrom('tasks as task')
          .whereRef('task.repository_id', '=', 'repository.id')
          .where('task.cancelled_at', 'is', null)
          .select(({ fn }) => fn.countAll<number>().as('amount'))
          .as('tasks'),
      ];
    });
  if (cursor !== undefined) {
    query = query.where(beyond(['repository.full_name', 'repository.id'], 'after', cursor));
  }
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.full_name, id: row.id }));
}

/** Repositories whose workflow runs are let in and started. */
export function repositoryPages(desk: Desk, { db }: Pick<Ports, 'db'>): void {
  desk.page(path, async ({ now, query }) => {
    const cursor = query('from');
    const page = await listRepositories(db, readCursor(cursor));
    return {
      title: 'Repositories',
      section: 'repositories',
      content: html`${
        page.rows.length === 0
          ? empty(
              'No repository is registered, so none is let in.',
              html`Add one:
              ${operate('repo add OWNER/NAME --entity ENTITY --github-id ID --owner-id ID')}`,
            )
          : table(
              'Repositories',
              [
                { title: 'Repository' },
                { title: 'Entity' },
                { title: 'Workflow' },
                { title: 'Lets in' },
                { title: 'Tasks', numeric: true },
                { title: 'Last run' },
              ],
              page.rows.map((row) => [
                html`<b>${name(row.full_name)}</b>
                  <span class="sub">number ${row.github_id}</span> ${
                    row.disabled_at === null
                      ? ''
                      : html`${status('idle', 'switched off')}
                          <span class="sub">${moment(row.disabled_at, now)}</span>`
                  }`,
                anchor(statementPath(row.entity_id), name(row.entity)),
                html`${code(row.workflow)} <span class="sub">on ${name(row.default_branch)}</span>`,
                door(row),
                number(row.tasks ?? 0),
                row.last_run === null
                  ? html`<span class="none">none yet</span>`
                  : html`${anchor(runPath(row.last_run), verdictStatus(row.last_verdict ?? ''))}
                      <span class="sub"
                        >${anchor(address('/dashboard/runs', { repository: row.id }), 'all runs')}</span
                      >`,
              ]),
            )
      }
      ${pager(page, cursor, (from) => address(path, { from }))}`,
    };
  });
}

/** Which jobs of the repository may deploy. */
function door({
  environment,
  job_workflow_ref: workflow,
}: {
  readonly environment: string | null;
  readonly job_workflow_ref: string | null;
}): Html {
  if (environment === null && workflow === null) return html`any job`;
  return html`${environment === null ? '' : html`jobs of environment ${code(environment)} `}${
    workflow === null ? '' : html`<span class="sub">of ${code(workflow, 200)}</span>`
  }`;
}
