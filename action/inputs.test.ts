import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { readInputs } from './inputs.ts';

const read = (values: Record<string, string>) => readInputs((name) => values[name] ?? undefined);

describe('readInputs', () => {
  it('has sensible defaults', () => {
    expect(read({})).toEqual({
      ok: true,
      inputs: {
        config: '.github/certferry.yml',
        mode: 'auto',
        token: '',
        comment: true,
        commentAuthor: 'github-actions[bot]',
        requirePreview: false,
        verifyTimeoutMs: undefined,
        report: '',
        rollback: '',
        cleanUpAfter: 30,
      },
    });
  });

  it('reads hyphenated names as the runner writes them', () => {
    const result = read({ 'INPUT_VERIFY-TIMEOUT': '90', 'INPUT_REQUIRE-PREVIEW': 'True' });
    expect(result).toMatchObject({
      ok: true,
      inputs: { verifyTimeoutMs: 90_000, requirePreview: true },
    });
  });

  it('reports every wrong input at once', () => {
    const result = read({
      INPUT_CONFIG: '../outside.yml',
      INPUT_MODE: 'destroy',
      INPUT_COMMENT: 'perhaps',
      'INPUT_VERIFY-TIMEOUT': '-1',
      'INPUT_CLEAN-UP-AFTER': '0',
    });
    expect(result.ok ? [] : result.problems).toHaveLength(5);
  });

  it('knows exactly the inputs of action.yml', async () => {
    const manifest = parse(await readFile(new URL('../action.yml', import.meta.url), 'utf8')) as {
      inputs: Record<string, { description: string; default: string }>;
    };
    const asked: string[] = [];
    readInputs((name) => {
      asked.push(name.slice('INPUT_'.length).toLowerCase());
      return undefined;
    });
    expect([...new Set(asked)].sort()).toEqual(Object.keys(manifest.inputs).sort());
  });
});
