/** A YAML value that knows where it stands: what zod checks, made to point back into the file. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface Entry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: Tree;
}

export interface MapTree {
  readonly kind: 'map';
  readonly at: number;
  /** By key, in the order of the file. */
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface ListTree {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly Tree[];
}

export interface ScalarTree {
  readonly kind: 'scalar';
  /** Where nothing is written, the place of the key. */
  readonly at: number;
  readonly value: string | number | boolean | null;
}

export type Path = readonly PropertyKey[];

/** Plain values for zod. No key is `__proto__`: the reader refuses it. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plain);
    case 'map':
      return Object.fromEntries(entriesOf(tree).map(({ key, value }) => [key, plain(value)]));
  }
}

export function entriesOf(tree: Tree | undefined): readonly Entry[] {
  return tree?.kind === 'map' ? [...tree.entries.values()] : [];
}

export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

export function keysOf(tree: Tree | undefined): readonly string[] {
  return tree?.kind === 'map' ? [...tree.entries.keys()] : [];
}

export function entry(tree: Tree | undefined, key: PropertyKey): Entry | undefined {
  return tree?.kind === 'map' ? tree.entries.get(String(key)) : undefined;
}

export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
}

/** A map without some of its keys; any other value as it is. */
export function withoutKeys(tree: Tree, keys: readonly string[]): Tree {
  if (tree.kind !== 'map') return tree;
  const kept = [...tree.entries].filter(([key]) => !keys.includes(key));
  return { ...tree, entries: new Map(kept) };
}

/** The texts of a list with their places; what is no text is left to the schema. */
export function textsOf(
  tree: Tree | undefined,
): readonly { readonly text: string; readonly at: number }[] {
  return itemsOf(tree).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text, at: item.at }];
  });
}

function child(tree: Tree | undefined, segment: PropertyKey): Tree | undefined {
  if (tree?.kind === 'list') return tree.items[Number(segment)];
  return entry(tree, segment)?.value;
}

/** The value at a path; undefined where the file holds none. */
export function find(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>(child, tree);
}

/** Where the key at a path stands; the item itself in a list; the start of the value at the root. */
export function keyPlace(tree: Tree, path: Path): number {
  const last = path.at(-1);
  if (last === undefined) return tree.at;
  const parent = find(tree, path.slice(0, -1));
  return entry(parent, last)?.keyAt ?? child(parent, last)?.at ?? keyPlace(tree, path.slice(0, -1));
}
