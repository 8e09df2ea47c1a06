import type { ErrorFacts } from './errors.ts';
import type { AccountName, Finding, Json, Plan, Receipt } from './model.ts';

/** A certificate object of ours, as its cloud describes it. */
export interface StoredFacts {
  readonly ref: string;
  readonly sha256: string | null;
  readonly storedAt: Date | null;
  readonly usedBy: readonly string[] | null;
  /** Its name in the deployment file, where the cloud still tells. */
  readonly name?: string;
}

/** What decides which objects may go. */
export interface CleanUpRules {
  /** The run's own plan: what was bound when it began, and what it wants. */
  readonly plan: Plan;
  /** Whatever receipts say that may still be rolled back; an object that is named in it stays. */
  readonly keep: ReadonlySet<string>;
  /** Accounts that are not proven to be as the plan wants them, each with the reason: all in them stays. */
  readonly unproven?: ReadonlyMap<AccountName, string>;
  readonly graceDays: number;
  readonly now: Date;
}

export interface Judgement<T extends StoredFacts = StoredFacts> {
  readonly object: T;
  readonly removable: boolean;
  /** Why, in words. */
  readonly reason: string;
}

/** Which objects of one store may be removed. Anything in doubt stays. */
export function judgeStored<T extends StoredFacts>(
  account: AccountName,
  objects: readonly T[],
  rules: CleanUpRules,
): readonly Judgement<T>[] {
  const reasonToKeep = keeper(account, objects, rules);
  return objects.map((object) => {
    const reason = reasonToKeep(object);
    return reason === undefined
      ? { object, removable: true, reason: `stored on ${day(object.storedAt)}, used by nothing` }
      : { object, removable: false, reason };
  });
}

function keeper(
  account: AccountName,
  objects: readonly StoredFacts[],
  { plan, keep, unproven, graceDays, now }: CleanUpRules,
): (object: StoredFacts) => string | undefined {
  const gap = plan.tasks.flatMap(({ gaps }) => gaps).find((one) => one.account === account);
  const why = unproven?.get(account);
  const bound = boundWhere(plan);
  const wanted = wantedAs(plan);
  const graceMs = Math.max(0, graceDays) * dayMs;
  // A grace period that is no number is never over.
  const past = (moment: Date) => now.getTime() - moment.getTime() >= graceMs;
  const grace = `the grace period is ${graceDays} days`;

  return ({ ref, sha256, storedAt, usedBy, ...more }) => {
    if (gap !== undefined) {
      const where = gap.region === null ? gap.target : `${gap.target} in ${gap.region}`;
      return `${where} of this account could not be read, and may use it`;
    }
    if (why !== undefined) return `not everything of this account is proven: ${why}`;
    if (usedBy === null) return 'what uses it cannot be told';
    if (usedBy.length > 0) return `used by ${some(usedBy)}`;
    const resource = bound.get(ref);
    if (resource !== undefined) return `bound to ${resource} when this run began`;
    const name = sha256 === null ? undefined : wanted.get(sha256);
    if (name !== undefined) return `holds the certificate "${name}" of the deployment file`;
    if (isNamed(ref, keep)) return 'needed to roll a run back';
    if (storedAt === null) return 'since when it has been there cannot be told';
    if (!past(storedAt)) return `stored on ${day(storedAt)}; ${grace}`;
    const replacedAt = replacementOf({ ref, storedAt, name: more.name }, objects);
    if (replacedAt !== undefined && !past(replacedAt)) {
      return `replaced at the earliest on ${day(replacedAt)}; ${grace}`;
    }
    return undefined;
  };
}

const dayMs = 86_400_000;

const day = (moment: Date | null) =>
  moment?.toISOString().slice(0, 10) ?? 'a day that is not known';

