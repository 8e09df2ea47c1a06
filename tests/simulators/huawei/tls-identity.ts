import { createSecureContext, type SecureContext } from 'node:tls';
import { callbackify } from 'node:util';

import { createRoot, issue } from '../../pki.ts';
import { placeOf } from './host.ts';

/** What an API that speaks TLS shows: certificates for loopback and for every real host name. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
  readonly SNICallback: (
    servername: string,
    done: (error: Error | null, context?: SecureContext) => void,
  ) => void;
  /** PEM of the authority to trust. */
  readonly authority: string;
}

/** Certificates of real hosts are made when they are asked for. */
export async function createTlsIdentity(): Promise<TlsIdentity> {
  const root = await createRoot('Simulated Huawei Cloud root');
  const own = await issue(root, { domains: ['localhost'], ips: ['127.0.0.1'] });
  const contexts = new Map<string, Promise<SecureContext>>();
  async function contextOf(servername: string): Promise<SecureContext> {
    const issued = await issue(root, { domains: [servername] });
    return createSecureContext({ cert: issued.chain, key: issued.key });
  }
  async function choose(servername: string): Promise<SecureContext | undefined> {
    if (placeOf(servername)?.service === undefined) return undefined;
    const context = contexts.get(servername) ?? contextOf(servername);
    contexts.set(servername, context);
    return context;
  }
  return {
    cert: own.chain,
    key: own.key,
    SNICallback: callbackify(choose),
    authority: root.pem,
  };
}
