import { z } from 'zod';

import { noBody, one, textBoolean, textInteger } from '../input.ts';
import type { CdnDomain } from '../model.ts';
import type { Context, Operation, Output } from '../operation.ts';
import { configOf, statusOf } from './job.ts';
import { cdnOperation, checkProject, findDomain, projectQuery, sees } from './operation.ts';
import { originWay, shownConfigs, shownDomain, shownHttpsInfo } from './shapes.ts';

const statuses = [
  'online',
  'offline',
  'configuring',
  'configure_failed',
  'checking',
  'check_failed',
  'deleting',
] as const;

const pages = {
  page_size: one(textInteger(1, 10_000)).optional(),
  page_number: one(textInteger(1, 65_535)).optional(),
};

function page<T>(
  { world }: Context,
  all: readonly T[],
  {
    size = 30,
    number = 1,
  }: { readonly size?: number | undefined; readonly number?: number | undefined },
): readonly T[] {
  const length = Math.min(size, world.settings.pageSizes.cdn ?? size);
  return all.slice((number - 1) * length, number * length);
}

/** A reply of the older generation, where numbers may be text. */
function older({ world }: Context, body: object): Output {
  if (world.settings.cdnNumbers === 'numbers') return { body };
  const text = JSON.stringify(body, (_name, value: unknown) =>
    typeof value === 'number' ? String(value) : value,
  );
  return { body: JSON.parse(text) as object };
}

const listDomains = cdnOperation({
  name: 'ListDomains',
  method: 'GET',
  path: '/v1.0/cdn/domains',
  actions: ['cdn:configuration:queryDomains'],
  query: z.strictObject({
    ...projectQuery,
    ...pages,
    domain_name: one(z.string().min(1).max(255)).optional(),
    business_type: one(z.enum(['web', 'download', 'video', 'wholeSite'])).optional(),
    domain_status: one(z.enum(statuses)).optional(),
    service_area: one(z.enum(['mainland_china', 'outside_mainland_china', 'global'])).optional(),
    show_tags: one(textBoolean).optional(),
    exact_match: one(textBoolean).optional(),
  }),
  body: noBody,
  run({ query }, context) {
    const { account, world } = context;
    checkProject(context, query.enterprise_project_id);
    const { domain_name: name, exact_match: exact } = query;
    const fits = (domain: CdnDomain) =>
      sees(context, query.enterprise_project_id, domain) &&
      (name === undefined ||
        (exact === true ? domain.name === name : domain.name.includes(name))) &&
      (query.business_type ?? domain.businessType) === domain.businessType &&
      (query.service_area ?? domain.serviceArea) === domain.serviceArea &&
      (query.domain_status === undefined || query.domain_status === statusOf(world, domain));
    const all = [...account.cdnDomains.values()].filter(fits);
    const shown = page(context, all, { size: query.page_size, number: query.page_number });
    const domains = shown.map((domain) =>
      shownDomain(world, domain, configOf(world, domain).https.status === 'on' ? 1 : 0),
    );
    return older(context, { total: all.length, domains });
  },
});

const showCertificatesHttpsInfo = cdnOperation({
  name: 'ShowCertificatesHttpsInfo',
  method: 'GET',
  path: '/v1.0/cdn/domains/https-certificate-info',
  actions: ['cdn:configuration:queryHttpsConf'],
  query: z.strictObject({
    ...projectQuery,
    ...pages,
    domain_name: one(z.string().min(1).max(255)).optional(),
    user_domain_id: one(z.string()).optional(),
  }),
  body: noBody,
  run({ query }, context) {
    const { account, world } = context;
    checkProject(context, query.enterprise_project_id);
    // Only here a missing project means every project that the caller was granted.
    const project = query.enterprise_project_id ?? 'all';
    const all = [...account.cdnDomains.values()].filter(
      (domain) =>
        sees(context, project, domain) &&
        configOf(world, domain).https.status === 'on' &&
        domain.name.includes(query.domain_name ?? ''),
    );
    const shown = page(context, all, { size: query.page_size, number: query.page_number });
    const https = shown.map((domain) => shownHttpsInfo(world, domain));
    return older(context, { total: all.length, https });
  },
});

const showDomainDetailByName = cdnOperation({
  name: 'ShowDomainDetailByName',
  method: 'GET',
  path: '/v1.0/cdn/configuration/domains/{domain_name}',
  actions: ['cdn:configuration:queryDomains'],
  query: z.strictObject(projectQuery),
  body: noBody,
  run({ path, query }, context) {
    const name = path['domain_name'] ?? '';
    const domain = findDomain(context, name, query.enterprise_project_id, 'read');
    const { world } = context;
    return older(context, { domain: shownDomain(world, domain, originWay(world, domain)) });
  },
});

const showDomainFullConfig = cdnOperation({
  name: 'ShowDomainFullConfig',
  method: 'GET',
  path: '/v1.1/cdn/configuration/domains/{domain_name}/configs',
  actions: [
    'cdn:configuration:queryDomains',
    'cdn:configuration:queryHttpsConf',
    'cdn:configuration:queryOriginServerInfo',
    'cdn:configuration:queryOriginConfInfo',
  ],
  query: z.strictObject({
    ...projectQuery,
    show_special_configs: one(z.literal('auth_key')).optional(),
  }),
  body: noBody,
  run({ path, query }, context) {
    const name = path['domain_name'] ?? '';
    const domain = findDomain(context, name, query.enterprise_project_id, 'read');
    return { body: { configs: shownConfigs(context.world, domain) } };
  },
});

export const readOperations: readonly Operation[] = [
  listDomains,
  showCertificatesHttpsInfo,
  showDomainDetailByName,
  showDomainFullConfig,
];
