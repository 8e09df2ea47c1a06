import { createRoot, issue } from '../../pki.ts';
import { createTlsFront, type TlsFront } from '../tls/front.ts';
import { createIdentity, type Identity } from '../tls/identity.ts';
import type { Propagation } from '../tls/propagation.ts';
import type { EdgeEntry } from './model.ts';
import type { World } from './world.ts';

/** 0: not at all, otherwise the more specific the higher. A wildcard alias routes any depth below it. */
function specificity(alias: string, servername: string): number {
  if (alias === servername) return Infinity;
  return alias.startsWith('*.') && servername.endsWith(alias.slice(1)) ? alias.length : 0;
}

function everyEntry(world: World): Propagation<EdgeEntry>[] {
  return [...world.accounts.values()].flatMap((account) =>
    [...account.distributions.values(), ...account.tenants.values()].map(({ serving }) => serving),
  );
}

function select(
  world: World,
  byDefault: Identity,
  servername: string | undefined,
): Identity | 'reset' | undefined {
  if (servername === undefined) return byDefault;
  let best = { score: 0, answer: byDefault as Identity | 'reset' };
  for (const serving of everyEntry(world)) {
    const { aliases, identity } = serving.served();
    const score = Math.max(0, ...aliases.map((alias) => specificity(alias, servername)));
    if (score > best.score) {
      best = { score, answer: serving.refuses() ? 'reset' : (identity ?? byDefault) };
    }
  }
  return best.answer;
}

/** The one port that stands for every CloudFront edge: it chooses by SNI over all distributions. */
export async function openEdge(world: World, port = 0): Promise<TlsFront> {
  const root = await createRoot('Simulated edge root');
  const own = await issue(root, { domains: ['*.cloudfront.net', '*.cloudfront.cn'] });
  const byDefault = createIdentity(own.chain, own.key);
  return createTlsFront({ port, select: (servername) => select(world, byDefault, servername) });
}
