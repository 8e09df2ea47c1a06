import pMap, { pMapIterable, pMapSkip } from 'p-map';

import { keyTypeOf } from '../../core/certificate.ts';
import type { ErrorFacts } from '../../core/errors.ts';
import type { Binding, Edit, Endpoint, Finding, KeyAlgorithm, Resource } from '../../core/model.ts';
import { endpointOf, notice, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import type { ElbApi } from './elb-api.ts';
import { createElbCertificates } from './elb-certificates.ts';
import { balancerOf, createElbChange } from './elb-change.ts';
import { knownOf, readRegion, unlessGone, unlessHidden } from './elb-discovery.ts';
import type { KnownCertificate, Region } from './elb-discovery.ts';
import { hostsOfRules } from './elb-hosts.ts';
import { sniFindings, storeFindings } from './elb-room.ts';
import { slotsOf } from './elb-slots.ts';
import type { Login, Project } from './login.ts';
import type { ElbListener, ElbLoadBalancer } from './schema.ts';
import { namesFor } from './sni-names.ts';

const target = 'huawei/elb';
const keyAlgorithms: readonly KeyAlgorithm[] = [
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
  'ec-p521',
];
function filled(texts: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => (typeof text === 'string' ? [text] : [])))].filter(
    (text) => text !== '',
  );
}

/** Where handshakes can reach a listener: its public addresses, else the private one. */
function reachOf(
  { protocol, protocol_port: port }: ElbListener,
  { publicips, eips, vip_address }: ElbLoadBalancer,
): { readonly endpoints: readonly Endpoint[]; readonly reach: Resource['reach'] } {
  // QUIC runs over UDP, where no handshake of TLS over TCP is answered.
  if (protocol === 'QUIC' || port === undefined || port === null || port === 0) {
    return { endpoints: [], reach: 'private' };
  }
  const open = filled([
    ...(publicips ?? []).map((one) => one.publicip_address),
    ...(eips ?? []).map((one) => one.eip_address),
  ]);
  const addresses = open.length > 0 ? open : filled([vip_address]);
  return {
    endpoints: addresses.map((address) => endpointOf(address, port)),
    reach: open.length > 0 ? 'public' : 'private',
  };
}

function blockedBy(
  { provisioning_status, operating_status, frozen_scene }: ElbLoadBalancer,
  fallback: KnownCertificate | null,
): string | null {
  if (operating_status === 'FROZEN') {
    return `its load balancer is frozen (${frozen_scene ?? 'no reason given'})`;
  }
  if (provisioning_status === 'PENDING_DELETE') return 'its load balancer is being deleted';
  return fallback?.type === 'server_sm'
    ? 'its default certificate is an SM2 certificate, which Certferry does not replace'
    : null;
}

function findingsOf(listener: ElbListener, label: string, others: readonly string[]): Finding[] {
  const { protocol, admin_state_up, protection_status } = listener;
  const findings: Finding[] = [];
  if (others.length > 0) {
    const message = `host patterns not analysable: ${others.join(', ')}`;
    findings.push(warning('not-analysable', label, message));
  }
  if (admin_state_up === false) {
    findings.push(notice('disabled', label, 'the listener is disabled'));
  }
  if (protection_status === 'consoleProtection') {
    findings.push(notice('protected', label, 'it is protected against changes in the console'));
  }
  if (protocol === 'QUIC') {
    const message = 'QUIC is spoken over UDP: no TLS handshake can prove what it serves';
    findings.push(notice('not-provable', label, message));
  }
  return findings;
}

