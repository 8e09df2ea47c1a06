import type { z } from 'zod';

import { Secret } from '../shared/core/secret.ts';

/** What of the environment settings are read from. */
export interface Environment {
  readonly variable: (name: string) => string | undefined;
  /** Reads the text file that a `…_FILE` variable names. */
  readonly readFile: (path: string) => string;
}

/** Reads variables one by one; takes down what is wrong instead of throwing, and never a value. */
export interface SettingsReader {
  readonly problems: string[];
  /** Every secret text that was read. */
  readonly secrets: Secret[];
  readonly given: (name: string) => string | undefined;
  /** Undefined where it is wrong, which is then among the problems. */
  readonly read: <T>(
    name: string,
    schema: z.ZodType<T, string>,
    otherwise: string,
  ) => T | undefined;
  /** From the variable itself, or the file that `<name>_FILE` names. With a hint it must be there. */
  readonly secret: <T>(name: string, schema: z.ZodType<T, string>, hint?: string) => T | undefined;
}

export function createSettingsReader(environment: Environment): SettingsReader {
  const problems: string[] = [];
  const secrets: Secret[] = [];

  const given = (name: string): string | undefined => {
    const value = environment.variable(name);
    return value === undefined || value.trim() === '' ? undefined : value.trim();
  };

  function check<T>(name: string, schema: z.ZodType<T, string>, text: string): T | undefined {
    const parsed = schema.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) problems.push(`${name} ${message}`);
    return undefined;
  }

  function secretText(name: string): string | undefined {
    const direct = given(name);
    const file = given(`${name}_FILE`);
    if (direct !== undefined && file !== undefined) {
      problems.push(`${name} and ${name}_FILE are both set: set one`);
      return undefined;
    }
    if (file === undefined) return direct;
    let text: string;
    try {
      text = environment.readFile(file).trim();
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read`);
      return undefined;
    }
    if (text !== '') return text;
    problems.push(`${name}_FILE names an empty file`);
    return undefined;
  }

  return {
    problems,
    secrets,
    given,
    read: (name, schema, otherwise) => check(name, schema, given(name) ?? otherwise),
    secret(name, schema, hint) {
      const before = problems.length;
      const text = secretText(name);
      if (text !== undefined) {
        secrets.push(new Secret(text));
        return check(name, schema, text);
      }
      if (hint !== undefined && problems.length === before) {
        problems.push(`${name} (or ${name}_FILE) is missing; ${hint}`);
      }
      return undefined;
    },
  };
}
