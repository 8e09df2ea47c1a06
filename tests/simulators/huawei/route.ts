import { type WireRequest } from '../common/server.ts';
import { type HuaweiError, Malformed } from './errors.ts';
import { placeOf } from './host.ts';
import type { Operation, Params, Service } from './operation.ts';
import { operations } from './operations.ts';
import { parseQuery } from './sdk-hmac.ts';

/** Which operation a request asks for. */
export interface Route {
  readonly operation: Operation;
  readonly params: Params;
  /** Of the host. */
  readonly region: string | undefined;
  /** What is wrong with the body itself, to be answered once the caller is known. */
  readonly flaw: HuaweiError | undefined;
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.+)\}$/u.exec(segment)?.[1];
    if (name === undefined) {
      if (value !== segment) return undefined;
    } else {
      if (value === '') return undefined;
      found[name] = value;
    }
  }
  return found;
}

function literals(template: string): number {
  return template.split('/').filter((segment) => !segment.startsWith('{')).length;
}

/** The most literal path first: `/certificates/settings/…` is no certificate's id. */
const byLiterals = [...operations].sort((a, b) => literals(b.path) - literals(a.path));

function decodePath(path: string): string | undefined {
  try {
    return path
      .split('/')
      .map((segment) => decodeURIComponent(segment))
      .join('/');
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const parameterCodes: Readonly<Record<Service, string>> = {
  cdn: 'CDN.0001',
  elb: 'ELB.8902',
  iam: '400',
  sts: 'PAP5.0001',
};

function readBody(
  { body, headers }: WireRequest,
  service: Service,
): { readonly body: unknown; readonly flaw: HuaweiError | undefined } {
  if (body.length === 0) return { body: undefined, flaw: undefined };
  const flawed = (message: string) => ({
    body: undefined,
    flaw: new Malformed(service, parameterCodes[service], message, 400),
  });
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return flawed(`The content type ${type} is not supported.`);
  try {
    return { body: JSON.parse(body.toString('utf8')), flaw: undefined };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return flawed('The request body is not JSON.');
  }
}

/** Undefined: no API under this host looks like this. */
export function route(request: WireRequest): Route | undefined {
  const place = placeOf(request.headers.get('host') ?? '');
  const [rawPath = '/', rawQuery = ''] = request.target.split('?', 2);
  const path = decodePath(rawPath);
  if (place === undefined || path === undefined) return undefined;
  for (const operation of byLiterals) {
    if (operation.method !== request.method) continue;
    if (place.service !== undefined && place.service !== operation.service) continue;
    const parameters = matchPath(operation.path, path);
    if (parameters === undefined) continue;
    const query: Record<string, string[]> = {};
    for (const [name, value] of parseQuery(rawQuery)) (query[name] ??= []).push(value);
    const { body, flaw } = readBody(request, operation.service);
    return { operation, params: { path: parameters, query, body }, region: place.region, flaw };
  }
  return undefined;
}
