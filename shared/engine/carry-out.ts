import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Edit, Finding, Material, Outcome, Proof, Receipt } from '../core/model.ts';
import type { Call, Product } from '../providers/provider.ts';
import type { Lanes } from './lanes.ts';
import { cancelled, limited, untilCancelled } from './limited.ts';
import type { Ports, ProbeVerdict } from './ports.ts';
import { servedFindings } from './served-findings.ts';

/** What one change is carried out with. */
export interface Means {
  readonly product: Product;
  readonly material: Material;
  readonly lanes: Lanes;
  readonly rollback: 'on-failure' | 'never';
  /** Aborted some time after the run's own signal: what is in flight ends by then. */
  readonly stops: { readonly write: AbortSignal; readonly undo: AbortSignal };
  /** How long putting one change back may take. */
  readonly undoMs: number;
}

type EnginePorts = Pick<Ports, 'clock' | 'probe' | 'progress'>;

/** How far the cloud itself came. */
type Written =
  | { readonly kind: 'not-started' }
  | { readonly kind: 'not-written'; readonly error: DeployError }
  | { readonly kind: 'not-read-back'; readonly receipt: Receipt; readonly error: DeployError }
  | { readonly kind: 'live'; readonly receipt: Receipt };

/** What handshakes said. */
type Shown =
  | { readonly ok: true; readonly served: true | null; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly served: false | null; readonly error: DeployError };

/** A change that went wrong after the cloud took it. */
interface Failed {
  readonly receipt: Receipt;
  readonly proof: Proof;
  readonly error: ErrorFacts;
}

const nothingProven: Proof = { accepted: false, readBack: false, served: null };

/**
 * Carries out one change: apply, read back, handshake, or undo. Never rejects. Holds a slot of the
 * product only while its API is used, so that waiting for edges to follow delays no other change.
 */
export async function carryOut(
  edit: Edit,
  means: Means,
  ports: EnginePorts,
  call: Call,
): Promise<Outcome> {
  const written = await means.lanes.slot(means.product, () => write(edit, means, ports, call));
  switch (written.kind) {
    case 'not-started':
      return notStarted(edit);
    case 'not-written':
      return failedUntouched(edit, errorFacts(written.error));
    case 'not-read-back': {
      const { receipt } = written;
      const proof = { accepted: true, readBack: false, served: null };
      return await undo(
        edit,
        { receipt, proof, error: errorFacts(written.error) },
        means,
        ports,
        call,
      );
    }
    case 'live': {
      const { receipt } = written;
      const shown = await prove(edit, means, ports, call);
      const proof = { accepted: true, readBack: true, served: shown.served };
      if (shown.ok)
        return { status: 'success', change: edit, receipt, proof, findings: shown.findings };
      return await undo(
        edit,
        { receipt, proof, error: errorFacts(shown.error) },
        means,
        ports,
        call,
      );
    }
  }
}

export function notStarted(edit: Edit): Outcome {
  const message = 'the run was cancelled before this change was started; nothing was sent';
  return { status: 'held', change: edit, error: { code: cancelled.code, message } };
}

/** Nothing was written, or nobody knows whether it was (`OUTCOME_UNKNOWN`): there is nothing to undo. */
export function failedUntouched(edit: Edit, error: ErrorFacts): Outcome {
  return { status: 'error', change: edit, error, receipt: null, proof: nothingProven };
}

async function write(
  edit: Edit,
  { product, material, stops }: Means,
  { clock, progress }: EnginePorts,
  call: Call,
): Promise<Written> {
  if (call.signal.aborted) return { kind: 'not-started' };
  progress({ kind: 'change', edit, state: 'processing', doing: 'writing' });
  let receipt: Receipt;
  try {
    const told = new DeployError('CANCELLED', 'the run was cancelled while this was being written');
    const abandoned = new DeployError(
      'OUTCOME_UNKNOWN',
      'the run was cancelled while this was being written, and the cloud did not answer in time; the next run reads what is bound',
    );
    receipt = await limited({ clock, signal: stops.write, told, abandoned }, (signal) =>
      product.apply(edit, material, { ...call, signal }),
    );
  } catch (thrown) {
    return { kind: 'not-written', error: DeployError.from(thrown) };
  }
  progress({ kind: 'change', edit, state: 'processing', doing: 'reading back' });
  try {
    await untilCancelled(call.signal, clock, (signal) =>
      product.verify(receipt, { ...call, signal }),
    );
  } catch (thrown) {
    return { kind: 'not-read-back', receipt, error: DeployError.from(thrown) };
  }
  return { kind: 'live', receipt };
}

async function prove(
  edit: Edit,
  { product }: Means,
  { clock, probe, progress }: EnginePorts,
  call: Call,
): Promise<Shown> {
  const tell = (doing: string) => {
    progress({ kind: 'change', edit, state: 'processing', doing });
  };
  const windowMs = product.capabilities.settlesWithinMs;
  tell('handshakes');
  try {
    const verdict = await untilCancelled(call.signal, clock, (signal) =>
      probe(edit, { windowMs, onTry: tell }, { ...call, signal }),
    );
    return judge(edit, verdict);
  } catch (thrown) {
    return { ok: false, served: null, error: DeployError.from(thrown) };
  }
}

function judge(edit: Edit, verdict: ProbeVerdict): Shown {
  const remark = (code: string, message: string): readonly Finding[] => [
    { code, level: 'notice', subject: edit.resource.label, message },
  ];
  switch (verdict.kind) {
    case 'served':
      return { ok: true, served: true, findings: servedFindings(edit.resource.label, verdict) };
    case 'not-served':
      return { ok: false, served: false, error: new DeployError('VERIFY_FAILED', verdict.detail) };
    case 'unreachable': {
      if (edit.resource.reach === 'public') {
        const message = `no handshake reached it: ${verdict.detail}`;
        return { ok: false, served: null, error: new DeployError('VERIFY_FAILED', message) };
      }
      const message = `the cloud reports the certificate live, but it is private and no handshake reached it from here (${verdict.detail}); give the target a "connect_to" address that this runner can reach to have it proven`;
      return { ok: true, served: null, findings: remark('not-proven', message) };
    }
  }
}

/** Puts a failed change back, unless the task or the product rules that out. */
async function undo(
  edit: Edit,
  failed: Failed,
  { product, lanes, rollback, stops, undoMs }: Means,
  { clock, progress }: EnginePorts,
  call: Call,
): Promise<Outcome> {
  const left = (why: string): Outcome => {
    const error = { ...failed.error, message: `${failed.error.message}; ${why}` };
    return { ...failed, status: 'error', change: edit, error };
  };
  if (rollback === 'never') return left('left as written, because the task says "rollback: never"');
  if (product.capabilities.undo === 'none') {
    return left('left as written, because this product keeps nothing to switch back to');
  }
  progress({ kind: 'change', edit, state: 'rolling-back', doing: failed.error.message });
  const unconfirmed = new DeployError(
    'OUTCOME_UNKNOWN',
    'undoing was not confirmed in time; the next run reads what is bound',
  );
  const limits = {
    clock,
    signal: stops.undo,
    withinMs: undoMs,
    told: unconfirmed,
    abandoned: unconfirmed,
  };
  const putBack = () =>
    limited(limits, (signal) => product.rollback(failed.receipt, { ...call, signal }));
  try {
    await lanes.slot(product, putBack, { undoing: true });
    return { ...failed, status: 'rolled-back', change: edit };
  } catch (thrown) {
    const rollbackError = errorFacts(DeployError.from(thrown));
    return { ...failed, status: 'rollback-error', change: edit, rollbackError };
  }
}
