import type { CertificateReport, ChangeReport, Report, TaskReport } from '../wire/report.ts';

/** Numbers and their nouns; every sentence here is ours, none holds text of the cloud or the file. */
const digits = new Intl.NumberFormat('en-US');

export function number(count: number): string {
  return digits.format(count);
}

export function count(amount: number, one: string, many: string = `${one}s`): string {
  return `${number(amount)} ${amount === 1 ? one : many}`;
}

/** Edits that are, or are to be, carried out: neither kept nor held. */
export function isOpenEdit(change: ChangeReport): boolean {
  return change.action !== 'keep' && change.status !== 'held';
}

/** In a rollback by hand a change that is rolled back is what was wanted. */
export function hasFailed(change: ChangeReport, mode: Report['mode']): boolean {
  return (
    change.status === 'error' ||
    change.status === 'rollback-error' ||
    (change.status === 'rolled-back' && mode !== 'rollback')
  );
}

/** The certificate that a change, or its undoing, starts from and the one it ends with. */
export function direction(
  change: ChangeReport,
  mode: Report['mode'],
): readonly [from: CertificateReport | null, to: CertificateReport | null] {
  return mode === 'rollback' ? [change.new, change.old] : [change.old, change.new];
}

/** Joins what is not empty: "a, b and c". */
export function list(parts: readonly (string | false)[], last: string = 'and'): string {
  const said = parts.filter((part) => part !== false);
  if (said.length < 2) return said.join('');
  return `${said.slice(0, -1).join(', ')} ${last} ${said.at(-1) ?? ''}`;
}

/** What a run of each kind did with what it counts. */
export const verbs: Record<Report['mode'], { readonly done: string; readonly noun: string }> = {
  preview: { done: 'shown', noun: 'edit' },
  deploy: { done: 'proven', noun: 'edit' },
  verify: { done: 'verified', noun: 'resource' },
  rollback: { done: 'switched back', noun: 'edit' },
  clean: { done: 'removed', noun: 'object' },
};

/** In a verification: the file wants it, and nobody has deployed it yet. */
export function isWaiting({ status }: ChangeReport): boolean {
  return status === 'pending';
}

type Count = readonly [name: string, amount: number, shown: 'always' | 'some'];

/** The counts of one task in the order in which a reviewer reads them. */
export function countsOf(
  task: TaskReport,
  mode: Report['mode'],
): readonly (readonly [string, string])[] {
  const { counts } = task;
  const isRun = mode !== 'preview';
  const found: readonly Count[] = [
    ['certificates', counts.certificates, 'always'],
    ['resources found', counts.resources, 'always'],
    ['matched', counts.matched, 'always'],
  ];
  const verified: readonly Count[] = [
    [verbs.verify.done, counts.kept + counts.success, 'always'],
    ['not as deployed', counts.error, 'some'],
    ['not deployed yet', task.changes.filter(isWaiting).length, 'some'],
    ['not proven', counts.held, 'some'],
  ];
  const carriedOut: readonly Count[] = [
    ['edits', counts.edits, 'always'],
    ['up to date', counts.kept, 'some'],
    [isRun ? 'held back' : 'refused', counts.held, 'some'],
    [verbs[mode].done, isRun ? counts.success : 0, 'some'],
    ['failed', counts.error, 'some'],
  ];
  return [...found, ...(mode === 'verify' ? verified : carriedOut)]
    .filter(([, amount, when]) => when === 'always' || amount > 0)
    .map(([name, amount]) => [name, number(amount)] as const);
}

/** What the task costs, and whether anybody keeps the book. */
export function quotaWords(task: TaskReport, mode: Report['mode']): string {
  const { toConsume, consumed, refunded, balance } = task.quota;
  if (mode === 'rollback') return 'a rollback by hand refunds no quota';
  if (mode === 'verify') {
    if (toConsume === 0) return 'verifying consumes no quota';
    const left = balance === null ? '' : `; balance: ${number(balance)}`;
    return `verifying consumes no quota; deploying what is missing consumes ${number(toConsume)}${left}`;
  }
  if (balance === null) {
    const word = mode === 'preview' ? 'quota to be consumed' : 'quota';
    return `${word}: ${number(toConsume)} (counted, not enforced: no receiver is configured)`;
  }
  if (mode === 'preview') {
    const after = balance - toConsume;
    const short = after < 0 ? `, ${number(-after)} too few` : `, ${number(after)} after this`;
    return `quota to be consumed: ${number(toConsume)}; balance: ${number(balance)}${short}`;
  }
  const words = [`quota consumed: ${number(consumed)}`];
  if (refunded > 0) words.push(`refunded: ${number(refunded)}`);
  return `${words.join(', ')}; balance: ${number(balance)}`;
}

