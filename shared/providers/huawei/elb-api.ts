import type { ZodType } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Json } from '../../core/model.ts';
import { askedOnce } from '../aside.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import type { Holding } from '../room.ts';
import type { Login, Project } from './login.ts';
import type { elbActions, elbCleanUp } from './policy.ts';
import {
  Done,
  ElbCertificateReply,
  ElbCertificates,
  ElbCreated,
  ElbListenerReply,
  ElbListeners,
  ElbLoadBalancerReply,
  ElbLoadBalancers,
  ElbPolicies,
  ElbQuotas,
  ElbRules,
} from './schema.ts';
import type { ElbCertificate, ElbListener, ElbLoadBalancer, ElbPolicy, ElbRule } from './schema.ts';
import type { Query } from './signer.ts';

type Action = ActionOf<typeof elbActions> | ActionOf<typeof elbCleanUp>;

/** Protocols whose listeners end TLS. Shared load balancers call HTTPS `TERMINATED_HTTPS`. */
export const tlsProtocols = ['HTTPS', 'TERMINATED_HTTPS', 'TLS', 'QUIC'];

/** A page of any list, by its end. */
interface Paged {
  readonly page_info: { readonly next_marker?: string | null | undefined };
}

interface Listing<T extends Paged> {
  readonly action: Action;
  /** "listeners", in messages. */
  readonly what: string;
  readonly path: string;
  readonly query: Query;
  readonly schema: ZodType<T>;
}

/** How a login that may not see all enterprise projects asks for those that it may see. */
const granted = { enterprise_project_id: 'all_granted_eps' };

/**
 * The calls of Elastic Load Balance v3 in one region, for shared and dedicated load balancers alike.
 * There is no published limit but the gateway's 200 a second for each call; this stays far below it.
 * https://support.huaweicloud.com/intl/en-us/api-elb/
 */
