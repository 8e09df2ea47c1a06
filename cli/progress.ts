import type { Progress } from '../shared/engine/ports.ts';
import { progressLines } from '../shared/job/progress.ts';
import type { Counted } from '../shared/job/progress.ts';
import { plain } from '../shared/report/terminal.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import type { Log, LogFacts } from '../shared/runtime/log.ts';

/** Progress of a run for a person: lines as things end, and on a terminal a bar that moves below them. */
export interface ProgressView {
  readonly event: (event: Progress) => void;
  readonly log: Log;
  /** Clears the moving line. Safe to repeat. */
  readonly done: () => void;
}

/** The part of a terminal (or a pipe) that progress needs. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barCells = 20;

/** `[######..............] 3/10`: full only when everything has ended. */
function bar({ done, total }: Counted): string {
  const full = total === 0 ? 0 : Math.floor((done / total) * barCells);
  return `[${'#'.repeat(full).padEnd(barCells, '.')}] ${done}/${total}`;
}

export function createProgress(
  sink: Sink,
  options: { readonly redact: (text: string) => string; readonly clock: Clock },
): ProgressView {
  const startedAt = options.clock.now().getTime();
  const live = sink.isTTY === true;
  const lineOf = progressLines();
  let moving = false;

  // Hidden first: a secret that was cut or flattened would not be found.
  const shown = (text: string) => options.redact(plain(options.redact(text), 400));
  const clear = () => {
    if (moving) sink.write('\r\u001b[K');
    moving = false;
  };
  const print = (text: string) => {
    clear();
    sink.write(`${shown(text)}\n`);
  };
  const move = (text: string) => {
    clear();
    const seconds = Math.round((options.clock.now().getTime() - startedAt) / 1000);
    // Some pseudo-terminals say that they are no column wide.
    const columns = sink.columns ?? 0;
    const width = columns > 0 ? columns : 80;
    sink.write(shown(`${text} (${seconds} s)`).slice(0, Math.max(20, width - 1)));
    moving = true;
  };
  const leveled = (level: string) => (message: string, facts?: LogFacts) => {
    const words = Object.entries(facts ?? {}).map(([key, value]) => `${key}=${String(value)}`);
    print([`${level}:`, message, ...words].join(' '));
  };

  return {
    event: (event) => {
      const { text, step, counted, ended } = lineOf(event);
      if (!live) {
        print(text);
        return;
      }
      if (ended) print(step);
      if (counted === null) {
        if (!ended) move(step);
      } else if (counted.done < counted.total) {
        move(ended ? bar(counted) : `${bar(counted)} ${step}`);
      }
    },
    log: { debug() {}, info() {}, warn: leveled('warning'), error: leveled('error') },
    done: clear,
  };
}
