import http from 'node:http';
import https from 'node:https';

import { DeployError } from '../core/errors.ts';

export interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/**
 * The variables with every address in the form that Node understands: it ignores others, so that
 * traffic meant for a proxy would go out directly. curl's form without `http://` is completed.
 */
function readProxy(proxy: Readonly<Record<string, string>>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(proxy)) {
    const address = value.trim();
    if (address === '') continue;
    if (!/_proxy$/iu.test(name) || /^no_proxy$/iu.test(name)) {
      read[name] = address;
      continue;
    }
    const complete = address.includes('://') ? address : `http://${address}`;
    // The value is never quoted: it may hold a password.
    if (!URL.canParse(complete) || !/^https?:\/\//iu.test(complete)) {
      throw new DeployError(
        'CONFIG_INVALID',
        `${name} is not the address of an HTTP proxy: http://host:port is expected`,
      );
    }
    read[name] = complete;
  }
  return read;
}

/**
 * Agents that keep connections alive. The one for https goes through the proxy that HTTPS_PROXY and
 * NO_PROXY (in either case) name; the SDKs ignore these variables by themselves. Plain http is only
 * ever spoken with this machine, so its agent knows no proxy: keys would leave the machine in clear.
 */
export function createAgents(proxy: Readonly<Record<string, string>>): Agents {
  const options = { keepAlive: true, maxSockets: 64 };
  return {
    http: new http.Agent(options),
    https: new https.Agent({ ...options, proxyEnv: readProxy(proxy) }),
  };
}
