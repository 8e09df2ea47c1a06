import { shortFingerprint } from './certificate.ts';
import { covers } from './domain.ts';
import type { ErrorFacts } from './errors.ts';
import type { Binding, Certificate, Edit, Finding, Gap, Plan, Unmatched } from './model.ts';
import type { DeployedResource, Lost } from './verification.ts';

/** What was deployed, by resource; null without a receiver: then nothing remembers. */
export type Memory = ReadonlyMap<string, readonly DeployedResource[]> | null;

export function memoryOf(deployed: readonly DeployedResource[] | null): Memory {
  return deployed === null ? null : Map.groupBy(deployed, ({ resource }) => resource);
}

/**
 * Why an edit means that somebody changed the resource; undefined: it was not deployed yet.
 *
 * The cloud does not bind what the file wants. That is drift where the wanted certificate was deployed
 * here, where the one that was deployed here is no longer bound either, and where nothing remembers
 * what was deployed. A resource that was never deployed to, or that still binds what was, waits.
 */
export function driftOf(edit: Edit, memory: Memory): ErrorFacts | undefined {
  const { certificate, resource } = edit;
  const wanted = certificateWords(certificate);
  const now = `now the cloud binds ${boundWords(edit)}`;
  if (memory === null) {
    return drifted(
      `the file wants ${wanted} here, and the cloud binds ${boundWords(edit)}; without a receiver nothing remembers whether it was deployed`,
    );
  }
  const here = memory.get(resource.id) ?? [];
  const same = here.find(({ fingerprint }) => fingerprint === certificate.sha256);
  if (same !== undefined) {
    return drifted(`${wanted} was deployed here on ${dayOf(same)}, and ${now}`);
  }
  const bound = new Set<string | null>(resource.bindings.map(({ facts }) => facts?.sha256 ?? null));
  const gone = here.find((one) => concerns(one, edit) && !bound.has(one.fingerprint));
  if (gone === undefined) return undefined;
  return drifted(
    `${shortFingerprint(gone.fingerprint)} was deployed here on ${dayOf(gone)}, and ${now}; neither is ${wanted}, which the file wants`,
  );
}

const drifted = (message: string): ErrorFacts => ({ code: 'DRIFTED', message });

const dayOf = ({ at }: DeployedResource): string => at.slice(0, 10);

/** It was deployed for some of the names that the edit is about. */
function concerns({ domains }: DeployedResource, edit: Edit): boolean {
  const names: readonly string[] = edit.domains;
  return (
    edit.resource.slots === 'one' ||
    domains.length === 0 ||
    domains.some((one) => names.includes(one))
  );
}

function certificateWords({ name, sha256 }: Certificate): string {
  return `${JSON.stringify(name)} (${shortFingerprint(sha256)})`;
}

/** What stands where the edit would put its certificate. */
function boundWords(edit: Edit): string {
  const { resource } = edit;
  if (edit.kind === 'replace') return edit.replaces.map(bindingWords).join(' and ');
  const rivals = resource.bindings.filter(({ facts }) =>
    (facts?.domains ?? []).some((name) => edit.domains.some((one) => covers(name, one))),
  );
  return rivals.length === 0
    ? 'no certificate for these names'
    : `${rivals.map(bindingWords).join(' and ')} for these names`;
}

function bindingWords({ ref, facts }: Binding): string {
  const sha256 = facts?.sha256 ?? null;
  if (sha256 === null) return `${ref.slice(0, 120)}, which the cloud does not describe`;
  const issuer = facts?.issuer ?? null;
  const ends = facts?.notAfter ?? null;
  // The issuer is a stranger's text: quoted and cut, it can break neither line nor meaning.
  const parts = [
    ...(issuer === null ? [] : [`issuer ${JSON.stringify(issuer.slice(0, 60))}`]),
    ...(ends === null ? [] : [`ends ${ends.toISOString().slice(0, 10)}`]),
  ];
  const id = shortFingerprint(sha256);
  return parts.length === 0 ? id : `${id} (${parts.join(', ')})`;
}

/**
 * What was deployed to and is matched no more, a finding for each: it is gone, the file no longer
 * speaks of it, or it serves no HTTPS any more, which is drift. What may be in a gap is not missed.
 */
export function lostOf(plan: Plan, memory: Memory): readonly Lost[] {
  if (memory === null) return [];
  const { tasks } = plan;
  const matched = new Set(
    tasks
      .flatMap((task) => [...task.changes, ...task.refusals.map(({ edit }) => edit)])
      .map(({ resource }) => resource.id),
  );
  const unmatched = new Map(
    tasks.flatMap((task) => task.unmatched).map((one) => [one.resource.id, one]),
  );
  const names = new Set(tasks.map(({ name }) => name));
  const gaps = tasks.flatMap((task) => task.gaps);
  const lost: Lost[] = [];
  for (const [resource, entries] of memory) {
    const [deployed] = entries;
    if (deployed === undefined || matched.has(resource)) continue;
    const found = unmatched.get(resource);
    if (found !== undefined) lost.push(unmatchedNow(deployed, found));
    else if (!names.has(deployed.task)) lost.push(outOfFile(deployed));
    else if (!gaps.some((gap) => mayHold(gap, resource))) lost.push(notFound(deployed));
  }
  return lost;
}

/** The id of a resource starts with its product and account; not every one tells its region. */
function mayHold({ account, target }: Gap, resource: string): boolean {
  return resource.startsWith(`${target}:${account}/`);
}

function was(deployed: DeployedResource): string {
  return `${shortFingerprint(deployed.fingerprint)} was deployed to it on ${dayOf(deployed)}`;
}

function unmatchedNow(deployed: DeployedResource, { resource, reason }: Unmatched): Lost {
  // Out of scope or blocked, a resource without HTTPS is nobody's loss; the planner says which it is.
  const off = resource.bindings.length === 0 && reason.startsWith('it serves no HTTPS');
  const message = off
    ? `${was(deployed)}, and now it serves no HTTPS: somebody took its certificate away. Find out who, then bind it again in the cloud, or allow the task to with "enable_https: true"`
    : `${was(deployed)}, and now no certificate belongs there: ${reason}`;
  const code = off ? 'https-off' : 'deployed-unmatched';
  return lost(deployed, { code, level: 'warning', subject: resource.label, message }, off);
}

function outOfFile(deployed: DeployedResource): Lost {
  const message = `${was(deployed)} by task ${JSON.stringify(deployed.task)}, which the file no longer has: nobody renews it from here`;
  return lost(deployed, {
    code: 'deployed-out-of-file',
    level: 'notice',
    subject: deployed.resource,
    message,
  });
}

function notFound(deployed: DeployedResource): Lost {
  const message = `${was(deployed)}, and the cloud no longer lists it among the resources of the task: it was removed, or the account or its regions changed`;
  return lost(deployed, {
    code: 'deployed-gone',
    level: 'warning',
    subject: deployed.resource,
    message,
  });
}

function lost(deployed: DeployedResource, finding: Finding, drifted = false): Lost {
  return { deployed, drifted, finding };
}
