/** Members of replies that hold a private key: of certificates, of WAF domains, of SM2 pairs. */
const secret = /PrivateKey$|^CertKey$/u;

/**
 * A reply without any private key, at every depth. Several calls return the key of a certificate
 * beside what they are asked for; nothing after this line has ever seen one.
 */
export function withoutKeys(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(withoutKeys);
  if (typeof reply !== 'object' || reply === null) return reply;
  return Object.fromEntries(
    Object.entries(reply)
      .filter(([name]) => !secret.test(name))
      .map(([name, value]) => [name, withoutKeys(value)]),
  );
}
