import { pMapIterable } from 'p-map';

import type { ErrorFacts } from '../../core/errors.ts';
import type { Binding, Edit, Finding, KeyAlgorithm, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import { createCdnApi } from './cdn-api.ts';
import { createCdnChange } from './cdn-change.ts';
import { boundIn, cdnBinding, unchangeable } from './cdn-config.ts';
import { createCdnStatus } from './cdn-status.ts';
import type { Login } from './login.ts';
import type { CdnCertificate, CdnDomain } from './schema.ts';

const target = 'huawei/cdn';
const keyAlgorithms: readonly KeyAlgorithm[] = [
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
];
const dayMs = 86_400_000;

/** Why nothing can be deployed to this domain, whatever the certificate. */
function blockedBy(domain: CdnDomain): string | null {
  const { domain_status: status, locked, disabled, locked_reason, banned_reason } = domain;
  const because = (reason: string | null | undefined) =>
    reason === undefined || reason === null || reason === '' ? '' : `: ${reason}`;
  if (disabled === 1) return `Huawei Cloud has banned the domain${because(banned_reason)}`;
  if (locked === 1) return `Huawei Cloud has locked the domain${because(locked_reason)}`;
  if (status === 'online' || status === 'configuring') return null;
  return `the domain is "${status}", in which state it takes no certificate`;
}

/** The list has no field for it: only the reason of a ban or a lock tells, in words. */
function findingsOf({ domain_name: name, banned_reason, locked_reason }: CdnDomain): Finding[] {
  const reason = [banned_reason, locked_reason].find((text) => /\bICP\b|备案/u.test(text ?? ''));
  if (reason === undefined || reason === null) return [];
  return [warning('not-icp-filed', name, `Huawei Cloud says of the domain: ${reason}`)];
}

/** Domain names of CDN; each is a resource with one certificate. */
export function createCdn(login: Login): Product {
  const api = createCdnApi(login);
  const status = createCdnStatus(api, login.clock);

  async function bound(
    domain: CdnDomain,
    certificate: CdnCertificate | undefined,
    call: Call,
  ): Promise<{ readonly binding: Binding | null; readonly blocked: string | null }> {
    if (domain.https_status === 0) return { binding: null, blocked: null };
    const listed = cdnBinding(certificate?.certificate, certificate?.cert_name);
    if (listed.facts !== null && listed.facts.keyAlgorithm !== 'other') {
      return { binding: listed, blocked: null };
    }
    // An SM2 certificate, or none in the list: the configuration of the domain says more.
    const configs = await api.config(domain.domain_name, call);
    return { binding: boundIn(configs), blocked: unchangeable(configs) };
  }

  async function resource(
    domain: CdnDomain,
    certificate: CdnCertificate | undefined,
    call: Call,
  ): Promise<Resource> {
    const { domain_name: name, cname } = domain;
    const { binding, blocked } = await bound(domain, certificate, call);
    const { domains } = domainsAmong([name]);
    return {
      id: `${target}:${login.name}/${name}`,
      account: login.name,
      target,
      region: null,
      name,
      label: name,
      domains,
      slots: 'one',
      bindings: binding === null ? [] : [binding],
      // Reaches CDN also before the domain's own DNS points there.
      endpoints:
        cname === undefined || cname === null || cname === '' ? [] : [endpointOf(cname, 443)],
      reach: 'public',
      blocked:
        domains.length === 0 ? 'its name is not a domain name' : (blockedBy(domain) ?? blocked),
      findings: findingsOf(domain),
      lock: `${target}:${login.name}/${name}`,
    };
  }

  /** Every domain, and the certificate of each that serves HTTPS. Both lists are read at once. */
  async function readAll(call: Call) {
    const domains = new Map<string, CdnDomain>();
    const certificates = new Map<string, CdnCertificate>();
    const stop = new AbortController();
    const both: Call = { ...call, signal: AbortSignal.any([call.signal, stop.signal]) };
    const readDomains = async () => {
      for await (const page of api.domains(both)) {
        for (const domain of page) domains.set(domain.domain_name, domain);
      }
    };
    const readCertificates = async () => {
      for await (const page of api.certificates(both)) {
        for (const one of page) certificates.set(one.domain_name, one);
      }
    };
    try {
      await Promise.all([readDomains(), readCertificates()]);
    } finally {
      stop.abort();
    }
    return { domains: [...domains.values()], certificates };
  }

  return {
    account: login.name,
    target,
    region: null,
    capabilities: {
      keyAlgorithms,
      settlesWithinMs: 600_000,
      // A change takes minutes, in which next to nothing is asked of the API.
      concurrency: 50,
      undo: 'none',
    },

    async *discover(call) {
      const { domains, certificates } = await readAll(call);
      yield* pMapIterable(
        domains,
        async (domain) => await resource(domain, certificates.get(domain.domain_name), call),
        { concurrency: 16 },
      );
    },

    refuse({ certificate }: Edit): ErrorFacts | undefined {
      const left = certificate.notAfter.getTime() - login.clock.now().getTime();
      if (left >= dayMs) return undefined;
      return {
        code: 'CERTIFICATE_REJECTED',
        message: `certificate "${certificate.name}" ends on ${certificate.notAfter.toISOString()}; Huawei Cloud CDN takes none that ends within 24 hours`,
      };
    },

    ...createCdnChange(login, api, status),

    check: async (call) => await (await import('./check-cdn.ts')).checkCdn(login, api, call),
  };
}
