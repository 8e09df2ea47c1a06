import type { Finding } from '../../core/model.ts';
import { warning } from '../places.ts';
import { holdingWords, storeFindings as findingsOfStore } from '../room.ts';
import type { Holding } from '../room.ts';
import { slotsOf } from './elb-slots.ts';
import type { ElbListener, ElbLoadBalancer } from './schema.ts';

/**
 * SNI certificates of a listener. Texts differ on dedicated load balancers: the smaller number warns in
 * time, and a list that is longer shows that the larger one holds.
 */
const sniLimits = { shared: [30], dedicated: [30, 50] } as const;

export function sniFindings(
  listener: ElbListener,
  { guaranteed }: ElbLoadBalancer,
  label: string,
): readonly Finding[] {
  const used = slotsOf(listener).sni.length;
  const limits: readonly number[] = sniLimits[guaranteed ? 'dedicated' : 'shared'];
  const limit = limits.find((one) => used <= one) ?? Math.max(...limits);
  if (used < limit - 1) return [];
  const words = holdingWords({ used, limit }, 'SNI certificates');
  const message = `it ${words}; one that takes the place of another needs no room, for any other remove what is not used`;
  return [warning('certificates-nearly-full', label, message)];
}

/** The certificates that a project may hold, used or not. */
export function storeFindings(
  account: string,
  region: string,
  room: Holding | undefined,
): readonly Finding[] {
  return findingsOfStore(`${account} ELB ${region}`, room, {
    what: 'certificates',
    remedy:
      'each renewal is uploaded as a new one, so remove old ones ("certferry clean" finds its own) or have Huawei Cloud raise the quota',
  });
}
