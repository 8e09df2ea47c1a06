import type {
  DescribeCertDomainsRequest,
  DescribeDomainsConfigRequest,
  DescribeDomainsRequest,
  DomainFilter,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_models.js';

import { nameCovers } from '../../tls/identity.ts';
import { Malformed, TencentError } from '../errors.ts';
import type { Account, CdnDomain } from '../model.ts';
import { type Context, given, type Operation, operationsOf } from '../operation.ts';
import { pageLimit } from '../world.ts';
import { leafFacts, readChain } from '../x509.ts';
import { briefView, currentState, detailView, servesHttps, settleCdn } from './state.ts';

const cdn = operationsOf('cdn');

const paramError = (message: string) => new Malformed('InvalidParameter.CdnParamError', message);

/** What the account as a whole may not do. */
export function checkAccount({ flags }: Account): void {
  if (!flags.cdnActivated) {
    throw new TencentError(
      'ResourceNotFound.CdnUserNotExists',
      '未查询到该账号，请先开通内容分发网络服务。',
    );
  }
  if (flags.cdnSuspended) {
    throw new TencentError('UnauthorizedOperation.CdnUserIsSuspended', '账号已被停服。');
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function httpsState(domain: CdnDomain): string {
  if (domain.sslStatus === 'deploying') return 'processing';
  return servesHttps(domain) ? 'on' : 'off';
}

function valuesOf(domain: CdnDomain, name: string): readonly string[] {
  const { config } = domain;
  switch (name) {
    case 'domain':
      return [domain.domain];
    case 'origin':
      return [member(config['Origin'], 'Origins')].flat().map(String);
    case 'resourceId':
      return [domain.id];
    case 'status':
      return [String(currentState(domain)['Status'])];
    case 'serviceType':
      return [String(config['ServiceType'])];
    case 'projectId':
      return [String(config['ProjectId'])];
    case 'domainType':
      return [member(config['Origin'], 'OriginType') === 'cos' ? 'cos' : 'cname'];
    case 'https':
      return [httpsState(domain)];
    case 'originPullProtocol':
      return [String(member(config['Origin'], 'OriginPullProtocol'))];
    default:
      throw new Malformed('UnsupportedOperation', `The simulator does not filter by ${name}.`);
  }
}

function checkFilter({ Name, Value, Fuzzy }: DomainFilter): void {
  if (Fuzzy === true && !['origin', 'domain'].includes(Name)) {
    throw paramError(`The filter ${Name} cannot be fuzzy.`);
  }
  if (Value.length === 0 || Value.length > (Fuzzy === true ? 1 : 5)) {
    throw paramError(`The filter ${Name} has too many values.`);
  }
}

function passes(domain: CdnDomain, { Name, Value, Fuzzy }: DomainFilter): boolean {
  return valuesOf(domain, Name).some((held) =>
    Value.some((wanted) => (Fuzzy === true ? held.includes(wanted) : held === wanted)),
  );
}

interface Asked {
  readonly Offset?: number;
  readonly Limit?: number;
  readonly Filters?: readonly DomainFilter[];
}

function select(request: Asked, maximum: number, { world, account, now }: Context) {
  checkAccount(account);
  const { Offset = 0, Limit, Filters = [] } = request;
  if (Offset < 0 || (Limit ?? 1) < 1) throw paramError('Offset and Limit count domains.');
  if ((Limit ?? 1) > maximum && world.settings.overLimit === 'refused') {
    throw new TencentError('InvalidParameter.CdnParamError', `Limit is at most ${maximum}.`);
  }
  Filters.forEach(checkFilter);
  const all = [...account.cdn.values()].toReversed();
  for (const domain of all) settleCdn(domain, now);
  const found = all.filter((domain) => Filters.every((filter) => passes(domain, filter)));
  const size = pageLimit(world, 'cdn', Limit, { byDefault: 100, maximum });
  return { found, offset: Offset, size };
}

/** https://www.tencentcloud.com/document/product/228/34020 */
const describeDomains = cdn({
  name: 'DescribeDomains',
  run(request: DescribeDomainsRequest, context) {
    const { found, offset, size } = select(request, 1000, context);
    return {
      TotalNumber: found.length,
      Domains: found.slice(offset, offset + size).map((domain) => briefView(context.world, domain)),
    };
  },
});

const describeDomainsConfig = cdn({
  name: 'DescribeDomainsConfig',
  run(request: DescribeDomainsConfigRequest, context) {
    const { found, offset, size } = select(request, 100, context);
    const { Key, Sequence } = request.Sort ?? {};
    if (Key === 'certExpireTime') {
      const expiry = ({ binding }: CdnDomain) => binding?.facts.notAfter ?? 0;
      found.sort((a, b) => expiry(b) - expiry(a));
    }
    if (Sequence === 'asc') found.reverse();
    return {
      TotalNumber: found.length,
      Domains: found
        .slice(offset, offset + size)
        .map((domain) => detailView(context.world, domain)),
    };
  },
});

function namesOf(request: DescribeCertDomainsRequest, { world, account }: Context) {
  const id = given(request.CertId);
  if (id !== undefined) {
    const certificate = world.findCertificate(account, id);
    if (certificate === undefined) {
      throw new TencentError('FailedOperation.SslCertNotFound', `证书 ${id} 不存在。`);
    }
    return certificate.facts.names;
  }
  const encoded = given(request.Cert);
  if (encoded === undefined) throw paramError('Either Cert or CertId is needed.');
  const leaf = readChain(Buffer.from(encoded, 'base64').toString('utf8'))?.[0];
  const names = leaf === undefined ? undefined : leafFacts(leaf)?.names;
  if (names === undefined) {
    throw new TencentError('InvalidParameter.SslCertParseError', '证书解析失败。');
  }
  return names;
}

/** The server's own matching. */
const describeCertDomains = cdn({
  name: 'DescribeCertDomains',
  run(request: DescribeCertDomainsRequest, context) {
    checkAccount(context.account);
    const names = namesOf(request, context);
    const covered = [...context.account.cdn.values()].filter(
      ({ domain, product }) =>
        product === (request.Product ?? 'cdn') && names.some((name) => nameCovers(name, domain)),
    );
    return {
      Domains: covered.map(({ domain }) => domain),
      CertifiedDomains: covered.filter(servesHttps).map(({ domain }) => domain),
    };
  },
});

export const readOperations: readonly Operation[] = [
  describeDomains,
  describeDomainsConfig,
  describeCertDomains,
];
