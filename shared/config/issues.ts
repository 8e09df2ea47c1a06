import type { z } from 'zod';

import type { Flaw } from './flaw.ts';
import { nearest } from './nearest.ts';
import { quoted } from './secrets.ts';
import { find, keyPlace, type Path, type Tree } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** Does not get as far as the keys or items of the value. */
function failsAtRoot(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys';
}

/** Of the forms that a value may have, the one that was probably meant; undefined: none is near. */
function closest(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const near = forms.filter((issues) => !issues.some(failsAtRoot));
  const weight = (issues: readonly Issue[]) =>
    issues.reduce(
      (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1),
      0,
    );
  return near.toSorted((a, b) => weight(a) - weight(b))[0];
}

/** The last key of a path in front of a message, so that it can be understood without the file. */
function about(path: Path): string {
  const key = path.findLast((segment) => typeof segment === 'string');
  return key === undefined ? '' : `${quoted(key)}: `;
}

function pathKey(path: Path): string {
  return JSON.stringify(path.map(String));
}

/** The unknown keys of each map, so that a missing key can be told from a misspelt one. */
function unknownKeys(issues: readonly Issue[]): ReadonlyMap<string, readonly string[]> {
  const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
  return new Map(unknown.map(({ path, keys }) => [pathKey(path), keys]));
}

/**
 * What zod refused, as flaws in the file. `base` is the path of the value that was parsed. A missing
 * key is shown at its parent's key, an unknown key at itself, anything else at the value.
 */
export function issueFlaws(issues: readonly Issue[], tree: Tree, base: Path = []): readonly Flaw[] {
  const unknown = unknownKeys(issues);
  return issues.flatMap((issue): readonly Flaw[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const lines = issue.message.split('\n');
      return issue.keys.map((key, index) => ({
        at: keyPlace(tree, [...path, key]),
        message: lines[index] ?? issue.message,
      }));
    }
    const value = find(tree, path);
    if (value === undefined && issue.code === 'custom') {
      // A rule between keys, told at one that is not there.
      return [{ at: keyPlace(tree, path), message: `${about(path)}${issue.message}` }];
    }
    if (value === undefined) {
      const key = String(path.at(-1));
      // Its misspelling is a problem already.
      const written = unknown.get(pathKey(issue.path.slice(0, -1))) ?? [];
      if (written.some((word) => nearest(word, [key]) !== undefined)) return [];
      const message = `the key ${quoted(key)} is missing`;
      return [{ at: keyPlace(tree, path.slice(0, -1)), message }];
    }
    if (issue.code === 'invalid_union') {
      const form = closest(issue.errors);
      if (form !== undefined) return issueFlaws(form, tree, path);
    }
    const at = issue.code === 'invalid_key' ? keyPlace(tree, path) : value.at;
    return [{ at, message: `${about(path)}${issue.message}` }];
  });
}
