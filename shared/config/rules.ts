import { namePattern, nameRule } from './fields.ts';
import type { Flaw } from './flaw.ts';
import { entriesOf, type Entry, entry, type Tree, withoutKeys } from './tree.ts';

const sections = ['accounts', 'contacts', 'certificates', 'tasks'] as const;

function section(tree: Tree, name: (typeof sections)[number]): readonly Entry[] {
  return entriesOf(entry(tree, name)?.value);
}

function nameFlaws(tree: Tree): readonly Flaw[] {
  return sections
    .flatMap((name) => section(tree, name))
    .filter(({ key }) => !namePattern.test(key))
    .map(({ keyAt }) => ({ at: keyAt, message: nameRule }));
}

/** Exactly one of these keys: none is shown at the parent's key, each one too many at itself. */
function exactlyOne(parent: Entry, keys: readonly string[]): readonly Flaw[] {
  if (parent.value.kind !== 'map') return [];
  const present = entriesOf(parent.value).filter(({ key }) => keys.includes(key));
  const wanted = `exactly one of ${keys.join(', ')}`;
  // An unknown key is reported already, and may be the misspelt one.
  const unknown = parent.value.entries.size > present.length;
  if (present.length === 0) {
    return unknown ? [] : [{ at: parent.keyAt, message: `expected ${wanted}` }];
  }
  return present
    .slice(1)
    .map(({ keyAt }) => ({ at: keyAt, message: `expected ${wanted}; this is one too many` }));
}

function contactFlaws(contact: Entry): readonly Flaw[] {
  const format = entry(contact.value, 'format');
  const missing = entry(contact.value, 'webhook') === undefined && format !== undefined;
  return [
    ...exactlyOne({ ...contact, value: withoutKeys(contact.value, ['format']) }, [
      'email',
      'webhook',
    ]),
    ...(missing ? [{ at: format.keyAt, message: '"format" goes with "webhook" only' }] : []),
  ];
}

/** What only the receiver can do needs one in the file. */
function receiverFlaws(tree: Tree): readonly Flaw[] {
  if (entry(tree, 'receiver') !== undefined) return [];
  const uses = [
    ...section(tree, 'certificates').map(({ value }) =>
      entry(entry(value, 'from')?.value, 'receiver'),
    ),
    ...section(tree, 'tasks').map(({ value }) => entry(entry(value, 'deploy')?.value, 'at')),
  ];
  return uses.flatMap((use) =>
    use === undefined
      ? []
      : [
          {
            at: use.keyAt,
            message: `"${use.key}" needs a receiver: add "receiver" with its url at the top of the file`,
          },
        ],
  );
}

/** Rules between keys that no single value can be judged by. */
export function ruleFlaws(tree: Tree): readonly Flaw[] {
  return [
    ...nameFlaws(tree),
    ...section(tree, 'contacts').flatMap(contactFlaws),
    ...section(tree, 'certificates').flatMap(({ value }) => {
      const from = entry(value, 'from');
      return from === undefined ? [] : exactlyOne(from, ['env', 'files', 'receiver']);
    }),
    ...receiverFlaws(tree),
  ];
}
