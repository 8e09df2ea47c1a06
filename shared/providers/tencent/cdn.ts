import { pMapIterable } from 'p-map';

import type { Binding, Finding, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import { createCdnApi } from './cdn-api.ts';
import { createCdnDomain } from './cdn-domain.ts';
import { factsOfPem } from './certificate-facts.ts';
import type { Certificates } from './certificates.ts';
import { boundRefs, hidesClientAuthority, servedBy } from './https.ts';
import { keyAlgorithms } from './key-types.ts';
import type { Login } from './login.ts';
import { edgeHost, pasted, pastedFinding } from './places.ts';
import type { CdnDomain } from './schema.ts';

const target = 'tencent/cdn';
/** Resources whose certificates are read at the same time. */
const reading = 16;

const inMainland = ({ Area }: CdnDomain) => Area !== 'overseas';

/** A part of the world whose HTTPS differs from the rest, which a change of the whole would undo. */
function hasRegionalHttps({ SpecificConfig: specific }: CdnDomain): boolean {
  return [specific?.Mainland, specific?.Overseas].some((part) => (part?.Https ?? null) !== null);
}

/** What may stand in `Disable`, as the typings of the API explain it. */
const disabled: Readonly<Record<string, string>> = {
  overdue: 'the account is overdue',
  malicious: 'the domain is banned',
  ddos: 'the domain is under attack',
  ddos_risk: 'the domain is at risk of attack',
  idle: 'the domain has not been used for long',
  capping: 'the domain has reached its bandwidth cap',
  readonly: 'the domain is locked',
};

function blockedBy(domain: CdnDomain, isDomain: boolean): string | null {
  const { Domain, Status, Disable, Readonly: locked } = domain;
  if (!isDomain) return `its name ${Domain} is no domain name`;
  if (Status === 'offline' || Status === 'closing') {
    return 'CDN is switched off for it, and takes no certificate until it is started';
  }
  const why = disabled[Disable ?? ''];
  if (why !== undefined) return `CDN has switched it off: ${why}`;
  if (Status === 'rejected' && !inMainland(domain)) return 'CDN has rejected it in its review';
  if ((locked ?? 'normal') !== 'normal') {
    return `Tencent Cloud has locked its settings (${locked ?? ''}); ask its support`;
  }
  if (hasRegionalHttps(domain)) {
    return 'its HTTPS settings differ between mainland China and the rest of the world, which is not supported';
  }
  if (hidesClientAuthority(domain.Https)) {
    return 'it asks clients for certificates, and the API does not say of which authority: a change would lose that';
  }
  return null;
}

function findingsOf(domain: CdnDomain): Finding[] {
  const { Domain, Status, Disable, HttpsBilling } = domain;
  const findings: Finding[] = [];
  if (Disable === 'unlicensed' || (Status === 'rejected' && inMainland(domain))) {
    findings.push(
      warning('not-icp-filed', Domain, 'Tencent Cloud reports that the domain has no ICP filing'),
    );
  }
  if (HttpsBilling?.Switch === 'off') {
    findings.push(
      warning(
        'https-blocked',
        Domain,
        'the paid HTTPS service of the domain is off, so CDN turns HTTPS requests away whatever the certificate; switch it on in the console',
      ),
    );
  }
  return findings;
}

/** Content Delivery Network (and ECDN, which is the same API): each accelerated domain is a resource. */
export function createCdn(login: Login, certificates: Certificates): Product {
  const api = createCdnApi(login);
  const domain = createCdnDomain({ api, certificates, clock: login.clock });

  async function bindings({ Https: https }: CdnDomain, call: Call): Promise<Binding[]> {
    const facts = async (ref: string) =>
      ref === pasted
        ? (factsOfPem(https?.CertInfo?.Certificate) ?? null)
        : await certificates.facts(ref, call);
    return await Promise.all(
      boundRefs(servedBy(https)).map(async (ref): Promise<Binding> => ({
        slot: 'default',
        ref,
        facts: await facts(ref),
      })),
    );
  }

  async function resource(found: CdnDomain, call: Call): Promise<Resource> {
    const name = found.Domain;
    const id = `${target}:${login.name}/${name}`;
    const { domains } = domainsAmong([name]);
    const bound = await bindings(found, call);
    const cname = found.Cname ?? '';
    return {
      id,
      account: login.name,
      target,
      region: null,
      name,
      label: name,
      domains,
      slots: 'one',
      bindings: bound,
      endpoints: cname === '' ? [] : [endpointOf(edgeHost(cname), 443)],
      reach: 'public',
      blocked: blockedBy(found, domains.length > 0),
      findings: [...findingsOf(found), ...pastedFinding(bound, name)],
      lock: id,
    };
  }

  return {
    account: login.name,
    target,
    region: null,
    capabilities: {
      keyAlgorithms,
      settlesWithinMs: 300_000,
      concurrency: 64,
      undo: 'switch-back',
    },

    async *discover(call) {
      for await (const page of api.list(call)) {
        yield* pMapIterable(page, async (found) => await resource(found, call), {
          concurrency: reading,
        });
      }
    },

    refuse: () => undefined,
    ...domain,

    check: async (call) => await (await import('./check-cdn.ts')).checkCdn(login, api, call),
  };
}
