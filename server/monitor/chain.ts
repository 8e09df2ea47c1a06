import type { ShownCertificate } from '../../shared/tls/handshake.ts';
import type { ChainVerdict } from './tables.ts';

const unknownIssuer: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/**
 * What this machine's authorities say of the chain that was shown, whatever the leaf's names and times:
 * those are judged by themselves. The codes are OpenSSL's, as Node names them.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function chainVerdict(shown: ShownCertificate, now: Date): ChainVerdict {
  const { authorized, authorizationError: error, chain, facts } = shown;
  if (authorized || error === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'trusted';
  if (error === 'DEPTH_ZERO_SELF_SIGNED_CERT') return 'self-signed';
  if (error !== null && unknownIssuer.has(error)) {
    return chain.length === 1 ? 'incomplete' : 'untrusted';
  }
  const isInTime = facts.notBefore <= now && now < facts.notAfter;
  if (error === 'CERT_HAS_EXPIRED' || error === 'CERT_NOT_YET_VALID') {
    return isInTime ? 'ended' : 'not-judged';
  }
  return error?.startsWith('not judged') === true ? 'not-judged' : 'untrusted';
}

export function chainWords(verdict: ChainVerdict): string {
  switch (verdict) {
    case 'trusted':
      return 'a complete chain';
    case 'self-signed':
      return 'a self-signed certificate';
    case 'incomplete':
      return 'the certificate without the intermediates that lead to its authority: deploy the full chain';
    case 'ended':
      return 'a chain in which a certificate above the leaf has ended: deploy the current chain';
    case 'untrusted':
      return 'a chain that leads to no authority which is known here';
    case 'not-judged':
      return 'a chain that could not be judged';
  }
}
