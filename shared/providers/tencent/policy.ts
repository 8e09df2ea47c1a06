import type { Json, Target } from '../../core/model.ts';
import { together } from '../permissions.ts';
import type { ActionOf, Permissions } from '../permissions.ts';

/** Only for accounts that name no `regions`. */
export const regionActions = {
  read: ['region:DescribeRegions'],
  write: [],
} as const satisfies Permissions;

/** Of the login itself. Both ways to a role are granted by its trust policy, and one by `sts` too. */
export const loginActions = {
  read: ['sts:GetCallerIdentity'],
  write: [],
} as const satisfies Permissions;

export type LoginAction =
  | ActionOf<typeof loginActions>
  | 'sts:AssumeRole'
  | 'sts:AssumeRoleWithWebIdentity';

/**
 * `DescribeCertificateDetail` is the only call that shows a certificate itself, and it shows the
 * private key beside it. Without it the facts come from `DescribeCertificates`, and only certificates
 * that Certferry uploaded are known again.
 */
export const sslActions = {
  read: ['ssl:CheckCertificateExist', 'ssl:DescribeCertificateDetail', 'ssl:DescribeCertificates'],
  write: ['ssl:UploadCertificate'],
} as const satisfies Permissions;

/**
 * What uses a certificate is asked of the certificate service, which knows of more than these products.
 * It looks as the service role `SSL_QCSLinkedRoleInReplaceLoadCertificate`, which no policy grants: the
 * account allows it once, in the console.
 */
export const sslCleanUp = {
  read: [],
  write: [],
  cleanUp: [
    'ssl:CreateCertificateBindResourceSyncTask',
    'ssl:DeleteCertificate',
    'ssl:DescribeCertificateBindResourceTaskDetail',
    'ssl:DescribeCertificates',
    'ssl:DescribeDeleteCertificatesTaskResult',
  ],
} as const satisfies Permissions;

export const cdnActions = {
  read: ['cdn:DescribeDomainsConfig'],
  write: ['cdn:UpdateDomainConfig'],
} as const satisfies Permissions;

export const clbActions = {
  read: [
    'clb:DescribeLBOperateProtect',
    'clb:DescribeListeners',
    'clb:DescribeLoadBalancers',
    'clb:DescribeTaskStatus',
  ],
  write: ['clb:ModifyDomainAttributes', 'clb:ModifyListener'],
} as const satisfies Permissions;

export const wafActions = {
  read: ['waf:DescribeDomainDetailsSaas', 'waf:DescribeDomains'],
  write: ['waf:ModifySpartaProtection'],
} as const satisfies Permissions;

/** What each product needs. The products cannot call anything else: their types say so. */
export const tencentPermissions: ReadonlyMap<Target, Permissions> = new Map([
  ['tencent/cdn', together(loginActions, sslActions, sslCleanUp, cdnActions)],
  ['tencent/clb', together(loginActions, regionActions, sslActions, sslCleanUp, clbActions)],
  ['tencent/waf', together(loginActions, sslActions, sslCleanUp, wafActions)],
]);

export const tencentTargets: readonly Target[] = [...tencentPermissions.keys()];

/** A CAM policy that grants exactly these actions. Scope `resource` to your own where you can. */
export function tencentPolicy(actions: readonly string[]): Json {
  return {
    version: '2.0',
    statement: [{ effect: 'allow', action: [...actions], resource: ['*'] }],
  };
}
