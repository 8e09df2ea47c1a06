import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFileReader, findFiles } from './files.ts';

let base: string;
let root: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'certferry-files-'));
  root = join(base, 'repository');
  await mkdir(join(root, '.github'), { recursive: true });
  await writeFile(join(base, 'outside.txt'), 'outside');
  await writeFile(join(root, '.github', 'certferry.yml'), 'version: 1\n');
});
afterEach(() => rm(base, { recursive: true }));

describe('createFileReader', () => {
  it('reads a file of the repository', async () => {
    expect(await createFileReader(root)('.github/certferry.yml')).toBe('version: 1\n');
  });
  it('says which file is missing', async () => {
    await expect(createFileReader(root)('no.yml')).rejects.toThrow('no.yml does not exist');
  });
  it('follows neither dots nor links out of the repository', async () => {
    await symlink(join(base, 'outside.txt'), join(root, 'link.txt'));
    await expect(createFileReader(root)('../outside.txt')).rejects.toThrow('out of the repository');
    await expect(createFileReader(root)('link.txt')).rejects.toThrow('out of the repository');
  });
  it('says that a folder is none', async () => {
    await expect(createFileReader(root)('.github')).rejects.toThrow('is a folder');
  });
  it('refuses a file that is too large to be meant', async () => {
    await writeFile(join(root, 'big.yml'), 'x'.repeat(1_048_577));
    await expect(createFileReader(root)('big.yml')).rejects.toThrow('the most is');
  });
});

describe('findFiles', () => {
  it('expands a glob, sorted, with forward slashes', async () => {
    await writeFile(join(root, '.github', 'b.yml'), '');
    expect(await findFiles(root, '.github/*.yml')).toEqual([
      '.github/b.yml',
      '.github/certferry.yml',
    ]);
    expect(await findFiles(root, '.github/certferry.yml')).toEqual(['.github/certferry.yml']);
    expect(await findFiles(root, 'none/*.yml')).toEqual([]);
    await symlink(join(root, 'gone.yml'), join(root, '.github', 'dangling.yml'));
    expect(await findFiles(root, '.github/d*.yml')).toEqual([]);
  });
});
