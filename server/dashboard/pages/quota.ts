import { clean } from '../../../shared/report/safe.ts';
import type { Entity } from '../../database/schema.ts';
import type { Ledger, Statement } from '../../ledger.ts';
import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import { balanceChart } from '../balance-chart.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, html, name, number, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import { balanceByDay, listEntities, usedDays } from '../queries/quota.ts';
import { moment } from '../when.ts';
import { empty, facts, operate, section, status, table } from '../widgets.ts';

const path = '/dashboard/quota';
const perPage = 25;

export const statementPath = (entityId: string): string =>
  `${path}/${encodeURIComponent(entityId)}`;

/** Who quota belongs to, and the book of each. */
export function quotaPages(desk: Desk, { db, ledger }: Pick<Ports, 'db' | 'ledger'>): void {
  desk.page(path, async ({ now, query }) => {
    const cursor = query('from');
    const page = await listEntities(db, { cursor: readCursor(cursor), now });
    return {
      title: 'Quota and entities',
      section: 'quota',
      content: html`<p class="lead">
          One is consumed for each resource deployed with an uploaded certificate, and refunded when
          its deployment fails. Inside a verified entity repositories share certificates.
        </p>
        ${
          page.rows.length === 0
            ? empty(
                'No entity is registered.',
                html`Quota belongs to one, and so does every repository. Add one:
                ${operate('entity add NAME')}`,
              )
            : table(
                'Entities',
                [
                  { title: 'Entity' },
                  { title: 'Balance', numeric: true },
                  { title: `Used in ${usedDays} days`, numeric: true },
                  { title: 'Verified' },
                  { title: 'Private CA' },
                  { title: 'Repositories', numeric: true },
                ],
                page.rows.map((row) => [
                  anchor(statementPath(row.id), name(row.name)),
                  html`<b>${number(row.balance)}</b>`,
                  number(row.used),
                  row.verified === 1 ? status('good', 'verified') : status('idle', 'not verified'),
                  row.private_ca_consumes === 1 ? 'consumes' : 'free',
                  number(row.repositories ?? 0),
                ]),
              )
        }
        ${pager(page, cursor, (from) => address(path, { from }))}`,
    };
  });

  desk.page(`${path}/:entity`, async ({ now, param, query }) => {
    const id = param('entity');
    const entity = await db
      .selectFrom('entities')
      .where('id', '=', id)
      .selectAll()
      .executeTakeFirst();
    if (entity === undefined) throw problems.notFound('there is no such entity');
    const before = entryOf(query('before'));
    const statement = await readStatement(ledger, id, before);
    const balance = await ledger.balance(id);
    const points = await balanceByDay(db, id, now);
    const first = statement.entries[0];
    const isNew = balance === 0 && first === undefined && before === undefined;
    const grant = operate(`quota grant ${quoted(entity)} 100 --key ORDER`);
    return {
      title: `Quota of ${entity.name}`,
      section: 'quota',
      trail: anchor(path, 'Quota and entities'),
      content: html`${facts([
        ['Balance', html`<b>${number(balance)}</b>`],
        [
          'Verified',
          entity.verified === 1 ? status('good', 'verified') : status('idle', 'not verified'),
        ],
        [
          'Certificates of a private CA',
          entity.private_ca_consumes === 1 ? 'count as uploaded' : 'cost nothing',
        ],
        ['Grant more', grant, 'wide'],
      ])}
      ${
        isNew
          ? empty('Nothing was granted or consumed yet.', html`Grant quota: ${grant}`)
          : html`${balanceChart(points)} ${section('Statement', book(statement, now))}
            ${pager(
              { next: statement.hasOlder ? String(first?.id) : undefined },
              query('before'),
              (to) => address(statementPath(id), { before: to }),
            )}`
      }`,
    };
  });
}

/** An entity as an argument of a command: its name where a shell can be given it, else its id. */
function quoted({ id, name: text }: Pick<Entity, 'id' | 'name'>): string {
  if (/^[\w.@+-]+$/u.test(text)) return text;
  return clean(text) === text ? `'${text.replaceAll("'", String.raw`'\''`)}'` : id;
}

function entryOf(text: string | undefined): number | undefined {
  const id = Number(text);
  return text !== undefined && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** One page of the book, and whether there is an older one. */
async function readStatement(
  ledger: Ledger,
  entityId: string,
  before: number | undefined,
): Promise<Statement & { readonly hasOlder: boolean }> {
  const statement = await ledger.statement(entityId, {
    limit: perPage + 1,
    ...(before === undefined ? {} : { before }),
  });
  const [surplus, ...entries] = statement.entries;
  if (surplus === undefined || entries.length < perPage) return { ...statement, hasOlder: false };
  const { closing } = statement;
  return { opening: surplus.balance_after, entries, closing, hasOlder: true };
}

/** The entries, the newest first, between what they began from and what they sum to. */
function book({ opening, entries, closing }: Statement, now: Date): Html {
  if (entries.length === 0) return empty('The book holds no earlier entry.');
  const sumOf = (kind: string) =>
    entries.filter((entry) => entry.kind === kind).reduce((sum, { amount }) => sum + amount, 0);
  return html`${table(
      'Statement',
      [
        { title: 'When' },
        { title: 'Amount', numeric: true },
        { title: 'Balance', numeric: true },
        { title: 'For', wide: true },
      ],
      entries.toReversed().map((entry) => [
        moment(entry.created_at, now),

        html`<span class="${entry.amount < 0 ? 'minus' : 'plus'}"
          >${entry.amount < 0 ? '−' : '+'}${number(Math.abs(entry.amount))}</span
        >`,
        number(entry.balance_after),
        html`<b>${entry.kind}</b> no. ${entry.id}
          ${entry.resource === null ? '' : html`${code(entry.resource, 200)} `}<span class="sub"
            >${prose(entry.reason)} · ${code(entry.run_key, 200)}</span
          >`,
      ]),
    )}
    <p class="sum">
      ${number(opening)} before, +${number(sumOf('grant'))} granted, −${number(-sumOf('consume'))}
      consumed, +${number(sumOf('refund'))} refunded = <b>${number(closing)}</b>
    </p>`;
}
