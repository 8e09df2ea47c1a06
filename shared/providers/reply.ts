import type { ZodType } from 'zod';

import { DeployError } from '../core/errors.ts';

/** Parses only the fields that are read. A missing one is `CLOUD_UNEXPECTED` with its path. */
export function parseReply<T>(schema: ZodType<T>, reply: unknown, action: string): T {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `the reply to ${action} is not one Certferry knows: ${path === '' ? 'its body' : path}: ${issue?.message ?? 'unreadable'}`,
  );
}
