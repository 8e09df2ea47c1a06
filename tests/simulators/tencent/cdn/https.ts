import type { Https } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_models.js';

import { createIdentity, nameCovers } from '../../tls/identity.ts';
import { Malformed, TencentError } from '../errors.ts';
import type { CdnBinding, CdnDomain } from '../model.ts';
import { type Context, given } from '../operation.ts';
import { isOrdered, leafFacts, readChain, readKey } from '../x509.ts';

const invalid = (detail: string, message: string) =>
  new TencentError(`InvalidParameter.${detail}`, message);

const tlsVersions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

function checkTlsVersions(versions: readonly string[]): void {
  const indexes = versions.map((version) => tlsVersions.indexOf(version)).sort((a, b) => a - b);
  const contiguous = indexes.every((index, at) => index === (indexes[0] ?? 0) + at);
  if (versions.length === 0 || !contiguous) {
    throw new Malformed('InvalidParameter.CdnParamError', 'TlsVersion must be contiguous.');
  }
}

function fromStore(id: string, domain: CdnDomain, { world, account, now }: Context): CdnBinding {
  const certificate = world.findCertificate(account, id);
  if (certificate === undefined) {
    throw new TencentError('FailedOperation.SslCertNotFound', `证书 ${id} 不存在。`);
  }
  const { identity, key } = certificate;
  if (identity === undefined || key === undefined) {
    throw invalid('CdnCertInfoNotFound', 'The certificate is not a server certificate.');
  }
  const covers = identity.names.some((name) => nameCovers(name, domain.domain));
  if (!covers && world.settings.cdnMismatch === 'refused') {
    throw invalid('CdnCertInfoNotFound', `The certificate does not cover ${domain.domain}.`);
  }
  if (certificate.facts.notAfter <= now || certificate.revoked) {
    throw invalid('CdnCertNoCertInfo', 'The certificate is not valid.');
  }
  const { alias, pem, facts } = certificate;
  return { certificate, name: alias, pem, key, identity, facts, deployedAt: now };
}

export function pastedBinding(pem: string, keyPem: string, name: string, now: number): CdnBinding {
  const chain = readChain(pem);
  const facts = chain?.[0] === undefined ? undefined : leafFacts(chain[0]);
  const key = readKey(keyPem);
  if (chain === undefined || facts === undefined || key === undefined) {
    throw invalid('SslCertParseError', 'The certificate or its key could not be parsed.');
  }
  if (!isOrdered(chain)) throw invalid('SslCertChainError', 'The chain is out of order.');
  if (chain[0]?.checkPrivateKey(key) !== true) {
    throw invalid('SslCertMatchError', 'The private key does not match the certificate.');
  }
  const identity = createIdentity(pem, keyPem);
  return { certificate: undefined, name, pem, key: keyPem, identity, facts, deployedAt: now };
}

/** The certificate that a written `Https` asks for. */
function bindingOf({ CertInfo }: Https, domain: CdnDomain, context: Context): CdnBinding {
  const id = given(CertInfo?.CertId);
  const pem = given(CertInfo?.Certificate);
  if (id !== undefined && pem !== undefined) {
    throw invalid('CdnCertInfoNotFound', 'CertId and Certificate cannot be given together.');
  }
  if (id !== undefined) return fromStore(id, domain, context);
  if (pem === undefined) {
    throw invalid('CdnCertInfoNotFound', 'HTTPS cannot be on without a certificate.');
  }
  return pastedBinding(pem, CertInfo?.PrivateKey ?? '', CertInfo?.CertName ?? '', context.now);
}

/**
 * Checks an `Https` as it was written, before defaults. Undefined: HTTPS is off, nothing is bound.
 */
export function checkHttps(
  https: Https,
  domain: CdnDomain,
  context: Context,
): CdnBinding | undefined {
  if (https.TlsVersion !== undefined) checkTlsVersions(https.TlsVersion);
  if (https.VerifyClient === 'on' && given(https.ClientCertInfo?.Certificate) === undefined) {
    throw new TencentError(
      'InvalidParameter.CdnParamError',
      'VerifyClient needs ClientCertInfo.Certificate.',
    );
  }
  if (https.Switch === 'off') return undefined;
  const ports = domain.config['AccessPort'];
  if (Array.isArray(ports) && !ports.includes(443)) {
    throw invalid('AccessPortOpenedHttps', 'HTTPS needs port 443 among the access ports.');
  }
  return bindingOf(https, domain, context);
}
