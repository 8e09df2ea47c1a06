import type { Rate } from '../common/token-bucket.ts';
import type { Service } from './operation.ts';

/**
 * Everything about the cloud's behaviour that a test may change at any time. Delays in milliseconds.
 * Where the documentation is silent or contradicts itself, there is a switch, and an adapter has to
 * get along with either value.
 */
export interface Settings {
  /** Before each reply. */
  latencyMs: number;
  /** Most items of one page, whatever the request allows; unset: what the service documents. */
  pageSizes: { cdn?: number; elb?: number };
  /** The gateway's clock is ahead of the wall clock by this. */
  clockOffsetMs: number;
  /** A bad login is answered by the gateway, or in the form of the service behind it. */
  authenticationErrors: 'gateway' | 'service';
  /** Both spellings have been seen in the wild. */
  throttleCode: 'APIGW.0308' | 'APIG.0308';

  /** Values that are not there are mostly null; `missing` leaves their members out. */
  absentValues: 'null' | 'missing';

  /** How long a CDN domain stays `configuring`. About five minutes in the real cloud. */
  deployMs: number;
  /** From a finished CDN job until the first edge serves it, and the second one. */
  edgeDelayMs: number;
  secondEdgeDelayMs: number;
  /** The documentation lists CDN's business errors under HTTP 200; some have been seen with 400. */
  businessErrors: 'http-200' | 'http-400';
  /** What reads answer for a domain that is not there: HTTP 400 or 404. */
  unknownDomain: 'CDN.0170' | 'CDN.0171';
  /** Numbers in replies of `/v1.0/cdn` are known to come as text at times. */
  cdnNumbers: 'numbers' | 'text';
  /** A write to a domain that is still `configuring`. */
  whileConfiguring: 'accepts' | 'CDN.0106' | 'CDN.0145';
  /** What the control plane shows after `configure_failed`; edges serve the old certificate anyway. */
  failedConfig: 'stays' | 'reverts';
  /** What UpdateDomainFullConfig does with members of `https` that are left out. */
  omittedHttpsFields: 'kept' | 'reset';
  /** The error table names no action; `names-action` adds it as ELB does. */
  cdnDenials: 'documented' | 'names-action';
  /** Longest `certificate_name`: 64 by the SDK's comments, 32 by the console. */
  certificateNameLimit: 64 | 32;
  /** True: CDN refuses PKCS#8 keys, as its user guide says. */
  rejectPkcs8: boolean;
  /** What ShowCertificatesHttpsInfo says in `private_key`; empty by the documentation. */
  cdnPrivateKeyEcho: string;
  /**
   * Authorities that a chain must lead to, PEM. Undefined: any chain in order will do, besides a
   * self-signed leaf.
   */
  trustedRoots: readonly string[] | undefined;
  /** Terraform takes any of them for a full-config write that was accepted. */
  fullConfigSuccess: 200 | 202 | 204;

  /** How long a load balancer stays `PENDING_UPDATE` after a change to one of its listeners. */
  pendingMs: number;
  /** From a listener's change until new handshakes see it. */
  serveDelayMs: number;
  /** The hash behind a certificate's `fingerprint` is not documented. */
  fingerprint: 'sha1' | 'sha256' | 'SHA256-with-colons' | 'absent';
  /** How `certificate` reads back: the documentation's own examples have no line breaks. */
  elbPem: 'as-sent' | 'one-line';
  /** `display_all_rules=true` promises rules in full; documented examples show ids only. */
  displayAllRules: 'ids' | 'full';
  /** True: a certificate first bound to a dedicated load balancer is refused on a shared one and the other way. */
  certificatesBoundToKind: boolean;
  quotas: {
    certificates: number;
    sniCertificates: { shared: number; dedicated: number };
    sniNames: { shared: number; dedicated: number };
  };
}

export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    pageSizes: {},
    clockOffsetMs: 0,
    authenticationErrors: 'gateway',
    throttleCode: 'APIGW.0308',
    absentValues: 'null',
    deployMs: 20,
    edgeDelayMs: 0,
    secondEdgeDelayMs: 0,
    businessErrors: 'http-200',
    unknownDomain: 'CDN.0170',
    cdnNumbers: 'numbers',
    whileConfiguring: 'accepts',
    failedConfig: 'stays',
    omittedHttpsFields: 'kept',
    cdnDenials: 'documented',
    certificateNameLimit: 64,
    rejectPkcs8: false,
    cdnPrivateKeyEcho: '',
    trustedRoots: undefined,
    fullConfigSuccess: 204,
    pendingMs: 0,
    serveDelayMs: 0,
    fingerprint: 'sha1',
    elbPem: 'as-sent',
    displayAllRules: 'ids',
    certificatesBoundToKind: false,
    quotas: {
      certificates: 120,
      sniCertificates: { shared: 30, dedicated: 30 },
      sniNames: { shared: 30, dedicated: 200 },
    },
  };
}

const perMinute = (count: number): Rate => ({ burst: count, perSecond: count / 60 });

/**
 * Requests per account, from the descriptions of the single APIs in the vendor's SDK, besides the
 * gateway's 200 a second for each of them. None is published for ELB.
 */
export const documentedRates: readonly (readonly [`${Service}:${string}`, Rate])[] = [
  ['cdn:ListDomains', { burst: 50, perSecond: 50 }],
  ['cdn:ShowDomainFullConfig', perMinute(300)],
  ['cdn:UpdateDomainFullConfig', perMinute(200)],
  ['cdn:UpdateDomainMultiCertificates', perMinute(20)],
  ['cdn:ShowCertificatesHttpsInfo', { burst: 15, perSecond: 15 }],
];

/** Of the gateway, for each API and account. */
export const gatewayRate: Rate = { burst: 200, perSecond: 200 };
