import { createCommandReader, type WorkflowCommand } from './commands.ts';
import { createMasks, type Masks } from './masks.ts';
import type { Annotation, StepOptions } from './step.ts';

const kinds = ['error', 'warning', 'notice'] as const;

/** What one step printed, as the runner understood it. */
export interface StepReader {
  readonly masks: Masks;
  readonly commands: readonly WorkflowCommand[];
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly groups: readonly string[];
  read(line: string): void;
}

/** Reads lines as they come and obeys them as the runner does: a mask hides only what follows it. */
export function createReader(options: StepOptions): StepReader {
  const masks = createMasks();
  for (const secret of [options.token, ...(options.secrets ?? [])]) masks.add(secret);
  const reader = createCommandReader();
  const commands: WorkflowCommand[] = [];
  const log: string[] = [];
  const annotations: Annotation[] = [];
  const groups: string[] = [];
  const counts = { error: 0, warning: 0, notice: 0 };
  const shown: Partial<Record<string, string>> = {
    error: '##[error]',
    warning: '##[warning]',
    notice: '##[notice]',
    debug: '##[debug]',
    group: '##[group]',
    endgroup: '##[endgroup]',
  };
  return {
    masks,
    commands,
    log,
    annotations,
    groups,
    read(line) {
      options.onLine?.(line);
      const command = reader.read(line);
      if (command === undefined) {
        log.push(masks.apply(line));
        return;
      }
      commands.push(command);
      if (command.name === 'add-mask') masks.add(command.data);
      const prefix = shown[command.name];
      if (prefix !== undefined && (command.name !== 'debug' || options.debug === true)) {
        log.push(masks.apply(`${prefix}${command.data}`));
      }
      if (command.name === 'group') groups.push(masks.apply(command.data));
      const kind = kinds.find((name) => name === command.name);
      if (kind === undefined) return;
      counts[kind] += 1;
      if (counts[kind] > 10) return;
      const { title, file, line: row, col } = command.properties;
      annotations.push({
        kind,
        title: title === undefined ? undefined : masks.apply(title),
        file,
        line: row === undefined ? undefined : Number(row),
        column: col === undefined ? undefined : Number(col),
        message: masks.apply(command.data).slice(0, 4096),
      });
    },
  };
}

export interface LineSplitter {
  /** Everything that came. */
  text: string;
  push(chunk: string): void;
  end(): void;
}

/** The runner ends a line at LF, CR or both, and shows what comes after the last one too. */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  let rest = '';
  return {
    text: '',
    push(chunk) {
      this.text += chunk;
      // A CR at the very end may be half of a CRLF.
      const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/u);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    },
    end() {
      if (rest !== '') onLine(rest.replace(/\r$/u, ''));
      rest = '';
    },
  };
}
