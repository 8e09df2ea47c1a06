import { TencentError } from '../errors.ts';
import type { ClbListener, LoadBalancer } from '../model.ts';
import type { Context } from '../operation.ts';
import { settleLoadBalancer } from './tasks.ts';

export function loadBalancersOf({ account, region, now }: Context): readonly LoadBalancer[] {
  const found = [...account.loadBalancers.values()].filter((each) => each.region === region);
  for (const loadBalancer of found) settleLoadBalancer(loadBalancer, now);
  return found;
}

/** In the region of the request; throws CLB's not-found error. */
export function getLoadBalancer({ account, region, now }: Context, id: string): LoadBalancer {
  const found = account.loadBalancers.get(id);
  if (found === undefined || found.region !== region) {
    throw new TencentError('InvalidParameter.LBIdNotFound', `LB ${id} not found.`);
  }
  settleLoadBalancer(found, now);
  return found;
}

export function getListener(loadBalancer: LoadBalancer, id: string): ClbListener {
  const found = loadBalancer.listeners.find((each) => each.id === id);
  if (found === undefined) {
    throw new TencentError('InvalidParameter.ListenerIdNotFound', `Listener ${id} not found.`);
  }
  return found;
}
