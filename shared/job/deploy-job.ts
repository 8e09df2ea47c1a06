import type { Task } from '../core/deployment.ts';
import { DeployError } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { ChangeId, Edit, Finding, Plan, Run } from '../core/model.ts';
import { pin } from '../core/pin.ts';
import type { Pins } from '../core/pin.ts';
import { runExitCode, runVerdict } from '../core/verdict.ts';
import { deploy } from '../engine/deploy.ts';
import { abortedAfter, limited } from '../engine/limited.ts';
import type { Ledger } from '../engine/ports.ts';
import type { Call, Product } from '../providers/provider.ts';
import { problemsReport, runReport } from '../report/json.ts';
import type { RunQuota } from '../report/json.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { planned, portsOf, reported, undoOf } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { prepare } from './prepare.ts';

/** Quota of one run and one file. */
export interface RunLedger extends Ledger {
  /** The run says no more: what is open is refunded. Resolves to what is left. */
  finish(call: Call): Promise<{ readonly balance: number }>;
  isCharged(edit: Edit): boolean;
}

export interface DeployOptions extends JobOptions {
  /** What a preview showed; null: the deployment is not pinned to one. Called once, with the plan. */
  readonly pins: (plan: Plan) => Promise<Pins | null>;
  /** Only these tasks; undefined: all of the file. */
  readonly tasks?: readonly string[] | undefined;
  /** Default: refuse. A run at the time itself has to accept it. */
  readonly pastTimes?: 'refuse' | 'accept' | undefined;
  /** Why an edit is outside of what this run may do; undefined: it is not. */
  readonly outside?: ((edit: Edit) => ErrorFacts | undefined) | undefined;
  /** Tasks whose edits are left for another time. */
  readonly waits?: ((task: Task) => boolean) | undefined;
  readonly ledger?: RunLedger | undefined;
  /** To be shown with the result. */
  readonly notes?: readonly Finding[] | undefined;
}

/** How long the last word to the ledger may take, and once the runner is about to kill us. */
const finishMs = 90_000;
const finishAfterCancelMs = 1_000;

/** From the text of a file to the last proof. Never rejects; see `previewJob`. */
export async function deployJob(door: Door, options: DeployOptions, call: Call): Promise<Report> {
  return await reported('deploy', door, options, async (about) => {
    const { tasks, ledger, waits, notes = [], pastTimes = 'refuse' } = options;
    const result = await prepare(options.file, door, { sight: 'keys', pastTimes, tasks }, call);
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { prepared } = result;
    const { plan, products } = await planned(prepared, door, options, call);
    const taskOf = new Map(prepared.deployment.tasks.map((task) => [task.name, task]));
    const run: Run = await deploy(
      plan,
      {
        products: products.map((product) => patient(product, options.verifyTimeoutMs)),
        materials: prepared.materials,
        held: held(plan, await options.pins(plan), options.outside),
        rollback: (name) => taskOf.get(name)?.rollback ?? 'on-failure',
        waits: (name) => {
          const task = taskOf.get(name);
          return task !== undefined && waits?.(task) === true;
        },
        ...(ledger === undefined ? {} : { ledger }),
      },
      portsOf(prepared.deployment, door, options.progress),
      call,
    );
    const settled = ledger === undefined ? undefined : await finish(ledger, door, call);
    const context = about(runVerdict(run), runExitCode(run));
    const findings = [...plan.findings, ...notes, ...(settled?.findings ?? [])];
    return runReport(
      { ...run, plan: { ...plan, findings } },
      { ...context, undo: undoOf(products), quota: settled?.quota },
    );
  });
}

function held(
  plan: Plan,
  pins: Pins | null,
  outside: DeployOptions['outside'],
): ReadonlyMap<ChangeId, ErrorFacts> {
  const all = new Map(pin(plan, pins));
  if (outside === undefined) return all;
  for (const { changes } of plan.tasks) {
    for (const change of changes) {
      const error = change.kind === 'keep' ? undefined : outside(change);
      if (error !== undefined) all.set(change.id, error);
    }
  }
  return all;
}

/** Never rejects: what the ledger was not told it learns when the lease ends. */
async function finish(
  ledger: RunLedger,
  { clock }: Door,
  call: Call,
): Promise<{ readonly quota: RunQuota; readonly findings: readonly Finding[] }> {
  const isCharged = (edit: Edit) => ledger.isCharged(edit);
  const late = new DeployError('CLOUD_UNAVAILABLE', 'settling quota took too long');
  const ended = new AbortController();
  const stop = abortedAfter(call.signal, { ms: finishAfterCancelMs, clock, ended: ended.signal });
  try {
    const { balance } = await limited(
      { clock, signal: stop, withinMs: finishMs, told: late, abandoned: late },
      async (signal) => await ledger.finish({ ...call, signal }),
    );
    return { quota: { isCharged, balance }, findings: [] };
  } catch (thrown) {
    const { code, message } = DeployError.from(thrown);
    call.log.error('quota not settled', { code, message });
    const finding: Finding = {
      code: 'quota-not-settled',
      level: 'warning',
      subject: null,
      message: `the receiver did not take down how this run ended (${message}): what failed is refunded when the lease of the run ends`,
    };
    return { quota: { isCharged, balance: null }, findings: [finding] };
  } finally {
    ended.abort();
  }
}

/** The same product, with another idea of how long its edges may take. */
function patient(product: Product, verifyTimeoutMs: number | undefined): Product {
  if (verifyTimeoutMs === undefined) return product;
  return {
    ...product,
    capabilities: { ...product.capabilities, settlesWithinMs: verifyTimeoutMs },
  };
}
