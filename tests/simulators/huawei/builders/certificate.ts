import type { Pems } from '../../common/endpoint.ts';
import { ids } from '../ids.ts';
import type { ElbCertificate, Project } from '../model.ts';
import { defaultEnterpriseProject, type World } from '../world.ts';
import { createBundle } from '../x509.ts';

/** An id, or PEMs that are uploaded on the way. */
export type CertificateRef = string | Pems;

export interface CertificateOptions {
  readonly name?: string;
  /** What SNI goes by. Default: none, as one that was only ever bound as a default. */
  readonly domain?: string;
  readonly description?: string;
  readonly type?: ElbCertificate['type'];
  readonly enterpriseProject?: string;
  readonly source?: string;
  /** `consoleProtection`: somebody protected it against changes. */
  readonly protectionStatus?: string;
  readonly protectionReason?: string;
}

export interface CertificateHandle {
  readonly id: string;
  readonly sha256: string;
  readonly domain: string;
  readonly name: string;
}

/** Puts a certificate there as if it had been there before the run: no quota, no rule. */
export function addCertificate(
  world: World,
  project: Project,
  pems: Pems,
  options: CertificateOptions = {},
): ElbCertificate {
  const { chain, key, facts, identity } = createBundle(pems);
  const type = options.type ?? 'server';
  const now = world.now();
  const certificate: ElbCertificate = {
    id: ids.hex32(),
    project,
    type,
    enterpriseProject: options.enterpriseProject ?? defaultEnterpriseProject,
    name: options.name ?? `certificate-${project.certificates.size + 1}`,
    description: options.description ?? '',
    domain: options.domain ?? '',
    certificate: chain,
    privateKey: type === 'client' ? '' : key,
    encCertificate: undefined,
    encPrivateKey: undefined,
    facts,
    identity: type === 'server' ? identity : undefined,
    adminStateUp: true,
    scmCertificateId: undefined,
    source: options.source,
    protectionStatus: options.protectionStatus ?? 'nonProtection',
    protectionReason: options.protectionReason ?? '',
    kind: undefined,
    createdAt: now,
    updatedAt: now,
  };
  project.certificates.set(certificate.id, certificate);
  return certificate;
}

/** Finds or uploads; throws for an id that is not there: a mistake of the test. */
export function resolveCertificate(
  world: World,
  project: Project,
  ref: CertificateRef,
  use: 'default' | 'sni' | 'client',
): ElbCertificate {
  if (typeof ref !== 'string') {
    const names = createBundle(ref).facts.names.join(',');
    const options = {
      default: {},
      sni: { domain: names },
      client: { type: 'client' },
    } as const satisfies Record<typeof use, CertificateOptions>;
    return addCertificate(world, project, ref, options[use]);
  }
  const found = project.certificates.get(ref);
  if (found === undefined) throw new Error(`no certificate ${ref} in ${project.name}`);
  return found;
}

export function certificateHandle(certificate: ElbCertificate): CertificateHandle {
  const { id, name, domain, facts } = certificate;
  return { id, name, domain, sha256: facts?.sha256 ?? '' };
}
