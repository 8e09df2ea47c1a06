import type { ClassicApi } from './classic-api.ts';
import type { Distributions } from './distributions.ts';
import type { LoadBalancers } from './load-balancers.ts';
import type { Login } from './login.ts';

/**
 * The APIs of one account that end TLS. Each exists once per region, so that all who call it keep to
 * one rate, and loads its client when it is first asked for.
 */
export interface Services {
  loadBalancers(region: string): Promise<LoadBalancers>;
  classic(region: string): Promise<ClassicApi>;
  distributions(): Promise<Distributions>;
}

function once<T>(make: (region: string) => Promise<T>): (region: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return async (region) => {
    const made = known.get(region) ?? make(region);
    known.set(region, made);
    return await made;
  };
}

export function createServices(login: Login): Services {
  const distributions = once(async () =>
    (await import('./distributions.ts')).createDistributions(login),
  );
  return {
    loadBalancers: once(async (region) =>
      (await import('./load-balancers.ts')).createLoadBalancers(login, region),
    ),
    classic: once(async (region) =>
      (await import('./classic-api.ts')).createClassicApi(login, region),
    ),
    distributions: async () => await distributions(login.partition.globalRegion),
  };
}
