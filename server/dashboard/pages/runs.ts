import type { Ports } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, html, name } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import { listRuns, runFilters } from '../queries/runs.ts';
import type { ListedRun, RunFilter } from '../queries/runs.ts';
import { moment } from '../when.ts';
import { choices, empty, operate, table } from '../widgets.ts';
import { modeWords, verdictStatus } from '../words.ts';
import { runPage } from './run.ts';

const path = '/dashboard/runs';

const filterWords: Readonly<Record<RunFilter, string>> = {
  all: 'All',
  bad: 'Need a look',
  deploy: 'Deployments',
  verify: 'Verifications',
  rollback: 'Rollbacks',
};

/** The id of a run holds the path of its file, so it stands in the query. */
export const runPath = (id: string): string => address('/dashboard/run', { id });

export function runPages(desk: Desk, ports: Pick<Ports, 'db'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query }) => {
    const filter = runFilters.find((known) => known === query('show')) ?? 'all';
    const repositoryId = query('repository');
    const cursor = query('from');
    const page = await listRuns(db, { filter, repositoryId, cursor: readCursor(cursor) });
    const pathOf = (show: string, from?: string) =>
      address(path, { show, repository: repositoryId, from });
    return {
      title: 'Runs',
      section: 'runs',
      content: html`<div class="bar">
          ${choices(
            'Which runs',
            runFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one),
              chosen: one === filter,
            })),
          )}
          ${
            repositoryId === undefined
              ? ''
              : html`<p>
                  Of one repository. ${anchor(address(path, { show: filter }), 'Show all')}
                </p>`
          }
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter)
            : table(
                'Runs',
                [
                  { title: 'Repository and file' },
                  { title: 'Verdict' },
                  { title: 'Resources' },
                  { title: 'Kind' },
                  { title: 'Ended' },
                ],
                page.rows.map((run) => [
                  html`${anchor(runPath(run.id), name(run.full_name))}
                    <span class="sub">${code(run.file)}</span>`,
                  verdictStatus(run.verdict),
                  resources(run),
                  html`${modeWords(run.mode)}
                    <span class="sub"
                      >run
                      ${run.github_run_id}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}</span
                    >`,
                  moment(run.finished_at, now),
                ]),
              )
        }
        ${pager(page, cursor, (from) => pathOf(filter, from))}`,
    };
  });

  runPage(desk, ports);
}

function resources({ failed, held, kept, proven }: ListedRun): Html {
  if (proven === null) return html`<span class="none">see the run</span>`;
  const parts = [
    [failed, 'failed'],
    [held, 'held back'],
    [proven, 'proven'],
    [kept, 'up to date'],
  ] as const;
  const said = parts.filter(([amount]) => (amount ?? 0) > 0);
  if (said.length === 0) return html`<span class="none">none</span>`;
  return html`${said.map(([amount, words]) => `${amount ?? 0} ${words}`).join(', ')}`;
}

function nothing(filter: RunFilter): Html {
  if (filter !== 'all') return empty('No run is of this kind.');
  return empty(
    'No run has reported yet.',
    html`Register a repository with ${operate('repo add OWNER/NAME …')}, and merge a deployment file
    that names this receiver.`,
  );
}
