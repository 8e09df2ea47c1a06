import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';

import type { AccessKey } from './builders/login.ts';
import type { Service, Site } from './hosts.ts';
import type { Tencent } from './tencent.ts';

/** Every name is this machine. Asked for a list as well: that is how address families race. */
const toLoopback: LookupFunction = (_host, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

export interface ClientPlace {
  readonly region?: string;
  readonly site?: Site;
  /** Authority of the simulator's own certificate, when it speaks TLS. */
  readonly ca?: string;
  readonly host?: string;
}

/** What an SDK client needs to reach the simulator under the service's real host name. */
export function clientConfig(
  cloud: Pick<Tencent, 'url' | 'port'>,
  service: Service,
  key: Pick<AccessKey, 'secretId' | 'secretKey' | 'token'>,
  { region, site = 'cn', ca, host }: ClientPlace = {},
) {
  const { secretId, secretKey, token } = key;
  const secure = cloud.url.startsWith('https:');
  const name = host ?? `${service}${site === 'intl' ? '.intl' : ''}.tencentcloudapi.com`;
  return {
    credential: { secretId, secretKey, ...(token === undefined ? {} : { token }) },
    region: region ?? '',
    profile: {
      httpProfile: {
        endpoint: `${name}:${cloud.port}`,
        protocol: secure ? 'https://' : 'http://',
        reqTimeout: 10,
        agent: secure
          ? new TlsAgent({ lookup: toLoopback, ...(ca === undefined ? {} : { ca }) })
          : new Agent({ lookup: toLoopback }),
      },
    },
  };
}
