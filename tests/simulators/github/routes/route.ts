import { notFound, Refused, type Answer } from '../answers.ts';
import type { Shape } from '../shapes.ts';
import type { Needs, Token } from '../tokens.ts';
import type { Repository, World } from '../world.ts';

/** One checked request for one repository that the token may see. */
export interface Ask {
  readonly world: World;
  readonly repository: Repository;
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly token: Token;
  /** The largest page that the simulator gives, whatever is asked for. */
  readonly pageLimit: number;
}

export interface Route {
  readonly needs: Needs;
  handle(ask: Ask): Answer;
}

export function numberParam(ask: Ask, name: string): number {
  return Number(ask.params[name]);
}

/** The record, or GitHub's 404. */
export function found<T>(record: T | undefined): T {
  if (record === undefined) throw new Refused(notFound);
  return record;
}

/** A field that the description allows to be text, a number or null. */
export function textField(ask: Ask, name: string): string | undefined {
  const value = ask.body[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export interface Slice<T> {
  readonly items: readonly T[];
  readonly page: { readonly number: number; readonly last: number; readonly size: number };
}

/** GitHub gives 30 a page unless asked, and never more than 100. */
export function slice<T>(ask: Ask, all: readonly T[]): Slice<T> {
  const wanted = Number(ask.query.get('per_page') ?? '30') || 30;
  const size = Math.min(Math.max(wanted, 1), 100, ask.pageLimit);
  const number = Math.max(Number(ask.query.get('page') ?? '1') || 1, 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  return {
    items: all.slice((number - 1) * size, number * size),
    page: { number, last, size: Math.max(wanted, 1) },
  };
}

export function listed<T>(ask: Ask, all: readonly T[], shape: (item: T) => Shape): Answer {
  const { items, page } = slice(ask, all);
  return { status: 200, body: items.map(shape), page };
}
