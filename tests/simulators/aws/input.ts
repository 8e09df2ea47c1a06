import { z } from 'zod';

import { Malformed, AwsError } from './errors.ts';

type Issue = z.core.$ZodIssue;

function place(issue: Issue): string {
  return issue.path.length === 0 ? 'request' : issue.path.map(String).join('.');
}

/** The constraint in the words that AWS's generated validators use. */
function constraint(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return `Member must have ${issue.origin === 'number' ? 'value' : 'length'} less than or equal to ${issue.maximum}`;
    case 'too_small':
      return `Member must have ${issue.origin === 'number' ? 'value' : 'length'} greater than or equal to ${issue.minimum}`;
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${issue.pattern ?? issue.format}`;
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'unrecognized_keys':
      return `unknown members: ${issue.keys.join(', ')}`;
    case 'invalid_type':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

/** Members nobody documented, or of another type: a caller that does not know the API. */
function outsideApi(issue: Issue): boolean {
  return issue.code === 'unrecognized_keys' || issue.code === 'invalid_type';
}

/**
 * Parses parameters, or throws the service's validation error in the form
 * "1 validation error detected: Value at 'x' failed to satisfy constraint: …".
 */
export function inputChecker(
  code: string,
): <S extends z.ZodType>(schema: S, raw: unknown) => z.output<S> {
  return (schema, raw) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    const { issues } = parsed.error;
    const listed = issues.map(
      (issue) => `Value at '${place(issue)}' failed to satisfy constraint: ${constraint(issue)}`,
    );
    const message = `${issues.length} validation error${issues.length > 1 ? 's' : ''} detected: ${listed.join('; ')}`;
    throw issues.some(outsideApi) ? new Malformed(code, message) : new AwsError(code, message);
  };
}

/** Query protocol and XML know only text. */
export const textInteger = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d+$/u)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
export const textBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');
export const textList = <S extends z.ZodType>(item: S) =>
  z.union([z.array(item), z.literal('').transform(() => [])]);

export const tag = z.strictObject({
  Key: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u),
  Value: z
    .string()
    .max(256)
    .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
    .optional(),
});
