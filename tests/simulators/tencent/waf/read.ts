import type {
  DescribeCertificateVerifyResultRequest,
  DescribeDomainDetailsClbRequest,
  DescribeDomainDetailsSaasRequest,
  DescribeDomainsRequest,
  FiltersItemNew,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_models.js';

import { nameCovers } from '../../tls/identity.ts';
import { Malformed, TencentError } from '../errors.ts';
import type { WafDomain } from '../model.ts';
import { type Context, given, type Operation, operationsOf } from '../operation.ts';
import { localTime } from '../time.ts';
import { pageLimit } from '../world.ts';
import { detailsView, portsOf, settleWaf, stateOf, storedCertificate } from './state.ts';

const waf = operationsOf('waf');

function domainsOf({ account, region, now }: Context): readonly WafDomain[] {
  const found = [...account.waf.values()].filter(({ partition }) => partition === region);
  for (const domain of found) settleWaf(domain, now);
  return found;
}

function listed(domain: WafDomain): object {
  const { account, record, kind } = domain;
  const saas = kind === 'saas';
  return {
    Domain: domain.domain,
    DomainId: domain.id,
    InstanceId: domain.instanceId,
    InstanceName: record['InstanceName'],
    Edition: record['Edition'],
    Region: domain.partition === 'ap-guangzhou' ? 'gz' : 'hk',
    Cname: saas ? record['Cname'] : '',
    CreateTime: localTime(domain.createdAt),
    ModifyTime: localTime(domain.updatedAt),
    ClsStatus: 0,
    FlowMode: saas ? 0 : 1,
    Status: 1,
    Mode: 1,
    State: stateOf(domain),
    Engine: 1,
    Ipv6Status: 0,
    BotStatus: 0,
    ApiStatus: 0,
    Level: domain.level,
    RsList: [],
    CCList: [],
    Ports: saas ? [...portsOf(domain)] : [],
    LoadBalancerSet: saas ? [] : record['LoadBalancerSet'],
    AppId: account.appId,
    AlbType: 'clb',
    CloudType: 'public',
    Note: record['Note'],
    SrcList: saas ? record['SrcList'] : [],
    AccessStatus: 1,
    Labels: [],
    IsREIP: 0,
  };
}

function passes(domain: WafDomain, { Name, Values, ExactMatch }: FiltersItemNew): boolean {
  const held: Readonly<Record<string, unknown>> = {
    Domain: domain.domain,
    DomainId: domain.id,
    InstanceId: domain.instanceId,
    InstanceName: domain.record['InstanceName'],
    Edition: domain.record['Edition'],
  };
  if (!(Name in held)) throw new Malformed('InvalidParameterValue', `No filter is called ${Name}.`);
  const value = String(held[Name]);
  return Values.some((wanted) => (ExactMatch ? value === wanted : value.includes(wanted)));
}

/** Whether `Offset` counts domains or pages is not documented: both readings can be set. */
const describeDomains = waf({
  name: 'DescribeDomains',
  run({ Offset, Limit, Filters = [] }: DescribeDomainsRequest, context) {
    const { settings } = context.world;
    if (Offset < 0 || Limit < 1) {
      throw new Malformed('InvalidParameterValue', 'Offset and Limit count domains.');
    }
    const found = domainsOf(context).filter((domain) =>
      Filters.every((filter) => passes(domain, filter)),
    );
    const size = pageLimit(context.world, 'waf', Limit, { byDefault: 20, maximum: 100 });
    const start = settings.wafOffsets === 'pages' ? Offset * size : Offset;
    return { Total: found.length, Domains: found.slice(start, start + size).map(listed) };
  },
});

interface Named {
  readonly Domain: string;
  readonly DomainId: string;
}

/** Name, id and instance must belong together. */
export function getDomain(
  { Domain, DomainId }: Named,
  instanceId: string,
  kind: WafDomain['kind'],
  context: Context,
): WafDomain {
  const found = context.account.waf.get(DomainId);
  const fits =
    found?.domain === Domain &&
    found.instanceId === instanceId &&
    found.kind === kind &&
    found.partition === context.region;
  if (found === undefined || !fits) {
    throw new TencentError('ResourceNotFound', `The domain ${Domain} does not exist.`);
  }
  settleWaf(found, context.now);
  return found;
}

/** The reply that holds the private key of a pasted certificate in clear. */
const describeSaas = waf({
  name: 'DescribeDomainDetailsSaas',
  run(request: DescribeDomainDetailsSaasRequest, context) {
    const domain = getDomain(request, request.InstanceId, 'saas', context);
    return { DomainsPartInfo: detailsView(domain) };
  },
});

const describeClb = waf({
  name: 'DescribeDomainDetailsClb',
  run(request: DescribeDomainDetailsClbRequest, context) {
    const domain = getDomain(request, request.InstanceId, 'clb', context);
    return {
      DomainsClbPartInfo: {
        ...domain.record,
        Domain: domain.domain,
        DomainId: domain.id,
        InstanceId: domain.instanceId,
        State: stateOf(domain),
      },
    };
  },
});

const day = 86_400_000;

/** 0 fine, 310 wrong, 311 expired, 312 expiring. */
const verifyCertificate = waf({
  name: 'DescribeCertificateVerifyResult',
  run(request: DescribeCertificateVerifyResultRequest, context) {
    const { Domain, CertType = 0, GmCertType = 0 } = request;
    if (CertType === 0 && GmCertType === 0) {
      throw new Malformed('InvalidParameter', 'CertType and GmCertType are both 0.');
    }
    if (CertType !== 2) {
      throw new Malformed('UnsupportedOperation', 'The simulator verifies stored certificates.');
    }
    const id = given(request.CertID);
    const certificate =
      id === undefined ? undefined : context.world.findCertificate(context.account, id);
    if (certificate === undefined) {
      throw new TencentError('InvalidParameter.QueryCertBySSLIDFailed', '根据ID查询证书失败。');
    }
    const { facts } = certificate;
    const covers = facts.names.some((name) => nameCovers(name, Domain));
    const left = facts.notAfter - context.now;
    const expiry = left <= 0 ? 311 : left < 30 * day ? 312 : 0;
    const bound = domainsOf(context).find(({ domain }) => domain === Domain);
    return {
      Status: covers ? expiry : 310,
      Detail: covers
        ? []
        : [`x509: certificate is valid for ${facts.names.join(', ')}, not ${Domain}`],
      NotAfter: localTime(facts.notAfter),
      Changed: Number(bound === undefined || storedCertificate(bound) !== certificate),
    };
  },
});

export const readOperations: readonly Operation[] = [
  describeDomains,
  describeSaas,
  describeClb,
  verifyCertificate,
];
