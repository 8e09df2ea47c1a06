import type { Service } from './operation.ts';

/** What a request's `Host` says about where it goes. */
export interface Place {
  /** Undefined on loopback: every service answers, told apart by the path. */
  readonly service: Service | undefined;
  /** Undefined for a global endpoint. */
  readonly region: string | undefined;
}

const names =
  /^(?<service>cdn|iam|sts|elb)(?:\.(?<region>[a-z]{2}-[a-z]+-\d+))?\.myhuaweicloud\.(?:com|eu)$/u;
const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])$/u;

/**
 * Endpoints under their real names, and one on loopback for all of them. Undefined: no such host.
 * https://developer.huaweicloud.com/endpoint
 */
export function placeOf(host: string): Place | undefined {
  const name = host.toLowerCase().replace(/:\d+$/u, '');
  if (loopback.test(name)) return { service: undefined, region: undefined };
  const { service, region } = names.exec(name)?.groups ?? {};
  const global = region === undefined;
  if (service === 'iam') return { service, region };
  if (service === 'cdn') return global ? { service, region } : undefined;
  if (service === 'sts' || service === 'elb') return global ? undefined : { service, region };
  return undefined;
}
