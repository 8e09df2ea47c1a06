import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const pages = ['*.md', 'docs/**/*.md', '.github/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: root }),
);
/** Every page of the documentation by its path. */
export const text = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]));

/** A fenced block of code. */
export interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

function blocksOf(page: string): readonly Block[] {
  const lines = text.get(page)?.split('\n') ?? [];
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = '', language] = /^(\s*)```(\w*)$/u.exec(lines[index] ?? '') ?? [];
    if (language === undefined) continue;
    const end = lines.findIndex((line, at) => at > index && line.trim() === '```');
    const code = lines.slice(index + 1, end).map((line) => line.slice(indent.length));
    blocks.push({ page, line: index + 1, language, code: `${code.join('\n')}\n` });
    index = end;
  }
  return blocks;
}
export const blocks: readonly Block[] = pages.flatMap(blocksOf);
