import { glob, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

const maxBytes = 1_048_576;

/**
 * Reads text files below one folder and nowhere else: neither `..` nor a symbolic link leads out.
 * Rejects with words a user can act on; files over 1 MiB are refused.
 */
export function createFileReader(root: string): (path: string) => Promise<string> {
  return async (path) => {
    const top = await realpath(root);
    let real: string;
    try {
      real = await realpath(join(top, path));
    } catch (error) {
      throw new Error(`${path} does not exist in the repository`, { cause: error });
    }
    const inside = relative(top, real);
    if (inside.startsWith('..') || isAbsolute(inside)) {
      throw new Error(`${path} leads out of the repository; only files inside it are read`);
    }
    const file = await open(real, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw new Error(`${path} is a folder, not a file`);
      const { size } = facts;
      if (size > maxBytes) throw new Error(`${path} has ${size} bytes; the most is ${maxBytes}`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  };
}

/** The files that a path or a glob names, relative to the root with forward slashes, sorted. */
export async function findFiles(root: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: root })) {
    // A link that leads nowhere is no file either.
    const facts = await stat(join(root, path)).catch(() => undefined);
    if (facts?.isFile() === true) found.push(path.split(sep).join('/'));
  }
  return found.sort();
}
