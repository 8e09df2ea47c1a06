import type { ReplaceCertForLoadBalancersRequest } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_models.js';

import { TencentError } from '../errors.ts';
import type { ClbBinding, ClbListener, StoredCertificate } from '../model.ts';
import { type Operation, operationsOf } from '../operation.ts';
import { requestedBinding } from './binding.ts';
import { slotsOf } from './state.ts';
import { checkIdle, startTask } from './tasks.ts';

const clb = operationsOf('clb');

function swapped(
  binding: ClbBinding | undefined,
  oldId: string,
  next: StoredCertificate,
): ClbBinding | undefined {
  if (binding === undefined) return undefined;
  return {
    ...binding,
    certificates: binding.certificates.map((each) => (each.id === oldId ? next : each)),
    ca: binding.ca?.id === oldId ? next : binding.ca,
  };
}

function names({ binding, rules }: ClbListener, id: string): boolean {
  return [binding, ...rules.map((rule) => rule.binding)].some((each) =>
    [each?.ca, ...(each?.certificates ?? [])].some((certificate) => certificate?.id === id),
  );
}

/** One call, every binding in every region, and no result per resource. Only from Guangzhou. */
const replaceCertificate = clb({
  name: 'ReplaceCertForLoadBalancers',
  writes: true,
  run(request: ReplaceCertForLoadBalancersRequest, context) {
    const { account, region, now } = context;
    if (region !== 'ap-guangzhou') {
      throw new TencentError('UnsupportedRegion', 'Call this action in ap-guangzhou.');
    }
    const { OldCertificateId: oldId } = request;
    const next = requestedBinding({ Certificate: request.Certificate }, context)?.certificates[0];
    if (next === undefined) throw new Error('a required certificate was not resolved');
    const listeners = [...account.loadBalancers.values()]
      .flatMap((loadBalancer) => loadBalancer.listeners)
      .filter((listener) => names(listener, oldId));
    const loadBalancers = [...new Set(listeners.map((listener) => listener.loadBalancer))];
    for (const loadBalancer of loadBalancers) checkIdle(loadBalancer, now);
    startTask(
      loadBalancers,
      {
        what: 'ReplaceCert',
        apply() {
          for (const listener of listeners) {
            listener.binding = swapped(listener.binding, oldId, next);
            for (const rule of listener.rules) rule.binding = swapped(rule.binding, oldId, next);
          }
        },
        announce(taskMs) {
          for (const { serving, sni, binding, rules } of listeners) {
            const after = rules.map((rule) => ({
              ...rule,
              binding: swapped(rule.binding, oldId, next),
            }));
            serving.announceIn(
              slotsOf({ sni, binding: swapped(binding, oldId, next), rules: after }),
              taskMs,
            );
          }
        },
      },
      context,
    );
    return {};
  },
});

export const replaceOperations: readonly Operation[] = [replaceCertificate];
