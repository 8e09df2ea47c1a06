import { pMapIterable } from 'p-map';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Binding, Material, Resource } from '../../core/model.ts';
import { pause } from '../../runtime/pause.ts';
import { domainsAmong, endpointOf, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { Holding } from '../room.ts';
import type { CertificateStore } from './certificates.ts';
import type { ClassicApi, ClassicPort } from './classic-api.ts';
import { digestOf } from './digest.ts';
import { aftermath } from './etag.ts';
import { domainsOfTag, domainsTag } from './hosts.ts';
import { keyAlgorithmsOf, refuseKeyType } from './key-types.ts';
import { whileUnknown } from './listener.ts';
import type { Login } from './login.ts';
import { iamFindings, templateFinding } from './places.ts';
import type { ClassicLoadBalancer } from './schema.ts';
import { boundFacts } from './stores.ts';
import type { Stores } from './stores.ts';
import { noTags } from './tags.ts';

const target = 'aws/clb';
const reading = 16;

const State = z.strictObject({
  v: z.literal(1),
  loadBalancer: z.string(),
  port: z.number(),
  wrote: z.boolean(),
  ref: z.string(),
  before: z.string().nullable(),
  others: z.string(),
});

type Listener = ClassicLoadBalancer['ListenerDescriptions'][number];

const endsTls = ({ Listener: { Protocol } }: Listener) =>
  Protocol.toUpperCase() === 'HTTPS' || Protocol.toUpperCase() === 'SSL';

/** Everything about the listeners that may not change: all but the certificate of this port. */
function othersOf({ ListenerDescriptions }: ClassicLoadBalancer, port: number): string {
  return digestOf(
    ListenerDescriptions.map(({ Listener, PolicyNames }) => ({
      ...Listener,
      SSLCertificateId:
        Listener.LoadBalancerPort === port ? null : (Listener.SSLCertificateId ?? null),
      PolicyNames: PolicyNames ?? [],
    })).sort((a, b) => a.LoadBalancerPort - b.LoadBalancerPort),
  );
}

const nameOf = ({ loadBalancer, port }: ClassicPort) => `${loadBalancer}:${port}`;

function placeOf(name: string): ClassicPort {
  const colon = name.lastIndexOf(':');
  return { loadBalancer: name.slice(0, colon), port: Number(name.slice(colon + 1)) };
}

/** Classic Load Balancers of one region: each HTTPS or SSL listener is a resource with one slot. */
export function createClassic(
  login: Login,
  {
    region,
    api,
    stores,
  }: { readonly region: string; readonly api: ClassicApi; readonly stores: Stores },
): Product {
  const { clock } = login;

  /** ACM gives it RSA up to 2048 bits only; everything else it takes from IAM. */
  function storeFor({ certificate }: Material): CertificateStore {
    const { keyAlgorithm } = certificate;
    const inAcm = keyAlgorithm === 'rsa-1024' || keyAlgorithm === 'rsa-2048';
    return inAcm ? stores.acm(region) : stores.iam('elb');
  }

  async function boundTo(place: ClassicPort, call: Call) {
    const loadBalancer = await api.loadBalancer(place.loadBalancer, call);
    const found = loadBalancer.ListenerDescriptions.find(
      ({ Listener }) => Listener.LoadBalancerPort === place.port,
    );
    if (found === undefined || !endsTls(found)) {
      throw new DeployError('RESOURCE_GONE', `${nameOf(place)} has no HTTPS or SSL listener`);
    }
    const ref = found.Listener.SSLCertificateId ?? null;
    return { ref, others: othersOf(loadBalancer, place.port) };
  }

  async function resource(
    loadBalancer: ClassicLoadBalancer,
    { Listener }: Listener,
    {
      tags,
      room,
    }: { readonly tags: ReadonlyMap<string, string>; readonly room: Holding | undefined },
    call: Call,
  ): Promise<Resource> {
    const { LoadBalancerName, DNSName, Scheme } = loadBalancer;
    const { LoadBalancerPort: port, SSLCertificateId: ref } = Listener;
    const name = nameOf({ loadBalancer: LoadBalancerName, port });
    const { domains, others } = domainsAmong(domainsOfTag(tags));
    const bindings: Binding[] = [];
    if (ref !== undefined && ref !== '') {
      const facts = await boundFacts(stores, { ref, region, use: 'elb' }, call);
      bindings.push({ slot: 'default', ref, facts });
    }
    const badTag = `the tag ${domainsTag} names what is no domain: ${others.join(', ')}`;
    return {
      id: `${target}:${login.name}/${region}/${name}`,
      account: login.name,
      target,
      region,
      name,
      label: name,
      domains,
      slots: 'one',
      bindings,
      endpoints: [endpointOf(DNSName, port)],
      reach: Scheme === 'internal' ? 'private' : 'public',
      blocked: null,
      findings: [
        ...(others.length > 0 ? [warning('bad-tag', name, badTag)] : []),
        ...templateFinding(tags, name),
        ...iamFindings(login.name, room),
      ],
      lock: `${target}:${login.name}/${region}/${LoadBalancerName}`,
    };
  }

  return {
    account: login.name,
    target,
    region,
    capabilities: {
      keyAlgorithms: keyAlgorithmsOf(target),
      settlesWithinMs: 180_000,
      concurrency: 10,
      undo: 'switch-back',
    },

    async *discover(call) {
      for await (const page of api.list(call)) {
        const found = page.filter(({ ListenerDescriptions }) => ListenerDescriptions.some(endsTls));
        const names = found.map(({ LoadBalancerName }) => LoadBalancerName);
        const [tags, room] = await Promise.all([
          api.tags(names, call),
          found.length === 0 ? undefined : stores.iamRoom(call),
        ]);
        const listeners = found.flatMap((loadBalancer) =>
          loadBalancer.ListenerDescriptions.filter(endsTls).map((listener) => ({
            loadBalancer,
            listener,
          })),
        );
        yield* pMapIterable(
          listeners,
          async ({ loadBalancer, listener }) => {
            const own = tags.get(loadBalancer.LoadBalancerName) ?? noTags;
            return await resource(loadBalancer, listener, { tags: own, room }, call);
          },
          { concurrency: reading },
        );
      }
    },

    refuse: refuseKeyType,

    async apply(edit, material, call) {
      const place = placeOf(edit.resource.name);
      const { ref, fresh } = await storeFor(material).ensure(material, call);
      const before = await boundTo(place, call);
      const wrote = before.ref !== ref;
      if (wrote) {
        const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
        if (before.ref !== planned) {
          throw new DeployError(
            'PLAN_STALE',
            `${nameOf(place)} now has certificate ${before.ref ?? 'none'}, the plan says ${planned ?? 'none'}; preview again`,
          );
        }
        try {
          await whileUnknown(
            { fresh, clock },
            async () => {
              await api.set(place, ref, call);
            },
            call,
          );
        } catch (thrown) {
          await settle(place, { ref, before: before.ref }, DeployError.from(thrown), call);
        }
      }
      return receiptFor(edit, {
        v: 1,
        ...place,
        wrote,
        ref,
        before: before.ref,
        others: before.others,
      });
    },

    async verify(receipt, call) {
      const { loadBalancer, port, ref, others } = readState(State, receipt);
      const place = { loadBalancer, port };
      const failed = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading ${nameOf(place)} back: ${what}`);
      for (let look = 1; ; look += 1) {
        const now = await boundTo(place, call);
        if (now.ref === ref && now.others !== others) throw failed('other listeners changed too');
        if (now.ref === ref) return;
        if (look === 5) throw failed(`it has certificate ${now.ref ?? 'none'} instead of ${ref}`);
        await pause(clock, 500 * 2 ** look, call);
      }
    },

    async rollback(receipt, call) {
      const { loadBalancer, port, wrote, ref, before } = readState(State, receipt);
      if (!wrote || before === null) return;
      const place = { loadBalancer, port };
      const now = await boundTo(place, call);
      if (now.ref === before) return;
      if (now.ref !== ref) {
        throw new DeployError(
          'REFUSED',
          `${nameOf(place)} has certificate ${now.ref ?? 'none'}, which this run did not set; it is left alone`,
        );
      }
      await api.set(place, before, call);
    },

    check: async (call) =>
      await (await import('./check-classic.ts')).checkClassic(login, { region, api }, call),
  };

  /** The answer was lost, or no: only a new reading tells. Returns when it is as wanted after all. */
  async function settle(
    place: ClassicPort,
    { ref, before }: { readonly ref: string; readonly before: string | null },
    failed: DeployError,
    call: Call,
  ): Promise<void> {
    let now: string | null;
    try {
      now = (await boundTo(place, aftermath(call))).ref;
    } catch (thrown) {
      const { message } = DeployError.from(thrown);
      throw new DeployError(
        'OUTCOME_UNKNOWN',
        `${failed.message}; whether ${nameOf(place)} was changed is not known: ${message}`,
        { cause: failed.cause ?? failed },
      );
    }
    if (now === ref) return;
    throw now === before
      ? failed
      : new DeployError('OUTCOME_UNKNOWN', `${nameOf(place)} now has certificate ${now ?? 'none'}`);
  }
}
