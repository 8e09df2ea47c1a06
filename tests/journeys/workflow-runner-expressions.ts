import type { data as values } from '@actions/expressions';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';

import { data, Evaluator, Lexer, Parser, truthy } from './workflow-runner-library.ts';

/** How what went before has ended: what `success()` and its like answer by. */
export interface Status {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

/** What expressions at one place may use; any other context or function is an error. */
export interface Scope {
  /** Plain JSON by the name of the context. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Given where status functions may be used: in conditions. */
  readonly status?: Status;
}

const names = ['success', 'failure', 'cancelled', 'always'] as const;

function answers({ failed, cancelled }: Status): Record<(typeof names)[number], boolean> {
  return {
    success: !failed && !cancelled,
    failure: failed && !cancelled,
    cancelled,
    always: true,
  };
}

function dictionary(contexts: Scope['contexts']): values.Dictionary {
  return new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({
      key,
      value: JSON.parse(JSON.stringify(value), data.reviver) as values.ExpressionData,
    })),
  );
}

/** Throws on whatever GitHub would call a mistake of the workflow, and on contexts not in scope. */
export function evaluate(expression: string, { contexts, status }: Scope): values.ExpressionData {
  const functions = status === undefined ? [] : names;
  const infos = functions.map((name) => ({ name, minArgs: 0, maxArgs: 0 }));
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), infos).parse();
  const given = answers(status ?? { failed: false, cancelled: false });
  const definitions = infos.map(
    (info) => [info.name, { ...info, call: () => new data.BooleanData(given[info.name]) }] as const,
  );
  return new Evaluator(tree, dictionary(contexts), new Map(definitions)).evaluate();
}

export function holds(expression: string, scope: Scope): boolean {
  return truthy(evaluate(expression, scope));
}

interface Expression extends TemplateToken {
  readonly expression: string;
}
const isExpression = (token: TemplateToken): token is Expression =>
  token.isExpression && 'expression' in token;

/** The text of a scalar, its expressions filled in as GitHub does. */
export function textOf(token: TemplateToken, scope: Scope): string {
  if (isExpression(token)) return evaluate(token.expression, scope).coerceString();
  return token.assertScalar('a value').toString();
}

/** A mapping of scalars, such as `with` or `env`; undefined: there is none. */
export function textsOf(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { key, value } of token?.assertMapping('a mapping') ?? []) {
    texts[key.toString()] = textOf(value, scope);
  }
  return texts;
}
