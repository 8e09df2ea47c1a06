import type { Finding } from '../../core/model.ts';
import { warning } from '../places.ts';
import type { Call } from '../provider.ts';
import { holdingWords } from '../room.ts';
import type { Elbv2Target } from './elbv2.ts';
import type { LoadBalancers } from './load-balancers.ts';

/**
 * SNI certificates of a load balancer, unless the account's limit was raised.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
const usualLimit = 25;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html */
const limitNames: Readonly<Record<Elbv2Target, string>> = {
  'aws/alb': 'certificates-per-application-load-balancer',
  'aws/nlb': 'certificates-per-network-load-balancer',
};

/**
 * Says how full the SNI lists of a load balancer are. The account's own limit is asked for
 * only where the usual one is nearly reached; where it is not told, the usual one is taken.
 */
export function createRoom(api: LoadBalancers, target: Elbv2Target) {
  return async (name: string, used: number, call: Call): Promise<readonly Finding[]> => {
    if (used < usualLimit - 1) return [];
    const limit = (await api.limitsAside(call))?.get(limitNames[target]) ?? usualLimit;
    if (used < limit - 1) return [];
    const words = holdingWords({ used, limit }, 'SNI certificates');
    const message = `load balancer ${name} ${words}; even one that takes the place of another is added first, so remove what is not used or have AWS raise the limit`;
    return [warning('certificates-nearly-full', name, message)];
  };
}
