import { z } from 'zod';

import { hex32, noBody, noQuery, uuid } from '../input.ts';
import type { Listener } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { listOperation } from './list.ts';
import { base, checkGranted, elbOperation, notFound, projectIn, timestamp } from './operation.ts';
import { updateListener } from './update-listener.ts';

const protocols = ['TCP', 'UDP', 'HTTP', 'HTTPS', 'TERMINATED_HTTPS', 'TLS', 'QUIC', 'IP'] as const;

export function shownListener(listener: Listener): object {
  const { loadBalancer } = listener;
  return {
    ...listener.others,
    id: listener.id,
    name: listener.name,
    protocol: listener.protocol,
    protocol_port: listener.port,
    project_id: loadBalancer.project.id,
    enterprise_project_id: loadBalancer.enterpriseProject,
    loadbalancers: [{ id: loadBalancer.id }],
    default_tls_container_ref: listener.certificate?.id ?? null,
    sni_container_refs: listener.sni.map(({ id }) => id),
    sni_match_algo: listener.sniMatchAlgo ?? (loadBalancer.kind === 'shared' ? null : 'wildcard'),
    client_ca_tls_container_ref: listener.clientCa?.id ?? null,
    created_at: timestamp(listener.createdAt),
    updated_at: timestamp(listener.updatedAt),
  };
}

/** There is no filter for SNI certificates: who asks for one asks for what does not exist. */
const listListeners = listOperation<Listener>({
  name: 'ListListeners',
  path: `${base}/listeners`,
  action: 'elb:listeners:list',
  key: 'listeners',
  items: (project) => [...project.listeners.values()],
  id: ({ id }) => id,
  enterpriseProject: ({ loadBalancer }) => loadBalancer.enterpriseProject,
  filters: {
    id: { schema: uuid, of: ({ id }) => id },
    name: { schema: z.string(), of: ({ name }) => name },
    protocol: { schema: z.enum(protocols), of: ({ protocol }) => protocol },
    protocol_port: { schema: z.string().regex(/^\d+$/u), of: ({ port }) => String(port) },
    loadbalancer_id: { schema: uuid, of: ({ loadBalancer }) => loadBalancer.id },
    default_tls_container_ref: { schema: hex32, of: ({ certificate }) => certificate?.id },
    client_ca_tls_container_ref: { schema: hex32, of: ({ clientCa }) => clientCa?.id },
  },
  shown: shownListener,
});

function findListener(context: Context, id: string, action: string): Listener {
  const listener = projectIn(context).listeners.get(id);
  if (listener === undefined) throw notFound('Listener', id);
  checkGranted(context, listener.loadBalancer.enterpriseProject, action);
  return listener;
}

const showListener = elbOperation({
  name: 'ShowListener',
  method: 'GET',
  path: `${base}/listeners/{listener_id}`,
  actions: ['elb:listeners:get'],
  query: noQuery,
  body: noBody,
  run({ path }, context) {
    const listener = findListener(context, path['listener_id'] ?? '', 'elb:listeners:get');
    return { body: { request_id: context.requestId, listener: shownListener(listener) } };
  },
});

const update = elbOperation({
  name: 'UpdateListener',
  method: 'PUT',
  path: `${base}/listeners/{listener_id}`,
  writes: true,
  actions: ['elb:listeners:put'],
  query: noQuery,
  body: updateListener.body,
  exclusive: (path) => `elb/listeners/${path['listener_id']}`,
  run({ path, body }, context) {
    const listener = findListener(context, path['listener_id'] ?? '', 'elb:listeners:put');
    const after = updateListener.apply(context, listener, body.listener);
    return { body: { request_id: context.requestId, listener: shownListener(after) } };
  },
});

export const listenerOperations: readonly Operation[] = [listListeners, showListener, update];
