import type { Command, Option } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface OptionWords {
  readonly flag: string;
  readonly words: string;
  /** Null: it takes no value. Empty: any value, for which files are offered. */
  readonly values: readonly string[] | null;
}

interface CommandWords {
  readonly name: string;
  readonly words: string;
  readonly options: readonly OptionWords[];
  /** Values of its argument; empty: a file. */
  readonly values: readonly string[];
}

function optionWords({ long, description, required, optional, argChoices }: Option): OptionWords {
  return {
    flag: long ?? '',
    words: description,
    values: required || optional ? (argChoices ?? []) : null,
  };
}

/** What a shell can offer: every command with its options, as the program itself knows them. */
function commandsOf(program: Command, products: readonly string[]): readonly CommandWords[] {
  const help: OptionWords = { flag: '--help', words: 'display help for command', values: null };
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    const isProduct = argument?.name() === 'product';
    return {
      name: command.name(),
      words: command.description(),
      options: [...command.options.map(optionWords), help],
      values: isProduct ? products : (argument?.argChoices ?? []),
    };
  });
}

/** Single quotes take everything as it is but themselves. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** `[`, `]` and `:` part the pieces of a specification of zsh's `_arguments`. */
const zshWords = (text: string) => text.replaceAll(/[[\]:\\]/gu, String.raw`\$&`);

/**
 * A script that teaches a shell to complete `certferry`: commands, options, and the values that are known.
 * It asks nothing when it runs, so completing costs no start of the program.
 */
export function completionText(
  shell: Shell,
  program: Command,
  products: readonly string[],
): string {
  const commands = commandsOf(program, products);
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return zsh(commands);
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly CommandWords[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, values: known }) =>
      known === null
        ? []
        : [
            `    ${quoted(`${name} ${flag}`)}) ${known.length === 0 ? 'files=1' : `words=${quoted(known.join(' '))}`} ;;`,
          ],
    ),
  );
  const flags = commands.map(
    ({ name, options, values: known }) =>
      `    ${name}) words=${quoted([...options.map(({ flag }) => flag), ...known].join(' '))}${known.length === 0 ? '; files=1' : ''} ;;`,
  );
  return `# certferry completion for bash: eval "$(certferry completion bash)"
_certferry() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local command=\${COMP_WORDS[1]} words='' files=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted([...commands.map(({ name }) => name), '--help', '--version'].join(' '))}
  else
    case "$command $previous" in
${values.join('\n')}
    *) case "$command" in
${flags.join('\n')}
    esac ;;
    esac
  fi
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$current")
  if [ -n "$files" ] && [ "\${current#-}" = "$current" ]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _certferry certferry
`;
}

function zsh(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, options, values }) => {
    const specs = options.map(({ flag, words, values: known }) => {
      const value =
        known === null ? '' : known.length === 0 ? ':value:_files' : `:value:(${known.join(' ')})`;
      return quoted(`${flag}[${zshWords(words)}]${value}`);
    });
    const argument = values.length === 0 ? '*:file:_files' : `1:value:(${values.join(' ')})`;
    return `      ${name}) _arguments ${[...specs, quoted(argument)].join(' ')} ;;`;
  });
  const described = commands.map(
    ({ name, words }) => `    ${quoted(`${name}:${zshWords(words)}`)}`,
  );
  return `#compdef certferry
# certferry completion for zsh: source <(certferry completion zsh)
_certferry() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case "$command" in
${cases.join('\n')}
    esac
  fi
}
compdef _certferry certferry
`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, words, options, values }) => {
    const when = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `complete -c certferry -n __fish_use_subcommand -f -a ${name} -d ${quoted(words)}`,
      ...options.map(({ flag, words: about, values: known }) => {
        const value =
          known === null ? '' : known.length === 0 ? ' -r' : ` -x -a ${quoted(known.join(' '))}`;
        return `complete -c certferry ${when} -l ${flag.replace(/^--/u, '')}${value} -d ${quoted(about)}`;
      }),
      ...(values.length === 0
        ? []
        : [`complete -c certferry ${when} -f -a ${quoted(values.join(' '))}`]),
    ];
  });
  return `# certferry completion for fish: certferry completion fish | source\n${lines.join('\n')}\n`;
}