export function createElbApi(login: Login, project: Project) {
  const { region, projectId } = project;
  const ask = login.ask<Action>(
    'elb',
    project,
    login.caller({ concurrency: 4, perSecond: 60, burst: 8 }),
  );
  // Beside the lists, and never in their way.
  const askBeside = login.ask<Action>(
    'elb',
    project,
    login.caller({ concurrency: 1, perSecond: 5 }),
  );
  const base = `/v3/${projectId}/elb`;

  async function* marked<T extends Paged>(
    { action, what, path, query, schema }: Listing<T>,
    call: Call,
  ): AsyncGenerator<T> {
    let marker: string | null | undefined;
    do {
      const from = marker === undefined || marker === null ? {} : { marker };
      const page: T = await ask(
        {
          action,
          doing: `listing ${what} in ${region}`,
          method: 'GET',
          path: `${base}/${path}`,
          query: { ...query, ...from },
        },
        schema,
        call,
      );
      yield page;
      const next = page.page_info.next_marker;
      if (next === marker && next !== undefined && next !== null) {
        throw new DeployError('CLOUD_UNEXPECTED', `the list of ${what} in ${region} has no end`);
      }
      marker = next;
    } while (marker !== undefined && marker !== null && marker !== '');
  }

  /** All enterprise projects; for a login that may not ask for all, those that it was granted. */
  async function* listed<T extends Paged>(listing: Listing<T>, call: Call): AsyncGenerator<T> {
    let begun = false;
    try {
      for await (const page of marked(listing, call)) {
        begun = true;
        yield page;
      }
    } catch (thrown) {
      if (begun || DeployError.from(thrown).code !== 'PERMISSION_MISSING') throw thrown;
      yield* marked({ ...listing, query: { ...listing.query, ...granted } }, call);
    }
  }

  async function read<T>(
    action: Action,
    doing: string,
    path: string,
    schema: ZodType<T>,
    call: Call,
  ): Promise<T> {
    return await ask({ action, doing, method: 'GET', path: `${base}/${path}` }, schema, call);
  }

  const listenersBy = (query: Query) => ({
    action: 'elb:listeners:list' as const,
    what: 'listeners',
    path: 'listeners',
    query: { limit: '2000', ...query },
    schema: ElbListeners,
  });

  async function rulesOf(policy: string, call: Call): Promise<readonly ElbRule[]> {
    const found: ElbRule[] = [];
    const listing = {
      action: 'elb:l7rules:list' as const,
      what: `rules of forwarding policy ${policy}`,
      path: `l7policies/${policy}/rules`,
      query: { limit: '2000' },
      schema: ElbRules,
    };
    for await (const { rules } of marked(listing, call)) found.push(...rules);
    return found;
  }

  return {
    async *listeners(call: Call) {
      for await (const { listeners } of listed(listenersBy({ protocol: tlsProtocols }), call)) {
        yield listeners;
      }
    },

    /** Of any protocol and in every enterprise project: throws where the login may not see all. */
    async *everyListener(call: Call) {
      for await (const { listeners } of marked(listenersBy({}), call)) yield listeners;
    },

    async *loadBalancers(call: Call) {
      const listing = {
        action: 'elb:loadbalancers:list' as const,
        what: 'load balancers',
        path: 'loadbalancers',
        query: { limit: '2000' },
        schema: ElbLoadBalancers,
      };
      for await (const { loadbalancers } of listed(listing, call)) yield loadbalancers;
    },

    /** Pages are smaller than they could be: each item is a chain, and a key until it is stripped. */
    async *certificates(call: Call) {
      const listing = {
        action: 'elb:certificates:list' as const,
        what: 'certificates',
        path: 'certificates',
        query: { limit: '1000' },
        schema: ElbCertificates,
      };
      for await (const { certificates } of listed(listing, call)) yield certificates;
    },

    async *policies(call: Call) {
      const listing = {
        action: 'elb:l7policies:list' as const,
        what: 'forwarding policies',
        path: 'l7policies',
        query: { limit: '2000', display_all_rules: 'true' },
        schema: ElbPolicies,
      };
      for await (const { l7policies } of listed(listing, call)) yield l7policies;
    },

    /** `display_all_rules` promises details; documented replies show ids only, and are asked again. */
    async rules({ id, rules }: ElbPolicy, call: Call): Promise<readonly ElbRule[]> {
      const known = (rules ?? []).every(({ type }) => type !== undefined && type !== null);
      return known ? (rules ?? []) : await rulesOf(id, call);
    },

    /**
     * How many certificates the project holds, and how many it may.
     * https://support.huaweicloud.com/intl/en-us/api-elb/ListQuotaDetails.html
     */
    async certificateRoom(call: Call): Promise<Holding> {
      const { quotas } = await askBeside(
        {
          action: 'elb:quotas:list',
          doing: `reading how many certificates ELB holds in ${region}`,
          method: 'GET',
          path: `${base}/quotas/details`,
          query: { quota_key: 'certificate' },
        },
        ElbQuotas,
        call,
        { final: askedOnce },
      );
      const own = quotas.find(({ quota_key }) => quota_key === 'certificate');
      if (own === undefined) {
        throw new DeployError('CLOUD_UNEXPECTED', `no quota of certificates is told in ${region}`);
      }
      return { used: own.used, limit: own.quota_limit < 0 ? null : own.quota_limit };
    },

    async listener(id: string, call: Call): Promise<ElbListener> {
      const doing = `reading listener ${id}`;
      const path = `listeners/${id}`;
      return (await read('elb:listeners:get', doing, path, ElbListenerReply, call)).listener;
    },

    async loadBalancer(id: string, call: Call): Promise<ElbLoadBalancer> {
      const doing = `reading load balancer ${id}`;
      const path = `loadbalancers/${id}`;
      return (await read('elb:loadbalancers:get', doing, path, ElbLoadBalancerReply, call))
        .loadbalancer;
    },

    async certificate(id: string, call: Call): Promise<ElbCertificate> {
      const doing = `reading certificate ${id}`;
      const path = `certificates/${id}`;
      return (await read('elb:certificates:get', doing, path, ElbCertificateReply, call))
        .certificate;
    },

    /** Sent once: blindly sent again, one whose answer was lost would leave a second object. */
    async create(name: string, certificate: Json, call: Call): Promise<string> {
      const made = await ask(
        {
          action: 'elb:certificates:create',
          doing: `uploading certificate "${name}" to ELB in ${region}`,
          method: 'POST',
          path: `${base}/certificates`,
          body: { certificate },
        },
        ElbCreated,
        call,
        { final: ['CLOUD_UNAVAILABLE'], brings: 'certificate' },
      );
      return made.certificate.id;
    },

    /** Safe to send twice: the second time it is gone. */
    async remove(id: string, call: Call): Promise<void> {
      await ask(
        {
          action: 'elb:certificates:delete',
          doing: `removing certificate ${id}`,
          method: 'DELETE',
          path: `${base}/certificates/${id}`,
        },
        Done,
        call,
        { final: ['RESOURCE_BUSY'] },
      );
    },

    /** Changes the fields that are given and no other; a list is replaced as a whole. */
    async update(id: string, listener: Json, call: Call): Promise<void> {
      await ask(
        {
          action: 'elb:listeners:put',
          doing: `setting the certificates of listener ${id}`,
          method: 'PUT',
          path: `${base}/listeners/${id}`,
          body: { listener },
        },
        Done,
        call,
        { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'], brings: 'binding' },
      );
    },
  };
}
export type ElbApi = ReturnType<typeof createElbApi>;
