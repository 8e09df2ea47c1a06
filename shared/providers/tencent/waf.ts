import { pMapIterable } from 'p-map';

import type { Binding, Finding, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, unlessGone, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import { factsOfPem } from './certificate-facts.ts';
import type { Certificates } from './certificates.ts';
import { keyAlgorithms } from './key-types.ts';
import type { Login } from './login.ts';
import { edgeHost, pasted, pastedFinding } from './places.ts';
import type { WafDomain, WafRecord } from './schema.ts';
import { createWafApi } from './waf-api.ts';
import { createWafChange } from './waf-change.ts';
import { boundTo, hasPastedSm2, httpsPorts, pushFailed } from './waf-record.ts';

const target = 'tencent/waf';
/** Resources that are read at the same time. */
const reading = 16;

/**
 * WAF answers in two regions: one for instances in mainland China, one for all others, whatever
 * region an instance is in. https://www.tencentcloud.com/zh/document/api/627/64558
 */
export const wafRegions = ['ap-guangzhou', 'ap-seoul'] as const;

const saas = 'sparta-waf';

/** What may stand in `State`, as the typings of the API explain it. */
function findingsOf({ Domain, State }: WafRecord): Finding[] {
  switch (State) {
    case pushFailed:
      return [warning('push-failed', Domain, 'WAF could not push its last change of the domain')];
    case 310:
      return [warning('certificate-abnormal', Domain, 'WAF calls the certificate abnormal')];
    case 316:
      return [
        warning('not-icp-filed', Domain, 'Tencent Cloud reports that the domain has no ICP filing'),
      ];
    case null:
    case undefined:
    default:
      return [];
  }
}

function blockedBy(record: WafRecord, isDomain: boolean): string | null {
  if (!isDomain) return `its name ${record.Domain} is no domain name`;
  if (httpsPorts(record).length === 0) {
    return 'no HTTPS port is set up for it in WAF; add one in the console first';
  }
  if (hasPastedSm2(record)) {
    return 'its SM2 certificate was set as text, whose private key is not given back: a change would lose it';
  }
  return null;
}

/** Domains of one of the two regions of WAF: those of the SaaS kind can be given certificates. */
export function createWaf(
  login: Login,
  { region, certificates }: { readonly region: string; readonly certificates: Certificates },
): Product {
  const api = createWafApi(login, region);

  async function bindings(record: WafRecord, call: Call): Promise<Binding[]> {
    const ref = boundTo(record);
    if (ref === undefined) return [];
    const facts =
      ref === pasted ? (factsOfPem(record.Cert) ?? null) : await certificates.facts(ref, call);
    return [{ slot: 'default', ref, facts }];
  }

  function common({ Domain, DomainId, InstanceId }: WafDomain) {
    const id = `${target}:${login.name}/${region}/${InstanceId}/${DomainId}`;
    const { domains } = domainsAmong([Domain]);
    return {
      id,
      account: login.name,
      target,
      region,
      name: Domain,
      label: Domain,
      domains,
      slots: 'one',
      reach: 'public',
      lock: id,
    } as const;
  }

  async function resource(found: WafDomain, call: Call): Promise<Resource> {
    const record = await api.record(found, call);
    const bound = await bindings(record, call);
    const cname = record.Cname ?? '';
    const shared = common(found);
    return {
      ...shared,
      bindings: bound,
      endpoints:
        cname === '' ? [] : httpsPorts(record).map((port) => endpointOf(edgeHost(cname), port)),
      blocked: blockedBy(record, shared.domains.length > 0),
      findings: [...findingsOf(record), ...pastedFinding(bound, found.Domain)],
    };
  }

  /** Protection of another kind has no certificate of its own: the load balancer ends TLS. */
  function elsewhere(found: WafDomain): Resource {
    const listeners = (found.LoadBalancerSet ?? []).map(
      ({ LoadBalancerId, ListenerId }) => `${LoadBalancerId ?? '?'}/${ListenerId ?? '?'}`,
    );
    const where = listeners.length === 0 ? '' : ` (${listeners.join(', ')})`;
    return {
      ...common(found),
      bindings: [],
      endpoints: [],
      blocked: `it is protected at its load balancer${where}: deploy its certificate there, with tencent/clb`,
      findings: [],
    };
  }

  return {
    account: login.name,
    target,
    region,
    capabilities: {
      keyAlgorithms,
      settlesWithinMs: 120_000,
      concurrency: 8,
      undo: 'switch-back',
    },

    async *discover(call) {
      for await (const page of api.list(call)) {
        yield* pMapIterable(
          page,
          async (found) =>
            found.Edition === saas ? await unlessGone(resource(found, call)) : elsewhere(found),
          { concurrency: reading },
        );
      }
    },

    refuse: () => undefined,
    ...createWafChange({ api, certificates, clock: login.clock }),

    check: async (call) =>
      await (await import('./check-waf.ts')).checkWaf(login, { region, api }, call),
  };
}
