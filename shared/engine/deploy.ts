import type { ErrorFacts } from '../core/errors.ts';
import type {
  CertificateName,
  Change,
  ChangeId,
  Edit,
  Material,
  Outcome,
  Plan,
  Run,
  TaskName,
} from '../core/model.ts';
import type { Call, Product } from '../providers/provider.ts';
import { carryOut, failedUntouched, notStarted } from './carry-out.ts';
import { harmless } from './harmless.ts';
import { createLanes, productsByPlace } from './lanes.ts';
import { abortedAfter } from './limited.ts';
import type { Ledger, Ports } from './ports.ts';
import { reserve, settle } from './quota.ts';

/** How long what is in flight may go on. */
export interface Patience {
  /** A write, after the run was cancelled. */
  readonly writeAfterCancelMs: number;
  /** Putting one change back. */
  readonly undoMs: number;
  /** Putting everything back, after the run was cancelled. */
  readonly undoAfterCancelMs: number;
  /** Telling the ledger how one change ended, once the run was cancelled. */
  readonly settleAfterCancelMs: number;
}

/**
 * GitHub kills a cancelled job's process 10 s after its SIGINT: 7.5 s to SIGTERM and 2.5 s more.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
export const defaultPatience: Patience = {
  writeAfterCancelMs: 6_000,
  undoMs: 600_000,
  undoAfterCancelMs: 8_000,
  settleAfterCancelMs: 1_000,
};

export interface DeployRequest {
  readonly products: readonly Product[];
  readonly materials: ReadonlyMap<CertificateName, Material>;
  /** Edits that may not be carried out, and why: see `pin`. */
  readonly held: ReadonlyMap<ChangeId, ErrorFacts>;
  readonly rollback: (task: TaskName) => 'on-failure' | 'never';
  /** Tasks that run at a time of their own: their edits are left for then. */
  readonly waits?: (task: TaskName) => boolean;
  readonly ledger?: Ledger;
  readonly patience?: Patience;
}

/**
 * Carries out a plan. Never rejects: how each change ended is a value, one per change and refusal in
 * plan order, and the failure of one stops no other. When the call's signal is aborted nothing new
 * starts, and what is in flight is finished or undone before this resolves.
 */
export async function deploy(
  plan: Plan,
  request: DeployRequest,
  ports: Pick<Ports, 'clock' | 'probe' | 'progress'>,
  call: Call,
): Promise<Run> {
  const { patience = defaultPatience, ledger } = request;
  const { clock } = ports;
  const lanes = createLanes();
  const productOf = productsByPlace(request.products);
  const ended = new AbortController();
  const late = (ms: number) => abortedAfter(call.signal, { ms, clock, ended: ended.signal });
  const stops = {
    write: late(patience.writeAfterCancelMs),
    undo: late(patience.undoAfterCancelMs),
  };
  const watched = { ...ports, progress: harmless(ports.progress, call) };

  async function outcomeOf(change: Change): Promise<Outcome> {
    if (change.kind === 'keep') return { status: 'kept', change };
    const error = request.held.get(change.id);
    if (error !== undefined) return { status: 'held', change, error };
    if (request.waits?.(change.task) === true) return { status: 'pending', change };
    const outcome = await lanes.locked(change.resource.lock, () => start(change));
    const doing = ending(outcome);
    watched.progress({ kind: 'change', edit: change, state: outcome.status, doing });
    return outcome;
  }

  async function start(edit: Edit): Promise<Outcome> {
    if (call.signal.aborted) return notStarted(edit);
    const product = productOf(edit.resource);
    const material = request.materials.get(edit.certificate.name);
    if (product === undefined || material === undefined) {
      const missing = product === undefined ? 'product' : 'certificate';
      const message = `the ${missing} of this change was not handed in`;
      return failedUntouched(edit, { code: 'INTERNAL', message });
    }
    const rollback = request.rollback(edit.task);
    const means = { product, material, lanes, rollback, stops, undoMs: patience.undoMs };
    if (ledger === undefined) return await carryOut(edit, means, watched, call);

    watched.progress({ kind: 'change', edit, state: 'processing', doing: 'reserving quota' });
    const refused = await reserve(ledger, edit, clock, call);
    const outcome = refused ?? (await carryOut(edit, means, watched, call));
    await settle(ledger, outcome, { clock, afterCancelMs: patience.settleAfterCancelMs }, call);
    return outcome;
  }

  const outcomes = await Promise.all(
    plan.tasks.flatMap((task) => [
      ...task.changes.map(outcomeOf),
      ...task.refusals.map(async ({ edit, error }): Promise<Outcome> => ({
        status: 'held',
        change: edit,
        error,
      })),
    ]),
  );
  ended.abort();
  const settled = new Set<Outcome['status']>(['success', 'kept', 'pending']);
  const allDone = outcomes.every((one) => settled.has(one.status));
  return { plan, outcomes, cancelled: call.signal.aborted && !allDone };
}

/** How a change ended, in words. */
function ending(outcome: Outcome): string {
  switch (outcome.status) {
    case 'kept':
      return 'serves it already';
    case 'pending':
      return 'waits for its time';
    case 'success':
      return outcome.proof.served === true ? 'served' : 'live; no handshake reached it';
    case 'held':
    case 'error':
      return outcome.error.message;
    case 'rolled-back':
      return `undone: ${outcome.error.message}`;
    case 'rollback-error':
      return `not undone: ${outcome.rollbackError.message}`;
  }
}
