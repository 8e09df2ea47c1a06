import { clean } from '../../shared/report/safe.ts';
import { anchor, html, name, short } from './html.ts';
import type { Html } from './html.ts';
import { endsSoon } from './queries/certificates.ts';
import type { ListedCertificate } from './queries/certificates.ts';
import { timeline, timelineLegend } from './timeline.ts';
import type { Lane } from './timeline.ts';
import { dayMs, dayWords, moment, relative, span } from './when.ts';
import { status, table } from './widgets.ts';
import { typeWords } from './words.ts';

export const certificatePath = (fingerprint: string): string =>
  `/dashboard/certificates/${fingerprint}`;

export function stateOf(row: ListedCertificate, now: Date): Html {
  const at = now.toISOString();
  if (row.revoked === 1) return status('bad', 'revoked');
  if (row.not_after <= at) {
    return row.superseded === 1 ? status('idle', 'ended') : status('bad', 'ended, no successor');
  }
  if (row.superseded === 1) return status('idle', 'superseded');
  if (row.not_before > at) return status('idle', 'not yet valid');
  if (endsThisWeek(row, now)) return status('bad', 'ends within a week');
  return endsSoon(row, now) ? status('warn', 'ends soon') : status('good', 'current');
}

const endsThisWeek = (row: ListedCertificate, now: Date): boolean =>
  Date.parse(row.not_after) - now.getTime() <= 7 * dayMs && endsSoon(row, now);

function laneOf(row: ListedCertificate, now: Date): Lane {
  const left = Date.parse(row.not_after) - now.getTime();
  const isLate = endsThisWeek(row, now) && row.superseded === 0;
  const tone =
    row.revoked === 1 || isLate
      ? 'bad'
      : row.superseded === 1
        ? 'past'
        : endsSoon(row, now)
          ? 'warn'
          : 'good';
  const note =
    left > 0 ? `ends in ${span(left)}` : `ended ${relative(new Date(row.not_after), now)}`;
  return { label: clean(row.name, 80) || '?', note, from: row.not_before, to: row.not_after, tone };
}

const mostLanes = 12;

export function drawing(rows: readonly ListedCertificate[], now: Date): Html {
  const lanes = rows.slice(0, mostLanes).map((row) => laneOf(row, now));
  const title = `When ${lanes.length === 1 ? 'it' : 'they'} end: ${lanes
    .map(({ label, to }) => `${label} ${dayWords(new Date(to))}`)
    .join(', ')}`;
  return html`<figure class="figure">
    ${timeline(title, lanes, now)}
    <figcaption>
      ${rows.length > mostLanes ? html`The first ${mostLanes} of this page. ` : ''}${timelineLegend}
    </figcaption>
  </figure>`;
}

export function listing(rows: readonly ListedCertificate[], now: Date): Html {
  return table(
    'Certificates',
    [
      { title: 'Name' },
      { title: 'State' },
      { title: 'Ends' },
      { title: 'Counts as' },
      { title: 'Entity' },
      { title: 'Fingerprint' },
    ],
    rows.map((row) => [
      anchor(certificatePath(row.fingerprint), name(row.name)),
      stateOf(row, now),
      moment(row.not_after, now, 'day'),
      typeWords[row.type],
      name(row.entity),
      short(row.fingerprint),
    ]),
  );
}
