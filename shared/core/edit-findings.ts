import { someOf } from './findings.ts';
import type { Certificate, Change, Finding } from './model.ts';

/** A replacement, and the one it takes the place of whose days concern most. */
interface Step {
  readonly label: string;
  readonly ends: Date | null;
  readonly begins: Date | null;
}

function latest(dates: readonly (Date | null | undefined)[]): Date | null {
  let last: Date | null = null;
  for (const date of dates) {
    if (date !== null && date !== undefined && (last === null || date > last)) last = date;
  }
  return last;
}

/** Two of one day differ by nothing that a person could act on. */
const isDaysBefore = (date: Date, other: Date): boolean =>
  other.getTime() - date.getTime() >= 86_400_000;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function where(steps: readonly Step[]): string {
  const labels = steps.map(({ label }) => label);
  return steps.length === 1
    ? `on ${someOf(labels)}`
    : `on ${steps.length} resources (${someOf(labels)})`;
}

function judge({ name, notBefore, notAfter }: Certificate, steps: readonly Step[]): Finding[] {
  const endsEarlier = ({ ends }: Step) => ends !== null && isDaysBefore(notAfter, ends);
  const shorter = steps.filter(endsEarlier);
  const older = steps.filter(
    (step) => !endsEarlier(step) && step.begins !== null && isDaysBefore(notBefore, step.begins),
  );
  const findings: Finding[] = [];
  const warn = (code: string, message: string) =>
    findings.push({ code, level: 'warning', subject: name, message });
  const end = latest(shorter.map(({ ends }) => ends));
  if (end !== null) {
    const last = shorter.length === 1 ? '' : ' at the latest';
    warn(
      'ends-earlier',
      `it ends on ${dayOf(notAfter)}, before what it replaces ${where(shorter)}, which ends on ${dayOf(end)}${last}: days of validity are lost; is it the newest one?`,
    );
  }
  const begin = latest(older.map(({ begins }) => begins));
  if (begin !== null) {
    const last = older.length === 1 ? '' : ' at the latest';
    warn(
      'older-than-bound',
      `it was issued on ${dayOf(notBefore)}, before what it replaces ${where(older)}, which was issued on ${dayOf(begin)}${last}: is it the newest one?`,
    );
  }
  return findings;
}

/**
 * Certificates that are a step back from what is bound now: a file that still names last year's, say.
 * One finding for each certificate and kind, however many resources it concerns.
 */
export function editFindings(changes: readonly Change[]): readonly Finding[] {
  const steps = new Map<Certificate, Step[]>();
  for (const change of changes) {
    if (change.kind !== 'replace') continue;
    const bound = change.replaces.map(({ facts }) => facts);
    const step: Step = {
      label: change.resource.label,
      ends: latest(bound.map((facts) => facts?.notAfter)),
      begins: latest(bound.map((facts) => facts?.notBefore)),
    };
    const known = steps.get(change.certificate);
    if (known === undefined) steps.set(change.certificate, [step]);
    else known.push(step);
  }
  return [...steps].flatMap(([certificate, all]) => judge(certificate, all));
}
