import { pMapIterable, pMapSkip } from 'p-map';

import { covers } from '../../core/domain.ts';
import { DeployError } from '../../core/errors.ts';
import type { ErrorFacts } from '../../core/errors.ts';
import type { Binding, Edit, Endpoint, Finding, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, notice, unlessGone, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import type { Certificates } from './certificates.ts';
import { createClbApi } from './clb-api.ts';
import { createClbChange } from './clb-change.ts';
import { endsTls, unitsOf } from './clb-unit.ts';
import type { Unit } from './clb-unit.ts';
import { wireCode } from './errors.ts';
import { keyAlgorithms } from './key-types.ts';
import type { Login } from './login.ts';
import type { ClbListener, ClbLoadBalancer } from './schema.ts';

const target = 'tencent/clb';
/** Load balancers and certificates that are read at the same time. */
const reading = 16;

function stateOf({ Isolation, Status }: ClbLoadBalancer): string | null {
  if (Isolation === 1) return 'the load balancer is isolated because its account is overdue';
  return Status === 0 ? 'the load balancer is still being created' : null;
}

function endpointsOf(loadBalancer: ClbLoadBalancer, port: number): readonly Endpoint[] {
  const { LoadBalancerVips, AddressIPv6, LoadBalancerDomain, Domain } = loadBalancer;
  const vips = [...(LoadBalancerVips ?? []), AddressIPv6 ?? ''].filter((vip) => vip !== '');
  const names = [LoadBalancerDomain ?? '', Domain ?? ''].filter((name) => name !== '');
  const addresses = vips.length > 0 ? vips : names.slice(0, 1);
  return [...new Set(addresses)].map((address) => endpointOf(address, port));
}

/** What the core would take for a free slot is none: one certificate serves all, one per kind of key. */
function refuse(edit: Edit): ErrorFacts | undefined {
  const { resource, certificate } = edit;
  if (resource.slots === 'one') return undefined;
  const open = resource.domains.filter(
    (name) => !certificate.domains.some((san) => covers(san, name)),
  );
  if (open.length > 0) {
    return {
      code: 'REFUSED',
      message: `one certificate of each kind serves all domains of ${resource.label}, and "${certificate.name}" does not cover ${open.slice(0, 3).join(', ')}`,
    };
  }
  if (edit.kind === 'replace') return undefined;
  return {
    code: 'REFUSED',
    message: `${resource.label} has a certificate of each kind, and "${certificate.name}" does not cover all names of the one whose place it would take`,
  };
}

/** Load balancers of one region: a listener, or each domain of a listener with SNI, is a resource. */
export function createClb(
  login: Login,
  { region, certificates }: { readonly region: string; readonly certificates: Certificates },
): Product {
  const api = createClbApi(login, region);
  const place = `${target}:${login.name}/${region}`;

  async function bindings({ ids }: Unit, call: Call): Promise<readonly Binding[]> {
    return await Promise.all(
      ids.map(async (ref): Promise<Binding> => ({
        slot: 'default',
        ref,
        facts: await certificates.facts(ref, call),
      })),
    );
  }

  function findingsOf(
    { IsBlock }: ClbLoadBalancer,
    unit: Unit,
    { label, protection }: { readonly label: string; readonly protection: string | undefined },
  ): Finding[] {
    const { Protocol, Rules } = unit.listener;
    const { domains, others } = domainsAmong(unit.names);
    const findings: Finding[] = [];
    const warn = (code: string, message: string) => findings.push(warning(code, label, message));
    const note = (code: string, message: string) => findings.push(notice(code, label, message));
    if (others.length > 0 && domains.length > 0) {
      warn('not-analysable', `names not analysable: ${others.join(', ')}`);
    }
    if (Protocol === 'QUIC') {
      note('not-provable', 'QUIC is spoken over UDP: no TLS handshake can prove what it serves');
    }
    if (IsBlock === true) warn('disabled', 'Tencent Cloud blocks its address');
    if (protection !== undefined) {
      const said = protection === '' ? '' : `: ${protection}`;
      warn('protected', `the settings of its load balancer are protected against changes${said}`);
    }
    if (unit.ids.length === 0) {
      warn('no-undo', 'no undo here: it has no certificate, and CLB lets none be taken away again');
    }
    const isFallback = (Rules ?? []).some(
      (rule) => rule['DefaultServer'] === true && rule.Domain === unit.domain,
    );
    if (isFallback) {
      note(
        'default-domain',
        'clients that ask for an unknown name, or for none, are served it too',
      );
    }
    return findings;
  }

  async function resource(
    loadBalancer: ClbLoadBalancer,
    unit: Unit,
    protection: string | undefined,
    call: Call,
  ): Promise<Resource> {
    const { LoadBalancerId, LoadBalancerName, LoadBalancerType } = loadBalancer;
    const { ListenerId, Protocol, Port } = unit.listener;
    const { domains, others } = domainsAmong(unit.names);
    const isQuic = Protocol === 'QUIC';
    const port = `${(LoadBalancerName ?? '') || LoadBalancerId}:${Port}${isQuic ? '/udp' : ''}`;
    const label = unit.domain === undefined ? port : `${port} ${unit.domain}`;
    const name = [
      LoadBalancerId,
      ListenerId,
      ...(unit.domain === undefined ? [] : [unit.domain]),
    ].join('/');
    const unclear = others.length > 0 && domains.length === 0;
    return {
      id: `${place}/${name}`,
      account: login.name,
      target,
      region,
      name,
      label,
      domains,
      slots: unit.ids.length > 1 ? 'sni' : 'one',
      bindings: await bindings(unit, call),
      endpoints: isQuic ? [] : endpointsOf(loadBalancer, Port),
      reach: isQuic || LoadBalancerType === 'INTERNAL' ? 'private' : 'public',
      blocked:
        stateOf(loadBalancer) ??
        (unclear ? `it serves a pattern, not a domain (${others.join(', ')})` : null),
      findings: findingsOf(loadBalancer, unit, { label, protection }),
      lock: `${place}/${LoadBalancerId}`,
    };
  }

  /** Its listeners are of another kind, which no call changes the certificate of. */
  function classic({ LoadBalancerId, LoadBalancerName }: ClbLoadBalancer): Resource {
    return {
      id: `${place}/${LoadBalancerId}`,
      account: login.name,
      target,
      region,
      name: LoadBalancerId,
      label: (LoadBalancerName ?? '') || LoadBalancerId,
      domains: [],
      slots: 'one',
      bindings: [],
      endpoints: [],
      reach: 'public',
      blocked: 'a classic load balancer, whose certificates the API does not change; move to CLB',
      findings: [],
      lock: `${place}/${LoadBalancerId}`,
    };
  }

  async function listenersOf({ LoadBalancerId }: ClbLoadBalancer, call: Call) {
    const found = await unlessGone(api.listeners(LoadBalancerId, call));
    const none: readonly ClbListener[] = [];
    return found === pMapSkip ? none : found.filter(endsTls);
  }

  /** A remark only: a login that may not ask, or a site that does not know the call, loses nothing. */
  async function protectionOf(page: readonly ClbLoadBalancer[], call: Call) {
    const ids = page.filter(({ Forward }) => Forward !== 0).map((one) => one.LoadBalancerId);
    try {
      return await api.protection(ids, call);
    } catch (thrown) {
      const { code, message } = DeployError.from(thrown);
      const unknown = code === 'CLOUD_UNEXPECTED' && wireCode(thrown) !== undefined;
      if (code !== 'PERMISSION_MISSING' && code !== 'RESOURCE_GONE' && !unknown) throw thrown;
      call.log.debug('protection of load balancers not read', { reason: message });
      return new Map<string, string>();
    }
  }

  return {
    account: login.name,
    target,
    region,
    capabilities: {
      keyAlgorithms,
      settlesWithinMs: 60_000,
      concurrency: 16,
      undo: 'switch-back',
    },

    async *discover(call) {
      for await (const page of api.list(call)) {
        const protections = protectionOf(page, call);
        // Looked at below, after the listeners; until then nobody else hears of a failure.
        protections.catch(() => {});
        const lists = pMapIterable(
          page,
          async (loadBalancer): Promise<readonly Resource[]> => {
            if (loadBalancer.Forward === 0) return [classic(loadBalancer)];
            const listeners = await listenersOf(loadBalancer, call);
            const units = listeners.flatMap(unitsOf);
            if (units.length === 0) return [];
            const protection = (await protections).get(loadBalancer.LoadBalancerId);
            return await Promise.all(
              units.map(async (unit) => await resource(loadBalancer, unit, protection, call)),
            );
          },
          { concurrency: reading },
        );
        for await (const list of lists) yield* list;
      }
    },

    refuse,
    ...createClbChange({ api, certificates, clock: login.clock }),

    check: async (call) =>
      await (await import('./check-clb.ts')).checkClb(login, { region, api }, call),
  };
}
