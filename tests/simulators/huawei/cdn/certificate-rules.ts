import { X509Certificate } from 'node:crypto';

import { nameCovers } from '../../tls/identity.ts';
import { HuaweiError } from '../errors.ts';
import type { CdnCertificate, CdnDomain } from '../model.ts';
import type { Context } from '../operation.ts';
import type { World } from '../world.ts';
import {
  createBundle,
  isPkcs8,
  isWellWritten,
  leafFacts,
  readCertificates,
  readKey,
} from '../x509.ts';
import { businessError } from './operation.ts';

/** A certificate as a write gives it. */
export interface GivenCertificate {
  readonly type: 'server' | 'server_sm';
  readonly source: 0 | 2;
  readonly scmCertificateId?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly key?: string | undefined;
  readonly encValue?: string | undefined;
  readonly encKey?: string | undefined;
}

const maxPem = 20 * 1024;
const leastLeftMs = 24 * 3_600_000;

function leadsToRoot(
  chain: readonly X509Certificate[],
  roots: readonly string[] | undefined,
): boolean {
  const inOrder = chain.every((certificate, index) => {
    const above = chain[index + 1];
    return above === undefined || certificate.checkIssued(above);
  });
  const top = chain.at(-1);
  if (!inOrder || top === undefined) return false;
  return roots?.some((pem) => top.checkIssued(new X509Certificate(pem))) ?? true;
}

function checkOwn(world: World, domain: CdnDomain, given: GivenCertificate): CdnCertificate {
  const { settings, now } = world;
  const { name = '', value = '', key: keyPem = '' } = given;
  const refuse = (code: string, message: string) => businessError(world, code, message);
  if (value === '' || keyPem === '' || name === '') {
    throw refuse('CDN.0402', 'The certificate or private key cannot be empty.');
  }
  const chain = readCertificates(value);
  const leaf = chain?.[0];
  if (chain === undefined || leaf === undefined || !isWellWritten(value, 'chain')) {
    throw refuse('CDN.0403', 'The certificate must be in the PEM format.');
  }
  const key = readKey(keyPem);
  const unwanted = !isWellWritten(keyPem, 'key') || (settings.rejectPkcs8 && isPkcs8(keyPem));
  if (typeof key === 'string' || unwanted) {
    throw refuse('CDN.0404', 'The private key must be in the PEM format.');
  }
  if (!leaf.checkPrivateKey(key)) {
    throw refuse('CDN.0405', 'The certificate and private key do not match.');
  }
  const facts = leafFacts(leaf);
  if (!facts.names.some((san) => nameCovers(san, domain.name))) {
    throw refuse('CDN.0406', 'The certificate does not match the domain name.');
  }
  if (facts.selfSigned) throw refuse('CDN.0407', 'The certificate is incorrect.');
  if (facts.notBefore.getTime() > now())
    throw refuse('CDN.0413', 'The certificate is not yet valid.');
  const left = facts.notAfter.getTime() - now();
  if (left <= 0) throw refuse('CDN.0408', 'The certificate has expired.');
  if (left < leastLeftMs) {
    throw refuse(
      'CDN.0409',
      'The remaining validity period of the certificate is less than 24 hours.',
    );
  }
  if (!leadsToRoot(chain, settings.trustedRoots)) {
    throw refuse('CDN.0410', 'The certificate chain cannot be completed.');
  }
  if (value.length > maxPem || keyPem.length > maxPem) {
    throw refuse('CDN.0412', 'The certificate or private key is too long.');
  }
  return {
    type: 'server',
    source: 0,
    scmCertificateId: undefined,
    name,
    value,
    encValue: undefined,
    bundle: createBundle({ chain: value, key: keyPem }),
  };
}

/** Pulls a certificate from SCM, which needs a delegation that only the console can give. */
function checkScm({ account, world }: Context, given: GivenCertificate): CdnCertificate {
  if (!account.scmDelegation) {
    throw new HuaweiError('cdn', 'CDN.00010198', 'Insufficient permission to access scm.', 403);
  }
  const id = given.scmCertificateId ?? '';
  const stored = account.scmCertificates.get(id);
  if (stored === undefined) {
    throw businessError(world, 'CDN.0411', 'The certificate status is incorrect.');
  }
  return {
    type: 'server',
    source: 2,
    scmCertificateId: id,
    name: given.name ?? stored.name,
    value: stored.bundle.chain,
    encValue: undefined,
    bundle: stored.bundle,
  };
}

/** What the write binds; throws the code of the first rule that it breaks. */
export function checkCertificate(
  context: Context,
  domain: CdnDomain,
  given: GivenCertificate,
): CdnCertificate {
  const { world } = context;
  const limit = world.settings.certificateNameLimit;
  const length = given.name?.length;
  if (length !== undefined && (length < 3 || length > limit)) {
    const message = `The parameter is incorrect. certificate_name: must have 3 to ${limit} characters`;
    throw new HuaweiError('cdn', 'CDN.0001', message, 400);
  }
  if (given.source === 2) return checkScm(context, given);
  if (given.type === 'server') return checkOwn(world, domain, given);
  const parts = [given.name, given.value, given.key, given.encValue, given.encKey];
  if (parts.some((part) => part === undefined || part === '')) {
    throw businessError(world, 'CDN.0402', 'The certificate or private key cannot be empty.');
  }
  return {
    type: 'server_sm',
    source: 0,
    scmCertificateId: undefined,
    name: given.name,
    value: given.value ?? '',
    encValue: given.encValue,
    bundle: undefined,
  };
}
