import type { Flaw } from './flaw.ts';
import { quoted } from './secrets.ts';
import { entriesOf, type Entry, type Tree } from './tree.ts';

/**
 * Keys of the format that this version does not act on: parsed, checked and refused, never ignored.
 * The change that acts on one deletes its line here. `*` is any name.
 */
export const laterKeys: readonly string[] = [
  'receiver',
  'contacts',
  'monitor',
  'certificates.*.from.receiver',
  'tasks.*.contacts',
  'tasks.*.deploy.at',
  'tasks.*.extend',
];

export const notYet = 'not yet supported by this version of Certferry';

function entriesAt(tree: Tree, path: readonly string[]): readonly Entry[] {
  const [first, ...rest] = path;
  const matching = entriesOf(tree).filter(({ key }) => first === '*' || key === first);
  return rest.length === 0 ? matching : matching.flatMap(({ value }) => entriesAt(value, rest));
}

/** Each use of a key that comes later, at the key. */
export function laterKeyFlaws(tree: Tree): readonly Flaw[] {
  return laterKeys.flatMap((path) =>
    entriesAt(tree, path.split('.')).map(({ key, keyAt }) => ({
      at: keyAt,
      message: `${quoted(key)} is ${notYet}`,
    })),
  );
}
