import type { Service } from './hosts.ts';

type Values = readonly (string | number)[];
const onOff: Values = ['on', 'off'];
const flag: Values = [0, 1];
const sslModes: Values = ['UNIDIRECTIONAL', 'MUTUAL'];
const verifyModes: Values = ['ON', 'OPTIONAL'];

/** What a service answers to a value outside of an enumeration. */
export const refusalCodes: Readonly<Record<Service, string>> = {
  ssl: 'InvalidParameterValue',
  cdn: 'InvalidParameter.CdnParamError',
  clb: 'InvalidParameterValue',
  waf: 'InvalidParameterValue',
  sts: 'InvalidParameter.ParamError',
  region: 'InvalidParameterValue',
};

/** Values that the documentation lists for members of requests: service, structure, member. */
export const enumerations: Partial<
  Record<Service, Readonly<Record<string, Readonly<Record<string, Values>>>>>
> = {
  ssl: {
    UploadCertificateRequest: { CertificateType: ['SVR', 'CA'] },
    DescribeCertificatesRequest: {
      CertificateType: ['SVR', 'CA'],
      ExpirationSort: ['ASC', 'DESC'],
      FilterSource: ['upload', 'buy'],
      Deployable: flag,
      Upload: flag,
      Renew: flag,
      IsSM: flag,
      FilterExpiring: flag,
      Hostable: flag,
      IsPendingIssue: flag,
    },
    ModifyCertificatesExpiringNotificationSwitchRequest: { SwitchStatus: flag },
    CreateCertificateBindResourceSyncTaskRequest: { IsCache: flag },
    DeployCertificateInstanceRequest: { IsCache: flag },
  },
  cdn: {
    DomainFilter: {
      Name: [
        'origin',
        'domain',
        'resourceId',
        'status',
        'serviceType',
        'projectId',
        'domainType',
        'fullUrlCache',
        'https',
        'originPullProtocol',
        'tagKey',
      ],
    },
    Sort: { Key: ['createTime', 'certExpireTime'], Sequence: ['asc', 'desc'] },
    DescribeCertDomainsRequest: { Product: ['cdn', 'ecdn'] },
    UpdateDomainConfigRequest: { Area: ['mainland', 'overseas', 'global'] },
    Https: {
      Switch: onOff,
      Http2: onOff,
      OcspStapling: onOff,
      VerifyClient: onOff,
      Spdy: onOff,
      SslStatus: ['closed', 'deploying', 'deployed', 'failed'],
      TlsVersion: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    },
    Hsts: { Switch: onOff, IncludeSubDomains: onOff },
    HttpsBilling: { Switch: onOff },
    ForceRedirect: {
      Switch: onOff,
      RedirectType: ['http', 'https'],
      RedirectStatusCode: [301, 302, 307, 308],
      CarryHeaders: onOff,
    },
  },
  clb: {
    DescribeLoadBalancersRequest: {
      LoadBalancerType: ['OPEN', 'INTERNAL'],
      Forward: flag,
      OrderBy: ['LoadBalancerName', 'CreateTime', 'Domain', 'LoadBalancerType'],
      OrderType: flag,
      WithRs: [-1, 0, 1],
      AdditionalFields: ['TargetCount'],
    },
    DescribeListenersRequest: { Protocol: ['TCP', 'UDP', 'HTTP', 'HTTPS', 'TCP_SSL', 'QUIC'] },
    CertificateInput: { SSLMode: sslModes, SSLVerifyClient: verifyModes },
    MultiCertInfo: { SSLMode: sslModes, SSLVerifyClient: verifyModes },
    ModifyListenerRequest: {
      Scheduler: ['WRR', 'LEAST_CONN', 'IP_HASH'],
      SniSwitch: flag,
      KeepaliveEnable: flag,
      SessionType: ['NORMAL', 'QUIC_CID'],
    },
  },
  waf: {
    ModifySpartaProtectionRequest: {
      CertType: [0, 1, 2],
      IsCdn: [0, 1, 2, 3],
      UpstreamScheme: ['http', 'https'],
      HttpsRewrite: flag,
      UpstreamType: flag,
      IsHttp2: flag,
      IsWebsocket: flag,
      LoadBalance: [0, 1, 2],
      Edition: ['sparta-waf', 'clb-waf', 'cdc-clb-waf'],
      IsKeepAlive: ['0', '1'],
      ActiveCheck: flag,
      CipherTemplate: [0, 1, 2, 3],
      SniType: [0, 1, 2, 3],
      XFFReset: flag,
      ProxyBuffer: flag,
      ProbeStatus: flag,
      GmType: [0, 1, 2],
      GmCertType: [0, 1, 2],
      UpstreamPolicy: flag,
      UseCase: flag,
      Gzip: flag,
    },
    SpartaProtectionPort: { Protocol: ['http', 'https'], UpstreamProtocol: ['http', 'https'] },
    DescribeCertificateVerifyResultRequest: { CertType: [0, 1, 2], GmCertType: [0, 1, 2] },
  },
  region: { DescribeRegionsRequest: { Scene: flag } },
};
