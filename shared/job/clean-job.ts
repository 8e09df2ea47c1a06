import { accountProofs } from '../core/account-proof.ts';
import type { AccountProof } from '../core/account-proof.ts';
import type { CleanedUp } from '../core/cleanup.ts';
import type { Deployment } from '../core/deployment.ts';
import type { DeployedResource } from '../core/verification.ts';
import { cleanUp } from '../engine/cleanup.ts';
import { cancelled } from '../engine/limited.ts';
import { verify } from '../engine/verify.ts';
import type { Call } from '../providers/provider.ts';
import { cleanReport } from '../report/clean.ts';
import { problemsReport } from '../report/json.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { planned, portsOf, reported } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { prepare } from './prepare.ts';
import type { Undoable } from './undoable.ts';

export interface CleanOptions extends JobOptions {
  /** How long an object is kept after another one has taken its place. */
  readonly graceDays: number;
  /** Only says what would go. */
  readonly dryRun: boolean;
  /** What was last proven, from the receiver; null without one. Rejects where it cannot be asked. */
  readonly deployed: () => Promise<readonly DeployedResource[] | null>;
  /** What runs since then may need to be rolled back. Rejects where that should be known and is not. */
  readonly undoable: (since: Date) => Promise<Undoable>;
}

const dayMs = 86_400_000;

/**
 * Removes certificate objects that Certferry once put into the accounts of a deployment file, that
 * nothing uses or wants, and that are past their grace period. Verifies the file first: in an account
 * where not everything is bound and served as the file wants it, everything stays. Never rejects.
 */
export async function cleanJob(door: Door, options: CleanOptions, call: Call): Promise<Report> {
  return await reported('clean', door, options, async (about) => {
    const { file, graceDays, dryRun } = options;
    const result = await prepare(file, door, { sight: 'public', pastTimes: 'accept' }, call);
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { deployment } = result.prepared;
    const deployed = await options.deployed();
    const { plan, stores } = await planned(result.prepared, door, options, call);
    const ports = portsOf(deployment, door, options.progress);
    const { verifyTimeoutMs: windowMs } = options;
    const request = { deployed, ...(windowMs === undefined ? {} : { windowMs }) };
    const verification = await verify(plan, request, ports, call);
    if (call.signal.aborted) throw cancelled;
    const since = new Date(door.clock.now().getTime() - graceDays * dayMs);
    const { texts: keep, findings } = await options.undoable(since);

    const accounts = accountProofs(verification, accountsOf(deployment));
    const unproven = new Map(
      accounts.flatMap(({ account, reason }) =>
        reason === null ? [] : [[account, reason] as const],
      ),
    );
    const rules = { plan, keep, unproven, graceDays, dryRun };
    const results = await cleanUp(stores, rules, ports, call);
    const { verdict, exitCode } = endOf(results, accounts, call.signal.aborted);
    const cleaning = { graceDays, dryRun, accounts, results, findings };
    return cleanReport(cleaning, about(verdict, exitCode));
  });
}

function accountsOf({ accounts, tasks }: Deployment) {
  return accounts.flatMap(({ name: account }) => {
    const own = tasks.filter((task) => task.accounts.includes(account)).map(({ name }) => name);
    return own.length === 0 ? [] : [{ account, tasks: new Set(own) }];
  });
}

function endOf(
  results: readonly CleanedUp[],
  accounts: readonly AccountProof[],
  wasCancelled: boolean,
): { readonly verdict: Report['verdict']; readonly exitCode: number } {
  const having = (status: CleanedUp['status']) => results.some((one) => one.status === status);
  const failed = having('failed');
  if (wasCancelled) return { verdict: 'cancelled', exitCode: failed ? 1 : 2 };
  if (failed) return { verdict: having('removed') ? 'partial' : 'error', exitCode: 1 };
  if (accounts.some(({ reason }) => reason !== null)) return { verdict: 'held', exitCode: 2 };
  if (having('removed')) return { verdict: 'success', exitCode: 0 };
  return { verdict: having('removable') ? 'ready' : 'unchanged', exitCode: 0 };
}
