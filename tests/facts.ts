import { createHash } from 'node:crypto';

import { parseFingerprint } from '../shared/core/certificate.ts';
import { parseDomain } from '../shared/core/domain.ts';
import type {
  Binding,
  Certificate,
  CertificateFacts,
  Domain,
  Fingerprint,
  KeyAlgorithm,
  Resource,
} from '../shared/core/model.ts';

/** Builders for tests of pure code: facts without a certificate behind them. */
interface FactsInput {
  readonly name?: string;
  readonly domains: readonly string[];
  readonly ips?: readonly string[];
  readonly notAfter?: string;
  readonly keyAlgorithm?: KeyAlgorithm;
}

export const domainsOf = (names: readonly string[]): Domain[] =>
  names.map((name) => {
    const domain = parseDomain(name);
    if (domain === undefined) throw new Error(`"${name}" is no domain`);
    return domain;
  });

export function facts(input: FactsInput): CertificateFacts {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  const sha256: Fingerprint | undefined = parseFingerprint(hash);
  if (sha256 === undefined) throw new Error('not a fingerprint');
  return {
    sha256,
    serial: hash.slice(0, 8).toUpperCase(),
    subject: `CN=${input.domains[0] ?? ''}`,
    issuer: 'Test CA',
    domains: domainsOf(input.domains),
    ips: input.ips ?? [],
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date(input.notAfter ?? '2027-01-01T00:00:00Z'),
    keyAlgorithm: input.keyAlgorithm ?? 'rsa-2048',
  };
}

export function certificate(
  input: FactsInput & { readonly type?: Certificate['type'] },
): Certificate {
  return { ...facts(input), name: input.name ?? 'shop', type: input.type ?? 'uploaded' };
}

export function binding(slot: Binding['slot'], input: FactsInput | null, ref?: string): Binding {
  const bound = input === null ? null : facts(input);
  return { slot, ref: ref ?? `ref-${bound?.sha256.slice(0, 8) ?? 'unknown'}`, facts: bound };
}

export function resource(
  input: Partial<Omit<Resource, 'domains'>> & { readonly domains?: readonly string[] } = {},
): Resource {
  const name = input.name ?? 'r1';
  return {
    account: 'prod',
    target: 'memory/list',
    region: null,
    label: name,
    slots: 'one',
    bindings: [],
    endpoints: [],
    reach: 'public',
    blocked: null,
    findings: [],
    lock: name,
    ...input,
    name,
    id: input.id ?? `${input.target ?? 'memory/list'}:prod/${name}`,
    domains: domainsOf(input.domains ?? []),
  };
}
