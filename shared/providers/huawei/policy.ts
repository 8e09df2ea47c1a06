import type { Json, Target } from '../../core/model.ts';
import { together } from '../permissions.ts';
import type { Permissions } from '../permissions.ts';

/** Of the login itself. Projects are shown to everybody who has one; the agency's trust lets a run in. */
export type LoginAction = 'GET /v3/auth/projects' | 'sts:agencies:assumeWithOIDC';

/**
 * Granted in the global scope. The query actions are those of the system policy "CDN Domain Viewer":
 * which of them the full configuration needs is not documented, but it holds what each of them shows.
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 */
export const cdnActions = {
  read: [
    'cdn:configuration:queryCacheHistoryTask',
    'cdn:configuration:queryCacheRule',
    'cdn:configuration:queryChargeMode',
    'cdn:configuration:queryDomains',
    'cdn:configuration:queryHttpsConf',
    'cdn:configuration:queryIpAcl',
    'cdn:configuration:queryOriginConfInfo',
    'cdn:configuration:queryOriginServerInfo',
    'cdn:configuration:queryReferConf',
    'cdn:configuration:queryResponseHeaderList',
  ],
  write: ['cdn:configuration:modifyHttpsConf', 'cdn:configuration:modifyOriginConfInfo'],
} as const satisfies Permissions;

/**
 * Granted in each region's project. Listing certificates shows their private keys, unless the project's
 * setting "private key echo" is off.
 * https://support.huaweicloud.com/intl/en-us/api-elb/elb_sq_lb_v3_0000.html
 *
 * Quotas tell how many more certificates fit; without them nothing but that remark is missing.
 */
export const elbActions = {
  read: [
    'elb:certificates:get',
    'elb:certificates:list',
    'elb:l7policies:list',
    'elb:l7rules:list',
    'elb:listeners:get',
    'elb:listeners:list',
    'elb:loadbalancers:get',
    'elb:loadbalancers:list',
    'elb:quotas:list',
  ],
  write: ['elb:certificates:create', 'elb:listeners:put'],
} as const satisfies Permissions;

/**
 * The service deletes no certificate that a listener uses. The listeners are read before that, all of
 * them, so that it can be said which ones.
 */
export const elbCleanUp = {
  read: [],
  write: [],
  cleanUp: [
    'elb:certificates:delete',
    'elb:certificates:get',
    'elb:certificates:list',
    'elb:listeners:list',
  ],
} as const satisfies Permissions;

/** What each product needs. The products cannot call anything else: their types say so. */
export const huaweiPermissions: ReadonlyMap<Target, Permissions> = new Map<Target, Permissions>([
  ['huawei/cdn', cdnActions],
  ['huawei/elb', together(elbActions, elbCleanUp)],
]);

export const huaweiTargets: readonly Target[] = [...huaweiPermissions.keys()];

/**
 * A custom IAM policy that grants exactly these actions. CDN's belong into a policy of the global
 * scope, ELB's into one of the projects: one policy cannot hold both.
 * https://support.huaweicloud.com/intl/en-us/usermanual-iam/iam_01_0017.html
 */
export function huaweiPolicy(actions: readonly string[]): Json {
  return { Version: '1.1', Statement: [{ Effect: 'Allow', Action: [...actions] }] };
}
