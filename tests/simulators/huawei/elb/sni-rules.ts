import type { ElbCertificate, Listener } from '../model.ts';
import type { World } from '../world.ts';
import { domainNames, invalid } from './operation.ts';

/** No name twice, but for one RSA and one ECC certificate. */
function checkNames(certificates: readonly ElbCertificate[]): number {
  const seen = new Set<string>();
  let count = 0;
  for (const { id, domain, facts } of certificates) {
    for (const name of domainNames(domain)) {
      const slot = `${name} ${facts?.keyType ?? 'sm2'}`;
      if (seen.has(slot))
        throw invalid(`The domain name ${name} of certificate ${id} is repeated.`);
      seen.add(slot);
      count += 1;
    }
  }
  return count;
}

/** Throws the first rule that this SNI list of a listener would break. */
export function checkSniList(
  world: World,
  listener: Listener,
  certificates: readonly ElbCertificate[],
): void {
  const { kind } = listener.loadBalancer;
  const { sniCertificates, sniNames } = world.settings.quotas;
  const withoutDomain = certificates.find(({ domain }) => domain === '');
  if (withoutDomain !== undefined) {
    throw invalid(`Certificate ${withoutDomain.id} has no domain and cannot be used for SNI.`);
  }
  if (certificates.length > sniCertificates[kind]) {
    throw invalid(`A listener has at most ${sniCertificates[kind]} SNI certificates.`);
  }
  const ecc = certificates.find(({ facts }) => facts?.keyType === 'ecdsa');
  if (listener.protocol === 'QUIC' && ecc !== undefined) {
    throw invalid(`Certificate ${ecc.id} is not RSA and cannot be used for SNI on QUIC.`);
  }
  if (checkNames(certificates) > sniNames[kind]) {
    throw invalid(
      `The SNI certificates of a listener have at most ${sniNames[kind]} domain names.`,
    );
  }
}
