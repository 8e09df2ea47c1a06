import type { PermissionCheck } from '../shared/providers/provider.ts';
import { harmless, painter, plain, wrap } from '../shared/report/terminal.ts';
import type { Colour, Paint } from '../shared/report/terminal.ts';
import { isUsable } from './check.ts';
import type { AccountReport, CheckReport, TargetReport } from './check.ts';

export interface CheckTextOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Hides what is secret, before anything is shortened or broken into lines. */
  readonly redact: (text: string) => string;
}

const footnotes = {
  missing:
    'What was asked for does not exist, so that nothing could change. A login that may act on certain resources only is refused here although it may be enough: see whether its policy covers yours.',
  unknown:
    'What is unknown may be granted: the reason stands beside it, and a deployment will tell.',
};

/** Sorted by what a reader must act on; what is granted is only counted. */
const worstFirst = ['missing', 'unknown'] as const;
const colours: Readonly<Record<PermissionCheck['state'], Colour>> = {
  missing: 'red',
  unknown: 'yellow',
  granted: 'green',
};

interface Page {
  readonly paint: Paint;
  /** A text of the cloud or the file, on one line. */
  readonly say: (text: string) => string;
  readonly indented: (text: string, by: number) => readonly string[];
}

function pageOf({ width, colour, redact }: CheckTextOptions): Page {
  return {
    paint: painter(colour),
    say: (text) => plain(redact(text)),
    indented: (text, by) =>
      wrap(text, Math.max(20, width - by)).map((line) => `${' '.repeat(by)}${line}`),
  };
}

const mark = (paint: Paint, ok: boolean) => (ok ? paint('green', '✓') : paint('red', '✗'));

function targetLines(target: TargetReport, { paint, say, indented }: Page): readonly string[] {
  const { region, otherRegions, gaps, error, permissions } = target;
  const where = region === null ? '' : ` in ${say(region)}`;
  const head = `  ${mark(paint, isUsable(target))} ${paint('bold', say(target.target))}${where}`;
  if (error !== null) {
    return [head, ...indented(`${error.code}: ${say(error.message)}`, 6)];
  }
  const lines = [head];
  for (const gap of gaps) {
    const place = gap.region === null ? 'another region' : say(gap.region);
    const words = `cannot be used in ${place}: ${gap.error.code}: ${say(gap.error.message)}`;
    lines.push(...indented(words, 6));
  }
  for (const state of worstFirst) {
    const found = permissions.filter((one) => one.state === state);
    // What has the same reason stands together, and the reason once.
    for (const [message, same] of Map.groupBy(found, (one) => one.message)) {
      for (const { permission } of same) {
        lines.push(`      ${paint(colours[state], state.padEnd(7))} ${say(permission)}`);
      }
      lines.push(...indented(say(message), 14));
    }
  }
  const granted = permissions.filter(({ state }) => state === 'granted').length;
  lines.push(`      ${paint('green', 'granted')} ${granted} of ${permissions.length}`);
  if (otherRegions.length > 0) {
    const others = `not asked again in ${say(otherRegions.join(', '))}`;
    lines.push(...indented(others, 6).map((line) => paint('dim', line)));
  }
  return lines;
}

function accountLines(account: AccountReport, page: Page): readonly string[] {
  const { paint, say, indented } = page;
  const { error, targets } = account;
  const name = `${paint('bold', say(account.account))} (${say(account.provider)})`;
  if (error !== null) {
    return [
      `${mark(paint, false)} ${name}: the credentials cannot be used`,
      ...indented(`${error.code}: ${say(error.message)}`, 2),
    ];
  }
  return [
    `${mark(paint, targets.every(isUsable))} ${name}: the credentials work`,
    ...targets.flatMap((target) => targetLines(target, page)),
  ];
}

/** One report for a person: what is missing first, then what is not known, the rest as a number. */
export function checkText(report: CheckReport, options: CheckTextOptions): string {
  const page = pageOf(options);
  const { paint, say, indented } = page;
  const states = new Set(
    report.accounts.flatMap(({ targets }) =>
      targets.flatMap(({ permissions }) => permissions.map(({ state }) => state)),
    ),
  );
  const lines = [
    paint('bold', say(report.file)),
    ...report.problems.flatMap(({ line, column, message }) =>
      indented(`${mark(paint, false)} ${line}:${column} ${say(message)}`, 0),
    ),
    ...report.accounts.flatMap((account) => accountLines(account, page)),
    ...worstFirst
      .filter((state) => states.has(state))
      .flatMap((state) => ['', ...indented(footnotes[state], 0)]),
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}
