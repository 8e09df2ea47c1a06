import { createRoot, issue } from '../../../pki.ts';
import { createTlsFront, type TlsFront } from '../../tls/front.ts';
import { createIdentity, type Identity } from '../../tls/identity.ts';
import type { World } from '../world.ts';

/** 0: not at all. A wildcard acceleration domain serves every level below it. */
function specificity(domain: string, servername: string): number {
  if (domain === servername) return Infinity;
  return domain.startsWith('*.') && servername.endsWith(domain.slice(1)) ? domain.length : 0;
}

function select(
  world: World,
  byDefault: Identity,
  edge: number,
  servername: string | undefined,
): Identity | 'reset' | undefined {
  if (servername === undefined) return byDefault;
  let best: { score: number; answer: Identity | 'reset' } = { score: 0, answer: byDefault };
  for (const account of world.accounts.values()) {
    for (const { edges } of account.cdnDomains.values()) {
      const serving = edges[edge];
      if (serving === undefined) continue;
      const { domain, identity } = serving.served();
      const score = specificity(domain, servername);
      if (score > best.score) {
        best = { score, answer: serving.refuses() ? 'reset' : (identity ?? byDefault) };
      }
    }
  }
  return best.answer;
}

/** Two ports that stand for every CDN edge; each chooses by SNI over all domains. */
export async function openEdges(world: World, ports: readonly number[]): Promise<TlsFront[]> {
  const root = await createRoot('Simulated CDN root');
  const own = await issue(root, { domains: ['*.cdnhwc1.com', '*.cdnhwc2.com'] });
  const byDefault = createIdentity(own.chain, own.key);
  return Promise.all(
    [0, 1].map((edge) =>
      createTlsFront({
        port: ports[edge] ?? 0,
        select: (servername) => select(world, byDefault, edge, servername),
      }),
    ),
  );
}
