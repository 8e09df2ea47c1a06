import { z } from 'zod';

import { HuaweiError, Malformed } from '../errors.ts';
import { ids } from '../ids.ts';
import { hex32, noBody, noQuery, uuid } from '../input.ts';
import type { ElbCertificate, Listener, Project } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { defaultEnterpriseProject } from '../world.ts';
import { checkDomain, readContent } from './certificate-rules.ts';
import { fingerprintOf, mask, shownCertificate } from './certificate-shape.ts';
import { listOperation } from './list.ts';
import {
  base,
  checkGranted,
  conflict,
  elbOperation,
  invalid,
  listenerChanged,
  notFound,
  projectIn,
} from './operation.ts';
import { checkSniList } from './sni-rules.ts';

const listCertificates = listOperation<ElbCertificate>({
  name: 'ListCertificates',
  path: `${base}/certificates`,
  action: 'elb:certificates:list',
  key: 'certificates',
  items: (project) => [...project.certificates.values()],
  id: ({ id }) => id,
  enterpriseProject: (certificate) => certificate.enterpriseProject,
  filters: {
    id: { schema: hex32, of: ({ id }) => id },
    name: { schema: z.string(), of: ({ name }) => name },
    description: { schema: z.string(), of: ({ description }) => description },
    domain: { schema: z.string(), of: ({ domain }) => domain },
    type: { schema: z.enum(['server', 'client', 'server_sm']), of: ({ type }) => type },
    common_name: { schema: z.string(), of: ({ facts }) => facts?.commonName },
    fingerprint: { schema: z.string(), of: (one, { world }) => fingerprintOf(world, one) },
    scm_certificate_id: { schema: z.string(), of: ({ scmCertificateId }) => scmCertificateId },
    source: { schema: z.string(), of: ({ source }) => source },
  },
  shown: shownCertificate,
});

function find(context: Context, id: string, action: string): ElbCertificate {
  const certificate = projectIn(context).certificates.get(id);
  if (certificate === undefined) throw notFound('Certificate', id);
  checkGranted(context, certificate.enterpriseProject, action);
  return certificate;
}

const showCertificate = elbOperation({
  name: 'ShowCertificate',
  method: 'GET',
  path: `${base}/certificates/{certificate_id}`,
  actions: ['elb:certificates:get'],
  query: noQuery,
  body: noBody,
  run({ path }, context) {
    const certificate = find(context, path['certificate_id'] ?? '', 'elb:certificates:get');
    return {
      body: { request_id: context.requestId, certificate: shownCertificate(certificate, context) },
    };
  },
});

const text = z.string().max(255);
const changeable = {
  name: text.optional(),
  description: text.optional(),
  domain: z.string().optional(),
  enc_certificate: z.string().optional(),
  enc_private_key: z.string().optional(),
  scm_certificate_id: z.string().optional(),
  source: z.string().optional(),
  protection_status: z.enum(['nonProtection', 'consoleProtection']).optional(),
  protection_reason: text.optional(),
};

const createSchema = z.strictObject({
  ...changeable,
  certificate: z.string(),
  private_key: z.string().optional(),
  type: z.enum(['server', 'client', 'server_sm']).optional(),
  admin_state_up: z.boolean().optional(),
  project_id: hex32.optional(),
  // The default project is meant by leaving it out; `""` and `"0"` are refused.
  enterprise_project_id: uuid.optional(),
});
type Create = z.output<typeof createSchema>;

function newCertificate(project: Project, given: Create, now: number): ElbCertificate {
  const type = given.type ?? 'server';
  const domain = given.domain ?? '';
  const privateKey = given.private_key ?? '';
  const content = readContent(type, { certificate: given.certificate, privateKey });
  checkDomain(type, domain, content.facts);
  return {
    id: ids.hex32(),
    project,
    type,
    enterpriseProject: given.enterprise_project_id ?? defaultEnterpriseProject,
    name: given.name ?? '',
    description: given.description ?? '',
    domain,
    certificate: given.certificate,
    privateKey: type === 'client' ? '' : privateKey,
    encCertificate: given.enc_certificate,
    encPrivateKey: given.enc_private_key,
    ...content,
    adminStateUp: given.admin_state_up ?? true,
    scmCertificateId: given.scm_certificate_id,
    source: given.scm_certificate_id === undefined ? given.source : 'scm',
    protectionStatus: given.protection_status ?? 'nonProtection',
    protectionReason: given.protection_reason ?? '',
    kind: undefined,
    createdAt: now,
    updatedAt: now,
  };
}

/** Somebody sends back what a read showed in place of the key: it would replace the real one. */
function checkMask(key: string | undefined): void {
  if (key !== mask) return;
  const message = 'private_key is the mask of a reading, not a key.';
  throw new Malformed('elb', 'ELB.8902', message, 400);
}

