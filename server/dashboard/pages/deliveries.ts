import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import { redeliver } from '../actions/redeliver.ts';
import type { Redelivered } from '../actions/redeliver.ts';
import { certificatePath } from '../certificate-list.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, count, html, name, short } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import {
  deliveryFilters,
  findDelivery,
  listDeliveries,
  listSources,
} from '../queries/deliveries.ts';
import type { DeliveryFilter } from '../queries/deliveries.ts';
import { moment } from '../when.ts';
import { action, choices, empty, facts, operate, section, status, table } from '../widgets.ts';
import { answerStatus } from '../words.ts';

const path = '/dashboard/deliveries';

const filterWords: Readonly<Record<DeliveryFilter, string>> = {
  all: 'All',
  stored: 'Stored',
  nothing: 'Nothing new',
};

export const deliveryPath = (id: string): string => `${path}/${encodeURIComponent(id)}`;

const mostSources = 30;

/** What sources have told, what they were answered, and telling it again. */
export function deliveryPages(desk: Desk, ports: Pick<Ports, 'db' | 'clock'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query }) => {
    const filter = deliveryFilters.find((known) => known === query('show')) ?? 'all';
    const source = query('source');
    const cursor = query('from');
    const page = await listDeliveries(db, { filter, source, cursor: readCursor(cursor) });
    const sources = await listSources(db, mostSources);
    const pathOf = (show: string, of: string | undefined, from?: string) =>
      address(path, { show, source: of, from });
    return {
      title: 'Deliveries',
      section: 'deliveries',
      content: html`<p class="lead">
          What certificate authorities and ACME clients have told this receiver in the last 30 days.
          What did not prove its sender is not stored; the numbers of ${code('/metrics')} count it.
        </p>
        <div class="bar">
          ${choices(
            'Which deliveries',
            deliveryFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one, source),
              chosen: one === filter,
            })),
          )}
          ${
            sources.length < 2 && source === undefined
              ? ''
              : choices('Of which source', [
                  {
                    words: 'Any source',
                    path: pathOf(filter, undefined),
                    chosen: source === undefined,
                  },
                  ...sources.map((one) => ({
                    words: one.name,
                    path: pathOf(filter, one.name),
                    chosen: one.name === source,
                  })),
                ])
          }
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter, sources.length > 0)
            : table(
                'Deliveries',
                [
                  { title: 'About' },
                  { title: 'Event' },
                  { title: 'Answer' },
                  { title: 'Source' },
                  { title: 'Came' },
                ],
                page.rows.map((row) => [
                  html`${anchor(deliveryPath(row.id), row.about === null ? 'Delivery' : name(row.about))}
                  ${
                    row.fingerprint === null
                      ? ''
                      : html`<span class="sub">${short(row.fingerprint)}</span>`
                  }`,
                  row.type === null
                    ? html`<span class="none">repeats another</span>`
                    : name(row.type),
                  answerStatus(row),
                  html`${name(row.source)} <span class="sub">${name(row.kind)}</span>`,
                  moment(row.received_at, now),
                ]),
              )
        }
        ${pager(page, cursor, (from) => pathOf(filter, source, from))}`,
    };
  });

  desk.page(`${path}/:id`, async ({ now, param, session }) => {
    const id = param('id');
    const row = await findDelivery(db, id);
    if (row === undefined)
      throw problems.notFound('there is no such delivery; they are kept 30 days');
    return {
      title: row.type === null ? 'Delivery' : `Delivery: ${row.type}`,
      section: 'deliveries',
      trail: anchor(path, 'Deliveries'),
      content: html`${facts([
          ['Answer', html`${answerStatus(row)} ${row.status}`],
          ['Came', moment(row.received_at, now)],
          [
            'Source',
            html`${name(row.source)} (${name(row.kind)})
            ${row.disabled_at === null ? '' : status('idle', 'switched off')}`,
          ],
          ['Entity', name(row.entity)],
          ['About', name(row.about)],
          [
            'Certificate',
            row.fingerprint === null
              ? html`<span class="none">none came along</span>`
              : anchor(certificatePath(row.fingerprint), short(row.fingerprint)),
          ],
          ["The sender's id", code(row.delivery_id)],
          ['SHA-256 of what was sent', code(row.body_sha256), 'wide'],
        ])}
        <div class="do">
          ${action(session, {
            path: `${deliveryPath(id)}/redeliver`,
            verb: 'Redeliver',
            confirm:
              'The event is processed again: tasks that use its certificate are searched anew, and each that was not told of it yet gets a workflow run. A task that was told is not told again.',
          })}
        </div>
        ${section('What was answered', json(row.response))}
        ${section(
          'The event',
          row.event === null
            ? empty('Nothing of it was new, so no event was stored.')
            : json(row.event),
        )}`,
    };
  });

  desk.action(`${path}/:id/redeliver`, async ({ param }) => {
    const id = param('id');
    return { to: deliveryPath(id), message: words(await redeliver(ports, id)) };
  });
}

function words(result: Redelivered): string {
  if (result.kind === 'nothing') return `Nothing follows from it: ${result.why}.`;
  if (result.runs === 0) {
    return 'Processed again: every task that uses its certificate was told before, so no workflow run was asked for.';
  }
  return `Processed again: ${count(result.runs, 'workflow run')} asked for.`;
}

/** Stored JSON for eyes: what is not printable is written as its escape. */
function json(text: string): Html {
  const shown = JSON.stringify(JSON.parse(text), null, 2).replaceAll(
    /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u007F-\u009F]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return html`<pre tabindex="0">${shown}</pre>`;
}

function nothing(filter: DeliveryFilter, hasSources: boolean): Html {
  if (filter !== 'all') return empty('No delivery of this kind is stored.');
  return hasSources
    ? empty('No source has delivered anything in the last 30 days.')
    : empty(
        'No source is registered, so nothing can be delivered.',
        html`Add one: ${operate('source add NAME --entity ENTITY --type issued --keys encrypted')}`,
      );
}
