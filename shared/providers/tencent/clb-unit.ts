import { DeployError } from '../../core/errors.ts';
import type { Edit } from '../../core/model.ts';
import { demandPlanned } from './places.ts';
import type { ClbCertificate, ClbListener, ClbRule } from './schema.ts';
import { digestsOf, omit } from './settings.ts';
import type { Digests, Fields } from './settings.ts';

/**
 * What has one set of certificates: a listener, or one domain of a listener with SNI. The certificate
 * of a listener without SNI serves all its rules; several paths of one domain share one.
 */
export interface Unit {
  readonly listener: ClbListener;
  /** As the rule writes it; undefined: the listener as a whole. */
  readonly domain: string | undefined;
  /** Every name that it serves, patterns among them. */
  readonly names: readonly string[];
  readonly certificate: ClbCertificate | null;
  /** One certificate per kind of key at most. */
  readonly ids: readonly string[];
}

const tls = ['HTTPS', 'TCP_SSL', 'QUIC'];

export const endsTls = ({ Protocol }: ClbListener) => tls.includes(Protocol);

const hasSni = ({ Protocol, SniSwitch }: ClbListener) => Protocol === 'HTTPS' && SniSwitch === 1;

function namesOf({ Domain, Domains }: ClbRule): readonly string[] {
  return [...new Set([Domain ?? '', ...(Domains ?? [])])].filter((name) => name !== '');
}

function idsOf(certificate: ClbCertificate | null): readonly string[] {
  const { CertId, ExtCertIds } = certificate ?? {};
  const ids = [CertId ?? '', ...(ExtCertIds ?? [])];
  return [...new Set(ids)].filter((id) => id !== '');
}

export function unitsOf(listener: ClbListener): readonly Unit[] {
  const rules = listener.Rules ?? [];
  if (!hasSni(listener)) {
    const certificate = listener.Certificate ?? null;
    const names = [...new Set(rules.flatMap(namesOf))];
    return [{ listener, domain: undefined, names, certificate, ids: idsOf(certificate) }];
  }
  const units = new Map<string, Unit>();
  for (const rule of rules) {
    const [domain, ...more] = namesOf(rule);
    if (domain === undefined || units.has(domain)) continue;
    const certificate = rule.Certificate ?? null;
    const names = [domain, ...more];
    units.set(domain, { listener, domain, names, certificate, ids: idsOf(certificate) });
  }
  return [...units.values()];
}

/** The certificates that an edit asks for, in place of those that are there; undefined: it has them. */
export function idsWanted(
  name: string,
  ids: readonly string[],
  edit: Edit,
  ref: string,
): readonly string[] | undefined {
  const replaced = edit.kind === 'replace' ? edit.replaces.map((binding) => binding.ref) : [];
  const old = replaced.filter((one) => one !== ref);
  if (ids.includes(ref) && !ids.some((id) => old.includes(id))) return undefined;
  demandPlanned(name, edit, ids);
  if (edit.kind === 'attach' && ids.length > 0) {
    throw new DeployError('REFUSED', `${name} has a certificate of each kind already`);
  }
  const kept = ids.filter((id) => !replaced.includes(id));
  return [ref, ...kept];
}

export const sameIds = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id) => b.includes(id));

/**
 * What the two write calls take: one certificate, or one per kind of key. The mode of TLS is always
 * said, for without it clients would not be asked for certificates any more.
 * https://www.tencentcloud.com/document/api/214/33818
 */
export function certificateArgument(
  certificate: ClbCertificate | null,
  ids: readonly string[],
): Fields {
  const { SSLVerifyClient: verify, CertCaId: ca } = certificate ?? {};
  const mutual = certificate?.SSLMode === 'MUTUAL';
  if (mutual && (ca ?? '') === '') {
    throw new DeployError(
      'REFUSED',
      'it asks clients for certificates, and the API does not say of which authority',
    );
  }
  const mode = {
    SSLMode: mutual ? 'MUTUAL' : 'UNIDIRECTIONAL',
    ...(mutual && (verify ?? '') !== '' && { SSLVerifyClient: verify }),
  };
  const [id, ...more] = ids;
  if (more.length === 0) {
    return { Certificate: { ...mode, CertId: id, ...(mutual && { CertCaId: ca }) } };
  }
  const all = mutual ? [...ids, ca] : ids;
  return { MultiCertInfo: { ...mode, CertList: all.map((CertId) => ({ CertId })) } };
}

/** The mode of TLS of a certificate, without the certificates. */
function modeOf(certificate: ClbCertificate | null | undefined): Fields {
  const { SSLMode, SSLVerifyClient, CertCaId } = certificate ?? {};
  const mutual = SSLMode === 'MUTUAL';
  return { SSLMode: mutual ? SSLMode : null, ...(mutual && { SSLVerifyClient, CertCaId }) };
}

/**
 * What may not change when a certificate of this unit does: the settings of its listener, the rules,
 * and the certificates of all other domains of the listener.
 */
export function settingsOf({ listener, domain, certificate }: Unit): Digests {
  const own = modeOf(certificate);
  const rules = (listener.Rules ?? []).map((rule) => {
    const mine = domain === undefined || namesOf(rule)[0] === domain;
    const rest = omit(rule, ['Certificate']);
    return [`rule ${rule.LocationId}`, mine ? rest : { ...rest, C: rule.Certificate }] as const;
  });
  return digestsOf({
    ...omit(listener, ['Certificate', 'Rules']),
    ...(domain !== undefined && { Certificate: listener.Certificate }),
    'Certificate.SSLMode': own['SSLMode'],
    'Certificate.SSLVerifyClient': own['SSLVerifyClient'],
    'Certificate.CertCaId': own['CertCaId'],
    ...Object.fromEntries(rules),
  });
}

/** Mutual TLS without a word is strict. */
export const clbDefaults: Readonly<Record<string, unknown>> = {
  'Certificate.SSLVerifyClient': 'ON',
};
