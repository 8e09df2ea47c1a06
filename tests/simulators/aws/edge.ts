import { createRoot, issue } from '../../pki.ts';
import { mostSpecific } from '../common/specificity.ts';
import { createTlsFront, type TlsFront } from '../tls/front.ts';
import { createIdentity, type Identity } from '../tls/identity.ts';
import type { World } from './world.ts';

function select(world: World, servername: string, byDefault: Identity): Identity | 'reset' {
  const entries = [...world.accounts.values()].flatMap(({ distributions, tenants }) =>
    [...distributions.values(), ...tenants.values()].map(({ serving }) => ({
      ...serving.served(),
      refuses: serving.refuses(),
    })),
  );
  const found = mostSpecific(entries, servername, ({ aliases }) => aliases);
  return found?.refuses === true ? 'reset' : (found?.identity ?? byDefault);
}

/** The one port that stands for every CloudFront edge: it chooses by SNI over all distributions. */
export async function openEdge(world: World, port = 0): Promise<TlsFront> {
  const root = await createRoot('Simulated edge root');
  const own = await issue(root, { domains: ['*.cloudfront.net', '*.cloudfront.cn'] });
  const byDefault = createIdentity(own.chain, own.key);
  return createTlsFront({
    port,
    select: (servername = '') => select(world, servername, byDefault),
  });
}