const createCertificate = elbOperation({
  name: 'CreateCertificate',
  method: 'POST',
  path: `${base}/certificates`,
  writes: true,
  actions: ['elb:certificates:create'],
  query: noQuery,
  body: z.strictObject({ certificate: createSchema }),
  run({ body }, context) {
    const project = projectIn(context);
    checkMask(body.certificate.private_key);
    const owner = body.certificate.enterprise_project_id ?? defaultEnterpriseProject;
    checkGranted(context, owner, 'elb:certificates:create');
    if ((body.certificate.project_id ?? project.id) !== project.id) {
      throw invalid('project_id is not the one of the path.');
    }
    if (project.certificates.size >= context.world.settings.quotas.certificates) {
      throw new HuaweiError('elb', 'ELB.8905', 'Quota exceeded for resources: certificate.', 409);
    }
    const certificate = newCertificate(project, body.certificate, context.now);
    project.certificates.set(certificate.id, certificate);
    return {
      status: 201,
      body: { request_id: context.requestId, certificate: shownCertificate(certificate, context) },
    };
  },
});

function usersOf(certificate: ElbCertificate): readonly Listener[] {
  return [...certificate.project.listeners.values()].filter(({ certificate: own, clientCa, sni }) =>
    [own, clientCa, ...sni].includes(certificate),
  );
}

const updateSchema = z
  .strictObject({
    ...changeable,
    certificate: z.string().optional(),
    private_key: z.string().optional(),
  })
  .refine((certificate) => Object.keys(certificate).length > 0, 'nothing is to be changed');

/** Every listener that uses it presents the new content at once; names stay unless they are sent. */
const updateCertificate = elbOperation({
  name: 'UpdateCertificate',
  method: 'PUT',
  path: `${base}/certificates/{certificate_id}`,
  writes: true,
  actions: ['elb:certificates:put'],
  query: noQuery,
  body: z.strictObject({ certificate: updateSchema }),
  exclusive: (path) => `elb/certificates/${path['certificate_id']}`,
  run({ path, body: { certificate: given } }, context) {
    const certificate = find(context, path['certificate_id'] ?? '', 'elb:certificates:put');
    checkMask(given.private_key);
    const pem = given.certificate ?? certificate.certificate;
    const privateKey = given.private_key ?? certificate.privateKey;
    const content = readContent(certificate.type, { certificate: pem, privateKey });
    const domain = given.domain ?? certificate.domain;
    if (given.domain !== undefined) checkDomain(certificate.type, domain, content.facts);
    const users = usersOf(certificate);
    const sniUsers = users.filter(({ sni }) => sni.includes(certificate));
    if (domain === '' && sniUsers.length > 0) {
      throw conflict(`Certificate ${certificate.id} is used for SNI and needs a domain.`);
    }
    for (const listener of sniUsers) {
      const after = { ...certificate, domain, facts: content.facts };
      const list = listener.sni.map((one) => (one === certificate ? after : one));
      checkSniList(context.world, listener, list);
    }
    Object.assign(certificate, {
      ...content,
      certificate: pem,
      privateKey,
      domain,
      name: given.name ?? certificate.name,
      description: given.description ?? certificate.description,
      encCertificate: given.enc_certificate ?? certificate.encCertificate,
      encPrivateKey: given.enc_private_key ?? certificate.encPrivateKey,
      scmCertificateId: given.scm_certificate_id ?? certificate.scmCertificateId,
      source: given.scm_certificate_id === undefined ? (given.source ?? certificate.source) : 'scm',
      protectionStatus: given.protection_status ?? certificate.protectionStatus,
      protectionReason: given.protection_reason ?? certificate.protectionReason,
      updatedAt: context.now,
    } satisfies Partial<ElbCertificate>);
    for (const listener of users) listenerChanged(context.world, listener);
    return {
      body: { request_id: context.requestId, certificate: shownCertificate(certificate, context) },
    };
  },
});

const deleteCertificate = elbOperation({
  name: 'DeleteCertificate',
  method: 'DELETE',
  path: `${base}/certificates/{certificate_id}`,
  writes: true,
  actions: ['elb:certificates:delete'],
  query: noQuery,
  body: noBody,
  run({ path }, context) {
    const certificate = find(context, path['certificate_id'] ?? '', 'elb:certificates:delete');
    if (usersOf(certificate).length > 0) {
      throw conflict(`Certificate ${certificate.id} is in use.`);
    }
    certificate.project.certificates.delete(certificate.id);
    return { status: 204 };
  },
});

export const certificateOperations: readonly Operation[] = [
  listCertificates,
  showCertificate,
  createCertificate,
  updateCertificate,
  deleteCertificate,
];
