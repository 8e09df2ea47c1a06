import { z } from 'zod';

import { AwsError } from '../errors.ts';
import { textList } from '../input.ts';
import type { Listener, LoadBalancer } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { elbv2, paging, tagMembers } from './operation.ts';

const arns = textList(z.string().min(1));

function getLoadBalancer({ region }: Context, arn: string): LoadBalancer {
  const found = region.loadBalancers.get(arn);
  if (found === undefined) {
    throw new AwsError('LoadBalancerNotFound', `One or more load balancers not found: '${arn}'`);
  }
  return found;
}

export function getListener({ region }: Context, arn: string): Listener {
  const found = region.listeners.get(arn);
  if (found === undefined) {
    throw new AwsError('ListenerNotFound', `One or more listeners not found: '${arn}'`);
  }
  return found;
}

function pageOf<T>(
  context: Context,
  all: readonly T[],
  request: { readonly Marker?: string | undefined; readonly PageSize?: number | undefined },
  scope: string,
) {
  const { pager, world, region } = context;
  return pager.page(
    all,
    {
      scope: `elbv2/${region.account.id}/${region.name}/${scope}`,
      size: Math.min(request.PageSize ?? 400, world.settings.pageSizes.elbv2 ?? 400),
      token: request.Marker,
    },
    { code: 'ValidationError', message: 'The marker is not valid.' },
  );
}

const describeLoadBalancers = elbv2({
  name: 'DescribeLoadBalancers',
  input: z.strictObject({
    LoadBalancerArns: arns.optional(),
    Names: arns.optional(),
    ...paging,
  }),
  run(request, context) {
    const { loadBalancers } = context.region;
    const byName = (name: string) => {
      const found = loadBalancers.values().find((balancer) => balancer.name === name);
      if (found !== undefined) return found;
      throw new AwsError('LoadBalancerNotFound', `Load balancers '[${name}]' not found`);
    };
    const all = request.LoadBalancerArns?.map((arn) => getLoadBalancer(context, arn)) ??
      request.Names?.map(byName) ?? [...loadBalancers.values()];
    const page = pageOf(context, all, request, 'load-balancers');
    return {
      members: {
        LoadBalancers: page.items.map((balancer) => ({
          LoadBalancerArn: balancer.arn,
          DNSName: balancer.dnsName,
          CanonicalHostedZoneId: 'Z35SXDOTRQ7X7K',
          CreatedTime: new Date(balancer.createdAt),
          LoadBalancerName: balancer.name,
          Scheme: balancer.scheme,
          VpcId: 'vpc-0123456789abcdef0',
          State: { Code: balancer.state },
          Type: balancer.type,
          AvailabilityZones: [
            { ZoneName: `${context.region.name}a`, SubnetId: 'subnet-0123456789abcdef0' },
          ],
          SecurityGroups: balancer.type === 'application' ? ['sg-0123456789abcdef0'] : undefined,
          IpAddressType: 'ipv4',
        })),
        NextMarker: page.next,
      },
    };
  },
});

function listenerMembers(listener: Listener): object {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancer.arn,
    Port: listener.port,
    Protocol: listener.protocol,
    // The default certificate alone, and without IsDefault.
    Certificates:
      listener.certificate === undefined
        ? undefined
        : [{ CertificateArn: listener.certificate.arn }],
    SslPolicy: listener.sslPolicy,
    AlpnPolicy: listener.alpn.length > 0 ? listener.alpn : undefined,
    MutualAuthentication: listener.mutualAuthentication,
    DefaultActions: listener.defaultActions,
  };
}

const describeListeners = elbv2({
  name: 'DescribeListeners',
  input: z.strictObject({
    LoadBalancerArn: z.string().min(1).optional(),
    ListenerArns: arns.optional(),
    ...paging,
  }),
  run(request, context) {
    const { LoadBalancerArn, ListenerArns } = request;
    if ((LoadBalancerArn === undefined) === (ListenerArns === undefined)) {
      throw new AwsError(
        'ValidationError',
        'You must specify either listener ARNs or a load balancer ARN',
      );
    }
    const all =
      LoadBalancerArn === undefined
        ? (ListenerArns ?? []).map((arn) => getListener(context, arn))
        : getLoadBalancer(context, LoadBalancerArn).listeners;
    const page = pageOf(context, all, request, `listeners/${LoadBalancerArn ?? ''}`);
    return { members: { Listeners: page.items.map(listenerMembers), NextMarker: page.next } };
  },
});

