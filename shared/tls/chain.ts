import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';

/**
 * What a server sent above its leaf, judged by signatures: that this machine knows an intermediate from
 * elsewhere makes no chain whole, and that it does not know a private root makes none broken.
 */
export interface SentChain {
  /** Those that lead up from the leaf, each signed by the next; a root at the end does not count. */
  readonly intermediates: number;
  /** They follow the leaf in just that order. */
  readonly ordered: boolean;
  /** The last of them is signed by a root, sent or known to this machine: nothing can be missing. */
  readonly complete: boolean;
  /** Others, which do not lead up from the leaf. */
  readonly strays: number;
}

/** `sent` as it came, leaf first. */
export function judgeSent(sent: readonly X509Certificate[]): SentChain {
  const [leaf, ...above] = sent;
  if (leaf === undefined) return { intermediates: 0, ordered: true, complete: false, strays: 0 };
  const way: X509Certificate[] = [];
  let top = leaf;
  let root: X509Certificate | undefined;
  for (;;) {
    const issuers = above.filter((one) => !way.includes(one) && signed(one, top));
    // Of two with the same key, the one that is cross-signed leads further than the root does.
    const next = issuers.find((one) => !isRoot(one));
    root ??= issuers.find(isRoot);
    if (next === undefined) break;
    way.push(next);
    top = next;
  }
  return {
    intermediates: way.length,
    ordered: way.every((one, index) => above[index] === one),
    complete: root !== undefined || signedByKnownRoot(top),
    strays: above.length - way.length - (root === undefined ? 0 : 1),
  };
}

function signed(issuer: X509Certificate, subject: X509Certificate): boolean {
  // Names first: a signature costs far more.
  if (!subject.checkIssued(issuer)) return false;
  try {
    return subject.verify(issuer.publicKey);
  } catch {
    // A kind of key that OpenSSL cannot verify with: no client could either.
    return false;
  }
}

/** Self-issued and its own signer. */
function isRoot(one: X509Certificate): boolean {
  return one.subject === one.issuer && signed(one, one);
}

let known: ReadonlyMap<string, readonly X509Certificate[]> | undefined;

/** By the roots that handshakes from here go by, `NODE_EXTRA_CA_CERTS` among them. */
function signedByKnownRoot(one: X509Certificate): boolean {
  known ??= Map.groupBy(
    getCACertificates('default').map((pem) => new X509Certificate(pem)),
    ({ subject }) => subject,
  );
  return known.get(one.issuer)?.some((root) => isRoot(root) && signed(root, one)) === true;
}