function some(names: readonly string[]): string {
  const [first = '', ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** Every object that a discovered resource had bound, with a name of that resource. */
function boundWhere({ tasks }: Plan): ReadonlyMap<string, string> {
  const resources = tasks.flatMap(({ changes, refusals, unmatched }) => [
    ...changes.map(({ resource }) => resource),
    ...refusals.map(({ edit }) => edit.resource),
    ...unmatched.map(({ resource }) => resource),
  ]);
  return new Map(
    resources.flatMap(({ label, bindings }) => bindings.map(({ ref }) => [ref, label] as const)),
  );
}

/** Certificates that are still asked for, applied or not: an import that is made again costs quota. */
function wantedAs({ tasks }: Plan): ReadonlyMap<string, string> {
  const certificates = tasks.flatMap((task) => [
    ...task.certificates,
    ...task.changes.map(({ certificate }) => certificate),
    ...task.refusals.map(({ edit }) => edit.certificate),
  ]);
  return new Map(certificates.map(({ sha256, name }) => [sha256, name] as const));
}

/** Some receipts hold an id inside a longer text, such as a piece of configuration. */
function isNamed(ref: string, keep: ReadonlySet<string>): boolean {
  return keep.has(ref) || [...keep].some((text) => text.includes(ref));
}

/**
 * When an object can have been replaced at the earliest: when the next one of its name was stored, or
 * of any name where its own is not known. No cloud tells since when an object has been unused, and
 * grace is meant to count from then. Undefined: nothing newer is there.
 */
function replacementOf(
  { ref, storedAt, name }: { ref: string; storedAt: Date; name: string | undefined },
  objects: readonly StoredFacts[],
): Date | undefined {
  const later = objects.flatMap((one) =>
    one.ref !== ref && one.storedAt !== null && one.storedAt > storedAt
      ? [{ name: one.name, at: one.storedAt }]
      : [],
  );
  const namesakes = name === undefined ? [] : later.filter((one) => one.name === name);
  const [first] = (namesakes.length > 0 ? namesakes : later).sort(
    (a, b) => a.at.getTime() - b.at.getTime(),
  );
  return first?.at;
}

/** Every text in what these receipts remember, ids of certificate objects among them. */
export function receiptTexts(receipts: readonly Receipt[]): ReadonlySet<string> {
  const texts = new Set<string>();
  const collect = (value: Json): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'number') texts.add(String(value));
    else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values<Json>(value)) collect(inner);
    }
  };
  for (const { state } of receipts) collect(state);
  return texts;
}

/** Where an object is, or was. */
export interface StorePlace {
  readonly account: AccountName;
  /** What the cloud calls the store. */
  readonly label: string;
  readonly region: string | null;
}

/** What came of one object, or of a whole store that could not be read. */
export type CleanedUp = StorePlace &
  (
    | {
        /** `removable`: it would have been removed, had this been meant. */
        readonly status: 'removed' | 'removable' | 'kept';
        readonly object: StoredFacts;
        readonly reason: string;
      }
    | {
        readonly status: 'failed';
        /** Null: the store could not be read, so nothing in it was removed. */
        readonly object: StoredFacts | null;
        readonly error: ErrorFacts;
      }
  );

function placeWords({ label, region, account }: StorePlace): string {
  return `${label}${region === null ? '' : ` in ${region}`} of account "${account}"`;
}

/** What a report says of it: each object that went, and each way to fail once per store. */
export function cleanUpFindings(results: readonly CleanedUp[]): readonly Finding[] {
  const failed = new Map<
    string,
    { one: Extract<CleanedUp, { status: 'failed' }>; times: number }
  >();
  const findings: Finding[] = [];
  for (const one of results) {
    const { status } = one;
    if (status === 'removed' || status === 'removable') {
      const { ref } = one.object;
      const done = status === 'removed' ? 'removed' : 'would remove';
      const message = `${done} the certificate object ${ref} from ${placeWords(one)}: ${one.reason}`;
      findings.push({
        code: status === 'removed' ? 'cleaned-up' : 'would-clean-up',
        level: 'notice',
        subject: ref,
        message,
      });
    } else if (status === 'failed') {
      const key = JSON.stringify([placeWords(one), one.object === null, one.error.code]);
      const before = failed.get(key);
      failed.set(key, { one: before?.one ?? one, times: (before?.times ?? 0) + 1 });
    }
  }
  for (const { one, times } of failed.values()) {
    const what =
      one.object === null
        ? 'old certificate objects were not looked for'
        : `${times} old certificate ${times === 1 ? 'object was' : 'objects were'} not removed`;
    findings.push({
      code: 'not-cleaned-up',
      level: 'warning',
      subject: null,
      message: `${placeWords(one)}: ${what}: ${one.error.code}: ${one.error.message}`,
    });
  }
  return findings;
}
