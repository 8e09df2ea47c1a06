import type { z } from 'zod';

import type { Caller, Account, Region } from './model.ts';
import type { Pager } from './paging.ts';
import type { World } from './world.ts';

export type Service = 'acm' | 'cloudfront' | 'elbv2' | 'elb' | 'sts' | 'iam' | 'account';

/** What an operation is carried out with. */
export interface Context {
  readonly world: World;
  readonly pager: Pager;
  readonly account: Account;
  readonly region: Region;
  readonly caller: Caller;
  readonly now: number;
  /** The reply says that it was done, and it was not. */
  readonly lost: boolean;
  /** Throws the service's AccessDenied when the caller lacks the action. */
  readonly authorise: (action: string, resource: string) => void;
}

/** Members for JSON and query services; CloudFront says status, ETag and body itself. */
export interface Output {
  readonly members?: object;
  readonly xml?: string;
  readonly status?: number;
  readonly etag?: string;
}

export interface Operation {
  readonly service: Service;
  readonly name: string;
  readonly writes: boolean;
  /** Prefix and name as IAM policies write it; undefined: needs no permission. */
  readonly action: string | undefined;
  /** Checks the parameters as the wire brought them, asks for permission, does it. */
  readonly run: (raw: unknown, context: Context) => Output;
  /** Requests with the same key at the same time: the second is refused with `ConflictException`. */
  readonly exclusive: (raw: unknown) => string | undefined;
}

export interface OperationSpec<S extends z.ZodType> {
  readonly name: string;
  readonly writes?: boolean;
  readonly input: S;
  readonly needsPermission?: false;
  /** The ARN that a denial names. */
  readonly resource?: (input: z.output<S>, context: Context) => string;
  readonly exclusive?: (input: z.output<S>) => string | undefined;
  readonly run: (input: z.output<S>, context: Context) => Output;
}

const prefixes: Readonly<Record<Service, string>> = {
  acm: 'acm',
  cloudfront: 'cloudfront',
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  sts: 'sts',
  iam: 'iam',
  account: 'account',
};

/** Builds the operations of one service; `check` turns a schema's issues into that service's error. */
export function operationsOf(
  service: Service,
  check: <S extends z.ZodType>(schema: S, raw: unknown) => z.output<S>,
): <S extends z.ZodType>(spec: OperationSpec<S>) => Operation {
  return (spec) => {
    const action = spec.needsPermission === false ? undefined : `${prefixes[service]}:${spec.name}`;
    return {
      service,
      name: spec.name,
      writes: spec.writes ?? false,
      action,
      run(raw, context) {
        const input = check(spec.input, raw);
        if (action !== undefined) {
          context.authorise(action, spec.resource?.(input, context) ?? '*');
        }
        return spec.run(input, context);
      },
      exclusive(raw) {
        const parsed = spec.input.safeParse(raw);
        return parsed.success ? spec.exclusive?.(parsed.data) : undefined;
      },
    };
  };
}
