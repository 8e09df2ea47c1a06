import type { WireRequest } from '../common/server.ts';
import { Malformed, TencentError } from './errors.ts';
import {
  type Host,
  parseHost,
  type Service,
  serviceOfVersion,
  type Site,
  versions,
} from './hosts.ts';
import { modelsOf } from './models.ts';

/** What a request asks for, before anything is known about who asks. */
export interface Route {
  readonly service: Service;
  /** As the caller wrote it: it may not exist. */
  readonly action: string;
  readonly region: string;
  readonly site: Site | undefined;
  /** Service names that the credential scope may have. */
  readonly scopes: readonly string[];
  /** Parameters as the wire brought them, before any check. */
  readonly params: unknown;
  /** What is wrong with the request itself; answered before the signature is looked at. */
  readonly flaw: TencentError | undefined;
}

function parseBody(body: Buffer): { readonly params: unknown; readonly flaw?: TencentError } {
  try {
    return { params: body.length === 0 ? {} : JSON.parse(body.toString('utf8')) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { params: {}, flaw: new Malformed('InvalidParameter', 'The body is not JSON.') };
  }
}

function headerFlaw(request: WireRequest): TencentError | undefined {
  const { headers } = request;
  if (request.method !== 'POST' || request.target.split('?', 1)[0] !== '/') {
    return new Malformed('UnsupportedProtocol', 'Send POST / with a JSON body.');
  }
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim();
  if (type !== 'application/json') {
    return new Malformed('UnsupportedProtocol', `The content type ${type ?? ''} is not supported.`);
  }
  const missing = ['x-tc-action', 'x-tc-version', 'x-tc-timestamp'].find(
    (name) => !headers.has(name),
  );
  if (missing !== undefined) {
    return new Malformed('MissingParameter', `The request is missing the header ${missing}.`);
  }
  if (!/^\d{1,10}$/u.test(headers.get('x-tc-timestamp') ?? '')) {
    return new Malformed('InvalidParameter', 'X-TC-Timestamp is not a number of seconds.');
  }
  return undefined;
}

/** Regions of the finance cloud answer only at hosts of their own. */
function regionFlaw(host: Host, region: string): TencentError | undefined {
  const pinned = host.kind === 'name' ? host.region : region;
  const isFinance = region.endsWith('-fsi') || (pinned ?? '').endsWith('-fsi');
  if (!isFinance || pinned === region) return undefined;
  return new TencentError(
    'UnsupportedRegion',
    `The finance region ${region} must be called at a host of its own.`,
  );
}

/** Undefined: no host of Tencent Cloud, or no version that any service has. */
export function route(request: WireRequest): Route | undefined {
  const { headers } = request;
  const host = parseHost(headers.get('host') ?? '');
  if (host === undefined) return undefined;
  const version = headers.get('x-tc-version') ?? '';
  const service = host.kind === 'name' ? host.service : serviceOfVersion(version);
  if (service === undefined) return undefined;
  const action = headers.get('x-tc-action') ?? '';
  const region = headers.get('x-tc-region') ?? '';
  const { params, flaw } = parseBody(request.body);
  const wrongVersion =
    version === versions[service]
      ? undefined
      : new Malformed('NoSuchVersion', `${service} has no version ${version}.`);
  const unknownAction = modelsOf(service).has(`${action}Request`)
    ? undefined
    : new Malformed('InvalidAction', `The action ${action} is invalid or not found.`);
  return {
    service,
    action,
    region,
    site: host.kind === 'name' ? host.site : undefined,
    // The SDK takes the first label of whatever host it was given.
    scopes: host.kind === 'name' ? [service] : [service, host.label],
    params,
    flaw: headerFlaw(request) ?? wrongVersion ?? unknownAction ?? flaw ?? regionFlaw(host, region),
  };
}
