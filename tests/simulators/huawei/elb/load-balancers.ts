import { z } from 'zod';

import { noBody, noQuery, uuid } from '../input.ts';
import type { LoadBalancer } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { listOperation } from './list.ts';
import {
  base,
  checkGranted,
  conflict,
  elbOperation,
  notFound,
  projectIn,
  timestamp,
} from './operation.ts';

function provisioningStatus({ world }: Pick<Context, 'world'>, balancer: LoadBalancer): string {
  return balancer.pendingUntil > world.now() ? 'PENDING_UPDATE' : balancer.provisioningStatus;
}

/** Throws unless listeners of the load balancer may be changed now. */
export function checkActive(context: Context, balancer: LoadBalancer): void {
  const status = provisioningStatus(context, balancer);
  if (status !== 'ACTIVE') {
    throw conflict(`Load balancer ${balancer.id} is immutable: its status is ${status}.`);
  }
  if (balancer.operatingStatus === 'FROZEN') {
    throw conflict(`Load balancer ${balancer.id} is frozen.`);
  }
}

function shown(balancer: LoadBalancer, context: Context): object {
  const { publicAddress, kind } = balancer;
  const publicips =
    publicAddress === undefined
      ? []
      : [{ publicip_id: balancer.id, publicip_address: publicAddress, ip_version: 4 }];
  return {
    id: balancer.id,
    name: balancer.name,
    description: '',
    project_id: balancer.project.id,
    enterprise_project_id: balancer.enterpriseProject,
    guaranteed: kind === 'dedicated',
    provisioning_status: provisioningStatus(context, balancer),
    operating_status: balancer.operatingStatus,
    frozen_scene: balancer.frozenScene ?? null,
    admin_state_up: true,
    provider: 'vlb',
    vip_address: balancer.vipAddress,
    ipv6_vip_address: null,
    publicips,
    eips: publicips.map(({ publicip_id: id, publicip_address: address }) => ({
      eip_id: id,
      eip_address: address,
      ip_version: 4,
    })),
    listeners: balancer.listeners.map(({ id }) => ({ id })),
    pools: [],
    tags: balancer.tags,
    loadbalancer_type: null,
    instance_type: null,
    protection_status: 'nonProtection',
    protection_reason: '',
    created_at: timestamp(balancer.createdAt),
    updated_at: timestamp(balancer.createdAt),
  };
}

const listLoadBalancers = listOperation<LoadBalancer>({
  name: 'ListLoadBalancers',
  path: `${base}/loadbalancers`,
  action: 'elb:loadbalancers:list',
  key: 'loadbalancers',
  items: (project) => [...project.loadBalancers.values()],
  id: ({ id }) => id,
  enterpriseProject: (balancer) => balancer.enterpriseProject,
  filters: {
    id: { schema: uuid, of: ({ id }) => id },
    name: { schema: z.string(), of: ({ name }) => name },
    guaranteed: {
      schema: z.enum(['true', 'false']),
      of: ({ kind }) => String(kind === 'dedicated'),
    },
    operating_status: {
      schema: z.enum(['ONLINE', 'FROZEN']),
      of: ({ operatingStatus }) => operatingStatus,
    },
    provisioning_status: {
      schema: z.enum(['ACTIVE', 'PENDING_DELETE']),
      of: (balancer) => balancer.provisioningStatus,
    },
    vip_address: { schema: z.string(), of: ({ vipAddress }) => vipAddress },
  },
  shown,
});

const showLoadBalancer = elbOperation({
  name: 'ShowLoadBalancer',
  method: 'GET',
  path: `${base}/loadbalancers/{loadbalancer_id}`,
  actions: ['elb:loadbalancers:get'],
  query: noQuery,
  body: noBody,
  run({ path }, context) {
    const id = path['loadbalancer_id'] ?? '';
    const balancer = projectIn(context).loadBalancers.get(id);
    if (balancer === undefined) throw notFound('LoadBalancer', id);
    checkGranted(context, balancer.enterpriseProject, 'elb:loadbalancers:get');
    return { body: { request_id: context.requestId, loadbalancer: shown(balancer, context) } };
  },
});

export const loadBalancerOperations: readonly Operation[] = [listLoadBalancers, showLoadBalancer];
