import type { Task } from './deployment.ts';
import { planDigest } from './digest.ts';
import { editFindings } from './edit-findings.ts';
import type { ErrorFacts } from './errors.ts';
import { tidied } from './findings.ts';
import { keyRefusal } from './key-rules.ts';
import { indexCertificates } from './match.ts';
import type {
  AccountName,
  Certificate,
  CertificateName,
  Change,
  Edit,
  Finding,
  Gap,
  KeyAlgorithm,
  Plan,
  Prices,
  Refusal,
  Resource,
  Target,
  TaskPlan,
  Unmatched,
} from './model.ts';
import { openApexes, passedBy } from './passed-by.ts';
import { matchResource } from './slots.ts';

/** What one product of one account (and region) holds, and what it is known to reject. */
export interface PlannedPlace {
  readonly account: AccountName;
  readonly target: Target;
  readonly region: string | null;
  readonly capabilities: { readonly keyAlgorithms: readonly KeyAlgorithm[] };
  readonly refuse: (edit: Edit) => ErrorFacts | undefined;
  readonly resources: readonly Resource[];
}

export interface PlanInput {
  readonly tasks: readonly Task[];
  readonly certificates: ReadonlyMap<CertificateName, Certificate>;
  readonly places: readonly PlannedPlace[];
  readonly gaps: readonly Gap[];
  readonly findings: readonly Finding[];
  readonly now: Date;
  /** Absent without a receiver: quota is counted and not enforced. */
  readonly prices?: Prices | undefined;
}

/**
 * What the tasks mean for the resources as they are. Pure and deterministic: the same input in any
 * order of resources gives the same plan. A gap is never read as "unmatched".
 */
export function plan(input: PlanInput): Plan {
  const { prices } = input;
  const tasks = settleConflicts(
    input.tasks.map((task) => planTask(task, input)),
    prices,
  ).map((task) => ({
    ...task,
    findings: tidied([...editFindings(task.changes), ...task.findings]),
  }));
  const edits = tasks.flatMap((task) => task.changes.filter((change) => change.kind !== 'keep'));
  return {
    tasks,
    findings: input.findings,
    digest: planDigest(edits.map((edit) => edit.digest)),
  };
}

function planTask(task: Task, input: PlanInput): TaskPlan {
  const certificates = task.certificates.flatMap((name) => input.certificates.get(name) ?? []);
  const index = indexCertificates(certificates);
  const concerns = (place: { account: AccountName; target: Target }) =>
    task.accounts.includes(place.account) &&
    task.targets.some((target) => target.product === place.target);

  const changes: Change[] = [];
  const refusals: Refusal[] = [];
  const unmatched: Unmatched[] = [];
  const findings: Finding[] = [];
  let resources = 0;
  for (const place of input.places.filter(concerns)) {
    const requests = task.targets.filter((target) => target.product === place.target);
    for (const resource of [...place.resources].sort(byId)) {
      resources += 1;
      const wanted = {
        task: task.name,
        requests,
        certificates,
        index,
        keyAlgorithms: place.capabilities.keyAlgorithms,
        enableHttps: task.enableHttps,
      };
      const match = matchResource(resource, wanted);
      findings.push(...openApexes(resource, wanted, input.certificates.values()));
      if (match.kind === 'unmatched') {
        unmatched.push({ resource, reason: match.reason });
        findings.push(...passedBy(resource, wanted));
        continue;
      }
      findings.push(...resource.findings, ...match.findings);
      for (const change of match.changes) {
        const error = refusalOf(change, place, input.prices);
        if (change.kind !== 'keep' && error !== undefined) refusals.push({ edit: change, error });
        else changes.push(change);
      }
    }
  }
  const used = new Set(
    [...changes, ...refusals.map((refusal) => refusal.edit)].map(certificateName),
  );
  return {
    name: task.name,
    deployAt: task.deployAt,
    certificates,
    resources,
    changes,
    refusals,
    unmatched,
    certificatesWithoutMatch: task.certificates.filter((name) => !used.has(name)),
    allowUnmatched: task.allowUnmatched,
    gaps: input.gaps.filter(concerns),
    findings,
    quota: {
      toConsume: cost(changes, input.prices),
      balance: input.prices?.balance ?? null,
    },
  };
}

