import { z } from 'zod';

import { type Envelope, HuaweiError, Malformed } from './errors.ts';
import type { Check } from './operation.ts';

type Issue = z.core.$ZodIssue;

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => Reflect.get(Object(value), name) as unknown, raw);
}

/** Members nobody documented, or of another type: a caller that does not know the API. */
function outsideApi(issue: Issue, raw: unknown): boolean {
  if (issue.code === 'invalid_value') {
    const given = typeof valueAt(raw, issue.path);
    return !issue.values.some((value) => typeof value === given);
  }
  return issue.code === 'unrecognized_keys' || issue.code === 'invalid_type';
}

function sentence(issue: Issue): string {
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}

/** Parses, or throws the service's parameter error; what is no part of the API is `Malformed`. */
export function inputChecker(envelope: Envelope, code: string, prefix: string): Check {
  return (schema, raw, where) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    const { issues } = parsed.error;
    const message = `${prefix} ${where}: ${issues.map(sentence).join('; ')}`;
    throw issues.some((issue) => outsideApi(issue, raw))
      ? new Malformed(envelope, code, message, 400)
      : new HuaweiError(envelope, code, message, 400);
  };
}

/** A query parameter that may be given once. */
export const one = <S extends z.ZodType>(item: S) =>
  z.preprocess(
    (values) => (Array.isArray(values) && values.length === 1 ? (values[0] as unknown) : values),
    item,
  );
/** A query parameter that may be repeated; any of its values fits. */
export const many = <S extends z.ZodType>(item: S) => z.array(item);

/** A query has only text. */
export const textInteger = (min: number, max: number) =>
  z.string().regex(/^\d+$/u).transform(Number).pipe(z.number().min(min).max(max));
export const textBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');

export const noBody = z.undefined('a body is not expected');
export const noQuery = z.strictObject({});
export const hex32 = z.string().regex(/^[0-9a-f]{32}$/u);
export const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
/** `0` is the default project. */
export const enterpriseProject = z.union([z.literal('0'), uuid]);
