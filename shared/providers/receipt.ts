import type { ZodType } from 'zod';

import { DeployError } from '../core/errors.ts';
import type { Edit, Json, Receipt } from '../core/model.ts';

export function receiptFor(edit: Edit, state: Json): Receipt {
  const { id, account, target, region } = edit.resource;
  return { change: edit.id, resource: id, target, account, region, state };
}

/** A product's own record, when it comes back: perhaps from a file, perhaps from an older version. */
export function readState<T>(schema: ZodType<T>, receipt: Receipt): T {
  const parsed = schema.safeParse(receipt.state);
  if (parsed.success) return parsed.data;
  throw new DeployError(
    'REFUSED',
    `the receipt of ${receipt.resource} is not one that this version of Certferry wrote: ${
      parsed.error.issues[0]?.path.join('.') ?? ''
    }`,
  );
}
