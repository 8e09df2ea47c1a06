import { z } from 'zod';

import { AwsError } from '../errors.ts';
import { textInteger, textList } from '../input.ts';
import type { ClassicListener, ClassicLoadBalancer, Slots } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { classic, paging, tagMembers, usableCertificate } from './operation.ts';

function get({ region }: Context, name: string): ClassicLoadBalancer {
  const found = region.classic.get(name);
  if (found === undefined) {
    throw new AwsError('LoadBalancerNotFound', `There is no ACTIVE Load Balancer named '${name}'`);
  }
  return found;
}

/** No SNI: one certificate for everybody. */
export function classicSlots({ certificate }: ClassicListener): Slots {
  return { fallback: certificate?.identity, list: [], dead: false };
}

export function classicChanged(
  world: Context['world'],
  balancer: ClassicLoadBalancer,
  listener: ClassicListener,
  when?: 'settled',
): void {
  listener.serving.announce(classicSlots(listener));
  world.associate(
    balancer.arn,
    balancer.listeners.map(({ certificate }) => certificate),
    when,
  );
}

function members(balancer: ClassicLoadBalancer): object {
  return {
    LoadBalancerName: balancer.name,
    DNSName: balancer.dnsName,
    CanonicalHostedZoneName: balancer.dnsName,
    CanonicalHostedZoneNameID: 'Z35SXDOTRQ7X7K',
    ListenerDescriptions: balancer.listeners.map((listener) => ({
      Listener: {
        Protocol: listener.protocol,
        LoadBalancerPort: listener.port,
        InstanceProtocol: listener.instanceProtocol,
        InstancePort: listener.instancePort,
        SSLCertificateId: listener.certificate?.arn,
      },
      PolicyNames: listener.policies,
    })),
    Policies: {
      AppCookieStickinessPolicies: [],
      LBCookieStickinessPolicies: [],
      OtherPolicies: [],
    },
    BackendServerDescriptions: [],
    AvailabilityZones: [`${balancer.region.name}a`],
    Subnets: ['subnet-0123456789abcdef0'],
    VPCId: 'vpc-0123456789abcdef0',
    Instances: [],
    CreatedTime: new Date(balancer.createdAt),
    Scheme: balancer.scheme,
  };
}

const describeLoadBalancers = classic({
  name: 'DescribeLoadBalancers',
  input: z.strictObject({ LoadBalancerNames: textList(z.string().min(1)).optional(), ...paging }),
  run(request, context) {
    const { region, world, pager } = context;
    const names = request.LoadBalancerNames ?? [];
    const all =
      names.length > 0 ? names.map((name) => get(context, name)) : [...region.classic.values()];
    const page = pager.page(
      all,
      {
        scope: `elb/${region.account.id}/${region.name}`,
        size: Math.min(request.PageSize ?? 400, world.settings.pageSizes.elb ?? 400),
        token: request.Marker,
      },
      { code: 'ValidationError', message: 'The marker is not valid.' },
    );
    return {
      members: {
        LoadBalancerDescriptions: page.items.map(members),
        // An empty element on the last page, not an absent one.
        NextMarker: page.next ?? '',
      },
    };
  },
});

const describeTags = classic({
  name: 'DescribeTags',
  input: z.strictObject({ LoadBalancerNames: z.array(z.string().min(1)).min(1) }),
  run({ LoadBalancerNames }, context) {
    if (LoadBalancerNames.length > 20) {
      throw new AwsError('ValidationError', 'The maximum number of load balancer names is 20');
    }
    return {
      members: {
        TagDescriptions: LoadBalancerNames.map((name) => ({
          LoadBalancerName: name,
          Tags: tagMembers(get(context, name).tags),
        })),
      },
    };
  },
});

const setCertificate = classic({
  name: 'SetLoadBalancerListenerSSLCertificate',
  writes: true,
  input: z.strictObject({
    LoadBalancerName: z.string().min(1),
    LoadBalancerPort: textInteger(1, 65_535),
    SSLCertificateId: z.string().min(1),
  }),
  resource: (request, { account, region }) =>
    `arn:${account.partition}:elasticloadbalancing:${region.name}:${account.id}:loadbalancer/${request.LoadBalancerName}`,
  run(request, context) {
    const balancer = get(context, request.LoadBalancerName);
    const listener = balancer.listeners.find(({ port }) => port === request.LoadBalancerPort);
    if (listener === undefined) {
      throw new AwsError(
        'ListenerNotFound',
        `There is no listener for port ${request.LoadBalancerPort}`,
      );
    }
    if (listener.protocol !== 'HTTPS' && listener.protocol !== 'SSL') {
      throw new AwsError(
        'InvalidConfigurationRequest',
        `Listener on port ${listener.port} does not use SSL`,
        409,
      );
    }
    listener.certificate = usableCertificate(request.SSLCertificateId, 'classic', context);
    classicChanged(context.world, balancer, listener);
    return { members: {} };
  },
});

export const classicOperations: readonly Operation[] = [
  describeLoadBalancers,
  describeTags,
  setCertificate,
];
