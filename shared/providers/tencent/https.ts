import { DeployError } from '../../core/errors.ts';
import { pasted } from './places.ts';
import type { CdnDomain, Https } from './schema.ts';
import { digestsOf, isRecord, omit, pick } from './settings.ts';
import type { Digests, Fields } from './settings.ts';

/** Which certificate a CDN domain has, and whether it serves HTTPS with it. */
export interface Served {
  readonly on: boolean;
  /** Null: none. A certificate may stay in place while HTTPS is off. */
  readonly ref: string | null;
}

export function servedBy(https: Https | null | undefined): Served {
  const { Switch, CertInfo } = https ?? {};
  const on = Switch === 'on';
  const id = CertInfo?.CertId ?? '';
  if (id !== '') return { on, ref: id };
  const hasText = (CertInfo?.Certificate ?? '') !== '';
  return {
    on,
    ref: hasText || (on && CertInfo !== null && CertInfo !== undefined) ? pasted : null,
  };
}

/** Bound as far as clients are concerned. */
export const boundRefs = ({ on, ref }: Served): readonly string[] =>
  on && ref !== null ? [ref] : [];

/** Besides the certificates and the switch: what the write takes. Everything else is output. */
const kept = ['Http2', 'OcspStapling', 'Spdy', 'TlsVersion', 'VerifyClient'];

/** The API does not always say which authority vouches for clients; a write would then lose it. */
export function hidesClientAuthority(https: Https | null | undefined): boolean {
  return https?.VerifyClient === 'on' && (https.ClientCertInfo?.Certificate ?? '') === '';
}

/**
 * The whole object as it is, with another server certificate: `UpdateDomainConfig` replaces it, and
 * sets what is left out to its default. https://www.tencentcloud.com/document/product/228/34018
 */
export function withServed(https: Https | null | undefined, { on, ref }: Served): Fields {
  const current: Fields = https ?? {};
  const clientCa = https?.ClientCertInfo?.Certificate ?? '';
  if (hidesClientAuthority(https)) {
    throw new DeployError(
      'REFUSED',
      'it asks clients for certificates, and the API does not say of which authority',
    );
  }
  const hsts = current['Hsts'];
  return {
    ...pick(current, kept),
    Switch: on ? 'on' : 'off',
    ...(isRecord(hsts) && { Hsts: pick(hsts, ['Switch', 'MaxAge', 'IncludeSubDomains']) }),
    ...(clientCa !== '' && { ClientCertInfo: { Certificate: clientCa } }),
    ...(ref !== null && { CertInfo: { CertId: ref } }),
  };
}

/** Changes by itself, or says what the certificate does to the domain. */
const volatile = ['Disable', 'Https', 'HttpsBilling', 'Readonly', 'Status', 'UpdateTime'];
const binding = ['CertInfo', 'ClientCertInfo', 'SslStatus', 'Switch'];

/** What may not change when a certificate does: all other settings of HTTPS and of the domain. */
export function settingsOf(domain: CdnDomain): Digests {
  const https = omit(domain.Https ?? {}, binding);
  return digestsOf({
    ...omit(domain, volatile),
    ...Object.fromEntries(Object.entries(https).map(([name, value]) => [`Https.${name}`, value])),
    'Https.ClientCertInfo': domain.Https?.ClientCertInfo?.Certificate,
    // Without a word HTTPS is billed and answered; "off" blocks it.
    HttpsBilling: domain.HttpsBilling?.Switch === 'off' ? 'blocked' : undefined,
  });
}

/** What CDN fills in when HTTPS is set up for the first time. */
export const httpsDefaults: Readonly<Record<string, unknown>> = {
  'Https.TlsVersion': ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
};
