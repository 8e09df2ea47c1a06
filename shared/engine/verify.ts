import pMap from 'p-map';

import { driftOf, lostOf, memoryOf } from '../core/drift.ts';
import type { Memory } from '../core/drift.ts';
import { DeployError, errorFacts } from '../core/errors.ts';
import { expiringOf } from '../core/expiry.ts';
import type { Change, Edit, Finding, Keep, Plan, Proof, Refusal } from '../core/model.ts';
import type { DeployedResource, Verification, VerifyOutcome } from '../core/verification.ts';
import type { Call } from '../providers/provider.ts';
import { harmless } from './harmless.ts';
import { cancelled, untilCancelled } from './limited.ts';
import type { Ports, ProbeVerdict, Progress } from './ports.ts';
import { servedFindings } from './served-findings.ts';

export interface VerifyRequest {
  /** What the receiver last saw proven on the resources of the file; null: there is no receiver. */
  readonly deployed: readonly DeployedResource[] | null;
  /** At most this many days before its end a certificate ends soon; see `endsSoon`. Default 30. */
  readonly expiryWarnDays?: number | undefined;
  /** How long handshakes of one resource may go on. */
  readonly windowMs?: number;
}

/**
 * Nothing was just changed, so nothing has to settle; yet an address that gives no answer is asked three
 * times before it is called silent, and each time a handshake may wait for five seconds.
 */
const defaultWindowMs = 15_000;
const resourcesAtOnce = 64;

const bound: Proof = { accepted: true, readBack: true, served: null };
const notBound: Proof = { accepted: true, readBack: false, served: null };

/**
 * Compares a plan, which is the clouds as they are, and what is served with what was deployed. Writes
 * nothing to any cloud, and never rejects: when the call's signal is aborted, what is not yet proven is
 * reported as such.
 */
export async function verify(
  plan: Plan,
  request: VerifyRequest,
  ports: Pick<Ports, 'clock' | 'probe' | 'progress'>,
  call: Call,
): Promise<Verification> {
  const { deployed, expiryWarnDays, windowMs = defaultWindowMs } = request;
  const memory = memoryOf(deployed);
  const tell = harmless(ports.progress, call);

  async function prove(keep: Keep): Promise<VerifyOutcome> {
    const say = (doing: string) => {
      tell({ kind: 'change', edit: keep, state: 'processing', doing });
    };
    say('handshakes');
    try {
      const verdict = await untilCancelled(call.signal, ports.clock, (signal) =>
        ports.probe(keep, { windowMs, onTry: say }, { ...call, signal }),
      );
      return judge(keep, verdict);
    } catch (thrown) {
      return { status: 'unproven', change: keep, error: errorFacts(DeployError.from(thrown)) };
    }
  }

  async function outcomeOf(step: Change | Refusal): Promise<VerifyOutcome> {
    const outcome = await judged(step);
    const { state, doing } = ending(outcome);
    tell({ kind: 'change', edit: outcome.change, state, doing });
    return outcome;
  }

  async function judged(step: Change | Refusal): Promise<VerifyOutcome> {
    if (!('kind' in step)) return unbound(step.edit, memory, step);
    if (step.kind !== 'keep') return unbound(step, memory);
    if (!call.signal.aborted) return await prove(step);
    return { status: 'unproven', change: step, error: notChecked };
  }

  const steps = plan.tasks.flatMap((task) => [...task.changes, ...task.refusals]);
  const outcomes = await pMap(steps, outcomeOf, { concurrency: resourcesAtOnce });
  return {
    plan,
    outcomes,
    lost: lostOf(plan, memory),
    expiring: expiringOf(outcomes, { now: ports.clock.now(), warnDays: expiryWarnDays }),
    cancelled:
      call.signal.aborted &&
      outcomes.some((one) => one.status === 'unproven' && one.error.code === cancelled.code),
  };
}

const notChecked = {
  code: cancelled.code,
  message: 'the run was cancelled before this was asked for its certificate',
};

/** The cloud does not bind what the file wants: somebody changed it, or it was not deployed yet. */
function unbound(edit: Edit, memory: Memory, refusal?: Refusal): VerifyOutcome {
  const error = driftOf(edit, memory);
  if (error !== undefined) return { status: 'drifted', change: edit, proof: notBound, error };
  return refusal === undefined
    ? { status: 'waiting', change: edit }
    : { status: 'refused', change: edit, error: refusal.error };
}

function judge(keep: Keep, verdict: ProbeVerdict): VerifyOutcome {
  const { label, reach } = keep.resource;
  const remark = (code: string, message: string): readonly Finding[] => [
    { code, level: 'notice', subject: label, message },
  ];
  switch (verdict.kind) {
    case 'served': {
      const findings = servedFindings(label, verdict);
      return { status: 'proven', change: keep, proof: { ...bound, served: true }, findings };
    }
    case 'not-served': {
      const message = `the cloud binds the certificate, and it is not what is served: ${verdict.detail}; look what stands in front of the resource, and whether the cloud has finished its last change`;
      return {
        status: 'drifted',
        change: keep,
        proof: { ...bound, served: false },
        error: { code: 'VERIFY_FAILED', message },
      };
    }
    case 'unreachable': {
      if (reach === 'public') {
        const message = `the cloud binds the certificate, and no handshake reached it: ${verdict.detail}; look whether the listener is up and open to this runner`;
        return {
          status: 'drifted',
          change: keep,
          proof: bound,
          error: { code: 'VERIFY_FAILED', message },
        };
      }
      const message = `the cloud binds the certificate, but the resource is private and no handshake reached it from here (${verdict.detail}); give the target a "connect_to" address that this runner can reach to have it proven`;
      const findings = remark('not-proven', message);
      return { status: 'proven', change: keep, proof: bound, findings };
    }
  }
}

/** How a change stands, for a watcher. */
function ending(outcome: VerifyOutcome): Pick<ChangeProgress, 'state' | 'doing'> {
  switch (outcome.status) {
    case 'proven': {
      const doing = outcome.proof.served === true ? 'served' : 'bound; no handshake reached it';
      return { state: 'kept', doing };
    }
    case 'drifted':
      return { state: 'error', doing: outcome.error.message };
    case 'waiting':
      return { state: 'pending', doing: 'not deployed yet' };
    case 'refused':
    case 'unproven':
      return { state: 'held', doing: outcome.error.message };
  }
}

type ChangeProgress = Extract<Progress, { readonly kind: 'change' }>;
