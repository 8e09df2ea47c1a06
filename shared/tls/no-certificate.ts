/** Why a handshake showed no certificate. */
export type NoCertificateReason =
  /** The name has no address, or no name server answered. */
  | 'dns'
  /** Nobody listens. */
  | 'refused'
  /** No route: also what a machine without IPv6 says of every IPv6 address. */
  | 'no-route'
  | 'timeout'
  /** The connection was closed without a TLS answer; some listeners do so for a name they do not know. */
  | 'reset'
  /** A TLS alert: the server has no certificate for the name. */
  | 'unknown-name'
  /** A TLS alert: no certificate, version or cipher that fits what was offered. */
  | 'nothing-in-common'
  /** Something answers, but it does not speak TLS. */
  | 'not-tls'
  | 'other';

/** Reasons that leave open whether TLS ends there at all: nothing was answered. */
export function gaveNoAnswer(reason: NoCertificateReason): boolean {
  switch (reason) {
    case 'dns':
    case 'refused':
    case 'no-route':
    case 'timeout':
    case 'reset':
      return true;
    case 'unknown-name':
    case 'nothing-in-common':
    case 'not-tls':
    case 'other':
      return false;
  }
}

export interface NoCertificate {
  readonly kind: 'no-certificate';
  readonly reason: NoCertificateReason;
  readonly words: string;
}

const bySystemCode: Readonly<Record<string, readonly [NoCertificateReason, string]>> = {
  ENOTFOUND: ['dns', 'the name has no address'],
  ENODATA: ['dns', 'the name has no address'],
  EAI_AGAIN: ['dns', 'no name server answered'],
  EAI_FAIL: ['dns', 'the name server failed'],
  ECONNREFUSED: ['refused', 'connection refused'],
  EHOSTUNREACH: ['no-route', 'no route to this address'],
  ENETUNREACH: ['no-route', 'no route to this network'],
  EADDRNOTAVAIL: ['no-route', 'no address of this family here'],
  EHOSTDOWN: ['no-route', 'the host is down'],
  ETIMEDOUT: ['timeout', 'no answer in time'],
  ECONNRESET: ['reset', 'connection closed before any certificate was shown'],
  ECONNABORTED: ['reset', 'connection closed before any certificate was shown'],
  EPIPE: ['reset', 'connection closed before any certificate was shown'],
};

/** OpenSSL's reasons come as `ERR_SSL_` and the reason in capitals; the names differ by version. */
const byTlsCode: readonly (readonly [RegExp, NoCertificateReason, string])[] = [
  [/UNRECOGNIZED_NAME/u, 'unknown-name', 'the server does not know this name'],
  [/HANDSHAKE_FAILURE/u, 'nothing-in-common', 'the server has nothing that fits what was offered'],
  [/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/u, 'nothing-in-common', 'no TLS version in common'],
  [
    /NO_SHARED|NO_SUITABLE|NO_CIPHERS|NO_COMMON/u,
    'nothing-in-common',
    'no TLS parameters in common',
  ],
  [
    /WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNEXPECTED_MESSAGE/u,
    'not-tls',
    'it does not speak TLS',
  ],
];

export function noCertificate(reason: NoCertificateReason, words: string): NoCertificate {
  return { kind: 'no-certificate', reason, words };
}

/** Names what a socket threw. Happy eyeballs throws one error for all the addresses it tried. */
export function noCertificateFrom(thrown: unknown): NoCertificate {
  const code = codeOf(thrown);
  const system = bySystemCode[code];
  if (system !== undefined) return noCertificate(...system);
  const alert = byTlsCode.find(([pattern]) => code.startsWith('ERR_SSL') && pattern.test(code));
  if (alert !== undefined) return noCertificate(alert[1], alert[2]);
  const words = code === '' ? String(thrown) : code;
  return noCertificate('other', `the handshake failed: ${words}`);
}

function codeOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return typeof thrown.code === 'string' ? thrown.code : '';
  }
  return thrown instanceof AggregateError ? codeOf(thrown.errors[0]) : '';
}
