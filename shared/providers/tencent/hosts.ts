/** `china` and `international` are separate account systems with hosts of their own. */
export type Site = 'china' | 'international';

export type Service = 'ssl' | 'cdn' | 'clb' | 'waf' | 'sts' | 'region';

const base = 'tencentcloudapi.com';

/** Finance regions answer under a host of their own only. https://intl.cloud.tencent.com/document/product/214/33818 */
const pinned = /-fsi$/u;

/** The host that the signature names: its first label says which service is called. */
export function hostOf(service: Service, { site, region }: { site: Site; region: string }): string {
  const account = site === 'international' ? '.intl' : '';
  const place = service === 'clb' && pinned.test(region) ? `.${region}` : '';
  return `${service}${account}${place}.${base}`;
}

export function isServiceHost(hostname: string): boolean {
  return hostname.endsWith(`.${base}`);
}
