import type {
  DescribeListenersRequest,
  DescribeLoadBalancerListByCertIdRequest,
  DescribeLoadBalancersRequest,
  DescribeLBOperateProtectRequest,
  DescribeTaskStatusRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_models.js';

import { Malformed, TencentError } from '../errors.ts';
import type { ClbBinding, LoadBalancer } from '../model.ts';
import { type Context, given, type Operation, operationsOf } from '../operation.ts';
import { localTime } from '../time.ts';
import { pageLimit } from '../world.ts';
import { getLoadBalancer, loadBalancersOf } from './find.ts';
import { listenerView } from './state.ts';
import { taskStatus } from './tasks.ts';

const clb = operationsOf('clb');

const tooMany = (what: string) => new Malformed('InvalidParameterValue.Length', what);

function view(loadBalancer: LoadBalancer): object {
  return {
    LoadBalancerId: loadBalancer.id,
    LoadBalancerName: loadBalancer.name,
    LoadBalancerType: loadBalancer.network,
    Forward: Number(loadBalancer.isApplication),
    Domain: '',
    LoadBalancerDomain: loadBalancer.domain,
    LoadBalancerVips: [...loadBalancer.vips],
    Status: loadBalancer.status,
    CreateTime: localTime(loadBalancer.createdAt),
    StatusTime: localTime(loadBalancer.createdAt),
    ProjectId: 0,
    VpcId: 'vpc-00000000',
    OpenBgp: 0,
    Snat: false,
    Isolation: loadBalancer.isolation,
    Log: '',
    SubnetId: '',
    Tags: [...loadBalancer.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    SecureGroups: [],
    TargetRegionInfo: { Region: loadBalancer.region, VpcId: 'vpc-00000000', NumericalVpcId: 1 },
    AddressIPVersion: 'ipv4',
    AddressIPv6: null,
    VipIsp: 'BGP',
    MasterZone: null,
    BackupZoneSet: null,
    IsolatedTime: null,
    ExpireTime: null,
    ChargeType: 'POSTPAID_BY_HOUR',
    PrepaidAttributes: null,
    ExtraInfo: null,
    IsBlock: loadBalancer.isBlocked,
    IsBlockTime: '',
    ClusterTag: null,
    Zones: null,
    ClusterIds: null,
    AttributeFlags: [...loadBalancer.attributeFlags],
  };
}

function passes(loadBalancer: LoadBalancer, request: DescribeLoadBalancersRequest): boolean {
  const { id, name, domain, vips } = loadBalancer;
  const text = given(request.SearchKey);
  return (
    (request.LoadBalancerIds?.includes(id) ?? true) &&
    (request.LoadBalancerType ?? loadBalancer.network) === loadBalancer.network &&
    (request.Forward ?? Number(loadBalancer.isApplication)) ===
      Number(loadBalancer.isApplication) &&
    name.includes(request.LoadBalancerName ?? '') &&
    domain.includes(request.Domain ?? '') &&
    (request.LoadBalancerVips?.some((vip) => vips.includes(vip)) ?? true) &&
    (text === undefined || [id, name, domain, ...vips].some((each) => each.includes(text)))
  );
}

/** Filters that would have to be ignored: better refused than answered wrongly. */
const unknownFilters = [
  'BackendPublicIps',
  'BackendPrivateIps',
  'Filters',
  'MasterZone',
  'ProjectId',
  'SecurityGroup',
  'VpcId',
  'WithRs',
] as const;

const sortKeys: Readonly<Record<string, (loadBalancer: LoadBalancer) => string>> = {
  LoadBalancerName: ({ name }) => name,
  Domain: ({ domain }) => domain,
  LoadBalancerType: ({ network }) => network,
};

/** Newest first by default. */
function ordered(
  found: readonly LoadBalancer[],
  { OrderBy = 'CreateTime', OrderType = 1 }: DescribeLoadBalancersRequest,
): readonly LoadBalancer[] {
  const keyOf = sortKeys[OrderBy];
  const sorted =
    keyOf === undefined ? [...found] : found.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
  return OrderType === 1 ? sorted.toReversed() : sorted;
}

/** https://www.tencentcloud.com/document/product/214/33830 */
const describeLoadBalancers = clb({
  name: 'DescribeLoadBalancers',
  run(request: DescribeLoadBalancersRequest, context) {
    const { Offset = 0, Limit, LoadBalancerIds = [] } = request;
    if (LoadBalancerIds.length > 20) throw tooMany('At most 20 LoadBalancerIds.');
    const unknown = unknownFilters.find((name) => request[name] !== undefined);
    if (unknown !== undefined) {
      throw new Malformed('UnsupportedOperation', `The simulator does not filter by ${unknown}.`);
    }
    const isTooLarge = (Limit ?? 1) > 100 && context.world.settings.overLimit === 'refused';
    if (Offset < 0 || (Limit ?? 1) < 1 || isTooLarge) {
      throw new TencentError('InvalidParameterValue', 'Limit is at most 100.');
    }
    const found = loadBalancersOf(context).filter((each) => passes(each, request));
    const size = pageLimit(context.world, 'clb', Limit, { byDefault: 20, maximum: 100 });
    return {
      TotalCount: found.length,
      LoadBalancerSet: ordered(found, request)
        .slice(Offset, Offset + size)
        .map(view),
    };
  },
});

/** Knows no pages: every listener of one load balancer. */
const describeListeners = clb({
  name: 'DescribeListeners',
  run(request: DescribeListenersRequest, context) {
    const { listeners } = getLoadBalancer(context, request.LoadBalancerId);
    if ((request.ListenerIds ?? []).length > 100) throw tooMany('At most 100 ListenerIds.');
    const found = listeners.filter(
      ({ id, protocol, port }) =>
        (request.ListenerIds?.includes(id) ?? true) &&
        (request.Protocol ?? protocol) === protocol &&
        (request.Port ?? port) === port,
    );
    return { TotalCount: found.length, Listeners: found.map(listenerView) };
  },
});

const describeTaskStatus = clb({
  name: 'DescribeTaskStatus',
  run({ TaskId }: DescribeTaskStatusRequest, { account, region, now }) {
    const id = given(TaskId);
    if (id === undefined) {
      throw new Malformed('MissingParameter', 'TaskId or DealName must be given.');
    }
    const task = account.tasks.get(id);
    if (task === undefined || task.region !== region) {
      throw new TencentError('InvalidParameter', `There is no task ${id} in ${region}.`);
    }
    return taskStatus(task, now);
  },
});

const describeProtection = clb({
  name: 'DescribeLBOperateProtect',
  run({ LoadBalancerIds }: DescribeLBOperateProtectRequest, context) {
    return {
      LoadBalancerSet: LoadBalancerIds.map((id) => {
        const { protect, createdAt } = getLoadBalancer(context, id);
        return {
          LoadBalancerId: id,
          ProtectState: protect !== undefined,
          OperatorUin: protect?.operator ?? null,
          Description: protect?.description ?? null,
          ModifyTime: protect === undefined ? null : localTime(createdAt),
        };
      }),
    };
  },
});

function names(binding: ClbBinding | undefined, id: string): boolean {
  return [binding?.ca, ...(binding?.certificates ?? [])].some((each) => each?.id === id);
}

function usersOf(id: string, context: Context): readonly LoadBalancer[] {
  return loadBalancersOf(context).filter(({ listeners }) =>
    listeners.some(({ binding, rules }) =>
      [binding, ...rules.map((rule) => rule.binding)].some((each) => names(each, id)),
    ),
  );
}

const describeByCertificate = clb({
  name: 'DescribeLoadBalancerListByCertId',
  run({ CertIds }: DescribeLoadBalancerListByCertIdRequest, context) {
    if (CertIds.length > 20) throw tooMany('At most 20 CertIds.');
    return {
      CertSet: CertIds.map((CertId) => ({
        CertId,
        LoadBalancers: usersOf(CertId, context).map(view),
      })),
    };
  },
});

export const describeOperations: readonly Operation[] = [
  describeLoadBalancers,
  describeListeners,
  describeTaskStatus,
  describeProtection,
  describeByCertificate,
];
