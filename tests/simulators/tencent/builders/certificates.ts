import type { Pems } from '../../common/endpoint.ts';
import type { Account, StoredCertificate } from '../model.ts';
import type { NewCertificate, World } from '../world.ts';

/** A certificate id, or PEMs that are uploaded on the way. */
export type CertificateRef = string | Pems;

export type CertificateOptions = Omit<NewCertificate, 'settled' | 'type'>;

/** Puts a certificate into the store as if it had been there before the run: no check, no delay. */
export function addCertificate(
  world: World,
  account: Account,
  { chain, key }: Pems,
  options: CertificateOptions = {},
): StoredCertificate {
  return world.store(account, { pem: chain, key }, { ...options, settled: true });
}

/** A CA certificate for mutual TLS. */
export function addAuthority(
  world: World,
  account: Account,
  pem: string,
  options: CertificateOptions = {},
): StoredCertificate {
  return world.store(account, { pem, key: undefined }, { ...options, type: 'CA', settled: true });
}

/** Finds or uploads; throws for an id that is not there: a mistake of the test. */
export function resolveCertificate(
  world: World,
  account: Account,
  ref: CertificateRef,
): StoredCertificate {
  if (typeof ref !== 'string') return addCertificate(world, account, ref);
  const found = account.certificates.get(ref);
  if (found === undefined) throw new Error(`no certificate ${ref} in ${account.uin}`);
  return found;
}