function refusalOf(
  change: Change,
  place: PlannedPlace,
  prices: Prices | undefined,
): ErrorFacts | undefined {
  if (change.kind === 'keep') return undefined;
  return (
    prices?.byFingerprint.get(change.certificate.sha256)?.refusal ??
    keyRefusal(change, place.capabilities.keyAlgorithms) ??
    place.refuse(change)
  );
}

/**
 * Quota: one per resource deployed with an `uploaded` (or `private-ca`) certificate; nothing for an
 * `issued` one and nothing for `keep`. Where a receiver has a price for the certificate, that.
 */
function cost(changes: readonly Change[], prices: Prices | undefined): number {
  let sum = 0;
  for (const { kind, certificate } of changes) {
    if (kind === 'keep') continue;
    const price = prices?.byFingerprint.get(certificate.sha256);
    sum += price?.cost ?? (certificate.type === 'issued' ? 0 : 1);
  }
  return sum;
}

const certificateName = (change: Change): CertificateName => change.certificate.name;

function byId(a: Resource, b: Resource): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Two edits would undo each other: they want different certificates for the same slot. */
function collide(a: Edit, b: Edit): boolean {
  if (a.resource.slots === 'one') return true;
  const shared = a.domains.some((domain) => b.domains.includes(domain));
  const sameType =
    a.certificate.keyAlgorithm.slice(0, 2) === b.certificate.keyAlgorithm.slice(0, 2);
  return shared && sameType;
}

/**
 * Tasks are planned alone; where two of them want the same resource, the same certificate is carried
 * out once, by the first, and different certificates for one slot are refused in both.
 */
function settleConflicts(
  tasks: readonly TaskPlan[],
  prices: Prices | undefined,
): readonly TaskPlan[] {
  const byResource = new Map<string, { task: TaskPlan; edit: Edit }[]>();
  for (const task of tasks) {
    for (const change of task.changes) {
      if (change.kind === 'keep') continue;
      const list = byResource.get(change.resource.id) ?? [];
      list.push({ task, edit: change });
      byResource.set(change.resource.id, list);
    }
  }
  const refused = new Map<Edit, string>();
  const done = new Map<Edit, string>();
  for (const claims of byResource.values()) {
    for (const [index, { task, edit }] of claims.entries()) {
      for (const earlier of claims.slice(0, index)) {
        if (earlier.task === task) continue;
        if (earlier.edit.id === edit.id) {
          done.set(edit, earlier.task.name);
        } else if (collide(earlier.edit, edit)) {
          refused.set(edit, earlier.task.name);
          refused.set(earlier.edit, task.name);
        }
      }
    }
  }
  if (refused.size === 0 && done.size === 0) return tasks;
  return tasks.map((task) => {
    const changes: Change[] = [];
    const refusals = [...task.refusals];
    const unmatched = [...task.unmatched];
    for (const change of task.changes) {
      const rival = change.kind === 'keep' ? undefined : refused.get(change);
      const first = change.kind === 'keep' ? undefined : done.get(change);
      if (change.kind !== 'keep' && rival !== undefined) {
        refusals.push({
          edit: change,
          error: {
            code: 'REFUSED',
            message: `task "${rival}" wants another certificate for this resource; let only one of the two tasks select it`,
          },
        });
      } else if (change.kind !== 'keep' && first !== undefined) {
        unmatched.push({
          resource: change.resource,
          reason: `task "${first}" deploys this certificate here already`,
        });
      } else {
        changes.push(change);
      }
    }
    return {
      ...task,
      changes,
      refusals,
      unmatched,
      quota: { ...task.quota, toConsume: cost(changes, prices) },
    };
  });
}
