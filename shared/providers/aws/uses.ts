import pMap from 'p-map';

import { unlessGone } from '../places.ts';
import type { Call } from '../provider.ts';
import type { ElbListener } from './schema.ts';
import type { Services } from './services.ts';

/** Which certificates are bound where, at one moment, as the services themselves say. */
export interface Uses {
  /** What binds one of these: an ARN, and in IAM also an id. */
  of(refs: readonly string[]): readonly string[];
}

/** Where certificates of one store can be bound. */
export interface Places {
  readonly regions: readonly string[];
  readonly cloudFront: boolean;
}

/** Load balancers, and regions, that are read at the same time. */
const reading = 16;

/** Protocols that end no TLS; of any other the certificates are read. */
const plain = new Set(['HTTP', 'TCP', 'UDP', 'TCP_UDP', 'GENEVE', 'QUIC', 'TCP_QUIC']);

const mayEndTls = ({ Protocol }: ElbListener) => !plain.has(Protocol);

type Note = (ref: string | undefined, user: string) => void;

async function noteLoadBalancers(
  services: Services,
  region: string,
  note: Note,
  call: Call,
): Promise<void> {
  const api = await services.loadBalancers(region);
  for await (const page of api.list(call)) {
    await pMap(
      page.filter(({ Type }) => Type !== 'gateway'),
      async (balancer) => {
        const listeners = await unlessGone(api.listeners(balancer, call));
        if (typeof listeners === 'symbol') return;
        for (const { ListenerArn } of listeners.filter(mayEndTls)) {
          const slots = await unlessGone(api.slots(ListenerArn, call));
          if (typeof slots === 'symbol') continue;
          for (const ref of [slots.fallback, ...slots.sni]) note(ref ?? undefined, ListenerArn);
        }
      },
      { concurrency: reading },
    );
  }
}

async function noteClassic(
  services: Services,
  region: string,
  note: Note,
  call: Call,
): Promise<void> {
  const api = await services.classic(region);
  for await (const page of api.list(call)) {
    for (const { LoadBalancerName, ListenerDescriptions } of page) {
      for (const { Listener } of ListenerDescriptions) {
        const user = `${region}/${LoadBalancerName}:${Listener.LoadBalancerPort}`;
        note(Listener.SSLCertificateId, user);
      }
    }
  }
}

async function noteCloudFront(services: Services, note: Note, call: Call): Promise<void> {
  const api = await services.distributions();
  let tenants = false;
  for await (const { Id, ConnectionMode, ViewerCertificate } of api.list(call)) {
    tenants ||= ConnectionMode === 'tenant-only';
    note(ViewerCertificate?.ACMCertificateArn, `distribution ${Id}`);
    note(ViewerCertificate?.IAMCertificateId, `distribution ${Id}`);
  }
  if (!tenants) return;
  for await (const { Id, Customizations } of api.tenants(call)) {
    note(Customizations?.Certificate?.Arn, `distribution tenant ${Id}`);
  }
}

/**
 * Reads every listener and distribution that could bind a certificate of a store. Throws when any of
 * them cannot be read: it might be the one.
 */
export async function readUses(services: Services, places: Places, call: Call): Promise<Uses> {
  const users = new Map<string, Set<string>>();
  const note: Note = (ref, user) => {
    if (ref === undefined || ref === '') return;
    users.set(ref, (users.get(ref) ?? new Set()).add(user));
  };
  await pMap(
    [
      ...(places.cloudFront ? [() => noteCloudFront(services, note, call)] : []),
      ...places.regions.flatMap((region) => [
        () => noteLoadBalancers(services, region, note, call),
        () => noteClassic(services, region, note, call),
      ]),
    ],
    async (look) => {
      await look();
    },
    { concurrency: reading },
  );
  return {
    of: (refs) => [...new Set(refs.flatMap((ref) => [...(users.get(ref) ?? [])]))],
  };
}

/**
 * Many ask at once what is the case *after* they asked. A reading that has begun before is too old for
 * them, so they wait for the next one and share it. It is read with the call of the first of them.
 */
export function joined<T>(read: (call: Call) => Promise<T>): (call: Call) => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<T> | undefined;
  return async (call) => {
    if (waiting === undefined) {
      waiting = running.then(async () => {
        waiting = undefined;
        return await read(call);
      });
      // Whoever waits for it is told of its failure; the next reading starts regardless.
      running = waiting.catch(() => {});
    }
    return await waiting;
  };
}
