import { type Catalogue, cloudOf, cloudOfProduct } from './catalogue.ts';
import { readSelector } from './fields.ts';
import type { Flaw } from './flaw.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './secrets.ts';
import { entriesOf, entry, itemsOf, keysOf, textOf, textsOf, type Tree } from './tree.ts';

interface Mention {
  readonly text: string;
  readonly at: number;
}

/** Each entry of a list that an earlier one says already. */
function repeats(mentions: readonly Mention[]): readonly Flaw[] {
  const seen = new Set<string>();
  return mentions.flatMap(({ text, at }) => {
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [{ at, message: `${quoted(text)} is listed twice` }];
  });
}

function unknown(mentions: readonly Mention[], what: string, known: readonly string[]) {
  const names = new Set(known);
  return mentions
    .filter(({ text }) => !names.has(text))
    .map(({ text, at }) => ({
      at,
      message: `unknown ${what} ${quoted(text)}${suggestion(text, known)}`,
    }));
}

/** References by name, each to a known one and none twice. */
function referenceFlaws(tree: Tree, task: Tree): readonly Flaw[] {
  const lists = { account: 'accounts', certificate: 'certificates', contact: 'contacts' } as const;
  return Object.entries(lists).flatMap(([what, list]) => {
    const mentions = textsOf(entry(task, list)?.value);
    const section = entry(tree, list)?.value;
    // A section that is missing or no map is one problem, not one for each name of it.
    const judged = section === undefined ? what === 'contact' : section.kind === 'map';
    return [...(judged ? unknown(mentions, what, keysOf(section)) : []), ...repeats(mentions)];
  });
}

function selectors(target: Tree, key: 'include' | 'exclude'): readonly Mention[] {
  return textsOf(entry(target, key)?.value).flatMap(({ text, at }) => {
    const read = readSelector(text);
    return 'value' in read ? [{ text: read.value, at }] : [];
  });
}

function selectorFlaws(target: Tree): readonly Flaw[] {
  const included = selectors(target, 'include');
  const excluded = selectors(target, 'exclude');
  const wanted = new Set(included.map(({ text }) => text));
  const both = excluded.filter(({ text }) => wanted.has(text));
  return [
    ...repeats(included),
    ...repeats(excluded),
    ...both.map(({ text, at }) => ({ at, message: `${quoted(text)} is included and excluded` })),
  ];
}

function productFlaw(catalogue: Catalogue, { text, at }: Mention): Flaw | undefined {
  if (catalogue.products.some((target) => target === text)) return undefined;
  const known = catalogue.products;
  const whole = known.find((product) => product.endsWith(`/${text}`));
  const meant = whole === undefined ? suggestion(text, known) : `; did you mean ${quoted(whole)}?`;
  return { at, message: `unknown product ${quoted(text)}${meant}` };
}

/** Clouds of a task's accounts; undefined where one of them cannot be told. */
function cloudsOfTask(catalogue: Catalogue, tree: Tree, task: Tree): readonly string[] | undefined {
  const accounts = entry(tree, 'accounts')?.value;
  const clouds = itemsOf(entry(task, 'accounts')?.value).map((item) => {
    const account = entry(accounts, textOf(item) ?? '')?.value;
    return cloudOf(catalogue, textOf(entry(account, 'provider')?.value))?.id;
  });
  const told = clouds.filter((id) => id !== undefined);
  return told.length === clouds.length && told.length > 0 ? told : undefined;
}

function homelessFlaw(
  catalogue: Catalogue,
  clouds: readonly string[] | undefined,
  { text, at }: Mention,
): Flaw | undefined {
  const cloud = cloudOfProduct(catalogue, text);
  if (cloud === undefined || clouds === undefined || clouds.includes(cloud.id)) return undefined;
  return {
    at,
    message: `no account of this task is of ${cloud.title}, which ${quoted(text)} belongs to`,
  };
}

function taskFlaws(catalogue: Catalogue, tree: Tree, task: Tree): readonly Flaw[] {
  const targets = itemsOf(entry(task, 'targets')?.value);
  const products = targets.flatMap((target): readonly Mention[] => {
    const product = entry(target, 'product')?.value;
    const text = textOf(product);
    return product === undefined || text === undefined ? [] : [{ text, at: product.at }];
  });
  const clouds = cloudsOfTask(catalogue, tree, task);
  return [
    ...referenceFlaws(tree, task),
    ...repeats(products),
    ...products.map((product) => productFlaw(catalogue, product)),
    ...products.map((product) => homelessFlaw(catalogue, clouds, product)),
    ...targets.flatMap(selectorFlaws),
  ].filter((flaw) => flaw !== undefined);
}

/** What tasks refer to: accounts, certificates, contacts and products, and whether they fit. */
export function allTaskFlaws(catalogue: Catalogue, tree: Tree): readonly Flaw[] {
  return entriesOf(entry(tree, 'tasks')?.value).flatMap(({ value }) =>
    taskFlaws(catalogue, tree, value),
  );
}
