import type { Rate } from '../common/token-bucket.ts';
import type { Service } from './operation.ts';

/** Everything about the cloud's behaviour that a test may change at any time. Delays in milliseconds. */
export interface Settings {
  /** Before each reply. */
  latencyMs: number;
  /** Most items of one page, whatever the request allows; unset: what the service documents. */
  pageSizes: Partial<Record<Service | 'tenants', number>>;
  /** How long a distribution or tenant stays `InProgress`. */
  deployMs: number;
  /** From a change in the control plane until endpoints serve it. */
  serveDelayMs: number;
  /** From an import until load balancers and CloudFront find the certificate. */
  visibilityMs: number;
  /** Until `InUseBy` follows a change. */
  associationLagMs: number;
  /** What UpdateDistributionTenant does with members that are left out; documented nowhere. */
  tenantUpdates: 'clears-omitted' | 'keeps-omitted';
  /** False: SearchCertificates answers as where it does not exist. */
  searchCertificates: boolean;
  /** Authorities that CloudFront trusts, PEM. Undefined: any but self-signed leaves. */
  trustedRoots: readonly string[] | undefined;
  quotas: {
    acmCertificates: number;
    acmImportsPerYear: number;
    iamCertificates: number;
    certificatesPerLoadBalancer: number;
    dedicatedIpCertificates: number;
  };
}

export function defaultSettings(): Settings {
  return {
    latencyMs: 0,
    pageSizes: {},
    deployMs: 20,
    serveDelayMs: 0,
    visibilityMs: 0,
    associationLagMs: 0,
    tenantUpdates: 'clears-omitted',
    searchCertificates: true,
    trustedRoots: undefined,
    quotas: {
      acmCertificates: 2500,
      acmImportsPerYear: 5000,
      iamCertificates: 20,
      certificatesPerLoadBalancer: 25,
      dedicatedIpCertificates: 2,
    },
  };
}

/**
 * Requests a second per account and region.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/throttling.html
 */
export const documentedRates: ReadonlyMap<string, Rate> = new Map([
  ['acm:ImportCertificate', { burst: 1, perSecond: 1 }],
  ['acm:ListCertificates', { burst: 1, perSecond: 1 }],
  ['acm:DescribeCertificate', { burst: 10, perSecond: 10 }],
  ['acm:GetCertificate', { burst: 10, perSecond: 10 }],
  ['acm:DeleteCertificate', { burst: 10, perSecond: 10 }],
  ['acm:ListTagsForCertificate', { burst: 10, perSecond: 10 }],
  ['acm:AddTagsToCertificate', { burst: 5, perSecond: 5 }],
  ['elbv2:read', { burst: 40, perSecond: 10 }],
  ['elb:read', { burst: 40, perSecond: 10 }],
]);
