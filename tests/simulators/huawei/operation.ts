import type { z } from 'zod';

import type { Envelope } from './errors.ts';
import type { Account, Caller, Project } from './model.ts';
import type { World } from './world.ts';

export type Service = 'iam' | 'sts' | 'cdn' | 'elb';

/** What the wire brought, before any check. */
export interface Params {
  readonly path: Readonly<Record<string, string>>;
  /** Every value of each name, in order. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  /** Undefined without a body. */
  readonly body: unknown;
}

/** What an operation is carried out with. */
export interface Context {
  readonly world: World;
  readonly account: Account;
  readonly caller: Caller;
  /** Of the path; ELB only. */
  readonly project: Project | undefined;
  /** Headers of the request, for the few operations that look at them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly requestId: string;
  readonly now: number;
  /** What a fault makes of a write that is accepted. */
  readonly job: 'works' | 'fails' | 'lost';
}

export interface Output {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: no body at all. */
  readonly body?: object;
}

/** How a request proves who sends it. `token`: the operation itself looks at `X-Auth-Token`. */
export type Proof = 'signature' | 'none' | 'token';

export interface Operation {
  readonly service: Service;
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments, `{name}` for a parameter. */
  readonly path: string;
  readonly writes: boolean;
  readonly proof: Proof;
  /** Actions of roles and policies that it needs, all of them. */
  readonly actions: readonly string[];
  /** Checks the parameters as the wire brought them, then does it. */
  readonly run: (raw: Params, context: Context) => Output;
  /** ELB only. Requests with the same key at the same time: the second is refused as in conflict. */
  readonly exclusive: (raw: Params) => string | undefined;
}

export interface Input<Q extends z.ZodType, B extends z.ZodType> {
  readonly path: Readonly<Record<string, string>>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
}

export interface OperationSpec<Q extends z.ZodType, B extends z.ZodType> {
  readonly name: string;
  readonly method: Operation['method'];
  readonly path: string;
  readonly writes?: boolean;
  readonly proof?: Proof;
  readonly actions?: readonly string[];
  readonly query: Q;
  readonly body: B;
  readonly exclusive?: (path: Readonly<Record<string, string>>) => string | undefined;
  readonly run: (input: Input<Q, B>, context: Context) => Output;
}

/** Turns what a schema finds wrong into the error of one service. */
export type Check = <S extends z.ZodType>(schema: S, raw: unknown, where: string) => z.output<S>;

/** Builds the operations of one service. */
export function operationsOf(service: Service, check: Check) {
  return <Q extends z.ZodType, B extends z.ZodType>(spec: OperationSpec<Q, B>): Operation => ({
    service,
    name: spec.name,
    method: spec.method,
    path: spec.path,
    writes: spec.writes ?? false,
    proof: spec.proof ?? 'signature',
    actions: spec.actions ?? [],
    run(raw, context) {
      const query = check(spec.query, raw.query, 'query');
      const body = check(spec.body, raw.body, 'body');
      return spec.run({ path: raw.path, query, body }, context);
    },
    exclusive: (raw) => spec.exclusive?.(raw.path),
  });
}

/** The form in which a service itself answers errors. */
export const envelopeOf: Readonly<Record<Service, Envelope>> = {
  iam: 'iam',
  sts: 'sts',
  cdn: 'cdn',
  elb: 'elb',
};