export function actionWords(change: ChangeReport, mode: Report['mode']): string {
  if (mode === 'verify') return boundWords[change.action];
  if (mode === 'rollback') return change.action === 'attach' ? 'detach' : 'switch back';
  switch (change.action) {
    case 'keep':
      return 'up to date';
    case 'attach':
      return 'attach';
    case 'replace': {
      const slots = change.replaced.length;
      return slots > 1 ? `replace in ${count(slots, 'slot')}` : 'replace';
    }
  }
}

/** What the cloud binds now, against what the file wants. */
const boundWords: Record<ChangeReport['action'], string> = {
  keep: 'bound',
  attach: 'not bound',
  replace: 'another certificate is bound',
};

/** "+90 days"; undefined where the old certificate's end is not known. */
export function gainWords(days: number | null): string | undefined {
  if (days === null) return undefined;
  const sign = days > 0 ? '+' : days < 0 ? '−' : '±';
  return `${sign}${count(Math.abs(days), 'day')}`;
}

/** What a reviewer must know beside a resource. */
export function noteWords(change: ChangeReport, mode: Report['mode']): readonly string[] {
  const notes: string[] = [];
  if (change.inferred) notes.push('domains inferred from the certificate it serves now');
  if (mode === 'preview' && isOpenEdit(change) && !change.undo) notes.push('no undo here');
  return notes;
}

/** The steps of the proof of a change, each reached or not; one that was not tried is left out. */
export function proofSteps(
  { proof }: ChangeReport,
  mode: Report['mode'],
): readonly (readonly [boolean, string])[] {
  if (proof === null) return [];
  const steps: (readonly [boolean, string])[] = [];
  if (mode === 'verify') {
    // Nothing was sent for the cloud to accept.
    steps.push([proof.readBack, proof.readBack ? 'bound' : 'not bound']);
  } else {
    steps.push([proof.accepted, proof.accepted ? 'accepted' : 'not accepted']);
    if (proof.accepted)
      steps.push([proof.readBack, proof.readBack ? 'read back' : 'not read back']);
  }
  if (proof.served !== null) {
    steps.push([proof.served, proof.served ? 'served' : 'not served']);
  }
  return steps;
}

/** Proven by the cloud's own reading alone: no handshake reaches it. */
export function isUnseen({ status, proof }: ChangeReport): boolean {
  return (status === 'success' || status === 'kept') && proof !== null && proof.served === null;
}

/** Said of a proof that rests on the cloud's own reading alone; undefined for any other. */
export function unseenWords(change: ChangeReport): string | undefined {
  return isUnseen(change) ? 'no handshake possible' : undefined;
}

/** What a failed change left behind. */
export function leftBehindWords(change: ChangeReport, mode: Report['mode']): string {
  if (mode === 'verify') {
    return change.action === 'keep'
      ? 'The cloud binds the certificate; handshakes do not show it.'
      : 'The cloud does not bind the certificate.';
  }
  switch (change.status) {
    case 'rolled-back':
      return change.action === 'attach'
        ? 'Rolled back: it is as it was found.'
        : 'Rolled back: the old certificate is bound again.';
    case 'rollback-error':
      if (mode === 'rollback' && change.proof?.readBack === true) {
        return 'Switched back, and not proven: look at this resource.';
      }
      return mode === 'rollback'
        ? 'Not switched back: look at this resource.'
        : 'The rollback failed too: look at this resource.';
    case 'error':
      if (change.error?.code === 'OUTCOME_UNKNOWN') return 'What it serves now is not known.';
      return change.proof?.accepted === true
        ? 'Not rolled back: the new certificate is bound.'
        : 'Nothing was changed.';
    case 'pending':
    case 'processing':
    case 'success':
    case 'kept':
    case 'held':
    case 'rolling-back':
      return '';
  }
}

const months = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** The day of an instant, as a certificate counts it (UTC): "22 Feb 2027". */
export function day(instant: string): string {
  return months.format(new Date(instant));
}

/** "1 min 20 s" between two instants. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes === 0
    ? `${number(seconds)} s`
    : `${number(minutes)} min ${number(seconds % 60)} s`;
}

export const modeWords: Record<Report['mode'], string> = {
  preview: 'preview',
  deploy: 'deployment',
  verify: 'verification',
  rollback: 'rollback',
  clean: 'clean-up',
};
