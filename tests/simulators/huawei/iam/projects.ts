import { z } from 'zod';

import { Malformed } from '../errors.ts';
import { hex32, noBody, noQuery, one, textBoolean, textInteger } from '../input.ts';
import type { Account, Project } from '../model.ts';
import type { Operation } from '../operation.ts';
import { iamOperation } from './operation.ts';

function shown(project: Project): object {
  const { account } = project;
  return {
    id: project.id,
    name: project.name,
    domain_id: account.id,
    parent_id: account.id,
    is_domain: false,
    enabled: project.enabled,
    description: '',
    links: { self: `https://iam.myhuaweicloud.com/v3/projects/${project.id}` },
  };
}

/** Belongs to the object storage service, and stands in every list. */
function storageProject(account: Account): object {
  return {
    id: `${account.id.slice(0, 31)}0`,
    name: 'MOS',
    domain_id: account.id,
    parent_id: account.id,
    is_domain: false,
    enabled: true,
    description: '',
    links: { self: 'https://iam.myhuaweicloud.com/v3/projects/MOS' },
  };
}

function links(self: string): object {
  return {
    links: { self: `https://iam.myhuaweicloud.com/v3/${self}`, next: null, previous: null },
  };
}

/** https://support.huaweicloud.com/api-iam/iam_06_0003.html : needs no permission. */
const listAuthProjects = iamOperation({
  name: 'KeystoneListAuthProjects',
  method: 'GET',
  path: '/v3/auth/projects',
  query: noQuery,
  body: noBody,
  run(_input, { account }) {
    const projects = [...account.projects.values()].map(shown);
    return {
      body: { projects: [storageProject(account), ...projects], ...links('auth/projects') },
    };
  },
});

/** https://support.huaweicloud.com/api-iam/iam_06_0001.html */
const listProjects = iamOperation({
  name: 'KeystoneListProjects',
  method: 'GET',
  path: '/v3/projects',
  actions: ['iam:projects:listProjects'],
  query: z.strictObject({
    domain_id: one(hex32).optional(),
    name: one(z.string().max(64)).optional(),
    parent_id: one(hex32).optional(),
    enabled: one(textBoolean).optional(),
    is_domain: one(textBoolean).optional(),
    page: one(textInteger(1, 65_535)).optional(),
    per_page: one(textInteger(1, 5000)).optional(),
  }),
  body: noBody,
  run({ query }, { account }) {
    const fitting = [...account.projects.values()].filter(
      (project) =>
        (query.name ?? project.name) === project.name &&
        (query.enabled ?? project.enabled) === project.enabled &&
        (query.domain_id ?? account.id) === account.id,
    );
    const size = query.per_page ?? fitting.length;
    const start = ((query.page ?? 1) - 1) * size;
    const page = fitting.slice(start, start + size);
    return { body: { projects: page.map(shown), ...links('projects') } };
  },
});

const listAuthDomains = iamOperation({
  name: 'KeystoneListAuthDomains',
  method: 'GET',
  path: '/v3/auth/domains',
  query: noQuery,
  body: noBody,
  run(_input, { account }) {
    const domain = { id: account.id, name: account.name, enabled: true, description: '' };
    return { body: { domains: [domain], ...links('auth/domains') } };
  },
});

/** Nobody who only deploys certificates may make projects in a customer's account. */
const createProject = iamOperation({
  name: 'KeystoneCreateProject',
  method: 'POST',
  path: '/v3/projects',
  writes: true,
  query: z.unknown(),
  body: z.unknown(),
  run() {
    const message = 'A deployment tool has no business to create projects.';
    throw new Malformed('iam', '403', message, 403);
  },
});

export const projectOperations: readonly Operation[] = [
  listAuthProjects,
  listProjects,
  listAuthDomains,
  createProject,
];
