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

/** The summary tells how many more certificates fit; without it nothing but that remark is missing. */
export const iamActions = {
  read: ['iam:GetAccountSummary', 'iam:GetServerCertificate', 'iam:ListServerCertificates'],
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

/** The limits are asked for where a list is nearly full; without them the usual ones are taken. */
export const elbv2Actions = {
  read: [
    'elasticloadbalancing:DescribeAccountLimits',
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

/**
 * What may use a certificate: listeners of the same region, and CloudFront. Listeners and tenants that
 * cannot be read might use one, so then nothing is removed.
 */
const usesActions = {
  read: [],
  write: [],
  cleanUp: [
    'cloudfront:ListDistributionTenants',
    'cloudfront:ListDistributions',
    'elasticloadbalancing:DescribeListenerCertificates',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
} as const satisfies Permissions;

export const acmCleanUp = {
  read: [],
  write: [],
  cleanUp: [
    'acm:DeleteCertificate',
    'acm:DescribeCertificate',
    'acm:ListCertificates',
    'acm:ListTagsForCertificate',
  ],
} as const satisfies Permissions;

export const iamCleanUp = {
  read: [],
  write: [],
  cleanUp: [
    'iam:DeleteServerCertificate',
    'iam:GetServerCertificate',
    'iam:ListServerCertificates',
  ],
} as const satisfies Permissions;

/** A certificate of IAM may be used in any region, so all of them have to be known. */
const everywhere: Permissions = { ...regionActions, read: [], cleanUp: regionActions.read };

const withAcm = together(acmCleanUp, usesActions);
const withIam = together(acmCleanUp, iamCleanUp, usesActions, everywhere);

/** Load balancers of the application and network kind may hold IAM certificates; none is uploaded. */
const iamFacts: Permissions = { read: ['iam:GetServerCertificate'], write: [] };

/** What each product needs. The products cannot call anything else: their types say so. */
export const awsPermissions: ReadonlyMap<Target, Permissions> = new Map([
  ['aws/cloudfront', together(cloudFrontActions, acmActions, iamActions, withIam)],
  ['aws/alb', together(regionActions, elbv2Actions, acmActions, iamFacts, withAcm)],
  ['aws/nlb', together(regionActions, elbv2Actions, acmActions, iamFacts, withAcm)],
  ['aws/clb', together(regionActions, classicActions, acmActions, iamActions, withIam)],
]);

export const awsTargets: readonly Target[] = [...awsPermissions.keys()];

/** An IAM policy that grants exactly these actions. Scope `Resource` to your own where you can. */
export function awsPolicy(actions: readonly string[]): Json {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: [...actions], Resource: '*' }],
  };
}
