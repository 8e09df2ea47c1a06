import { pMapSkip } from 'p-map';

import { parseDomain } from '../core/domain.ts';
import { DeployError } from '../core/errors.ts';
import type { Domain, Endpoint, Finding } from '../core/model.ts';

/** `host` or `host:port`: clouds give names and addresses only, what is behind a tunnel may carry a port. */
export function endpointOf(address: string, port: number): Endpoint {
  const match = /^([^:]+):(\d{1,5})$/u.exec(address);
  return match === null
    ? { host: address, port }
    : { host: match[1] ?? address, port: Number(match[2]) };
}

/** Domains among names that a cloud sent, each once, and the names that are none. */
export function domainsAmong(names: Iterable<string>): {
  readonly domains: readonly Domain[];
  readonly others: readonly string[];
} {
  const domains = new Set<Domain>();
  const others = new Set<string>();
  for (const name of names) {
    const domain = parseDomain(name);
    if (domain === undefined) others.add(name);
    else domains.add(domain);
  }
  return { domains: [...domains], others: [...others] };
}

export function notice(code: string, subject: string, message: string): Finding {
  return { code, level: 'notice', subject, message };
}

export function warning(code: string, subject: string, message: string): Finding {
  return { code, level: 'warning', subject, message };
}

/** What vanishes between listing and reading was never there. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | typeof pMapSkip> {
  try {
    return await reading;
  } catch (thrown) {
    if (DeployError.from(thrown).code === 'RESOURCE_GONE') return pMapSkip;
    throw thrown;
  }
}
