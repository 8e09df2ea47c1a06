import { readFile } from 'node:fs/promises';

import { parse } from 'yaml';

interface ActionFile {
  readonly inputs?: Readonly<
    Record<string, { readonly default?: string | number | boolean } | null>
  >;
  readonly runs?: { readonly main?: string };
}

/** What the runner takes from `action.yml`: the defaults of inputs, and what to start. */
export interface ActionMetadata {
  readonly defaults: Readonly<Record<string, string>>;
  readonly main: string | undefined;
}

/** Undefined when there is no such file. */
export async function readActionMetadata(path: string): Promise<ActionMetadata | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
  const file = parse(text) as ActionFile;
  const defaults = Object.entries(file.inputs ?? {}).flatMap(([name, input]) =>
    input?.default === undefined ? [] : [[name, String(input.default)]],
  );
  return {
    defaults: Object.fromEntries(defaults) as Record<string, string>,
    main: file.runs?.main,
  };
}

/** `${{ github.token }}` and its like; any other expression is a mistake of the action. */
export function evaluate(text: string, github: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/gu, (whole, expression: string) => {
    const value = github[/^github\.(\w+)$/u.exec(expression)?.[1] ?? ''];
    if (value === undefined) throw new Error(`the runner cannot evaluate ${whole}`);
    return value;
  });
}

/** `INPUT_DRY-RUN`: upper case, blanks to underscores, hyphens kept. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
