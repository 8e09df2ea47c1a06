import type { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Doing } from './github-errors.ts';

/** What GitHub answered, by our own schema; throws `CLOUD_UNEXPECTED` with the fields that do not fit. */
export function parseReply<T>(schema: z.ZodType<T>, data: unknown, doing: Doing): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const flaws = result.error.issues.slice(0, 3);
  const fields = flaws.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `${doing.words}: GitHub answered otherwise (${fields})`,
  );
}
