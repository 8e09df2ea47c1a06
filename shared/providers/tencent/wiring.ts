import type { Agent } from 'node:http';

import type { Clock } from '../../runtime/clock.ts';
import type { Agents } from '../../runtime/proxy.ts';
import { hostOf, isServiceHost } from './hosts.ts';
import type { Service, Site } from './hosts.ts';

/** Times that tests shorten. Everything else waits on the clock that is handed in. */
export interface Timing {
  /** How long one call may take before it counts as unanswered. */
  readonly deadlineMs: number;
  readonly attempts: number;
}

export const defaultTiming: Timing = { deadlineMs: 30_000, attempts: 6 };

export interface Identity {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
  /** Null: it does not end by itself. */
  readonly endsAt: Date | null;
}

/** How to reach Tencent Cloud: what all clients of one account share. */
export interface Wiring {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly site: Site;
  readonly agents: Agents;
  readonly endpoint: URL | undefined;
}

/** The one thing that is used of a client of the SDK: its typed methods know no signal. */
export interface SdkClient {
  request(
    action: string,
    body: object,
    options: { readonly signal: AbortSignal; readonly skipSign?: boolean },
  ): Promise<unknown>;
}

/** A client's settings. The SDK repeats nothing by itself; ours does, in the caller. */
export interface ClientConfig {
  readonly credential: { getCredential(): Promise<Identity> };
  readonly region: string;
  readonly profile: {
    readonly language: 'en-US';
    readonly httpProfile: {
      readonly endpoint: string;
      readonly protocol: 'https://' | 'http://';
      /** Seconds. */
      readonly reqTimeout: number;
      readonly agent: Agent;
    };
  };
}

export type ClientClass = new (config: ClientConfig) => SdkClient;

/**
 * The SDK signs the host of the request, and names the service by its first label. So the host stays
 * the service's own, and an endpoint of the account changes where the connection goes, no more.
 * Without one, connections go to Tencent Cloud only: the SDK would follow a redirect with the whole
 * request, private key included.
 */
export function confine(agents: Agents, endpoint: URL | undefined): Agents {
  for (const agent of [agents.http, agents.https]) {
    const connect: Agent['createConnection'] = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const host = options.host ?? '';
      if (!isServiceHost(host)) throw new Error(`a reply leads to ${host}, which is not followed`);
      if (endpoint === undefined) return connect(options, callback);
      const hostname = endpoint.hostname.replace(/^\[|\]$/gu, '');
      return connect({ ...options, host: hostname, ...nameFor(hostname) }, callback);
    };
  }
  return agents;
}

/** What the certificate of an https endpoint must be made out to. */
function nameFor(hostname: string): { readonly servername: string } {
  return { servername: /^[\d.]+$|:/u.test(hostname) ? '' : hostname };
}

export function createClient(
  Client: ClientClass,
  wiring: Wiring,
  {
    service,
    region,
    identity,
  }: {
    readonly service: Service;
    readonly region: string;
    readonly identity: () => Promise<Identity>;
  },
): SdkClient {
  const { agents, endpoint, site, timing } = wiring;
  const plain = endpoint?.protocol === 'http:';
  const port = endpoint === undefined || endpoint.port === '' ? '' : `:${endpoint.port}`;
  return new Client({
    credential: { getCredential: identity },
    region,
    profile: {
      language: 'en-US',
      httpProfile: {
        endpoint: `${hostOf(service, { site, region })}${port}`,
        protocol: plain ? 'http://' : 'https://',
        reqTimeout: timing.deadlineMs / 1000,
        agent: plain ? agents.http : agents.https,
      },
    },
  });
}
