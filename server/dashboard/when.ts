import { html } from './html.ts';
import type { Html } from './html.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const minutes = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** "25 Nov 2026" */
export const dayWords = (at: Date): string => days.format(at);

/** How long, in the one unit that says enough: "47 days". Rounded down: a day is left when it is whole. */
export function span(ms: number): string {
  const units: readonly (readonly [number, string, number])[] = [
    [minuteMs, 'minute', 90],
    [hourMs, 'hour', 36],
    [dayMs, 'day', 100],
    [30.44 * dayMs, 'month', 24],
  ];
  for (const [size, unit, limit] of units) {
    const whole = Math.floor(ms / size);
    if (whole < limit) return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
  }
  const years = Math.floor(ms / (365.25 * dayMs));
  return `${years} years`;
}

/** "in 3 days", "5 minutes ago". */
export function relative(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  if (Math.abs(ms) < minuteMs) return 'just now';
  return ms > 0 ? `in ${span(ms)}` : `${span(-ms)} ago`;
}

/** A moment for people (how far away, then the date in UTC) and for machines. */
export function moment(
  instant: string | null,
  now: Date,
  precision: 'day' | 'minute' = 'minute',
): Html {
  if (instant === null) return html`<span class="none">–</span>`;
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return html`<span class="none">not a time</span>`;
  const absolute = precision === 'day' ? dayWords(at) : `${minutes.format(at)} UTC`;
  return html`<time datetime="${at.toISOString()}"
    >${relative(at, now)} <span class="absolute">${absolute}</span></time
  >`;
}
