import { listAlarms } from '../../monitor/alarms.ts';
import type { Ports } from '../../ports.ts';
import { certificatePath } from '../certificate-list.ts';
import type { Desk } from '../desk.ts';
import { anchor, code, count, html, name, number, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { countByEnd, endingCertificates } from '../queries/certificates.ts';
import { lostDispatches } from '../queries/dispatches.ts';
import { failedNotices, numbersOf, otherFailedTasks } from '../queries/overview.ts';
import { lowQuota, usedDays } from '../queries/quota.ts';
import { filesInTrouble } from '../queries/runs.ts';
import { countTasks } from '../queries/tasks.ts';
import type { Session } from '../sessions.ts';
import { dayMs, moment } from '../when.ts';
import { empty, operate, section, shape } from '../widgets.ts';
import { taskStatus, verdictStatus } from '../words.ts';
import { again, taskOf } from './dispatches.ts';
import { statementPath } from './quota.ts';
import { runPath } from './runs.ts';
import { taskPath } from './tasks.ts';

/** Something that does not mend itself: what, how much of it, and what to do. */
export interface Concern {
  readonly title: string;
  readonly mood: 'bad' | 'warn';
  readonly total: number;
  readonly advice: Html | string;
  readonly more: string;
  /** The first of them; beside each, when or how much. */
  readonly rows: readonly (readonly [Html, Html | string])[];
}

const shown = 5;
const mostAlarms = 100;
/** What is older is history. */
const troubleDays = 90;

/** What needs a person now, then everything else in numbers. */
export function overviewPage(desk: Desk, { db }: Pick<Ports, 'db'>): void {
  desk.page('/dashboard', async ({ now, session }) => {
    const concerns = (await concernsOf(db, now, session)).filter(({ total }) => total > 0);
    return {
      title: 'Overview',
      section: 'overview',
      content: html`${section(
        'Needs a person now',
        concerns.length === 0
          ? calm
          : html`<ul class="attention">
              ${concerns.map(draw)}
            </ul>`,
      )}
      ${section('Everything else', await numbers(db, now))}`,
    };
  });
}

const calm = html`<div class="calm">
  ${shape('good')}
  <p>
    Nothing. Runs are proven, certificates have time left or a successor, contacts were told, and no
    dispatch was lost.
  </p>
</div>`;

const draw = ({ title, mood, total, advice, more, rows }: Concern): Html =>
  html`<li class="${mood}">
    <h3>
      <span class="${mood}">${shape(mood)}</span>
      ${title} (${number(total)}) ${total > rows.length ? html`<a href="${more}">show all</a>` : ''}
    </h3>
    <p class="hint">${advice}</p>
    <ul>
      ${rows.map(
        ([what, when]) =>
          html`<li>
            <div>${what}</div>
            <div>${when}</div>
          </li>`,
      )}
    </ul>
  </li>`;

async function concernsOf(
  db: Ports['db'],
  now: Date,
  session: Session,
): Promise<readonly Concern[]> {
  const since = new Date(now.getTime() - troubleDays * dayMs).toISOString();
  const runs = await filesInTrouble(db, since, shown);
  const lost = await lostDispatches(db, since, shown);
  const tasks = await otherFailedTasks(db, shown);
  const ending = await endingCertificates(db, now, shown);
  const low = await lowQuota(db, now, shown);
  const alarms = await listAlarms(db, { states: ['open'], limit: mostAlarms });
  const notices = await failedNotices(db, since, shown);
  return [
    {
      title: 'Endpoints that do not serve what they should',
      mood: 'bad',
      total: alarms.length,
      advice: 'Deploy again, or find out who changed it. Acknowledge what is known.',
      more: '/dashboard/served',
      rows: alarms
        .slice(0, shown)
        .map(({ host, port, certificate, words, opened_at: at }) => [
          html`${code(host === null ? (certificate ?? '') : `${host}:${port ?? 443}`)}
            <span class="sub">${prose(words)}</span>`,
          moment(at, now),
        ]),
    },
    {
      title: 'Runs that failed or were held back',
      mood: 'bad',
      total: runs.total,
      advice:
        'The newest run of the file is not as it should be. It names each resource, and what to do.',
      more: '/dashboard/runs?show=bad',
      rows: runs.first.map((run) => [
        html`${verdictStatus(run.verdict)} ${anchor(runPath(run.id), name(run.full_name))}
          <span class="sub">${code(run.file)}</span>`,
        moment(run.finished_at, now),
      ]),
    },
    {
      title: 'Dispatches that were lost',
      mood: 'bad',
      total: lost.total,
      advice:
        'GitHub started no run, though it was asked several times. Mend what is named, then dispatch again.',
      more: '/dashboard/dispatches?show=bad',
      rows: lost.first.map((row) => [
        html`${taskOf(row)}
        ${row.last_error === null ? '' : html`<p class="trouble">${prose(row.last_error)}</p>`}
        ${again(session, row)}`,
        moment(row.updated_at, now),
      ]),
    },
    {
      title: 'Tasks that failed without a report',
      mood: 'bad',
      total: tasks.total,
      advice: 'No run told how they ended. Run them again, or give them a new time.',
      more: '/dashboard/tasks?state=failed',
      rows: tasks.first.map((task) => [
        html`${taskStatus(task.state)} ${anchor(taskPath(task.id), name(task.name))}
          <span class="sub">${name(task.full_name)} · ${code(task.file)}</span>`,
        task.deploy_at === null ? '' : html`was due ${moment(task.deploy_at, now)}`,
      ]),
    },
    {
      title: 'Contacts that could not be told',
      mood: 'warn',
      total: notices.total,
      advice: 'Correct the contact in its deployment file, or what is named, then send again.',
      more: '/dashboard/notices?show=failed',
      rows: notices.first.map((row) => [
        html`${anchor('/dashboard/notices?show=failed', name(row.name))}
          <span class="sub">${name(row.full_name)}</span>
          ${row.last_error === null ? '' : html`<p class="trouble">${prose(row.last_error)}</p>`}`,
        moment(row.created_at, now),
      ]),
    },
    {
      title: 'Certificates that end without a successor',
      mood: 'warn',
      total: ending.total,
      advice: 'Renew them at their source: none of the same name is here that is valid for longer.',
      more: '/dashboard/certificates?state=ending',
      rows: ending.first.map((row) => [
        html`${anchor(certificatePath(row.fingerprint), name(row.name))}
          <span class="sub">${name(row.entity)}</span>`,
        moment(row.not_after, now),
      ]),
    },
    {
      title: 'Quota that runs low',
      mood: 'warn',
      total: low.total,
      advice: html`It lasts for less than the last ${usedDays} days took. Grant more:
      ${operate('quota grant ENTITY AMOUNT --key ORDER')}`,
      more: '/dashboard/quota',
      rows: low.first.map((row) => [
        anchor(statementPath(row.id), name(row.name)),
        html`<b>${number(row.balance)}</b> left, ${number(row.used)} used in ${usedDays} days`,
      ]),
    },
  ];
}

async function numbers(db: Ports['db'], now: Date): Promise<Html> {
  const ends = await countByEnd(db, now);
  const tasks = await countTasks(db);
  const all = await numbersOf(db, now);
  if (all.entities === 0) {
    return empty(
      'Nothing is set up yet: begin with an entity, which quota and repositories belong to.',
      html`${operate('entity add NAME')}`,
    );
  }
  const tiles = [
    [
      '/dashboard/certificates',
      ends.current,
      'Certificates',
      `${number(ends.month)} end within 30 days`,
    ],
    ['/dashboard/tasks', tasks.live, 'Tasks', `${number(tasks.waiting)} wait for their time`],
    [
      '/dashboard/runs',
      all.runs,
      'Runs in 7 days',
      `${number(all.proven)} all proven or nothing to do`,
    ],
    ['/dashboard/dispatches?show=open', all.dispatches, 'Dispatches under way', 'asked of GitHub'],
    [
      '/dashboard/deliveries',
      all.deliveries,
      'Deliveries in 24 hours',
      'of certificates and news of them',
    ],
    [
      '/dashboard/quota',
      all.balance,
      'Quota left',
      `of ${count(all.entities, 'entity', 'entities')}`,
    ],
    ['/dashboard/repositories', all.repositories, 'Repositories', 'let in'],
  ] as const;
  return html`<ul class="numbers">
    ${tiles.map(
      ([path, amount, label, about]) =>
        html`<li>
          <a href="${path}"
            ><span class="big">${number(amount)}</span><span class="label">${label}</span
            ><span class="sub">${about}</span></a
          >
        </li>`,
    )}
  </ul>`;
}
