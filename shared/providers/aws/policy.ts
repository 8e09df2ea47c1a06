import type { Json, Target } from '../../core/model.ts';
import { together } from '../permissions.ts';
import type { Permissions } from '../permissions.ts';

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

/** An IAM policy that grants exactly these actions. Scope `Resource` to your own where you can. */
export function awsPolicy(actions: readonly string[]): Json {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }],
  };
}
