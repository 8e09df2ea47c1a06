import { createRoot, issue } from '../../pki.ts';
import { createTlsFront, type TlsFront } from '../tls/front.ts';
import { createIdentity, type Identity } from '../tls/identity.ts';
import type { EdgeEntry, Serving } from './serving.ts';

/** 0: not at all, otherwise the more specific the higher. */
function specificity(domain: string, servername: string): number {
  if (domain === servername) return Infinity;
  return domain.startsWith('*.') && servername.endsWith(domain.slice(1)) ? domain.length : 0;
}

/** A domain of CDN or WAF, as far as the edge knows it. */
export interface Served {
  readonly domain: string;
  readonly serving: Serving<EdgeEntry>;
}

function find(
  domains: readonly Served[],
  servername: string | undefined,
): Serving<EdgeEntry> | undefined {
  let best = { score: 0, serving: undefined as Serving<EdgeEntry> | undefined };
  for (const { domain, serving } of domains) {
    const score = specificity(domain, servername ?? '');
    if (score > best.score) best = { score, serving };
  }
  return best.serving;
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
      const serving = find(options.domains(), servername);
      if (serving === undefined) return byDefault;
      const entry = serving.served();
      if (serving.refuses() || entry.blocked) return 'reset';
      demands = entry.demandsClientCertificate;
      return entry.identity ?? byDefault;
    },
  });
}
