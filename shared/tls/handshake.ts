import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';

import { certificateFacts } from '../core/certificate.ts';
import { DeployError } from '../core/errors.ts';
import type { CertificateFacts } from '../core/model.ts';
import { judgeSent } from './chain.ts';
import type { SentChain } from './chain.ts';
import { noCertificate, noCertificateFrom } from './no-certificate.ts';
import type { NoCertificate } from './no-certificate.ts';
import { offerOptions } from './offer.ts';
import type { Offer } from './offer.ts';

export interface HandshakeOptions {
  /** Name or address to connect to: not what is asked for. */
  readonly host: string;
  readonly port: number;
  /** The name asked for (SNI); undefined: none, which shows the default certificate. */
  readonly servername?: string | undefined;
  readonly offer?: Offer;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly family?: 4 | 6;
}

export interface ShownCertificate {
  readonly kind: 'certificate';
  readonly facts: CertificateFacts;
  /** As the server sent it, leaf first; where only the leaf could be read, the leaf. */
  readonly chain: readonly CertificateFacts[];
  /** How what was sent leads up from the leaf; undefined where only the leaf could be read. */
  readonly sent?: SentChain;
  /** This machine's authorities vouch for it, for this name and now. */
  readonly authorized: boolean;
  readonly authorizationError: string | null;
  /** `TLSv1.3`, `TLSv1.2`. */
  readonly protocol: string;
}

export type Handshake = ShownCertificate | NoCertificate;

/**
 * One TLS handshake, to see which certificate is shown; nothing is sent through it, and an untrusted
 * certificate is an answer, not a failure. A listener that demands a client certificate answers too.
 * Throws only `CANCELLED`, when the signal is aborted. The socket is gone when this settles.
 */
export async function handshake(options: HandshakeOptions): Promise<Handshake> {
  const { host, port, servername = '', offer = 'any', timeoutMs, signal, family } = options;
  if (signal.aborted) throw stopped();
  const { promise, resolve, reject } = Promise.withResolvers<Handshake>();
  const onAbort = () => reject(stopped());
  const timer = setTimeout(
    () => resolve(noCertificate('timeout', `no answer within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  signal.addEventListener('abort', onAbort, { once: true });
  let socket: TLSSocket | undefined;
  try {
    socket = connect({
      host,
      port,
      servername,
      ...(family === undefined ? {} : { family }),
      ...offerOptions(offer),
      minVersion: 'TLSv1.2',
      // Only to inspect: whether it is to be trusted is `authorized`.
      rejectUnauthorized: false,
    });
    watch(socket, resolve);
    return await promise;
  } catch (thrown) {
    if (thrown instanceof DeployError) throw thrown;
    return noCertificateFrom(thrown);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    socket?.destroy();
  }
}

function stopped(): DeployError {
  return new DeployError('CANCELLED', 'the run was cancelled during a handshake');
}

function watch(socket: TLSSocket, resolve: (handshake: Handshake) => void): void {
  let early: Uint8Array | undefined;
  // Up to TLS 1.2 a server that demands a client certificate ends the handshake with an alert, before
  // `secureConnect`. The session's keys exist only after its own certificate was read and its key
  // exchange signature verified, so that moment shows the certificate none the less. Reading it with
  // getPeerX509Certificate would take it away from Node's own checks; getPeerCertificate does not.
  socket.on('keylog', (line: Buffer) => {
    if (line.subarray(0, 13).toString('latin1') !== 'CLIENT_RANDOM') return;
    early = socket.getPeerCertificate().raw;
  });
  socket.once('secureConnect', () => resolve(shown(socket)));
  socket.on('error', (error) => {
    resolve(early === undefined ? noCertificateFrom(error) : shownBeforeRefusal(early));
  });
  socket.once('close', () => {
    resolve(noCertificate('reset', 'connection closed before any certificate was shown'));
  });
}

function shown(socket: TLSSocket): Handshake {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return noCertificate('other', 'the server showed no certificate');
  // This walk is what was sent, in its order, whatever is missing or does not belong. The older
  // getPeerCertificate(true) sorts it and completes it from the authorities that this machine knows.
  const chain: X509Certificate[] = [];
  for (
    let one: X509Certificate | undefined = leaf;
    one !== undefined && chain.length < 10;
    one = one.issuerCertificate
  ) {
    chain.push(one);
  }
  return readable(() => ({
    kind: 'certificate',
    facts: certificateFacts(leaf),
    chain: chain.map(certificateFacts),
    sent: judgeSent(chain),
    authorized: socket.authorized,
    authorizationError: socket.authorized ? null : words(socket.authorizationError),
    protocol: socket.getProtocol() ?? 'unknown',
  }));
}

function shownBeforeRefusal(der: Uint8Array): Handshake {
  return readable(() => {
    const facts = certificateFacts(new X509Certificate(der));
    return {
      kind: 'certificate',
      facts,
      chain: [facts],
      authorized: false,
      authorizationError: 'not judged: the server demands a client certificate',
      protocol: 'TLSv1.2',
    };
  });
}

/** A server can send anything as its certificate. */
function readable(read: () => ShownCertificate): Handshake {
  try {
    return read();
  } catch (thrown) {
    return noCertificate('other', `the certificate shown is not readable: ${String(thrown)}`);
  }
}

/** Node types it as an Error; it is the code of OpenSSL's verdict as a string, or an Error. */
function words(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : 'not trusted';
}
