import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';

let subjects: ReadonlySet<string> | undefined;

/**
 * Whether a distinguished name, in Node's form, is the subject of a root that this process trusts
 * (Node's own list and NODE_EXTRA_CA_CERTS). Read once, on first use.
 */
export function isRootSubject(distinguishedName: string): boolean {
  subjects ??= new Set(getCACertificates('default').map((pem) => new X509Certificate(pem).subject));
  return subjects.has(distinguishedName);
}