/** Load balancers of one region, shared and dedicated: each listener that ends TLS is a resource. */
export function createElb(login: Login, project: Project, api: ElbApi): Product {
  const { region } = project;
  /** What a plan's resources do not carry, and `refuse` needs: from the latest reading. */
  const quic = new Set<string>();
  const listed = new Map<string, KnownCertificate>();

  async function known(ref: string, found: Region, call: Call): Promise<KnownCertificate | null> {
    const one = found.certificates.get(ref);
    if (one !== undefined) return one;
    const read = await unlessHidden(api.certificate(ref, call));
    return read === null ? null : knownOf(read);
  }

  async function hosts(listener: ElbListener, found: Region, call: Call) {
    const policies = found.policies.get(listener.id) ?? [];
    const rules = await pMap(
      policies,
      async (policy) => (await unlessGone(api.rules(policy, call))) ?? [],
      { concurrency: 4, signal: call.signal },
    );
    return hostsOfRules(rules.flat());
  }

  async function resource(
    listener: ElbListener,
    found: Region,
    call: Call,
  ): Promise<Resource | typeof pMapSkip> {
    const { id: name, protocol, protocol_port: port } = listener;
    const balancerId = balancerOf(listener);
    const balancer =
      found.balancers.get(balancerId) ?? (await unlessGone(api.loadBalancer(balancerId, call)));
    // Deleted between two lists.
    if (balancer === null) return pMapSkip;
    const { fallback, sni } = slotsOf(listener);
    const refs = [...(fallback === null ? [] : [fallback]), ...sni];
    const read = new Map<string, KnownCertificate | null>();
    for (const ref of refs) {
      const one = await known(ref, found, call);
      read.set(ref, one);
      if (one !== null) listed.set(ref, one);
    }
    const bind = (slot: Binding['slot'], ref: string): Binding => ({
      slot,
      ref,
      facts: read.get(ref)?.facts ?? null,
    });
    const { domains, others } = await hosts(listener, found, call);
    const id = `${target}:${login.name}/${region}/${name}`;
    const label = `${filled([balancer.name])[0] ?? balancerId}:${port ?? protocol}`;
    if (protocol === 'QUIC') quic.add(id);
    return {
      id,
      account: login.name,
      target,
      region,
      name,
      label,
      domains,
      slots: 'sni',
      bindings: [
        ...(fallback === null ? [] : [bind('default', fallback)]),
        ...sni.map((ref) => bind('sni', ref)),
      ],
      ...reachOf(listener, balancer),
      blocked: blockedBy(balancer, fallback === null ? null : (read.get(fallback) ?? null)),
      findings: [
        ...findingsOf(listener, label, others),
        ...sniFindings(listener, balancer, label),
        ...storeFindings(login.name, region, found.room),
      ],
      lock: `${target}:${login.name}/${region}/${balancerId}`,
    };
  }

  return {
    account: login.name,
    target,
    region,
    capabilities: { keyAlgorithms, settlesWithinMs: 60_000, concurrency: 4, undo: 'switch-back' },

    async *discover(call) {
      const found = await readRegion(api, call);
      yield* pMapIterable(
        found.listeners,
        async (listener) => await resource(listener, found, call),
        { concurrency: 16 },
      );
    },

    refuse(edit: Edit): ErrorFacts | undefined {
      const { bindings, id } = edit.resource;
      const replaced = edit.kind === 'replace' ? edit.replaces : [];
      const goes = new Set(replaced.map(({ ref }) => ref));
      const entersList =
        edit.kind === 'attach'
          ? bindings.some(({ slot }) => slot === 'default')
          : replaced.some(({ slot }) => slot === 'sni');
      const { keyAlgorithm, name, sha256 } = edit.certificate;
      if (entersList && quic.has(id) && keyTypeOf(keyAlgorithm) !== 'rsa') {
        const message = `certificate "${name}" is not an RSA certificate; listeners that speak QUIC take no other into their SNI list`;
        return { code: 'CERTIFICATE_REJECTED', message };
      }
      const staying = bindings
        .filter(
          ({ slot, ref, facts }) => slot === 'sni' && facts?.sha256 !== sha256 && !goes.has(ref),
        )
        .map(({ ref, facts }) => ({
          ref,
          names: listed.get(ref)?.names ?? facts?.domains ?? [],
          keyType: keyTypeOf(facts?.keyAlgorithm ?? null),
        }));
      const wanted = namesFor(edit, { staying, entersList });
      return wanted.kind === 'conflict' ? { code: 'REFUSED', message: wanted.reason } : undefined;
    },

    ...createElbChange(login, api, createElbCertificates(login, api)),

    check: async (call) =>
      await (await import('./check-elb.ts')).checkElb(login, { project, api }, call),
  };
}
