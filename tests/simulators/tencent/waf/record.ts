/**
 * Members of ModifySpartaProtection that a read shows as well, with what they become when they are
 * left out. https://www.tencentcloud.com/zh/document/api/627/64558
 */
export const defaults: Readonly<Record<string, unknown>> = {
  IsCdn: 0,
  UpstreamScheme: 'http',
  HttpsUpstreamPort: '80',
  HttpsRewrite: 0,
  UpstreamType: 0,
  UpstreamDomain: '',
  SrcList: [],
  IsHttp2: 0,
  IsWebsocket: 0,
  LoadBalance: 0,
  IsKeepAlive: 1,
  Weights: [],
  ActiveCheck: 0,
  TLSVersion: 3,
  Ciphers: [],
  CipherTemplate: 1,
  ProxyConnectTimeout: 10,
  ProxyReadTimeout: 300,
  ProxySendTimeout: 300,
  SniType: 1,
  SniHost: '',
  IpHeaders: [],
  XFFReset: 0,
  Note: '',
  UpstreamHost: '',
  ProxyBuffer: 0,
  ProbeStatus: 1,
  GmType: 0,
  GmCertType: 0,
  GmCert: '',
  GmPrivateKey: '',
  GmEncCert: '',
  GmEncPrivateKey: '',
  GmSSLId: '',
  UpstreamPolicy: 0,
  UpstreamRules: [],
  UseCase: 0,
  Gzip: 1,
};

/** A read shows some members in another type than a write takes them. */
export function asRead(name: string, written: unknown): unknown {
  if (name === 'IsKeepAlive') return Number(written);
  if (name === 'Weights' && Array.isArray(written)) return written.map(String);
  return written;
}
