import { pasted } from './places.ts';
import type { WafRecord } from './schema.ts';
import { digestsOf, isRecord, omit, pick } from './settings.ts';
import type { Digests, Fields } from './settings.ts';

/** Where the certificate of a domain comes from, as `CertType` says it. */
const withoutCertificate = 0;
const fromText = 1;
const fromStore = 2;

/** The last push of the configuration is under way, or went wrong. */
export const pushing = -1;
export const pushFailed = -2;

/** The certificate that a domain serves; undefined: none. */
export function boundTo({ CertType, SSLId }: WafRecord): string | undefined {
  if (CertType === fromText) return pasted;
  const id = SSLId ?? '';
  return CertType === fromStore && id !== '' ? id : undefined;
}

export const httpsPorts = ({ Ports }: WafRecord): readonly number[] =>
  Ports.filter(({ Protocol }) => Protocol === 'https').map(({ Port }) => Number(Port));

/** An SM2 certificate that was set as text: its key is not given back, so it cannot be sent again. */
export const hasPastedSm2 = ({ GmType, GmCertType }: WafRecord): boolean =>
  (GmType ?? 0) !== 0 && GmCertType === fromText;

/** What the write takes under the name that the reading gives it. */
const same = [
  'Domain',
  'DomainId',
  'ActiveCheck',
  'CipherTemplate',
  'Ciphers',
  'Edition',
  'Gzip',
  'HttpsRewrite',
  'HttpsUpstreamPort',
  'IpHeaders',
  'IsCdn',
  'IsHttp2',
  'IsWebsocket',
  'LoadBalance',
  'Note',
  'ProbeStatus',
  'ProxyBuffer',
  'ProxyConnectTimeout',
  'ProxyReadTimeout',
  'ProxySendTimeout',
  'SniHost',
  'SniType',
  'SrcList',
  'TLSVersion',
  'UpstreamDomain',
  'UpstreamHost',
  'UpstreamPolicy',
  'UpstreamScheme',
  'UpstreamType',
  'UseCase',
  'XFFReset',
];
const sm2 = ['GmType', 'GmCertType', 'GmSSLId'];
const port = ['NginxServerId', 'Port', 'Protocol', 'UpstreamPort', 'UpstreamProtocol'];
const rule = ['KeyName', 'Symbol', 'ContentList', 'AddressList', 'BalanceType'];

/**
 * The whole record with another certificate, or none: nobody says what becomes of a field that is
 * left out. Reading and writing differ in the spelling and in the types of some.
 * https://www.tencentcloud.com/zh/document/api/627/64558
 */
export function withCertificate(record: WafRecord, id: string | undefined): Fields {
  const fields: Fields = record;
  const { IsKeepAlive: keepAlive, Weights: weights, UpstreamRules: rules } = fields;
  return {
    ...pick(record, same),
    InstanceID: record.InstanceId,
    Ports: record.Ports.map((one) => pick(one, port)),
    ...(typeof keepAlive === 'number' && { IsKeepAlive: String(keepAlive) }),
    ...(typeof keepAlive === 'string' && { IsKeepAlive: keepAlive }),
    ...(Array.isArray(weights) && { Weights: weights.map(Number) }),
    ...(Array.isArray(rules) && {
      UpstreamRules: rules.filter(isRecord).map((one) => pick(one, rule)),
    }),
    ...((record.GmType ?? 0) !== 0 && pick(record, sm2)),
    ...(id === undefined ? { CertType: withoutCertificate } : { CertType: fromStore, SSLId: id }),
  };
}

/** What may not change when a certificate does. */
export function settingsOf(record: WafRecord): Digests {
  return digestsOf(omit(record, ['Cert', 'CertType', 'ModifyTime', 'SSLId', 'State']));
}

/** What WAF fills in where a record has never said anything else. */
export const wafDefaults: Readonly<Record<string, unknown>> = {
  Gzip: 1,
  ProbeStatus: 1,
  ProxyConnectTimeout: 10,
  ProxyReadTimeout: 300,
  ProxySendTimeout: 300,
};
