import { z } from 'zod';

import type { ErrorFacts } from '../core/errors.ts';
import type { Change, Outcome, Proof } from '../core/model.ts';
import type { ChangeReport } from '../wire/report.ts';

/** How one change stands, in the fields of the report. */
export interface Ending {
  readonly status: ChangeReport['status'];
  readonly proof: Proof | null;
  readonly error: ErrorFacts | null;
  readonly rollbackError: ErrorFacts | null;
  readonly receipt: ChangeReport['receipt'];
}

const nothing = { proof: null, error: null, rollbackError: null, receipt: null } as const;

/** Before a deployment. */
export function pendingEnding(change: Change): Ending {
  return { ...nothing, status: change.kind === 'keep' ? 'kept' : 'pending' };
}

export function refusedEnding(error: ErrorFacts): Ending {
  return { ...nothing, status: 'held', error };
}

/** After a run. A change without an outcome may have been sent, so its result is called unknown. */
export function endingOf(outcome: Outcome | undefined, change: Change): Ending {
  if (outcome === undefined) {
    if (change.kind === 'keep') return { ...nothing, status: 'kept' };
    const message = 'the run ended without a result for this change';
    return { ...nothing, status: 'error', error: { code: 'OUTCOME_UNKNOWN', message } };
  }
  switch (outcome.status) {
    case 'kept':
      return { ...nothing, status: 'kept' };
    case 'pending':
      return pendingEnding(change);
    case 'held':
      return refusedEnding(outcome.error);
    case 'success':
      return {
        ...nothing,
        status: 'success',
        proof: outcome.proof,
        receipt: z.json().parse(outcome.receipt),
      };
    case 'error':
    case 'rolled-back':
      return {
        ...nothing,
        status: outcome.status,
        proof: outcome.proof,
        error: outcome.error,
        receipt: outcome.receipt === null ? null : z.json().parse(outcome.receipt),
      };
    case 'rollback-error':
      return {
        status: 'rollback-error',
        proof: outcome.proof,
        error: outcome.error,
        rollbackError: outcome.rollbackError,
        receipt: z.json().parse(outcome.receipt),
      };
  }
}
