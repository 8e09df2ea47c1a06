import type { Flaw } from './flaw.ts';
import { quoted } from './secrets.ts';
import { entriesOf, entry, itemsOf, textOf, textsOf, type Tree } from './tree.ts';

/** Names of a section that no task mentions. */
function unused(tree: Tree, section: 'accounts' | 'certificates', what: string): readonly Flaw[] {
  const tasks = entriesOf(entry(tree, 'tasks')?.value);
  const mentions = tasks.flatMap(({ value }) => textsOf(entry(value, section)?.value));
  const used = new Set(mentions.map(({ text }) => text));
  return entriesOf(entry(tree, section)?.value)
    .filter(({ key }) => !used.has(key))
    .map(({ key, keyAt }) => ({ at: keyAt, message: `no task uses the ${what} ${quoted(key)}` }));
}

/** Accounts of a task that none of its targets needs. */
function idle(tree: Tree): readonly Flaw[] {
  const accounts = entry(tree, 'accounts')?.value;
  return entriesOf(entry(tree, 'tasks')?.value).flatMap(({ value: task }) => {
    const clouds = itemsOf(entry(task, 'targets')?.value).map(
      (target) => textOf(entry(target, 'product')?.value)?.split('/')[0],
    );
    return textsOf(entry(task, 'accounts')?.value)
      .filter(({ text }) => {
        const account = entry(accounts, text)?.value;
        return !clouds.includes(textOf(entry(account, 'provider')?.value));
      })
      .map(({ text, at }) => ({
        at,
        message: `no target of this task is a product of the account ${quoted(text)}`,
      }));
  });
}

/** Sections that only a receiver acts on. */
function unheard(tree: Tree): readonly Flaw[] {
  if (entry(tree, 'receiver') !== undefined) return [];
  const about = { contacts: 'nobody is told', monitor: 'nothing is watched' } as const;
  return Object.entries(about).flatMap(([key, loss]) => {
    const found = entry(tree, key);
    if (found === undefined) return [];
    return [{ at: found.keyAt, message: `without a "receiver" ${loss}` }];
  });
}

/** Remarks on a file that is valid: probably not what was meant, yet harmless. */
export function remarks(tree: Tree): readonly Flaw[] {
  return [
    ...unused(tree, 'accounts', 'account'),
    ...unused(tree, 'certificates', 'certificate'),
    ...idle(tree),
    ...unheard(tree),
  ];
}
