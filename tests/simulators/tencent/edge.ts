import { createRoot, issue } from '../../pki.ts';
import { mostSpecific } from '../common/specificity.ts';
import { createTlsFront, type TlsFront } from '../tls/front.ts';
import { createIdentity, type Identity } from '../tls/identity.ts';
import type { EdgeEntry, Serving } from './serving.ts';

/** A domain of CDN or WAF, as far as the edge knows it. */
export interface Served {
  readonly domain: string;
  readonly serving: Serving<EdgeEntry>;
}

/**
 * The one port that stands for every node of CDN or WAF: it chooses by SNI over all domains, and
 * presents a certificate of its own for names that nothing here serves by HTTPS.
 */
export async function openEdge(options: {
  readonly ownName: string;
  readonly domains: () => readonly Served[];
  readonly port?: number;
}): Promise<TlsFront> {
  const root = await createRoot(`Simulated ${options.ownName} root`);
  const own = await issue(root, { domains: [options.ownName] });
  const byDefault = createIdentity(own.chain, own.key);
  let demands = false;
  return createTlsFront({
    port: options.port ?? 0,
    // Asked right after `select`, for the same connection.
    demandsClientCertificate: () => demands,
    select(servername): Identity | 'reset' {
      demands = false;
      const name = servername ?? '';
      const serving = mostSpecific(options.domains(), name, ({ domain }) => [domain])?.serving;
      if (serving === undefined) return byDefault;
      const entry = serving.served();
      if (serving.refuses() || entry.blocked) return 'reset';
      demands = entry.demandsClientCertificate;
      return entry.identity ?? byDefault;
    },
  });
}
