import type { Rate } from '../common/token-bucket.ts';
import type { Service } from './hosts.ts';

/**
 * Everything about the cloud's behaviour that a test may change at any time. Delays in milliseconds.
 * Where the documentation leaves open what happens, both readings can be had.
 */
export interface Settings {
  /** Before each reply. */
  latencyMs: number;
  /** Most items of one page, whatever the request asks for; unset: what the API documents. */
  pageSizes: Partial<Record<Service, number>>;
  /** A `Limit` above the documented maximum. */
  overLimit: 'clamped' | 'refused';
  /** From an upload until CDN, CLB and WAF find the certificate. */
  visibilityMs: number;
  /** From the end of a change's own job until endpoints serve it. */
  serveDelayMs: number;
  /** How long a CDN domain stays `processing`. */
  cdnDeployMs: number;
  /** How long a CLB task runs, and its load balancer is locked. */
  clbTaskMs: number;
  /** How long a WAF domain stays in state -1. */
  wafPushMs: number;
  /** How long tasks of the certificate service run. */
  sslTaskMs: number;
  /** What a task that looks for uses says before it has ended. */
  sslUsesEarly: 'running' | 'ended-without-lists';
  /** Types of resources, as `CLB`, that such a task cannot read: it says so, is silent, or shows null. */
  sslUnreadable: Map<string, 'error' | 'left-out' | 'null'>;
  /** From an accepted change until CDN reads show anything of it. */
  cdnReadLagMs: number;
  /** A certificate that does not cover the CDN domain. */
  cdnMismatch: 'refused' | 'accepted';
  /** ModifyDomainConfig below `Https` while HTTPS is off: success, and nothing happens? */
  cdnLeafWithoutHttps: 'ignored' | 'applied';
  /** More changes of one domain within a minute: `LimitExceeded.CdnHostOpTooOften`. */
  cdnWritesPerMinute: number | undefined;
  /** Whether CDN reads show the private key of a certificate that was pasted. */
  cdnReads: 'with-pasted-keys' | 'without-keys';
  /** A certificate sent to the listener of an SNI listener, or to a domain of another. */
  clbMisdirected: 'ignored' | 'refused';
  /** The order in which a listener with two certificates shows them. */
  clbOrder: 'as-sent' | 'reversed';
  /** What CLB answers to a certificate id that it does not know. */
  clbUnknownCertificate: string;
  /** What ModifySpartaProtection does with members that are left out. */
  wafOmitted: 'reset' | 'kept';
  /** What DescribeDomains of WAF counts in `Offset`. */
  wafOffsets: 'items' | 'pages';
  /** Code of a throttled request: the gateway's, or what the product has of its own. */
  throttleCode: 'gateway' | 'product';
  /** Code of a denied request: the product's usual one, or the other spelling. */
  denialCode: 'usual' | 'other';
  /** Actions, as `ssl:CheckCertificateExist`, that answer as if they did not exist here. */
  unavailable: Set<string>;
  quotas: {
    certificates: number;
    /** Uploads of one content before `Repeatable` is ignored. */
    identicalUploads: number;
  };
}

export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    pageSizes: {},
    overLimit: 'clamped',
    visibilityMs: 0,
    serveDelayMs: 0,
    cdnDeployMs: 20,
    clbTaskMs: 20,
    wafPushMs: 20,
    sslTaskMs: 20,
    sslUsesEarly: 'running',
    sslUnreadable: new Map(),
    cdnReadLagMs: 0,
    cdnMismatch: 'refused',
    cdnLeafWithoutHttps: 'ignored',
    cdnWritesPerMinute: undefined,
    cdnReads: 'with-pasted-keys',
    clbMisdirected: 'ignored',
    clbOrder: 'as-sent',
    clbUnknownCertificate: 'InvalidParameterValue',
    wafOmitted: 'reset',
    wafOffsets: 'items',
    throttleCode: 'gateway',
    denialCode: 'usual',
    unavailable: new Set(),
    quotas: { certificates: Infinity, identicalUploads: 5000 },
  };
}

const second = (count: number): Rate => ({ burst: count, perSecond: count });

/**
 * Requests a second per account and action.
 * https://cloud.tencent.com/document/product/400/41665 https://www.tencentcloud.com/document/product/228/34018
 * https://www.tencentcloud.com/document/api/214/33818 https://www.tencentcloud.com/document/api/627/64558
 */
export const documentedRates: ReadonlyMap<string, Rate> = new Map([
  ['ssl:UploadCertificate', second(10)],
  ['ssl:DeployCertificateInstance', second(10)],
  ['ssl:*', second(10)],
  ['cdn:*', second(20)],
  ['clb:*', second(20)],
  ['waf:ModifySpartaProtection', second(2)],
  ['waf:*', second(20)],
  ['sts:*', second(20)],
  ['region:*', second(20)],
]);
