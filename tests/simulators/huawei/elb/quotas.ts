import { z } from 'zod';

import { many, noBody, noQuery } from '../input.ts';
import type { Context, Operation } from '../operation.ts';
import { base, elbOperation, projectIn } from './operation.ts';

const keys = ['loadbalancer', 'certificate', 'listener', 'l7policy'] as const;

function quotaOf(context: Context, key: (typeof keys)[number]) {
  const project = projectIn(context);
  switch (key) {
    case 'certificate':
      return {
        limit: context.world.settings.quotas.certificates,
        used: project.certificates.size,
      };
    case 'loadbalancer':
      return { limit: 50, used: project.loadBalancers.size };
    case 'listener':
      return { limit: 100, used: project.listeners.size };
    case 'l7policy': {
      const counts = [...project.listeners.values()].map(({ policies }) => policies.length);
      return { limit: 500, used: counts.reduce((sum, count) => sum + count, 0) };
    }
  }
}

const showQuota = elbOperation({
  name: 'ShowQuota',
  method: 'GET',
  path: `${base}/quotas`,
  actions: ['elb:quotas:list'],
  query: noQuery,
  body: noBody,
  run(_input, context) {
    const quota = Object.fromEntries(keys.map((key) => [key, quotaOf(context, key).limit]));
    const { id } = projectIn(context);
    return { body: { request_id: context.requestId, quota: { ...quota, project_id: id } } };
  },
});

const listQuotaDetails = elbOperation({
  name: 'ListQuotaDetails',
  method: 'GET',
  path: `${base}/quotas/details`,
  actions: ['elb:quotas:list'],
  query: z.strictObject({ quota_key: many(z.string()).optional() }),
  body: noBody,
  run({ query }, context) {
    const asked = keys.filter((key) => query.quota_key?.includes(key) ?? true);
    const quotas = asked.map((key) => {
      const { limit, used } = quotaOf(context, key);
      return { quota_key: key, quota_limit: limit, used, unit: 'count' };
    });
    return { body: { request_id: context.requestId, quotas } };
  },
});

const showPrivateKeyEcho = elbOperation({
  name: 'ShowCertificatePrivateKeyEcho',
  method: 'GET',
  path: `${base}/certificates/settings/private-key-echo`,
  actions: ['elb:certificates:get'],
  query: noQuery,
  body: noBody,
  run: (_input, context) => ({
    body: { request_id: context.requestId, private_key_echo: projectIn(context).privateKeyEcho },
  }),
});

const updatePrivateKeyEcho = elbOperation({
  name: 'UpdateCertificatePrivateKeyEcho',
  method: 'POST',
  path: `${base}/certificates/settings/private-key-echo`,
  writes: true,
  actions: ['elb:certificates:put'],
  query: noQuery,
  body: z.strictObject({ private_key_echo: z.boolean() }),
  run({ body }, context) {
    projectIn(context).privateKeyEcho = body.private_key_echo;
    return {
      body: { request_id: context.requestId, private_key_echo: body.private_key_echo },
    };
  },
});

export const settingOperations: readonly Operation[] = [
  showQuota,
  listQuotaDetails,
  showPrivateKeyEcho,
  updatePrivateKeyEcho,
];
