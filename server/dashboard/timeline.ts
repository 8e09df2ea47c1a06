import { html } from './html.ts';
import type { Html } from './html.ts';
import { dayMs } from './when.ts';

/** One bar: from when to when, and how urgent its end is. */
export interface Lane {
  /** Clean already: it stands in the title too. */
  readonly label: string;
  readonly note: string;
  readonly from: string;
  readonly to: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'past';
}

const laneHeight = 38;
const axisHeight = 22;
const months = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/**
 * When certificates begin and end, drawn. Places are in percent and text keeps its size, so that the
 * drawing fits any width without a style of its own. The table beside it says the same in words.
 */
export function timeline(title: string, lanes: readonly Lane[], now: Date): Html {
  const ends = lanes.map(({ to }) => Date.parse(to));
  const begins = lanes.map(({ from }) => Date.parse(from));
  const today = now.getTime();
  const first = Math.max(Math.min(...begins, today), today - 60 * dayMs) - 5 * dayMs;
  const last = Math.min(Math.max(...ends, today + 30 * dayMs), today + 800 * dayMs) + 10 * dayMs;
  const place = (at: number) =>
    Math.round(Math.min(100, Math.max(0, ((at - first) / (last - first)) * 100)) * 100) / 100;
  const height = axisHeight + lanes.length * laneHeight;
  return html`<svg height="${height}" role="img" aria-label="${title}">
    ${ticks(first, last, today).map(
      ({ at, words }) =>
        html`<line class="grid" x1="${place(at)}%" x2="${place(at)}%" y1="0" y2="${height}" /><text
            class="soft"
            x="${place(at)}%"
            dx="5"
            y="14"
          >
            ${words}
          </text>`,
    )}
    <line class="today" x1="${place(today)}%" x2="${place(today)}%" y1="0" y2="${height}" />
    ${lanes.map((lane, index) => draw(lane, axisHeight + index * laneHeight, place))}
  </svg>`;
}

function draw({ label, note, from, to, tone }: Lane, top: number, place: (at: number) => number) {
  const left = place(Date.parse(from));
  const width = Math.max(0.6, place(Date.parse(to)) - left);
  const look = { good: 'bar-good', warn: 'bar-warn', bad: 'bar-bad', past: 'bar-next' }[tone];
  // A view of its own cuts a long name off where the note begins.
  return html`<rect class="track" x="0" width="100%" y="${top + 20}" height="8" rx="4" />
    <rect class="${look}" x="${left}%" width="${width}%" y="${top + 20}" height="8" rx="4" />
    <svg x="0" y="${top}" width="66%" height="18">
      <text x="0" y="14">${label}</text>
    </svg>
    <text class="soft" x="100%" y="${top + 14}" text-anchor="end">${note}</text>`;
}

/** Beginnings of months, as many as there is room for on a phone. */
function ticks(first: number, last: number, today: number) {
  const step = Math.max(1, Math.ceil((last - first) / (30.4 * dayMs) / 6));
  const start = new Date(first);
  const found: { readonly at: number; readonly words: string }[] = [];
  for (let index = 1; index < 60; index += step) {
    const at = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index, 1);
    if (at >= last - (last - first) * 0.05) break;
    const date = new Date(at);
    const year = date.getUTCFullYear() === new Date(today).getUTCFullYear();
    const month = months.format(date);
    found.push({ at, words: year ? month : `${month} ’${String(date.getUTCFullYear()).slice(2)}` });
  }
  return found;
}

/** What the bars mean. */
export const timelineLegend = html`<span class="legend">
  <span
    ><svg aria-hidden="true"><rect class="bar-good" width="26" height="8" rx="4" y="1" /></svg
    >valid</span
  >
  <span
    ><svg aria-hidden="true"><rect class="bar-warn" width="26" height="8" rx="4" y="1" /></svg>ends
    soon, nothing in its place</span
  >
  <span
    ><svg aria-hidden="true"><rect class="bar-bad" width="26" height="8" rx="4" y="1" /></svg>ends
    within a week, has ended, or revoked</span
  >
  <span
    ><svg aria-hidden="true">
      <rect class="bar-next" x="1" width="24" height="8" rx="4" y="1" /></svg
    >superseded</span
  >
  <span
    ><svg aria-hidden="true"><line class="today" x1="13" x2="13" y1="0" y2="10" /></svg>now</span
  >
</span>`;
