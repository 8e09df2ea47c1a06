import type { ElbCertificate } from '../model.ts';
import type { Context } from '../operation.ts';
import type { World } from '../world.ts';
import { rewrapPem } from '../x509.ts';
import { timestamp } from './operation.ts';

/** What stands for a private key while its echo is switched off. */
export const mask = '******';

export function fingerprintOf({ settings }: World, { facts }: ElbCertificate): string | undefined {
  if (facts === undefined) return undefined;
  switch (settings.fingerprint) {
    case 'sha1':
      return facts.sha1;
    case 'sha256':
      return facts.sha256;
    case 'SHA256-with-colons':
      return (facts.sha256.toUpperCase().match(/../gu) ?? []).join(':');
    case 'absent':
      return undefined;
  }
}

/** Carries the private key unless the project's echo is off. */
export function shownCertificate(certificate: ElbCertificate, { world }: Context): object {
  const { facts, project } = certificate;
  const fingerprint = fingerprintOf(world, certificate);
  const secret = (key: string | undefined) =>
    key === undefined || key === '' ? null : project.privateKeyEcho ? key : mask;
  return {
    id: certificate.id,
    name: certificate.name,
    description: certificate.description,
    type: certificate.type,
    domain: certificate.domain === '' ? null : certificate.domain,
    ...(world.settings.fingerprint === 'absent'
      ? {}
      : {
          common_name: facts?.commonName ?? null,
          fingerprint: fingerprint ?? null,
          subject_alternative_names: facts?.names ?? [],
        }),
    certificate:
      world.settings.elbPem === 'one-line'
        ? rewrapPem(certificate.certificate, 0, '')
        : certificate.certificate,
    private_key: secret(certificate.privateKey),
    enc_certificate: certificate.encCertificate ?? null,
    enc_private_key: secret(certificate.encPrivateKey),
    admin_state_up: certificate.adminStateUp,
    project_id: project.id,
    enterprise_project_id: certificate.enterpriseProject,
    scm_certificate_id: certificate.scmCertificateId ?? null,
    source: certificate.source ?? null,
    protection_status: certificate.protectionStatus,
    protection_reason: certificate.protectionReason,
    created_at: timestamp(certificate.createdAt),
    updated_at: timestamp(certificate.updatedAt),
    expire_time: facts === undefined ? null : timestamp(facts.notAfter.getTime()),
  };
}
