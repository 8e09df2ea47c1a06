import { html, number } from './html.ts';
import type { Html } from './html.ts';
import { dayWords } from './when.ts';

export interface Point {
  readonly at: string;
  readonly balance: number;
}

const height = 180;
const top = 16;
const bottom = 24;

/** A round number that the curve stays below. */
function ceilingOf(points: readonly Point[]): number {
  const most = Math.max(1, ...points.map(({ balance }) => balance));
  const size = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * size).find((round) => round >= most) ?? most;
}

/** The balance over time, in steps: between two entries nothing changes. */
export function balanceChart(points: readonly Point[]): Html {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return html``;
  const ceiling = ceilingOf(points);
  const room = height - top - bottom;
  const x = (index: number) => Math.round((index / (points.length - 1)) * 1000);
  const y = (balance: number) => Math.round((1 - balance / ceiling) * 1000);
  const steps = points
    .slice(1)
    .map(({ balance }, index) => `H${x(index + 1)}V${y(balance)}`)
    .join('');
  const curve = `M0 ${y(first.balance)}${steps}`;
  const words = `Balance from ${dayWords(new Date(first.at))}, ${number(first.balance)}, to ${dayWords(
    new Date(last.at),
  )}, ${number(last.balance)}`;
  return html`<figure class="figure">
    <svg height="${height}" role="img" aria-label="${words}">
      ${[0, 0.5, 1].map(
        (part) =>
          html`<line
            class="grid"
            x1="0"
            x2="100%"
            y1="${top + part * room}"
            y2="${top + part * room}"
          />`,
      )}
      <svg
        x="0"
        y="${top}"
        width="100%"
        height="${room}"
        viewBox="0 0 1000 1000"
        preserveAspectRatio="none"
      >
        <path class="area" d="${curve}V1000H0Z" />
        <path class="curve" d="${curve}" />
      </svg>
      <text class="soft" x="0" y="${top - 4}">${number(ceiling)}</text>
      <text class="soft" x="0" y="${top + room / 2 - 4}">${number(ceiling / 2)}</text>
      <text class="soft" x="0" y="${height - 6}">${dayWords(new Date(first.at))}</text>
      <text class="soft" x="100%" y="${height - 6}" text-anchor="end">
        ${dayWords(new Date(last.at))}
      </text>
    </svg>
    <figcaption>Balance over the last ${points.length - 1} days.</figcaption>
  </figure>`;
}
