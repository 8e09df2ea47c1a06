import { keyTypeOf } from './certificate.ts';
import type { TargetRequest } from './deployment.ts';
import { changeId, editDigest } from './digest.ts';
import { covers } from './domain.ts';
import { besides, explain } from './explain.ts';
import { choose, coversAll } from './match.ts';
import type { CertificateIndex } from './match.ts';
import type {
  Binding,
  Certificate,
  Change,
  Domain,
  Finding,
  KeyAlgorithm,
  KeyType,
  Resource,
  TaskName,
} from './model.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';

export interface MatchInput {
  readonly task: TaskName;
  /** The task's targets of this product. */
  readonly requests: readonly TargetRequest[];
  readonly certificates: readonly Certificate[];
  readonly index: CertificateIndex;
  readonly keyAlgorithms: readonly KeyAlgorithm[];
  readonly enableHttps: boolean;
}

export type ResourceMatch =
  | {
      readonly kind: 'matched';
      readonly changes: readonly Change[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'unmatched'; readonly reason: string };

const unmatched = (reason: string): ResourceMatch => ({ kind: 'unmatched', reason });

/** All names of a resource, and those of them that the task's targets speak of. */
export function namesInScope(
  resource: Resource,
  requests: MatchInput['requests'],
): { readonly all: readonly Domain[]; readonly inferred: boolean; readonly scope: Scope } {
  const inferred = resource.domains.length === 0;
  const all = namesOf(resource);
  let scope = scopeOf(resource, all, requests[0] ?? emptyRequest);
  for (const request of requests.slice(1)) {
    if (!scope.in) scope = scopeOf(resource, all, request);
  }
  return { all, inferred, scope };
}

/** Which certificates of a task one resource is to serve, slot by slot, or in words why none. */
export function matchResource(resource: Resource, input: MatchInput): ResourceMatch {
  const { all, inferred, scope } = namesInScope(resource, input.requests);
  if (!scope.in) return unmatched(scope.reason);
  if (resource.blocked !== null) return unmatched(resource.blocked);
  const unread = resource.bindings.some((binding) => binding.facts === null);
  if (inferred && resource.slots === 'one' && unread && resource.bindings.length > 1) {
    return unmatched('it has no domain, and not every certificate it serves can be read');
  }
  if (all.length === 0) {
    return unmatched(
      resource.bindings.length === 0
        ? 'it has no domain and serves no certificate, so nothing says what belongs here'
        : 'it has no domain, and the names of the certificate it serves cannot be read',
    );
  }
  if (resource.bindings.length === 0 && !input.enableHttps) {
    return unmatched('it serves no HTTPS today; "enable_https: true" lets the task attach one');
  }
  return resource.slots === 'one'
    ? matchOne(resource, scope.domains, inferred, input)
    : matchList(resource, { names: scope.domains, all, inferred }, input);
}

const emptyRequest: TargetRequest = {
  product: 'none/none',
  include: undefined,
  exclude: [],
  connectTo: undefined,
};

/** What it is configured to serve, else the names of the certificates that it serves now. */
export function namesOf({ domains, bindings }: Resource): readonly Domain[] {
  return domains.length > 0 ? domains : servedNames(bindings);
}

function servedNames(bindings: readonly Binding[]): readonly Domain[] {
  return [...new Set(bindings.flatMap((binding) => binding.facts?.domains ?? []))];
}

/** One certificate for all domains: every one of them must be covered. */
function matchOne(
  resource: Resource,
  names: readonly Domain[],
  inferred: boolean,
  input: MatchInput,
): ResourceMatch {
  const [first] = names;
  const fitting = (first === undefined ? [] : input.index.covering(first)).filter((certificate) =>
    coversAll(certificate, names),
  );
  // A certificate this product cannot serve is only chosen, and then refused, when no other fits.
  const servable = fitting.filter((one) => input.keyAlgorithms.includes(one.keyAlgorithm));
  const choice = choose(servable.length > 0 ? servable : fitting, names);
  if (choice === undefined) return unmatched(explain(names, input.certificates, inferred));
  const { certificate } = choice;
  const step = {
    id: changeId(resource.id, certificate),
    task: input.task,
    resource,
    certificate,
    domains: names,
    inferred,
    choice: choice.why,
  };
  const stale = resource.bindings.filter((one) => one.facts?.sha256 !== certificate.sha256);
  if (resource.bindings.length > 0 && stale.length === 0) {
    return matched([{ ...step, kind: 'keep', bindings: resource.bindings }]);
  }
  const digest = editDigest(resource.id, stale, certificate);
  return matched([
    stale.length === 0
      ? { ...step, kind: 'attach', digest }
      : { ...step, kind: 'replace', digest, replaces: stale },
  ]);
}

function matched(changes: readonly Change[], findings: readonly Finding[] = []): ResourceMatch {
  return { kind: 'matched', changes, findings };
}

interface Names {
  /** The domains in scope. */
  readonly names: readonly Domain[];
  /** All domains of the resource, those that the target excludes too. */
  readonly all: readonly Domain[];
  readonly inferred: boolean;
}

/**
 * An SNI list: domain by domain, RSA and ECDSA apart. A certificate takes the place of those that it
 * covers completely; one that it covers in part stays, and the new one is added beside it.
 */
function matchList(
  resource: Resource,
  { names, all, inferred }: Names,
  input: MatchInput,
): ResourceMatch {
  const groups = new Map<Certificate, { domains: Domain[]; why: string | null }>();
  for (const name of names) {
    const fitting = input.index.covering(name);
    for (const type of ['rsa', 'ecdsa', 'other'] as const) {
      const ofType = fitting.filter((one) => keyTypeOf(one.keyAlgorithm) === type);
      const servable = ofType.filter((one) => input.keyAlgorithms.includes(one.keyAlgorithm));
      const choice = choose(servable.length > 0 ? servable : ofType, [name]);
      if (choice === undefined) continue;
      const group = groups.get(choice.certificate) ?? { domains: [], why: choice.why };
      group.domains.push(name);
      groups.set(choice.certificate, group);
    }
  }
  if (groups.size === 0) return unmatched(explain(names, input.certificates, inferred));

  const outside = all.filter((name) => !names.includes(name));
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const types = new Set([...groups.keys()].map((one) => keyTypeOf(one.keyAlgorithm)));
  for (const [certificate, { domains, why }] of groups) {
    const type = keyTypeOf(certificate.keyAlgorithm);
    const others = resource.bindings.filter(
      (one) => one.facts?.sha256 !== certificate.sha256 && serves(one, domains),
    );
    const replaces = others.filter(
      (one) => sameType(one, type) && standsInFor(certificate, one) && !serves(one, outside),
    );
    const kept = resource.bindings.filter((one) => one.facts?.sha256 === certificate.sha256);
    const step = {
      id: changeId(resource.id, certificate),
      task: input.task,
      resource,
      certificate,
      domains,
      inferred,
      choice: why,
    };
    const digest = editDigest(resource.id, replaces, certificate);
    if (replaces.length > 0) changes.push({ ...step, kind: 'replace', digest, replaces });
    else if (kept.length === 0) changes.push({ ...step, kind: 'attach', digest });
    else changes.push({ ...step, kind: 'keep', bindings: kept });
    findings.push(
      ...besides(
        resource,
        certificate,
        others.filter((one) => !replaces.includes(one)),
        types,
      ),
    );
  }
  return matched(changes, findings);
}

/** The binding answers for one of these names today (or one of its names is such a wildcard's). */
function serves(binding: Binding, names: readonly Domain[]): boolean {
  const sans = binding.facts?.domains ?? [];
  return sans.some((san) => names.some((name) => covers(san, name) || covers(name, san)));
}

function sameType(binding: Binding, type: KeyType): boolean {
  return keyTypeOf(binding.facts?.keyAlgorithm ?? null) === type;
}

function standsInFor(certificate: Certificate, binding: Binding): boolean {
  const facts = binding.facts;
  if (facts === null || facts.domains.length === 0) return false;
  return (
    coversAll(certificate, facts.domains) && facts.ips.every((ip) => certificate.ips.includes(ip))
  );
}
