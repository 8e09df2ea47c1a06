import type { AccountName, TaskName } from './model.ts';
import type { Verification, VerifyOutcome } from './verification.ts';

/** Whether everything that a file wants in an account is there, by a verification just now. */
export interface AccountProof {
  readonly account: AccountName;
  /** Resources that were proven. */
  readonly resources: number;
  /** Why it is not proven; null: it is. */
  readonly reason: string | null;
}

/**
 * What a verification says of each account. An account counts as proven where every resource that the
 * file wants something of binds it and serves it, where all of it could be read, and where there is one
 * at least: of an account without any nothing can be told.
 */
export function accountProofs(
  { plan, outcomes, lost }: Verification,
  accounts: readonly { readonly account: AccountName; readonly tasks: ReadonlySet<TaskName> }[],
): readonly AccountProof[] {
  return accounts.map(({ account, tasks }) => {
    const own = outcomes.filter(({ change }) => change.resource.account === account);
    const proven = own.filter(({ status }) => status === 'proven').length;
    const gone = lost.find(
      ({ drifted, deployed }) =>
        drifted && deployed.resource.split('/')[1]?.endsWith(`:${account}`),
    );
    const gap = plan.tasks.flatMap(({ gaps }) => gaps).find((one) => one.account === account);
    const idle = plan.tasks.find(
      (task) =>
        tasks.has(task.name) && !task.allowUnmatched && task.certificatesWithoutMatch.length > 0,
    );
    let reason = own.map(whyNotProven).find((why) => why !== undefined) ?? null;
    if (gap !== undefined) {
      const where = gap.region === null ? gap.target : `${gap.target} in ${gap.region}`;
      reason = `${where} could not be read: ${gap.error.message}`;
    } else if (gone !== undefined) reason ??= gone.finding.message;
    else if (idle !== undefined) {
      const [name = ''] = idle.certificatesWithoutMatch;
      reason ??= `certificate "${name}" of task "${idle.name}" matches no resource`;
    } else if (proven === 0) reason ??= 'no resource of it serves a certificate of the file';
    return { account, resources: proven, reason };
  });
}

function whyNotProven(outcome: VerifyOutcome): string | undefined {
  const { label, target } = outcome.change.resource;
  switch (outcome.status) {
    case 'proven':
      return undefined;
    case 'waiting':
      return `${target} ${label}: what the file wants is not deployed there yet`;
    case 'drifted':
    case 'refused':
    case 'unproven':
      return `${target} ${label}: ${outcome.error.message}`;
  }
}
