import type { Clock } from '../../runtime/clock.ts';
import type { Agents } from '../../runtime/proxy.ts';
import { harden } from './client.ts';

/** Times that tests shorten. Everything else waits on the clock that is handed in. */
export interface Timing {
  /** How long one call may take before it counts as unanswered. */
  readonly deadlineMs: number;
  readonly attempts: number;
  /** How long credentials may take to be found. */
  readonly credentialsMs: number;
}

export const defaultTiming: Timing = { deadlineMs: 30_000, attempts: 6, credentialsMs: 20_000 };

export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** A client's settings; the SDK's own retries are off, ours are in the caller. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: () => Promise<Identity>;
  readonly maxAttempts: 1;
  readonly endpoint?: string;
  readonly requestHandler: {
    readonly httpAgent: Agents['http'];
    readonly httpsAgent: Agents['https'];
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** How to reach AWS: what all clients of one account share. */
export interface Wiring {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly agents: Agents;
  readonly endpoint: string | undefined;
}

export function requestHandler({ agents, timing }: Wiring): ClientConfig['requestHandler'] {
  return {
    httpAgent: agents.http,
    httpsAgent: agents.https,
    connectionTimeout: Math.min(5000, timing.deadlineMs),
    requestTimeout: timing.deadlineMs,
    // Without it the SDK only prints a warning and waits for ever.
    throwOnRequestTimeout: true,
  };
}

export type ClientMaker = <C extends Parameters<typeof harden>[0]>(
  Client: new (config: ClientConfig) => C,
  region: string,
) => C;

export function clientMaker(wiring: Wiring, credentials: () => Promise<Identity>): ClientMaker {
  const { clock, endpoint } = wiring;
  return (Client, region) =>
    harden(
      new Client({
        region,
        credentials,
        maxAttempts: 1,
        requestHandler: requestHandler(wiring),
        ...(endpoint === undefined ? {} : { endpoint }),
      }),
      () => clock.now(),
    );
}
