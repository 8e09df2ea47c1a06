import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { callbackify } from 'node:util';

import { createRoot, issue } from '../../pki.ts';
import { placeOf } from './host.ts';

export interface ApiServer {
  readonly server: Server;
  readonly scheme: 'http' | 'https';
  /** PEM of the authority to trust; undefined without TLS. */
  readonly authority: string | undefined;
}

/** Longer than clients keep idle connections, so that none is closed under a request. */
const keepAliveTimeout = 120_000;

/** With TLS it has a certificate for loopback and for every real host name, made when it is asked for. */
export async function createApiServer(listener: RequestListener, tls: boolean): Promise<ApiServer> {
  if (!tls) {
    const server = createServer({ keepAliveTimeout }, listener);
    return { server, scheme: 'http', authority: undefined };
  }
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
  const server = createSecureServer(
    {
      keepAliveTimeout,
      cert: own.chain,
      key: own.key,
      SNICallback: callbackify(choose),
    },
    listener,
  );
  return { server, scheme: 'https', authority: root.pem };
}
