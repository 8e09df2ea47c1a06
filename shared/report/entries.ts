import { type ErrorFacts, failures } from '../core/errors.ts';
import { tidied } from '../core/findings.ts';
import type {
  Binding,
  BoundFacts,
  Certificate,
  CertificateFacts,
  Change,
  Finding,
  Gap,
  Target,
  Unmatched,
} from '../core/model.ts';
import type {
  CertificateReport,
  ChangeReport,
  ErrorReport,
  FindingReport,
  GapReport,
  NamedCertificateReport,
  TaskReport,
} from '../wire/report.ts';
import type { Ending } from './ending.ts';

const dayMs = 86_400_000;

export function errorReport(error: ErrorFacts): ErrorReport {
  return { code: error.code, message: error.message, advice: failures[error.code].advice };
}

export function certificateReport(facts: CertificateFacts | BoundFacts | null): CertificateReport {
  return {
    sha256: facts?.sha256 ?? null,
    serial: facts?.serial ?? null,
    issuer: facts?.issuer ?? null,
    notBefore: facts?.notBefore?.toISOString() ?? null,
    notAfter: facts?.notAfter?.toISOString() ?? null,
    domains: [...(facts?.domains ?? [])],
    keyAlgorithm: facts?.keyAlgorithm ?? null,
    ref: null,
  };
}

export function namedCertificate(certificate: Certificate): NamedCertificateReport {
  return {
    ...certificateReport(certificate),
    name: certificate.name,
    type: certificate.type,
  };
}

/** The certificates found on the resource that this change concerns, the default one first. */
function found(change: Change): readonly Binding[] {
  switch (change.kind) {
    case 'keep':
      return change.bindings;
    case 'attach':
      return [];
    case 'replace':
      return change.replaces;
  }
}

function daysGained(old: Binding | undefined, wanted: Certificate): number | null {
  const before = old?.facts?.notAfter;
  if (before === undefined || before === null) return null;
  return Math.floor((wanted.notAfter.getTime() - before.getTime()) / dayMs);
}

/** One change with how it stands. `undo` says whether a product can switch back. */
export function changeReport(
  change: Change,
  ending: Ending,
  undo: (target: Target) => boolean,
): ChangeReport {
  const { resource } = change;
  const [old] = found(change);
  return {
    id: change.id,
    digest: change.kind === 'keep' ? null : change.digest,
    resource: resource.id,
    product: resource.target,
    account: resource.account,
    region: resource.region,
    name: resource.name,
    label: resource.label,
    domains: [...change.domains],
    ports: [...new Set(resource.endpoints.map(({ port }) => port))],
    inferred: change.inferred,
    action: change.kind,
    status: ending.status,
    undo: undo(resource.target),
    choice: change.choice,
    old: old === undefined ? null : { ...certificateReport(old.facts), ref: old.ref },
    replaced:
      change.kind === 'replace' ? change.replaces.map(({ slot, ref }) => ({ slot, ref })) : [],
    new: namedCertificate(change.certificate),
    daysGained: daysGained(old, change.certificate),
    proof: ending.proof,
    error: ending.error === null ? null : errorReport(ending.error),
    rollbackError: ending.rollbackError === null ? null : errorReport(ending.rollbackError),
    receipt: ending.receipt,
  };
}

export function unmatchedReport({ resource, reason }: Unmatched): TaskReport['unmatched'][number] {
  return {
    resource: resource.id,
    product: resource.target,
    account: resource.account,
    region: resource.region,
    name: resource.name,
    label: resource.label,
    domains: [...resource.domains],
    reason,
  };
}

export function gapReport(gap: Gap): GapReport {
  return {
    account: gap.account,
    product: gap.target,
    region: gap.region,
    error: errorReport(gap.error),
  };
}

/** Each finding once, warnings first. */
export function findingReports(findings: readonly Finding[]): FindingReport[] {
  return tidied(findings).map(({ code, level, subject, message }) => ({
    code,
    level,
    subject,
    message,
  }));
}
