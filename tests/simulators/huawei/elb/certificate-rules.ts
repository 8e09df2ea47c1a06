import { createIdentity, type Identity, nameCovers } from '../../tls/identity.ts';
import { isWellWritten, type LeafFacts, leafFacts, readCertificates, readKey } from '../x509.ts';
import { domainNames, invalid } from './operation.ts';

const limits = { certificate: 65_536, key: 8192, chain: 11, names: 100, domain: 10_000 };
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const domainName = new RegExp(String.raw`^(?:\*\.)?${label}(?:\.${label})*$`, 'iu');

export interface Content {
  readonly facts: LeafFacts | undefined;
  readonly identity: Identity | undefined;
}

/**
 * Reads the PEMs of a certificate object. Dates are not looked at, and neither is who issued it.
 * https://support.huaweicloud.com/api-elb/CreateCertificate.html
 */
export function readContent(
  type: 'server' | 'client' | 'server_sm',
  { certificate, privateKey }: { readonly certificate: string; readonly privateKey: string },
): Content {
  if (certificate.length > limits.certificate) throw invalid('certificate is too long.');
  if (type === 'server_sm') return { facts: undefined, identity: undefined };
  const chain = readCertificates(certificate);
  const leaf = chain?.[0];
  if (chain === undefined || leaf === undefined || !isWellWritten(certificate, 'chain'))
    throw invalid('certificate is not valid PEM.');
  if (chain.length > limits.chain)
    throw invalid(`A chain has at most ${limits.chain} certificates.`);
  if (type === 'client') return { facts: leafFacts(leaf), identity: undefined };
  if (privateKey.length > limits.key) throw invalid('private_key is too long.');
  const key = readKey(privateKey);
  if (key === 'encrypted') throw invalid('private_key is protected by a passphrase.');
  if (key === 'unreadable' || !isWellWritten(privateKey, 'key'))
    throw invalid('private_key is not valid PEM.');
  if (!leaf.checkPrivateKey(key)) throw invalid('private_key does not match the certificate.');
  const { asymmetricKeyType } = leaf.publicKey;
  if (asymmetricKeyType !== 'rsa' && asymmetricKeyType !== 'ec') {
    throw invalid(`The algorithm ${asymmetricKeyType ?? ''} is not supported.`);
  }
  return { facts: leafFacts(leaf), identity: createIdentity(certificate, privateKey) };
}

/** Checks the names that SNI will go by; each must be one that the certificate covers. */
export function checkDomain(
  type: 'server' | 'client' | 'server_sm',
  domain: string,
  facts: LeafFacts | undefined,
): void {
  if (domain === '') return;
  if (type === 'client') throw invalid('A CA certificate has no domain.');
  const names = domainNames(domain);
  if (domain.length > limits.domain || names.length > limits.names) {
    throw invalid(`domain has at most ${limits.names} names and ${limits.domain} characters.`);
  }
  const bad = names.find((name) => !domainName.test(name));
  if (bad !== undefined) throw invalid(`domain: ${bad} is not a domain name.`);
  if (new Set(names).size < names.length) throw invalid('domain has a name twice.');
  const foreign = names.find(
    (name) => facts !== undefined && !facts.names.some((san) => nameCovers(san, name)),
  );
  if (foreign !== undefined) throw invalid(`domain: the certificate does not cover ${foreign}.`);
}
