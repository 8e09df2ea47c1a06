import pMap from 'p-map';

import { createDns } from '../../shared/tls/dns.ts';
import type { HostLookup } from '../../shared/tls/dns.ts';
import { immediate } from '../database/open.ts';
import type { Authenticate } from '../oidc.ts';
import type { Part } from '../part.ts';
import type { Ports } from '../ports.ts';
import { repeat } from '../repeat.ts';
import { deployedRoutes } from '../routes/deployed.ts';
import { claimEndpoints } from './endpoints.ts';
import { watchMonitor } from './gauges.ts';
import { look, lookNow } from './look.ts';
import type { LookedNow, Looking } from './look.ts';
import { tellAsNotice } from './notice.ts';
import { createProbe } from './probe.ts';
import { sweep } from './sweep.ts';
import { tellPending } from './tell.ts';
import type { Tell } from './tell.ts';

export interface MonitorOptions {
  readonly authenticate: Authenticate;
  readonly tell?: Tell;
  readonly dns?: HostLookup;
}

/** Every product has settled long before: the slowest one says ten minutes. */
const graceMs = 3_600_000;

/** So many endpoints are taken each time: at most 60 a minute, 86,400 a day. */
const everySeconds = 10;
const atOnce = 10;

function lookingWith(dns: HostLookup = createDns()): Looking {
  return { probe: createProbe({ dns }), graceMs, chance: Math.random };
}

/** Asks endpoints that are due, a few at once, the longest overdue first. Resolves to their number. */
export async function lookAtDue(
  ports: Pick<Ports, 'db' | 'clock' | 'log'>,
  looking: Looking,
  signal: AbortSignal,
): Promise<number> {
  const due = await immediate(ports.db, (trx) =>
    claimEndpoints(trx, { now: ports.clock.now(), limit: atOnce }),
  );
  await pMap(due, (endpoint) => look(ports, endpoint, looking, signal), {
    concurrency: atOnce,
    stopOnError: false,
  });
  return due.length;
}

/** For a person who asks: looks at one endpoint at once. Resolves when it was written down. */
export async function probeNow(
  ports: Pick<Ports, 'db' | 'clock' | 'log'>,
  id: string,
  options: { readonly dns?: HostLookup; readonly signal?: AbortSignal } = {},
): Promise<LookedNow> {
  const { dns, signal = new AbortController().signal } = options;
  return await lookNow(ports, id, lookingWith(dns), signal);
}

/** Monitoring: what is served, asked on a schedule, and what is wrong with it. */
export function monitorPart(ports: Ports, options: MonitorOptions): readonly Part[] {
  const { authenticate, tell = tellAsNotice, dns } = options;
  const looking = lookingWith(dns);
  watchMonitor(ports);
  return [
    { name: 'deployed', routes: deployedRoutes(ports, authenticate) },
    repeat(ports, {
      name: 'monitor',
      everySeconds,
      async work(signal) {
        await lookAtDue(ports, looking, signal);
        await tellPending(ports, tell);
      },
    }),
    repeat(ports, {
      name: 'monitor-sweep',
      everySeconds: 600,
      work: async () => await sweep(ports),
    }),
  ];
}
