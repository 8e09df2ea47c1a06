import { z } from 'zod';

import type { ProviderSpec } from '../providers/provider.ts';
import type { Flaw } from './flaw.ts';
import { quoted } from './secrets.ts';
import { entriesOf, type Entry, type Tree } from './tree.ts';

/** What the deployment file needs of a cloud. */
export type Cloud = Pick<ProviderSpec, 'id' | 'title' | 'targets' | 'settings'>;

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

const secret = z.strictObject({ env: z.string() });

/** Clouds of the format that have no provider yet; the change that registers one deletes it here. */
export const laterClouds: readonly Cloud[] = [
  {
    id: 'tencent',
    title: 'Tencent Cloud',
    targets: ['tencent/cdn', 'tencent/clb', 'tencent/waf'],
    settings: z.strictObject({
      site: z.enum(['china', 'international']).optional(),
      credentials: z.strictObject({ secret_id: secret, secret_key: secret }),
    }),
  },
  {
    id: 'huawei',
    title: 'Huawei Cloud',
    targets: ['huawei/cdn', 'huawei/elb'],
    settings: z.strictObject({
      credentials: z.strictObject({ access_key: secret, secret_key: secret }),
    }),
  },
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
