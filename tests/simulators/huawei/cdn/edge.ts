import { createRoot, issue } from '../../../pki.ts';
import { mostSpecific } from '../../common/specificity.ts';
import { createTlsFront, type TlsFront } from '../../tls/front.ts';
import { createIdentity, type Identity } from '../../tls/identity.ts';
import type { World } from '../world.ts';

function select(
  world: World,
  edge: number,
  servername: string,
  byDefault: Identity,
): Identity | 'reset' {
  const entries = [...world.accounts.values()]
    .flatMap(({ cdnDomains }) => [...cdnDomains.values()])
    .flatMap(({ edges }) => edges.slice(edge, edge + 1))
    .map((serving) => ({ ...serving.served(), refuses: serving.refuses() }));
  const found = mostSpecific(entries, servername, ({ domain }) => [domain]);
  return found?.refuses === true ? 'reset' : (found?.identity ?? byDefault);
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
        select: (servername = '') => select(world, edge, servername, byDefault),
      }),
    ),
  );
}
