import { z } from 'zod';

import { enterpriseProject, many, noBody, one, textBoolean, textInteger } from '../input.ts';
import { accessDenied } from '../login.ts';
import type { Project } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import { elbOperation, invalid, projectIn } from './operation.ts';

/** A query parameter that narrows a list: any of its values, and every such parameter at once. */
export interface Filter<T> {
  readonly schema: z.ZodType<string>;
  readonly of: (item: T, context: Context) => string | readonly string[] | undefined;
}

export interface ListSpec<T> {
  readonly name: string;
  readonly path: string;
  readonly action: string;
  /** Under this the reply holds the items. */
  readonly key: string;
  readonly items: (
    project: Project,
    context: Context,
    path: Readonly<Record<string, string>>,
  ) => readonly T[];
  readonly id: (item: T) => string;
  readonly enterpriseProject: (item: T) => string;
  readonly filters: Readonly<Record<string, Filter<T>>>;
  /** Parameters that change how items are shown. */
  readonly options?: Readonly<Record<string, z.ZodType>>;
  readonly shown: (item: T, context: Context, query: Readonly<Record<string, unknown>>) => object;
}

const maxPage = 2000;

interface Page<T> {
  readonly items: readonly T[];
  readonly info: object;
}

function pageOf<T>(
  all: readonly T[],
  id: (item: T) => string,
  asked: { readonly limit: number; readonly marker: string | undefined; readonly reverse: boolean },
): Page<T> {
  const { limit, marker, reverse } = asked;
  const at = marker === undefined ? undefined : all.findIndex((item) => id(item) === marker);
  if (at === -1) throw invalid(`marker ${marker} could not be found.`);
  const end = at ?? all.length;
  const start = reverse ? Math.max(0, end - limit) : at === undefined ? 0 : at + 1;
  const items = all.slice(start, reverse ? end : start + limit);
  const first = items[0];
  const last = items.at(-1);
  const more = reverse ? start > 0 : start + items.length < all.length;
  return {
    items,
    info: {
      ...(first === undefined ? {} : { previous_marker: id(first) }),
      ...(more && last !== undefined ? { next_marker: id(last) } : {}),
      current_count: items.length,
    },
  };
}

/** Which enterprise projects a list shows. Without the parameter it takes rights on all of them. */
function granted(
  { caller, world }: Context,
  asked: readonly string[] | undefined,
  action: string,
): (id: string) => boolean {
  const own = caller.enterpriseProjects;
  if (asked === undefined) {
    if (own !== undefined) throw accessDenied('elb', action, world.settings);
    return () => true;
  }
  if (asked.includes('all_granted_eps')) return (id) => own?.has(id) ?? true;
  if (asked.some((id) => own?.has(id) === false)) throw accessDenied('elb', action, world.settings);
  return (id) => asked.includes(id);
}

function fits(value: string | readonly string[] | undefined, wanted: unknown): boolean {
  return !Array.isArray(wanted) || [value ?? []].flat().some((one) => wanted.includes(one));
}

/** A list as ELB v3 pages and filters it. */
export function listOperation<T>(spec: ListSpec<T>): Operation {
  const filters = Object.entries(spec.filters);
  return elbOperation({
    name: spec.name,
    method: 'GET',
    path: spec.path,
    actions: [spec.action],
    query: z.strictObject({
      limit: one(textInteger(0, maxPage)).optional(),
      marker: one(z.string().min(1)).optional(),
      page_reverse: one(textBoolean).optional(),
      enterprise_project_id: many(
        z.union([z.literal('all_granted_eps'), enterpriseProject]),
      ).optional(),
      ...Object.fromEntries(filters.map(([name, { schema }]) => [name, many(schema).optional()])),
      ...spec.options,
    }),
    body: noBody,
    run({ path, query }, context) {
      const values: Readonly<Record<string, unknown>> = query;
      const sees = granted(context, query.enterprise_project_id, spec.action);
      const all = spec
        .items(projectIn(context), context, path)
        .filter((item) => sees(spec.enterpriseProject(item)))
        .filter((item) =>
          filters.every(([name, filter]) => fits(filter.of(item, context), values[name])),
        );
      const limit = query.limit ?? maxPage;
      const page = pageOf(all, spec.id, {
        limit: Math.min(limit, context.world.settings.pageSizes.elb ?? limit),
        marker: query.marker,
        reverse: query.page_reverse ?? false,
      });
      return {
        body: {
          request_id: context.requestId,
          [spec.key]: page.items.map((item) => spec.shown(item, context, values)),
          page_info: page.info,
        },
      };
    },
  });
}
