import type { EndpointFaults } from '../../common/endpoint.ts';
import type { Handshake } from '../../tls/front.ts';
import type { CertificateRef } from './certificates.ts';

export interface BindingSpec {
  /** One, or one per key algorithm. */
  readonly certificate?: CertificateRef | readonly CertificateRef[];
  /** Id of a CA certificate: mutual TLS. */
  readonly ca?: string;
  readonly verify?: 'ON' | 'OPTIONAL';
  /** Default: mutual with a CA. One-way listeners can show a CA that is left over. */
  readonly mode?: 'UNIDIRECTIONAL' | 'MUTUAL';
}

export interface RuleSpec extends BindingSpec {
  /** More than one: a rule of several domains. `~…`: a regular expression. */
  readonly domains: readonly string[];
  /** Several rules for several paths. */
  readonly urls?: readonly string[];
  readonly isDefault?: boolean;
  readonly http2?: boolean;
  readonly quic?: boolean;
}

export interface ListenerSpec extends BindingSpec {
  readonly protocol: 'HTTPS' | 'TCP_SSL' | 'QUIC' | 'HTTP' | 'TCP' | 'UDP';
  readonly name?: string;
  /** Certificates belong to the rules. */
  readonly sni?: boolean;
  readonly rules?: readonly RuleSpec[];
  /** Other members of Listener: `Scheduler`, `HealthCheck`, … */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Where it listens; a free port by default. Without endpoints: what the API says, 443 by default. */
  readonly port?: number;
}

export interface LoadBalancerSpec {
  readonly region: string;
  readonly name?: string;
  readonly id?: string;
  /** False: a classic load balancer, `Forward: 0`. */
  readonly application?: boolean;
  readonly network?: 'OPEN' | 'INTERNAL';
  readonly vips?: readonly string[];
  readonly domain?: string;
  readonly status?: 0 | 1;
  readonly isolated?: boolean;
  readonly blocked?: boolean;
  readonly attributeFlags?: readonly string[];
  readonly protect?: { readonly operator: string; readonly description: string };
  readonly tags?: Readonly<Record<string, string>>;
  readonly listeners?: readonly ListenerSpec[];
}

export interface ListenerHandle {
  readonly id: string;
  /** The port of the API, and of the real TLS endpoint. QUIC has none: it is UDP. */
  readonly port: number;
  /** Certificate ids of the listener, or of the rules with this domain. */
  held(domain?: string): readonly string[];
  /** The listener as the API shows it now. */
  view(): Readonly<Record<string, unknown>>;
  /** What somebody else does: another certificate, past all rules and at once. */
  change(
    to: BindingSpec & {
      readonly domain?: string;
      readonly config?: Readonly<Record<string, unknown>>;
    },
  ): void;
  readonly endpoint: EndpointFaults;
  readonly handshakes: readonly Handshake[];
}

export interface LoadBalancerHandle {
  readonly id: string;
  readonly name: string;
  readonly listeners: readonly ListenerHandle[];
  /** For so long somebody else's task has the lock. */
  busy(ms: number): void;
}
