import { digestOf } from '../../../shared/notice/digest.ts';
import { NoticeFacts } from '../../../shared/notice/facts.ts';
import { listNotices, noticeFilters, retryNotice } from '../../notices/list.ts';
import type { ListedNotice, NoticeFilter } from '../../notices/list.ts';
import type { Ports } from '../../ports.ts';
import type { Desk } from '../desk.ts';
import { address, code, count, html, name, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import type { Session } from '../sessions.ts';
import { moment } from '../when.ts';
import { action, choices, empty, status, table } from '../widgets.ts';

const path = '/dashboard/notices';

const filterWords: Readonly<Record<NoticeFilter, string>> = {
  all: 'All',
  waiting: 'Waiting',
  failed: 'Failed',
};

/** What contacts were told, and what they could not be told. */
export function noticePages(desk: Desk, ports: Pick<Ports, 'db' | 'clock'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query, session }) => {
    const filter = noticeFilters.find((known) => known === query('show')) ?? 'all';
    const cursor = query('from');
    const page = await listNotices(db, { filter, cursor: readCursor(cursor) });
    const pathOf = (show: string, from?: string) => address(path, { show, from });
    return {
      title: 'Notices',
      section: 'notices',
      content: html`<p class="lead">
          What contacts of deployment files were told: by mail or in a chat, one digest per run.
        </p>
        <div class="bar">
          ${choices(
            'Which notices',
            noticeFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one),
              chosen: one === filter,
            })),
          )}
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter)
            : table(
                'Notices',
                [
                  { title: 'Notice', wide: true },
                  { title: 'Contact' },
                  { title: 'State', wide: true },
                  { title: 'Written' },
                ],
                page.rows.map((row) => [
                  aboutOf(row),
                  contactOf(row),
                  html`${stateOf(row, now)}${again(session, row)}`,
                  moment(row.created_at, now),
                ]),
              )
        }
        ${pager(page, cursor, (from) => pathOf(filter, from))}`,
    };
  });

  desk.action(`${path}/:id/retry`, async ({ param }) => {
    const result = await retryNotice(ports, param('id'));
    return {
      to: path,
      message: result.retried
        ? 'The notice will be sent within seconds.'
        : `Nothing is sent again: ${result.why}.`,
    };
  });
}

function aboutOf({ about, file, full_name: repository }: ListedNotice): Html {
  const facts = NoticeFacts.safeParse(parsed(about));
  const words = facts.success
    ? digestOf(facts.data, { repository: null, file, receiver: null }).subject
    : 'a notice of another version';
  return html`${name(words.replace(/^Certferry: /u, ''), 160)}
    <span class="sub">${name(repository)}${file === '' ? '' : html` · ${code(file)}`}</span>`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const contactOf = ({ contact, kind, format, removed_at: removed }: ListedNotice): Html =>
  html`${name(contact)}
    <span class="sub"
      >${kind === 'email' ? 'mail' : `webhook, ${format ?? 'generic'}`}${removed === null ? '' : ', removed'}</span
    >`;

function stateOf(row: ListedNotice, now: Date): Html {
  const { state, attempts, last_error: error, due_at: due, sent_at: sent } = row;
  const why = error === null ? '' : html`<span class="sub">${prose(error)}</span>`;
  switch (state) {
    case 'sent':
      return html`${status('good', 'sent')} <span class="sub">${moment(sent, now)}</span>`;
    case 'failed':
      return html`${status('bad', 'failed')}${why}${tried(attempts)}`;
    case 'waiting':
      return attempts === 0
        ? html`${status('idle', 'waiting')}${why}`
        : html`${status('warn', 'tried again')}
            <span class="sub">${moment(due, now)}</span>${why}${tried(attempts)}`;
  }
}

const tried = (attempts: number): Html =>
  attempts === 0 ? html`` : html`<span class="sub">tried ${count(attempts, 'time')}</span>`;

function again(session: Session, { id, state, attempts, removed_at: removed }: ListedNotice): Html {
  const isPutOff = state === 'waiting' && attempts > 0;
  if ((state !== 'failed' && !isPutOff) || removed !== null) return html``;
  return action(session, {
    path: `${path}/${id}/retry`,
    verb: 'Send again',
    confirm: 'The notice is sent to this contact now, and tried for another day if that fails.',
  });
}

function nothing(filter: NoticeFilter): Html {
  switch (filter) {
    case 'all':
      return empty(
        'Nobody was told anything yet.',
        'Contacts of a deployment file are told when a run of it has ended. Without contacts it is the address in CERTFERRY_MAIL_TO.',
      );
    case 'waiting':
      return empty('No notice waits.');
    case 'failed':
      return empty('No notice has failed.');
  }
}
