import { type Catalogue, cloudOf } from './catalogue.ts';
import { readEnvName } from './fields.ts';
import type { Flaw } from './flaw.ts';
import { issueFlaws } from './issues.ts';
import { suggestion } from './nearest.ts';
import { quoted } from './secrets.ts';
import {
  entriesOf,
  type Entry,
  entry,
  itemsOf,
  plain,
  textOf,
  type Tree,
  withoutKeys,
} from './tree.ts';
import { words } from './words.ts';

/** Keys of every account; a provider's own schema never sees them. */
const commonKeys = ['provider', 'regions'];

/** Names in every `{ env: NAME }` below a value, whatever schema it belongs to. */
function envFlaws(tree: Tree): readonly Flaw[] {
  const below = [...itemsOf(tree), ...entriesOf(tree).map(({ value }) => value)].flatMap(envFlaws);
  const name = entriesOf(tree).length === 1 ? entry(tree, 'env')?.value : undefined;
  const text = textOf(name);
  if (name === undefined || text === undefined) return below;
  const read = readEnvName(text);
  return 'wrong' in read ? [...below, { at: name.at, message: `"env": ${read.wrong}` }] : below;
}

function providerFlaw(catalogue: Catalogue, provider: Tree): Flaw | undefined {
  const id = textOf(provider);
  // No text, or not there: the schema says so.
  if (id === undefined || cloudOf(catalogue, id) !== undefined) return undefined;
  const known = catalogue.clouds.map((cloud) => cloud.id);
  return { at: provider.at, message: `unknown provider ${quoted(id)}${suggestion(id, known)}` };
}

interface ReadAccount {
  readonly flaws: readonly Flaw[];
  /** As the provider's schema parsed them; undefined when it refused them. */
  readonly settings: unknown;
}

function readAccount(catalogue: Catalogue, tree: Tree, { key, value }: Entry): ReadAccount {
  const provider = entry(value, 'provider')?.value;
  const cloud = cloudOf(catalogue, textOf(provider));
  const flaws: Flaw[] = [];
  const unusable = provider === undefined ? undefined : providerFlaw(catalogue, provider);
  if (unusable !== undefined) flaws.push(unusable);
  let settings: unknown;
  if (cloud !== undefined && value.kind === 'map') {
    const parsed = cloud.settings.safeParse(plain(withoutKeys(value, commonKeys)), {
      error: words(commonKeys),
    });
    if (parsed.success) settings = parsed.data;
    else flaws.push(...issueFlaws(parsed.error.issues, tree, ['accounts', key]));
  }
  const named = envFlaws(value).filter(({ at }) => flaws.every((flaw) => flaw.at !== at));
  return { flaws: [...flaws, ...named], settings };
}

/** Judges each account by the schema of its cloud, and keeps the settings that were accepted. */
export function readAccounts(
  catalogue: Catalogue,
  tree: Tree,
): { readonly flaws: readonly Flaw[]; readonly settings: ReadonlyMap<string, unknown> } {
  const read = entriesOf(entry(tree, 'accounts')?.value).map(
    (account) => [account.key, readAccount(catalogue, tree, account)] as const,
  );
  return {
    flaws: read.flatMap(([, { flaws }]) => flaws),
    settings: new Map(read.map(([name, { settings }]) => [name, settings])),
  };
}
