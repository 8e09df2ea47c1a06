import { z } from 'zod';

// Only the fields that are read, and only as much as is believed of them. What is absent comes as null,
// as "" or not at all.

const text = z.string().nullish();
/** Older APIs of CDN are said to send numbers as text. */
const number = z.union([z.number(), z.string().regex(/^\d+$/u).transform(Number)]);

export const CdnDomains = z.object({
  total: number,
  domains: z.array(
    z.object({
      domain_name: z.string().min(1),
      domain_status: z.string(),
      cname: text,
      https_status: number,
      locked: number.nullish(),
      disabled: number.nullish(),
      locked_reason: text,
      banned_reason: text,
      enterprise_project_id: text,
    }),
  ),
});
export type CdnDomain = z.infer<typeof CdnDomains>['domains'][number];

export const CdnCertificates = z.object({
  total: number,
  https: z.array(z.object({ domain_name: z.string(), cert_name: text, certificate: text })),
});
export type CdnCertificate = z.infer<typeof CdnCertificates>['https'][number];

export const CdnStatus = z.object({ domain: z.object({ domain_status: z.string() }) });

const CdnHttps = z.looseObject({
  https_status: z.enum(['on', 'off']),
  certificate_type: text,
  certificate_source: number.nullish(),
  scm_certificate_id: text,
  certificate_name: text,
  certificate_value: text,
  certificates: z.array(z.looseObject({ certificate_type: text })).nullish(),
  http2_status: text,
  tls_version: text,
  ocsp_stapling_status: text,
});
/** Every member is kept: all but the certificate is compared. `https` is null where it never was on. */
export const CdnConfig = z.object({ configs: z.looseObject({ https: CdnHttps.nullable() }) });
export type CdnConfigs = z.infer<typeof CdnConfig>['configs'];

/** Writing answers with nothing that is read. */
export const Done = z.object({});

const PageInfo = z.object({ next_marker: text });
const Ids = z.array(z.object({ id: z.string().min(1) }));

const LoadBalancer = z.object({
  id: z.string().min(1),
  name: text,
  guaranteed: z.boolean(),
  provisioning_status: z.string(),
  operating_status: text,
  frozen_scene: text,
  vip_address: text,
  publicips: z.array(z.object({ publicip_address: text })).nullish(),
  eips: z.array(z.object({ eip_address: text })).nullish(),
});
export const ElbLoadBalancers = z.object({
  loadbalancers: z.array(LoadBalancer),
  page_info: PageInfo,
});
export const ElbLoadBalancerReply = z.object({ loadbalancer: LoadBalancer });
export type ElbLoadBalancer = z.infer<typeof LoadBalancer>;

/** Every member is kept: all but the certificates is compared. */
const Listener = z.looseObject({
  id: z.string().min(1),
  name: text,
  protocol: z.string(),
  protocol_port: z.number().nullish(),
  loadbalancers: Ids,
  default_tls_container_ref: text,
  sni_container_refs: z.array(z.string()).nullish(),
  admin_state_up: z.boolean().nullish(),
  protection_status: text,
  enterprise_project_id: text,
});
export const ElbListeners = z.object({ listeners: z.array(Listener), page_info: PageInfo });
export const ElbListenerReply = z.object({ listener: Listener });
export type ElbListener = z.infer<typeof Listener>;

const Certificate = z.object({
  id: z.string().min(1),
  name: text,
  type: text,
  domain: text,
  certificate: text,
  description: text,
  enterprise_project_id: text,
  protection_status: text,
  protection_reason: text,
  created_at: text,
});
export const ElbCertificates = z.object({
  certificates: z.array(Certificate),
  page_info: PageInfo,
});
export const ElbCertificateReply = z.object({ certificate: Certificate });
export type ElbCertificate = z.infer<typeof Certificate>;
export const ElbCreated = z.object({ certificate: z.object({ id: z.string().min(1) }) });

/** `quota_limit` is -1 where there is none. */
export const ElbQuotas = z.object({
  quotas: z.array(z.object({ quota_key: z.string(), quota_limit: z.number(), used: z.number() })),
});

const Rule = z.object({
  type: text,
  value: text,
  invert: z.boolean().nullish(),
  conditions: z.array(z.object({ value: text })).nullish(),
});
export type ElbRule = z.infer<typeof Rule>;
export const ElbPolicies = z.object({
  l7policies: z.array(
    z.object({ id: z.string().min(1), listener_id: z.string(), rules: z.array(Rule).nullish() }),
  ),
  page_info: PageInfo,
});
export type ElbPolicy = z.infer<typeof ElbPolicies>['l7policies'][number];
export const ElbRules = z.object({ rules: z.array(Rule), page_info: PageInfo });
