import type { Log, LogFacts } from '../shared/runtime/log.ts';

/**
 * Writing to the log of a workflow run. The runner obeys `::command::` at the start of a line and the
 * older `##[command]` anywhere in one, whoever wrote it; so whatever is printed goes through `logSafe`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export type Write = (text: string) => void;

const breaker = '\u200B';
const longestLine = 2000;

/**
 * Text as a part of one line that the runner only shows: control characters, line ends and characters
 * that turn the direction of reading become a blank, and what could start a command is broken up with
 * a zero-width space. Longer text ends in an ellipsis.
 */
export function logSafe(text: string, longest: number = longestLine): string {
  const visible = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ');
  const cut =
    visible.length <= longest
      ? visible
      : `${visible.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
  return cut.replaceAll('##[', `##${breaker}[`).replace(/^(\s*):(?=:)/u, `$1:${breaker}`);
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** One workflow command as a line. Values may be any text: they are escaped. */
export function workflowCommand(
  name: string,
  data: string,
  properties: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const pairs = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  const head = pairs.length === 0 ? name : `${name} ${pairs.join(',')}`;
  return `::${head}::${escapeData(data)}\n`;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title?: string | undefined;
  readonly message: string;
  /** Relative to the repository's root. */
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export interface RunnerLog extends Log {
  /** A line for people, without a level. */
  print(text: string): void;
  /**
   * A remark on the pull request's page, at a line of a file where one is named. GitHub keeps ten of
   * each level; everything is in the log as well.
   */
  annotate(annotation: Annotation): void;
  /** What `work` prints is folded under the title. Groups do not nest: an inner title is a line. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Writes what was held back: call it last. */
  finish(): void;
}

/** GitHub keeps this many annotations of each level per step. */
const mostAnnotations = 10;

const plain = /^[\w.:/@*+-]+$/u;

function factsText(facts: LogFacts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => {
      const text = String(value);
      return ` ${key}=${plain.test(text) ? text : JSON.stringify(text)}`;
    })
    .join('');
}

/** Where, and what it is about: all that an annotation shows around its message. */
function place({ file, line, column, title }: Annotation): string {
  const at = [file, line, column].filter((part) => part !== undefined).join(':');
  return [at, title ?? ''].map((part) => (part === '' ? '' : `${part}: `)).join('');
}

function annotationCommand({ level, title, message, file, line, column }: Annotation): string {
  return workflowCommand(level, logSafe(message, 4000), {
    file: file === undefined ? undefined : logSafe(file),
    line,
    col: column,
    title: title === undefined ? undefined : logSafe(title, 200),
  });
}

/**
 * `debug`: the run was started with debug logging (`RUNNER_DEBUG` is 1). `redact` hides what looks like a
 * credential: the runner hides only what was registered with it.
 */
export function createRunnerLog(options: {
  readonly write: Write;
  readonly debug: boolean;
  readonly redact?: (text: string) => string;
}): RunnerLog {
  const { write, debug, redact = (text) => text } = options;
  let inGroup = false;
  const kept = {
    error: new Array<Annotation>(),
    warning: new Array<Annotation>(),
    notice: new Array<Annotation>(),
  };
  const print = (text: string) => {
    write(`${logSafe(redact(text))}\n`);
  };
  const at =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      print(`${level}${message}${factsText(facts)}`);
    };

  return {
    print,
    debug(message, facts = {}) {
      if (!debug) return;
      write(workflowCommand('debug', logSafe(redact(`${message}${factsText(facts)}`))));
    },
    info: at(''),
    warn: at('warning: '),
    error: at('error: '),
    annotate(given) {
      const { title } = given;
      const annotation = {
        ...given,
        message: redact(given.message),
        title: title === undefined ? undefined : redact(title),
      };
      const same = kept[annotation.level];
      same.push(annotation);
      // The last place is held: it goes to this annotation, or to a line that counts all further ones.
      if (same.length < mostAnnotations) write(annotationCommand(annotation));
      else print(`${annotation.level}: ${place(annotation)}${annotation.message}`);
    },
    async group(title, work) {
      if (inGroup) {
        print(title);
        return work();
      }
      inGroup = true;
      write(workflowCommand('group', logSafe(redact(title))));
      try {
        return await work();
      } finally {
        inGroup = false;
        write(workflowCommand('endgroup', ''));
      }
    },
    finish() {
      for (const level of ['error', 'warning', 'notice'] as const) {
        const rest = kept[level].splice(0).slice(mostAnnotations - 1);
        const [only] = rest;
        if (only === undefined) continue;
        const message = `${rest.length} more of this kind are in the log and in the job summary`;
        write(annotationCommand(rest.length === 1 ? only : { level, message }));
      }
    },
  };
}
