import type { WireRequest } from '../common/server.ts';
import { matchCloudFront } from './cloudfront/routes.ts';
import { type AwsError, Malformed } from './errors.ts';
import { type FormValue, parseForm } from './form.ts';
import type { Service } from './operation.ts';

export type Protocol = 'json-1.1' | 'rest-json' | 'query' | 'rest-xml';

/** Which operation a request asks for. */
export interface Route {
  readonly service: Service;
  readonly protocol: Protocol;
  /** As the caller wrote it: it may not exist. */
  readonly operation: string;
  /** Parameters as the wire brought them, before any check. */
  readonly params: unknown;
  /** What is wrong with the body itself, to be answered once the caller is known. */
  readonly flaw: AwsError | undefined;
}

const queryVersions: Readonly<Record<string, Service>> = {
  '2015-12-01': 'elbv2',
  '2012-06-01': 'elb',
  '2011-06-15': 'sts',
  '2010-05-08': 'iam',
};

/** The service name of a credential scope. ELB v1 and v2 share one. */
export const signingNames: Readonly<Record<Service, string>> = {
  acm: 'acm',
  cloudfront: 'cloudfront',
  elbv2: 'elasticloadbalancing',
  elb: 'elasticloadbalancing',
  sts: 'sts',
  iam: 'iam',
  account: 'account',
};

function json(body: Buffer): { readonly params: unknown; readonly flaw: AwsError | undefined } {
  if (body.length === 0) return { params: {}, flaw: undefined };
  try {
    return { params: JSON.parse(body.toString('utf8')), flaw: undefined };
  } catch {
    return { params: {}, flaw: new Malformed('SerializationException', 'The body is not JSON.') };
  }
}

function queryRoute(request: WireRequest): Route | undefined {
  let form: Record<string, FormValue>;
  try {
    form = parseForm(request.body.toString('utf8'));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const params = {};
    return { service: 'sts', protocol: 'query', operation: '', params, flaw: error };
  }
  const { Action: operation, Version: version, ...params } = form;
  const service = typeof version === 'string' ? queryVersions[version] : undefined;
  if (typeof operation !== 'string' || service === undefined) return undefined;
  return { service, protocol: 'query', operation, params, flaw: undefined };
}

/** Undefined: no AWS API looks like this. */
export function route(request: WireRequest): Route | undefined {
  const [path = '/'] = request.target.split('?', 1);
  const target = request.headers.get('x-amz-target');
  const type = request.headers.get('content-type')?.split(';')[0]?.trim();
  if (path.startsWith('/2020-05-31/')) {
    const found = matchCloudFront(request);
    return { service: 'cloudfront', protocol: 'rest-xml', flaw: undefined, ...found };
  }
  if (request.method !== 'POST') return undefined;
  if (path === '/listRegions') {
    const content = json(request.body);
    return { service: 'account', protocol: 'rest-json', operation: 'ListRegions', ...content };
  }
  if (path !== '/') return undefined;
  if (target !== undefined) {
    const [prefix, operation = ''] = target.split('.', 2);
    if (prefix !== 'CertificateManager') return undefined;
    const content = json(request.body);
    const flaw =
      type === 'application/x-amz-json-1.1'
        ? content.flaw
        : new Malformed('SerializationException', `The content type ${type} is not known.`);
    return { service: 'acm', protocol: 'json-1.1', operation, params: content.params, flaw };
  }
  return type === 'application/x-www-form-urlencoded' ? queryRoute(request) : undefined;
}
