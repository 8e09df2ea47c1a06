/**
 * Workflow commands as the runner finds them in every line of a step's output.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 * The older form `##[name]data` is not documented any more, yet is still obeyed anywhere in a line:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  readonly form: '::' | '##[';
  /** The line it was found in, as it was printed. */
  readonly line: string;
}

const registered = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

function unescape(text: string, codes: readonly string[]): string {
  // The runner replaces one code after the other, the percent sign last.
  return [...codes, '%25'].reduce(
    (result, code) => result.replaceAll(code, decodeURIComponent(code)),
    text,
  );
}

function properties(
  text: string,
  separator: string,
  codes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    text.split(separator).flatMap((pair) => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1);
      return at < 1 || value === '' ? [] : [[name, unescape(value, codes)]];
    }),
  );
}

interface Info {
  readonly name: string;
  readonly rest: string;
}

function split(info: string): Info {
  const space = info.indexOf(' ');
  return space < 0
    ? { name: info, rest: '' }
    : { name: info.slice(0, space), rest: info.slice(space + 1) };
}

/** .NET trims what Unicode calls white space; so does `trimStart`, which also takes U+FEFF. */
function trimStart(line: string): string {
  return line.replace(/^(?:(?!\uFEFF)\s|\u0085)+/u, '');
}

function parseCurrent(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const text = trimStart(line);
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const { name, rest } = split(text.slice(2, end));
  if (!known.has(name.toLowerCase())) return undefined;
  return {
    name: name.toLowerCase(),
    properties: properties(rest, ',', ['%0D', '%0A', '%3A', '%2C']),
    data: unescape(text.slice(end + 2), ['%0D', '%0A']),
    form: '::',
    line,
  };
}

function parseOld(line: string, known: ReadonlySet<string>): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const { name, rest } = split(line.slice(start + 3, end));
  if (!known.has(name.toLowerCase())) return undefined;
  const codes = ['%3B', '%0D', '%0A', '%5D'];
  return {
    name: name.toLowerCase(),
    properties: properties(rest, ';', codes),
    data: unescape(line.slice(end + 1), codes),
    form: '##[',
    line,
  };
}

export interface CommandReader {
  /** The command that the runner would obey; undefined for a line that it only shows. */
  read(line: string): WorkflowCommand | undefined;
}

/** One step's commands; between `stop-commands` and its token nothing is obeyed. */
export function createCommandReader(): CommandReader {
  let stopToken: string | undefined;
  return {
    read(line) {
      const known = stopToken === undefined ? registered : new Set([...registered, stopToken]);
      const command = parseCurrent(line, known) ?? parseOld(line, known);
      if (command === undefined) return undefined;
      if (stopToken !== undefined) {
        if (command.name !== stopToken) return undefined;
        stopToken = undefined;
        return undefined;
      }
      if (command.name === 'stop-commands') stopToken = command.data.toLowerCase();
      return command;
    },
  };
}

/**
 * The command was dictated by data: one of these texts, which the step read from outside, holds it
 * word for word. The toolkit never writes the older form, so that one is always dictated.
 */
export function isInjected(command: WorkflowCommand, texts: readonly string[]): boolean {
  if (command.form === '##[') return true;
  return texts.some((text) =>
    text.split(/[\r\n]/u).some((line) => {
      for (let at = line.indexOf('::'); at >= 0; at = line.indexOf('::', at + 1)) {
        const told = parseCurrent(line.slice(at), registered);
        if (told?.name !== command.name) continue;
        const [short, long] = [told.data, command.data].sort((a, b) => a.length - b.length);
        if (short !== undefined && long?.startsWith(short) === true) return true;
      }
      return false;
    }),
  );
}
