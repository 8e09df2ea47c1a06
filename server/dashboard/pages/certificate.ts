import { z } from 'zod';

import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import { certificatePath, drawing, listing, stateOf } from '../certificate-list.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, html, name, number, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import {
  findCertificate,
  lineage,
  listReads,
  remarks,
  tasksOfName,
} from '../queries/certificate.ts';
import { moment } from '../when.ts';
import { command, empty, facts, section, status, table } from '../widgets.ts';
import { answerStatus, keyWords, taskStatus, typeWords } from '../words.ts';

/** One certificate with its lineage and who fetched it. Never a key. */
export function certificatePage(desk: Desk, { db }: Pick<Ports, 'db'>): void {
  desk.page('/dashboard/certificates/:fingerprint', async ({ now, param, query }) => {
    const fingerprint = param('fingerprint');
    const found = await findCertificate(db, fingerprint);
    if (found === undefined) throw problems.notFound('no such certificate is in the store');
    const cursor = query('reads');
    const reads = await listReads(db, fingerprint, readCursor(cursor));
    const others = await lineage(db, found, 12);
    const tasks = await tasksOfName(db, found, 50);
    const about = await remarks(db, fingerprint);
    const known = Facts.safeParse(JSON.parse(found.facts)).data;
    return {
      title: `Certificate ${found.name}`,
      section: 'certificates',
      trail: anchor('/dashboard/certificates', 'Certificates'),
      content: html`${facts([
        ['State', stateOf(found, now)],
        ['Ends', moment(found.not_after, now)],
        ['Begins', moment(found.not_before, now)],
        ['Issuer', name(known?.issuer ?? null)],
        ['Subject', name(known?.subject ?? null)],
        ['Serial', code(known?.serial ?? null), 'wide'],
        ['Key', html`${name(known?.keyAlgorithm ?? null)}`],
        ['Private key', html`${keyWords[found.key_form]}`],
        ['Counts as', typeWords[found.type]],
        ['Entity', name(found.entity)],
        ['Source', name(found.source)],
        ['Came', moment(found.received_at, now)],
        ['SHA-256 of the certificate', code(found.fingerprint), 'wide'],
      ])}
      ${section('Names it is valid for', names([...(known?.domains ?? []), ...(known?.ips ?? [])]))}
      ${section(
        `Certificates named ${found.name}`,
        html`${drawing(others, now)}${listing(others, now)}`,
      )}
      ${section(
        'Who fetched it',
        reads.rows.length === 0
          ? empty('No workflow run has fetched it yet.')
          : html`${table(
              'Who fetched it',
              [{ title: 'When' }, { title: 'Repository' }, { title: 'Workflow run' }],
              reads.rows.map((row) => [
                moment(row.read_at, now),
                name(row.full_name),
                html`${String(row.github_run_id)}`,
              ]),
            )}
            ${pager(reads, cursor, (from) => address(certificatePath(fingerprint), { reads: from }))}`,
      )}
      ${section(
        'Tasks that deploy this name',
        tasks.length === 0
          ? empty(
              'No task uses it.',
              html`A deployment file takes it by ${command(`from: { receiver: ${found.name} }`)}.`,
            )
          : table(
              'Tasks that deploy this name',
              [{ title: 'Task' }, { title: 'Repository' }, { title: 'State' }],
              tasks.map((task) => [
                anchor(`/dashboard/tasks/${task.id}`, name(task.name)),
                html`${name(task.full_name)} <span class="sub">${code(task.file)}</span>`,
                taskStatus(task.state),
              ]),
            ),
      )}
      ${history(about, now)}`,
    };
  });
}

/** What the intake read from the certificate; only what is shown. */
const Facts = z.object({
  issuer: z.string(),
  subject: z.string(),
  serial: z.string(),
  keyAlgorithm: z.string(),
  domains: z.array(z.string()),
  ips: z.array(z.string()),
});

const names = (all: readonly string[]): Html =>
  html`<ul class="names">
    ${all.slice(0, 200).map((one) => html`<li>${code(one)}</li>`)}
    ${all.length > 200 ? html`<li>and ${number(all.length - 200)} more</li>` : ''}
  </ul>`;

type Remarks = Awaited<ReturnType<typeof remarks>>;

function history({ copies, deliveries, revocations }: Remarks, now: Date): Html {
  const rows = [
    ...revocations.map((one) => [
      moment(one.revoked_at, now),
      html`${status('bad', 'revoked')} said by ${name(one.source)}`,
    ]),
    ...copies.map((one) => [
      moment(one.created_at, now),
      html`also held by ${name(one.entity)}: ${prose(one.reason)}`,
    ]),
    ...deliveries.map((one) => [
      moment(one.received_at, now),
      html`${anchor(`/dashboard/deliveries/${one.id}`, 'Delivery')} of ${name(one.source)}
      ${answerStatus(one)}`,
    ]),
  ];
  if (rows.length === 0) return html``;
  return section(
    'What was said of it',
    table('What was said of it', [{ title: 'When' }, { title: 'What' }], rows),
  );
}
