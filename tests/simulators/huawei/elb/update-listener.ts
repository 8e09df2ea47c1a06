import { z } from 'zod';

import { HuaweiError } from '../errors.ts';
import { hex32 } from '../input.ts';
import type { ElbCertificate, Listener } from '../model.ts';
import type { Context } from '../operation.ts';
import { checkActive } from './load-balancers.ts';
import { invalid, listenerChanged, notFound, projectIn, tlsProtocols } from './operation.ts';
import { checkSniList } from './sni-rules.ts';

/** Members that change nothing about certificates. */
const otherMembers = {
  admin_state_up: z.boolean().optional(),
  default_pool_id: z.string().nullable().optional(),
  description: z.string().max(255).optional(),
  http2_enable: z.boolean().optional(),
  insert_headers: z.record(z.string(), z.unknown()).optional(),
  tls_ciphers_policy: z.string().optional(),
  security_policy_id: z.string().nullable().optional(),
  member_timeout: z.int().min(1).max(300).optional(),
  client_timeout: z.int().min(1).max(300).optional(),
  keepalive_timeout: z.int().min(0).max(4000).optional(),
  transparent_client_ip_enable: z.boolean().optional(),
  proxy_protocol_enable: z.boolean().optional(),
  enhance_l7policy_enable: z.boolean().optional(),
  gzip_enable: z.boolean().optional(),
  ssl_early_data_enable: z.boolean().optional(),
  protection_status: z.enum(['nonProtection', 'consoleProtection']).optional(),
  protection_reason: z.string().max(255).optional(),
  ipgroup: z.record(z.string(), z.unknown()).nullable().optional(),
  quic_config: z.record(z.string(), z.unknown()).nullable().optional(),
  connection: z.int().optional(),
  cps: z.int().optional(),
};

const listenerSchema = z
  .strictObject({
    ...otherMembers,
    name: z.string().max(255).optional(),
    default_tls_container_ref: hex32.nullable().optional(),
    client_ca_tls_container_ref: hex32.nullable().optional(),
    sni_container_refs: z.array(hex32).optional(),
    sni_match_algo: z.enum(['wildcard', 'longest_suffix']).optional(),
  })
  .refine((listener) => Object.keys(listener).length > 0, 'nothing is to be changed');
type Update = z.output<typeof listenerSchema>;

function find(context: Context, id: string): ElbCertificate {
  const certificate = projectIn(context).certificates.get(id);
  if (certificate === undefined) throw notFound('Certificate', id);
  return certificate;
}

function checkServer(certificate: ElbCertificate, listener: Listener): void {
  const { type, id } = certificate;
  const { kind } = listener.loadBalancer;
  const sm = type === 'server_sm' && kind === 'dedicated' && listener.protocol === 'HTTPS';
  if (type !== 'server' && !sm) {
    throw invalid(`Certificate ${id} of type ${type} cannot serve listener ${listener.id}.`);
  }
}

function checkKind({ world }: Context, certificate: ElbCertificate, listener: Listener): void {
  const { kind } = listener.loadBalancer;
  if (!world.settings.certificatesBoundToKind) return;
  if ((certificate.kind ?? kind) !== kind) {
    throw invalid(`Certificate ${certificate.id} was created for another type of load balancer.`);
  }
}

function defaultAfter(context: Context, listener: Listener, id: string | null): ElbCertificate {
  if (id === null) {
    const message = `The default_tls_container_ref field of the ${listener.protocol} listener does not allow updating to null`;
    throw new HuaweiError('elb', 'ELB.9899', message, 400);
  }
  const certificate = find(context, id);
  checkServer(certificate, listener);
  return certificate;
}

function clientCaAfter(context: Context, id: string | null): ElbCertificate | undefined {
  if (id === null) return undefined;
  const certificate = find(context, id);
  if (certificate.type !== 'client') throw invalid(`Certificate ${id} is no CA certificate.`);
  return certificate;
}

/** Everything is checked before anything is changed; what is left out stays. Returns what is shown. */
function apply(context: Context, listener: Listener, update: Update): Listener {
  const { world } = context;
  const {
    default_tls_container_ref: defaultRef,
    client_ca_tls_container_ref: clientCaRef,
    sni_container_refs: sniRefs,
    sni_match_algo: algorithm,
    name,
    ...others
  } = update;
  checkActive(context, listener.loadBalancer);
  const tls = [defaultRef, clientCaRef, sniRefs, algorithm].some((value) => value !== undefined);
  if (tls && !tlsProtocols.includes(listener.protocol)) {
    throw invalid(`A ${listener.protocol} listener has no certificates.`);
  }
  const certificate =
    defaultRef === undefined ? listener.certificate : defaultAfter(context, listener, defaultRef);
  const clientCa =
    clientCaRef === undefined ? listener.clientCa : clientCaAfter(context, clientCaRef);
  const sni = sniRefs?.map((id) => find(context, id)) ?? listener.sni;
  if (sniRefs !== undefined) {
    for (const one of sni) checkServer(one, listener);
    checkSniList(world, listener, sni);
  }
  const bound = [certificate, ...sni].filter((one) => one !== undefined);
  for (const one of bound) checkKind(context, one, listener);
  const changed = {
    certificate,
    clientCa,
    sni,
    name: name ?? listener.name,
    sniMatchAlgo: algorithm ?? listener.sniMatchAlgo,
    others: { ...listener.others, ...others },
  };
  if (context.job === 'lost') return { ...listener, ...changed };
  for (const one of bound) one.kind ??= listener.loadBalancer.kind;
  Object.assign(listener, changed);
  listener.loadBalancer.pendingUntil = context.now + world.settings.pendingMs;
  listenerChanged(world, listener);
  return listener;
}

/** https://support.huaweicloud.com/api-elb/UpdateListener.html */
export const updateListener = { body: z.strictObject({ listener: listenerSchema }), apply };
