import { clean } from '../../../shared/report/safe.ts';
import type { Ports } from '../../ports.ts';
import { drawing, listing } from '../certificate-list.ts';
import type { Desk } from '../desk.ts';
import { address, html, number } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import { certificateFilters, countByEnd, listCertificates } from '../queries/certificates.ts';
import type { CertificateFilter } from '../queries/certificates.ts';
import { choices, empty, operate, search } from '../widgets.ts';
import { certificatePage } from './certificate.ts';

const path = '/dashboard/certificates';

const filterWords: Readonly<Record<CertificateFilter, string>> = {
  current: 'Current',
  ending: 'Ending, no successor',
  superseded: 'Superseded',
  ended: 'Ended',
  revoked: 'Revoked',
};

/** The store by expiry, and one certificate with who fetched it. Never a key. */
export function certificatePages(desk: Desk, ports: Pick<Ports, 'db'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query }) => {
    const filter = certificateFilters.find((known) => known === query('state')) ?? 'current';
    const part = clean(query('q') ?? '', 100);
    const cursor = query('from');
    const page = await listCertificates(db, { filter, part, cursor: readCursor(cursor), now });
    const ends = await countByEnd(db, now);
    const pathOf = (state: string, from?: string) => address(path, { state, q: part, from });
    return {
      title: 'Certificates',
      section: 'certificates',
      content: html`<p class="lead">
          ${number(ends.current)} current; ${number(ends.month)} of them end within 30 days,
          ${number(ends.quarter)} within 90.
        </p>
        <div class="bar">
          ${choices(
            'Which certificates',
            certificateFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one),
              chosen: one === filter,
            })),
          )}
          ${search(path, { value: part, label: 'Part of a name', keep: { state: filter } })}
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter, part)
            : html`${drawing(page.rows, now)}${listing(page.rows, now)}`
        }
        ${pager(page, cursor, (from) => pathOf(filter, from))}`,
    };
  });

  certificatePage(desk, ports);
}

function nothing(filter: CertificateFilter, part: string): Html {
  if (part !== '') return empty('No certificate here has this in its name.');
  switch (filter) {
    case 'current':
      return empty(
        'No valid certificate is in the store.',
        html`Add a source, then let your CA or ACME client post to it:
        ${operate('source add NAME --entity ENTITY --type issued --keys encrypted')}`,
      );
    case 'ending':
      return empty('Nothing ends soon without a successor.');
    case 'superseded':
      return empty('Every valid certificate is the newest of its name.');
    case 'ended':
      return empty('No certificate has ended.');
    case 'revoked':
      return empty('No source has said that a certificate is revoked.');
  }
}
