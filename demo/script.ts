/** A terminal that a demo speaks to: headings, tables, and checks that are counted. */
export interface Script {
  /** Columns to write in. */
  readonly width: number;
  readonly say: (text: string) => void;
  readonly title: (title: string, words: string) => void;
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => void;
  /** `test` gives nothing when it holds, else what was seen instead. */
  readonly check: (claim: string, test: () => string | undefined) => void;
  /** Says how it went; the exit code. */
  readonly end: () => number;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function createScript(terminal: Terminal): Script {
  const width = Math.max(60, Math.min(terminal.columns ?? 100, 110));
  const startedAt = performance.now();
  const paint = (code: string, text: string) =>
    terminal.isTTY === true ? `\u001b[${code}m${text}\u001b[0m` : text;
  let held = 0;
  const failed: string[] = [];
  const say = (text: string) => {
    terminal.write(`${text}\n`);
  };
  return {
    width,
    say,
    title: (title, words) => {
      say(`\n${paint('1', title)}${paint('2', `  ${words}`)}\n${'─'.repeat(width)}`);
    },
    table: (head, rows) => {
      const widths = head.map((cell, column) =>
        Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
      );
      const line = (cells: readonly string[]) =>
        cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('   ')
          .trimEnd();
      say(paint('2', line(head)));
      for (const row of rows) say(line(row));
    },
    check: (claim, test) => {
      const seen = test();
      if (seen === undefined) {
        held += 1;
        say(paint('32', `✓ ${claim}`));
      } else {
        failed.push(claim);
        say(paint('31', `✗ ${claim}\n  ${seen}`));
      }
    },
    end: () => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      say(
        failed.length === 0
          ? paint('1;32', `\nAll ${held} checks held, in ${seconds} s.`)
          : paint(
              '1;31',
              `\n${failed.length} of ${held + failed.length} checks failed: ${failed.join('; ')}`,
            ),
      );
      return failed.length === 0 ? 0 : 1;
    },
  };
}
