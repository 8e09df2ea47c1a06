import { isIPv4 } from 'node:net';

/** A name or address that never leaves this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const named = host === 'localhost' || host.endsWith('.localhost');
  return named || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * Private keys travel to these addresses: https, or plain http that stays on this machine. Nothing but
 * scheme, host and port: paths are signed, so a prefix would have to be part of every signature.
 */
export function isSafeEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, pathname, username, password, search, hash } = new URL(address);
  if (pathname !== '/' || [username, password, search, hash].some((part) => part !== '')) {
    return false;
  }
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export type Service = 'cdn' | 'elb' | 'iam' | 'sts';

/** The European site is a cloud of its own, with accounts, hosts and a top-level domain of its own. */
const isEuropean = (region: string) => /^eu-west-1\d\d$/u.test(region);

/**
 * Where a service is called. CDN and IAM are global; `region` then only says which site is meant.
 * https://console.huaweicloud.com/apiexplorer/#/endpoint
 */
export function originOf(service: Service, region: string): string {
  const european = isEuropean(region);
  const regional = service === 'elb' || service === 'sts' || (service === 'iam' && european);
  const cloud = european ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
  return regional ? `https://${service}.${region}.${cloud}` : `https://${service}.${cloud}`;
}
