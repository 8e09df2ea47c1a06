import type { WireRequest } from '../../common/server.ts';

interface Pattern {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: string;
  readonly body?: true;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations.html */
const patterns: readonly Pattern[] = [
  { method: 'GET', path: /^distribution$/u, operation: 'ListDistributions' },
  {
    method: 'GET',
    path: /^distributionsByConnectionMode\/(?<ConnectionMode>[^/]+)$/u,
    operation: 'ListDistributionsByConnectionMode',
  },
  { method: 'GET', path: /^distribution\/(?<Id>[^/]+)$/u, operation: 'GetDistribution' },
  {
    method: 'GET',
    path: /^distribution\/(?<Id>[^/]+)\/config$/u,
    operation: 'GetDistributionConfig',
  },
  {
    method: 'PUT',
    path: /^distribution\/(?<Id>[^/]+)\/config$/u,
    operation: 'UpdateDistribution',
    body: true,
  },
  {
    method: 'POST',
    path: /^distribution-tenants$/u,
    operation: 'ListDistributionTenants',
    body: true,
  },
  {
    method: 'POST',
    path: /^distribution-tenants-by-customization$/u,
    operation: 'ListDistributionTenantsByCustomization',
    body: true,
  },
  {
    method: 'GET',
    path: /^distribution-tenant$/u,
    operation: 'GetDistributionTenantByDomain',
  },
  {
    method: 'GET',
    path: /^distribution-tenant\/(?<Identifier>.+)$/u,
    operation: 'GetDistributionTenant',
  },
  {
    method: 'PUT',
    path: /^distribution-tenant\/(?<Id>[^/]+)$/u,
    operation: 'UpdateDistributionTenant',
    body: true,
  },
  {
    method: 'GET',
    path: /^managed-certificate\/(?<Identifier>.+)$/u,
    operation: 'GetManagedCertificateDetails',
  },
  { method: 'GET', path: /^tagging$/u, operation: 'ListTagsForResource' },
];

/** The operation of a path, and its members: from the path, the query, `If-Match`, and `Body`. */
export function matchCloudFront(request: WireRequest): {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
} {
  const [path = '', query = ''] = request.target.split('?', 2);
  const rest = path.slice('/2020-05-31/'.length);
  for (const pattern of patterns) {
    const match = pattern.path.exec(rest);
    if (match === null || pattern.method !== request.method) continue;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(match.groups ?? {})) {
      params[name] = decodeURIComponent(value);
    }
    // `x-id` is the SDK's own mark; everything else must be documented, which the operation checks.
    for (const [name, value] of new URLSearchParams(query)) {
      if (name !== 'x-id') params[name] = value;
    }
    const ifMatch = request.headers.get('if-match');
    if (ifMatch !== undefined) params['IfMatch'] = ifMatch;
    if (pattern.body === true) params['Body'] = request.body.toString('utf8');
    return { operation: pattern.operation, params };
  }
  return { operation: `${request.method} ${path}`, params: {} };
}
