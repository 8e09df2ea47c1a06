import type { Target } from '../../core/model.ts';

/** IAM actions that a product calls: `read` for a preview, `write` on top for a deployment. */
export interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Only for accounts that name no `regions`. */
export const regionActions = {
  read: ['account:ListRegions'],
  write: [],
} as const satisfies Permissions;

/** Of the login itself: granted by a role's trust policy, or open to everybody. */
export type LoginAction =
  | 'sts:AssumeRole'
  | 'sts:AssumeRoleWithWebIdentity'
  | 'sts:GetCallerIdentity';

export const acmActions = {
  read: [
    'acm:DescribeCertificate',
    'acm:GetCertificate',
    'acm:ListCertificates',
    'acm:SearchCertificates',
  ],
  // Tags that go with an import need a permission of their own.
  write: ['acm:AddTagsToCertificate', 'acm:ImportCertificate'],
} as const satisfies Permissions;

export const iamActions = {
  read: ['iam:GetServerCertificate', 'iam:ListServerCertificates'],
  write: ['iam:TagServerCertificate', 'iam:UploadServerCertificate'],
} as const satisfies Permissions;

export const cloudFrontActions = {
  read: [
    'cloudfront:GetDistribution',
    'cloudfront:GetDistributionConfig',
    'cloudfront:GetDistributionTenant',
    'cloudfront:ListDistributionTenants',
    'cloudfront:ListDistributions',
  ],
  write: ['cloudfront:UpdateDistribution', 'cloudfront:UpdateDistributionTenant'],
} as const satisfies Permissions;

export const elbv2Actions = {
  read: [
    'elasticloadbalancing:DescribeListenerCertificates',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTags',
  ],
  write: [
    'elasticloadbalancing:AddListenerCertificates',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:RemoveListenerCertificates',
  ],
} as const satisfies Permissions;

export const classicActions = {
  read: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'],
  write: ['elasticloadbalancing:SetLoadBalancerListenerSSLCertificate'],
} as const satisfies Permissions;

/** Every action of a table, as the type of what its product may call. */
export type ActionOf<P extends Permissions> = P['read'][number] | P['write'][number];

function together(...parts: readonly Permissions[]): Permissions {
  return {
    read: parts.flatMap((part) => part.read).sort(),
    write: parts.flatMap((part) => part.write).sort(),
  };
}

/** Load balancers of the application and network kind may hold IAM certificates; none is uploaded. */
const iamFacts: Permissions = { read: ['iam:GetServerCertificate'], write: [] };

/** What each product needs. The products cannot call anything else: their types say so. */
export const awsPermissions: ReadonlyMap<Target, Permissions> = new Map([
  ['aws/cloudfront', together(cloudFrontActions, acmActions, iamActions)],
  ['aws/alb', together(regionActions, elbv2Actions, acmActions, iamFacts)],
  ['aws/nlb', together(regionActions, elbv2Actions, acmActions, iamFacts)],
  ['aws/clb', together(regionActions, classicActions, acmActions, iamActions)],
]);

export const awsTargets: readonly Target[] = [...awsPermissions.keys()];
