import { z } from 'zod';

import { suggestion } from './nearest.ts';
import { quoted } from './secrets.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
};

function found(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? 'something else';
}

const secretInFile =
  'a secret does not belong in this file: store it as an Actions secret, hand it to the step as ' +
  'an environment variable and write { env: NAME } here';

/** Whether a schema asks for `{ env: NAME }` and nothing else. */
function isSecretRef(schema: unknown): boolean {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).join() === 'env';
}

function isValue(value: unknown): boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function choices(values: readonly unknown[]): string {
  return values.map(String).join(', ');
}

/**
 * Words for what zod refuses, where the schema has none of its own. They never repeat a value of the
 * file. Unknown keys get one line each, in the order of `keys`. `commonKeys` are known at the top of
 * the schema besides its own.
 */
export function words(commonKeys: readonly string[] = []): z.core.$ZodErrorMap {
  return (issue) => {
    switch (issue.code) {
      case 'invalid_type': {
        if (isSecretRef(issue.inst) && isValue(issue.input)) return secretInFile;
        const wanted = isSecretRef(issue.inst) ? '{ env: NAME }' : kinds[issue.expected];
        return `expected ${wanted ?? 'another kind of value'}, found ${found(issue.input)}`;
      }
      case 'unrecognized_keys': {
        const own = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
        const known = (issue.path ?? []).length === 0 ? [...own, ...commonKeys] : own;
        return issue.keys
          .map((key) => `unknown key ${quoted(key)}${suggestion(key, known)}`)
          .join('\n');
      }
      case 'invalid_value': {
        const known = issue.values.filter((value) => typeof value === 'string');
        const meant = typeof issue.input === 'string' ? suggestion(issue.input, known) : '';
        return `expected ${issue.values.length > 1 ? 'one of ' : ''}${choices(issue.values)}${
          meant.startsWith('; did') ? meant : ''
        }`;
      }
      case 'too_small':
        return `expected at least ${String(issue.minimum)}`;
      case 'too_big':
        return `expected at most ${String(issue.maximum)}`;
      case 'not_multiple_of':
        return `expected a multiple of ${String(issue.divisor)}`;
      case 'invalid_format':
        return 'this text does not have the form that is expected here';
      case 'invalid_union':
        return issue.discriminator !== undefined && Array.isArray(issue.options)
          ? `expected one of ${choices(issue.options)}`
          : 'none of the forms that are allowed here fits';
      case 'invalid_key':
      case 'invalid_element':
      case 'custom':
        return 'this is not allowed here';
    }
  };
}