const describeListenerCertificates = elbv2({
  name: 'DescribeListenerCertificates',
  input: z.strictObject({ ListenerArn: z.string().min(1), ...paging }),
  run(request, context) {
    const listener = getListener(context, request.ListenerArn);
    // A default that is also in the list comes twice, once as each.
    const all = [
      ...(listener.certificate === undefined
        ? []
        : [{ CertificateArn: listener.certificate.arn, IsDefault: true }]),
      ...listener.sni.map(({ arn }) => ({ CertificateArn: arn, IsDefault: false })),
    ];
    const page = pageOf(context, all, request, `certificates/${listener.arn}`);
    return { members: { Certificates: page.items, NextMarker: page.next } };
  },
});

const describeRules = elbv2({
  name: 'DescribeRules',
  input: z.strictObject({
    ListenerArn: z.string().min(1).optional(),
    RuleArns: arns.optional(),
    ...paging,
  }),
  run(request, context) {
    if ((request.ListenerArn === undefined) === (request.RuleArns === undefined)) {
      throw new AwsError('ValidationError', 'You must specify either listener or rule ARNs');
    }
    const everyRule = () =>
      [...context.region.listeners.values()].flatMap((listener) => listener.rules);
    const all =
      request.ListenerArn === undefined
        ? (request.RuleArns ?? []).map((arn) => {
            const rule = everyRule().find((candidate) => candidate.arn === arn);
            if (rule !== undefined) return rule;
            throw new AwsError('RuleNotFound', `One or more rules not found: '${arn}'`);
          })
        : getListener(context, request.ListenerArn).rules;
    const page = pageOf(context, all, request, `rules/${request.ListenerArn ?? ''}`);
    return {
      members: {
        Rules: page.items.map((rule) => ({
          RuleArn: rule.arn,
          Priority: rule.priority,
          Conditions: rule.conditions,
          Actions: [{ Type: 'forward', TargetGroupArn: `${rule.arn}/targets` }],
          IsDefault: rule.priority === 'default',
        })),
        NextMarker: page.next,
      },
    };
  },
});

const describeTags = elbv2({
  name: 'DescribeTags',
  input: z.strictObject({ ResourceArns: z.array(z.string().min(1)).min(1) }),
  run({ ResourceArns }, context) {
    if (ResourceArns.length > 20) {
      throw new AwsError('ValidationError', 'The maximum number of ResourceArns is 20');
    }
    return {
      members: {
        TagDescriptions: ResourceArns.map((arn) => ({
          ResourceArn: arn,
          Tags: tagMembers(
            arn.includes(':listener/')
              ? getListener(context, arn).tags
              : getLoadBalancer(context, arn).tags,
          ),
        })),
      },
    };
  },
});

/** Names as the service answers them; only what concerns certificates differs between accounts. */
const describeAccountLimits = elbv2({
  name: 'DescribeAccountLimits',
  input: z.strictObject(paging),
  run(request, context) {
    const { certificatesPerLoadBalancer: most } = context.world.settings.quotas;
    const limits: readonly (readonly [string, number])[] = [
      ['application-load-balancers', 50],
      ['network-load-balancers', 50],
      ['rules-per-application-load-balancer', 100],
      ['certificates-per-application-load-balancer', most],
      ['certificates-per-network-load-balancer', most],
    ];
    const page = pageOf(context, limits, request, 'limits');
    return {
      members: {
        Limits: page.items.map(([Name, Max]) => ({ Name, Max: String(Max) })),
        NextMarker: page.next,
      },
    };
  },
});

export const describeOperations: readonly Operation[] = [
  describeAccountLimits,
  describeLoadBalancers,
  describeListeners,
  describeListenerCertificates,
  describeRules,
  describeTags,
];
