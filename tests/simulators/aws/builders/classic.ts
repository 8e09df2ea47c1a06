import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { createTlsFront, type Handshake } from '../../tls/front.ts';
import { classicChanged, classicSlots } from '../elb/classic.ts';
import type { ClassicListener, ClassicLoadBalancer, Region, Slots } from '../model.ts';
import { type CertificateRef, resolveCertificate } from './certificates.ts';
import type { Site } from './load-balancer.ts';

export interface ClassicListenerSpec {
  readonly protocol: 'HTTPS' | 'SSL' | 'HTTP' | 'TCP';
  readonly certificate?: CertificateRef;
  readonly port?: number;
  readonly policies?: readonly string[];
}

export interface ClassicLoadBalancerSpec {
  readonly name?: string;
  readonly scheme?: 'internet-facing' | 'internal';
  readonly dnsName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly listeners: readonly ClassicListenerSpec[];
}

export interface ClassicListenerHandle {
  readonly port: number;
  /** ARN that the listener holds at this moment. */
  held(): string | undefined;
  /** What somebody else does: sets the certificate past all rules. */
  change(to: CertificateRef): void;
  readonly endpoint: EndpointFaults;
  readonly handshakes: readonly Handshake[];
}

export interface ClassicLoadBalancerHandle {
  readonly arn: string;
  readonly name: string;
  readonly listeners: readonly ClassicListenerHandle[];
}

async function addListener(
  site: Site,
  balancer: ClassicLoadBalancer,
  spec: ClassicListenerSpec,
): Promise<ClassicListenerHandle> {
  const { world } = site;
  const tls = spec.protocol === 'HTTPS' || spec.protocol === 'SSL';
  const certificate =
    spec.certificate === undefined
      ? undefined
      : resolveCertificate(world, balancer.region, spec.certificate);
  const serving = world.serve<Slots>({
    fallback: certificate?.identity,
    list: [],
    dead: false,
  });
  const front =
    tls && site.fronts !== undefined
      ? await createTlsFront({
          port: spec.port ?? 0,
          refuses: () => serving.refuses(),
          select: () => serving.served().fallback,
        })
      : undefined;
  if (front !== undefined) site.fronts?.push(front);
  const listener: ClassicListener = {
    port: front?.port ?? spec.port ?? (tls ? 443 : 80),
    protocol: spec.protocol,
    instancePort: 8080,
    instanceProtocol: 'HTTP',
    certificate,
    policies: spec.policies ?? (tls ? ['ELBSecurityPolicy-2016-08'] : []),
    serving,
  };
  balancer.listeners.push(listener);
  classicChanged(world, balancer, listener, 'settled');
  return {
    port: listener.port,
    held: () => listener.certificate?.arn,
    change(to) {
      listener.certificate = resolveCertificate(world, balancer.region, to);
      classicChanged(world, balancer, listener);
    },
    endpoint: endpointFaults(serving, (identity) => ({
      ...classicSlots(listener),
      fallback: identity,
    })),
    handshakes: front?.handshakes ?? [],
  };
}

export async function addClassicLoadBalancer(
  site: Site,
  region: Region,
  spec: ClassicLoadBalancerSpec,
): Promise<ClassicLoadBalancerHandle> {
  const name = spec.name ?? `classic-${region.classic.size + 1}`;
  const { account } = region;
  const balancer: ClassicLoadBalancer = {
    arn: `arn:${account.partition}:elasticloadbalancing:${region.name}:${account.id}:loadbalancer/${name}`,
    name,
    scheme: spec.scheme ?? 'internet-facing',
    dnsName: spec.dnsName ?? '127.0.0.1',
    region,
    createdAt: site.world.now(),
    tags: new Map(Object.entries(spec.tags ?? {})),
    listeners: [],
  };
  region.classic.set(name, balancer);
  const listeners: ClassicListenerHandle[] = [];
  for (const listener of spec.listeners)
    listeners.push(await addListener(site, balancer, listener));
  return { arn: balancer.arn, name, listeners };
}
