import type { Binding, CertificateFacts } from './model.ts';
import type { Expiring, VerifyOutcome } from './verification.ts';

const dayMs = 86_400_000;

/** At most this many days before the end a certificate is called one that ends soon. */
export const defaultWarnDays = 30;

type Lifetime = Pick<CertificateFacts, 'notBefore' | 'notAfter'>;

/**
 * Whether a certificate ends soon: less than a quarter of its lifetime is left, and no more than
 * `warnDays` (default 30). That is 30 days for one of 200 days, 25 for 100, under 12 for 47. ACME
 * clients renew with a third left, so one that is renewed and deployed in time is never warned about.
 */
export function endsSoon(
  { notBefore, notAfter }: Lifetime,
  {
    now,
    warnDays = defaultWarnDays,
  }: { readonly now: Date; readonly warnDays?: number | undefined },
): boolean {
  const lifetimeMs = notAfter.getTime() - notBefore.getTime();
  const leftMs = notAfter.getTime() - now.getTime();
  return leftMs < Math.min(lifetimeMs / 4, warnDays * dayMs);
}

/** Where a renewal is due: a third of the lifetime before the end, as ACME clients have it. */
function renewalDue({ notBefore, notAfter }: Lifetime): Date {
  return new Date(notAfter.getTime() - (notAfter.getTime() - notBefore.getTime()) / 3);
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

/** "it ends on 2026-10-01, 12 days from now; a certificate of 100 days is usually renewed by 2026-09-10". */
export function endsSoonWords(lifetime: Lifetime, now: Date): string {
  const { notBefore, notAfter } = lifetime;
  const left = Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
  const when = left < 1 ? 'within a day' : `${days(left)} from now`;
  const length = Math.max(1, Math.round((notAfter.getTime() - notBefore.getTime()) / dayMs));
  return `it ends on ${dayOf(notAfter)}, ${when}; a certificate of ${days(length)} is usually renewed by ${dayOf(renewalDue(lifetime))}`;
}

interface Bound extends Lifetime {
  readonly name: string | null;
  readonly sha256: string;
  readonly resource: string;
  readonly replaced: boolean;
}

function boundFacts({ facts }: Binding): (Lifetime & { readonly sha256: string }) | undefined {
  const { sha256 = null, notBefore = null, notAfter = null } = facts ?? {};
  if (sha256 === null || notAfter === null) return undefined;
  // Where a cloud keeps the beginning to itself, a year leaves the rule of days alone.
  return { sha256, notAfter, notBefore: notBefore ?? new Date(notAfter.getTime() - 365 * dayMs) };
}

/** What is bound where it belongs: kept certificates, and those that a newer one waits to replace. */
function boundBy(outcome: VerifyOutcome): readonly Bound[] {
  const { change } = outcome;
  const { id: resource } = change.resource;
  if (change.kind === 'keep') {
    const { name, sha256, notBefore, notAfter } = change.certificate;
    return [{ name, sha256, notBefore, notAfter, resource, replaced: false }];
  }
  // What somebody else has bound is a drift, whenever it ends.
  if (outcome.status === 'drifted' || change.kind === 'attach') return [];
  return change.replaces.flatMap((binding) => {
    const facts = boundFacts(binding);
    const replaced = outcome.status === 'waiting';
    return facts === undefined ? [] : [{ ...facts, name: null, resource, replaced }];
  });
}

/** The certificates of these outcomes that end soon, each once, the first to end first. */
export function expiringOf(
  outcomes: readonly VerifyOutcome[],
  when: { readonly now: Date; readonly warnDays?: number | undefined },
): readonly Expiring[] {
  const soon = outcomes.flatMap(boundBy).filter((bound) => endsSoon(bound, when));
  return [...Map.groupBy(soon, ({ sha256 }) => sha256)]
    .flatMap(([sha256, all]): readonly Expiring[] => {
      const [first] = all;
      if (first === undefined) return [];
      return [
        {
          name: all.find(({ name }) => name !== null)?.name ?? null,
          sha256,
          notAfter: first.notAfter,
          resources: new Set(all.map(({ resource }) => resource)).size,
          replaced: all.every(({ replaced }) => replaced),
        },
      ];
    })
    .sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
}
