import { checkRequest } from './check.ts';
import type { Service } from './hosts.ts';
import type { Account, Caller } from './model.ts';
import type { World } from './world.ts';

/** What a planted fault makes of an accepted change. */
export type Mishap =
  | { readonly kind: 'lost' }
  | { readonly kind: 'fails'; readonly message: string; readonly applied: boolean }
  | { readonly kind: 'hangs' };

/** What an operation is carried out with. */
export interface Context {
  readonly world: World;
  readonly account: Account;
  readonly caller: Caller;
  /** `X-TC-Region`; empty when there was none. */
  readonly region: string;
  readonly now: number;
  /** Of this request: CLB uses it as the id of its task. */
  readonly requestId: string;
  readonly mishap: Mishap | undefined;
}

export interface Operation {
  readonly service: Service;
  readonly name: string;
  readonly writes: boolean;
  /** As CAM policies write it; undefined: needs no permission. */
  readonly action: string | undefined;
  /** False: answered without `X-TC-Region` as well. */
  readonly needsRegion: boolean;
  /** The six-part resource name that a denial names. */
  readonly resource: (params: unknown, context: Pick<Context, 'account' | 'region'>) => string;
  /** Checks the parameters against the typings, then does it. */
  readonly run: (params: unknown, context: Context) => object;
}

export interface OperationSpec<Request> {
  readonly name: string;
  readonly writes?: boolean;
  readonly needsPermission?: false;
  readonly needsRegion?: boolean;
  readonly resource?: (
    params: Readonly<Record<string, unknown>>,
    context: Pick<Context, 'account' | 'region'>,
  ) => string;
  readonly run: (request: Request, context: Context) => object;
}

/** Builds the operations of one service. `Request` is the SDK's own type of that request. */
export function operationsOf(
  service: Service,
): <Request>(spec: OperationSpec<Request>) => Operation {
  return (spec) => ({
    service,
    name: spec.name,
    writes: spec.writes ?? false,
    action: spec.needsPermission === false ? undefined : `${service}:${spec.name}`,
    needsRegion: spec.needsRegion ?? (service === 'clb' || service === 'waf'),
    resource: (params, context) => spec.resource?.(Object(params), context) ?? '*',
    run(params, context) {
      checkRequest(service, spec.name, params);
      // checkRequest has just held it against the typings that this type comes from.
      return spec.run(params as Parameters<typeof spec.run>[0], context);
    },
  });
}

/** Undefined, empty and null all say that a text was not given. */
export function given(text: string | null | undefined): string | undefined {
  return text === undefined || text === null || text === '' ? undefined : text;
}
