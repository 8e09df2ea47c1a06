import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { once, until } from './change.ts';
import { certificateArgument, unitsOf } from './clb-unit.ts';
import type { Unit } from './clb-unit.ts';
import type { Login } from './login.ts';
import { onceEach, pages } from './paging.ts';
import { aftermath } from './places.ts';
import type { clbActions } from './policy.ts';
import {
  ClbListeners,
  ClbLoadBalancers,
  ClbProtections,
  ClbTask,
  ClbTaskStatus,
} from './schema.ts';
import type { ClbListener, ClbLoadBalancer } from './schema.ts';

/** Load balancers of one page; the most that the API gives. */
const pageSize = 100;
/** How long a load balancer may work on one change. */
const taskWithinMs = 6 * 60_000;
const succeeded = 0;
const running = 2;

/** Where a set of certificates is. */
export interface Address {
  readonly loadBalancer: string;
  readonly listener: string;
  /** Null: the listener as a whole. */
  readonly domain: string | null;
}

export function addressWords({ loadBalancer, listener, domain }: Address): string {
  return `listener ${loadBalancer}/${listener}${domain === null ? '' : ` domain ${domain}`}`;
}

/** How a change that was sent ended, as far as the API says. */
export type TaskEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string }
  /** The task cannot be asked, or goes on and on. */
  | { readonly kind: 'unknown'; readonly error: DeployError };

/** The calls of CLB in one region. */
export function createClbApi(login: Login, region: string) {
  const { clock } = login;
  const ask = login.ask<ActionOf<typeof clbActions>>(ClbClient, 'clb', region);

  async function task(id: string, doing: string, call: Call) {
    const body = { TaskId: id };
    return await ask(
      { action: 'clb:DescribeTaskStatus', doing, schema: ClbTaskStatus, body },
      call,
    );
  }

  const api = {
    /** Load balancers of both kinds, each once, page by page. */
    list(call: Call): AsyncIterable<readonly ClbLoadBalancer[]> {
      const doing = `listing load balancers in ${region}`;
      const list = pages(doing, async (offset) => {
        const { LoadBalancerSet, TotalCount } = await ask(
          {
            action: 'clb:DescribeLoadBalancers',
            doing,
            schema: ClbLoadBalancers,
            body: { Offset: offset, Limit: pageSize },
          },
          call,
        );
        return { items: LoadBalancerSet, total: TotalCount };
      });
      return onceEach(list, ({ LoadBalancerId }) => LoadBalancerId);
    },

    /** All listeners of a load balancer, or those that are named. The API knows no pages here. */
    async listeners(
      loadBalancer: string,
      call: Call,
      ids?: readonly string[],
    ): Promise<readonly ClbListener[]> {
      const { Listeners } = await ask(
        {
          action: 'clb:DescribeListeners',
          doing: `reading the listeners of load balancer ${loadBalancer}`,
          schema: ClbListeners,
          body: { LoadBalancerId: loadBalancer, ...(ids !== undefined && { ListenerIds: ids }) },
        },
        call,
      );
      return Listeners;
    },

    async unit(at: Address, call: Call): Promise<Unit> {
      const found = (await api.listeners(at.loadBalancer, call, [at.listener])).find(
        ({ ListenerId }) => ListenerId === at.listener,
      );
      const units = found === undefined ? [] : unitsOf(found);
      const unit = units.find(({ domain }) => (domain ?? null) === at.domain);
      if (unit !== undefined) return unit;
      const sni = units.some(({ domain }) => domain !== undefined);
      if (units.length > 0 && sni !== (at.domain !== null)) {
        const now = `SNI was switched ${sni ? 'on' : 'off'}`;
        throw new DeployError('PLAN_STALE', `${addressWords(at)}: ${now}; preview again`);
      }
      throw new DeployError('RESOURCE_GONE', `no ${addressWords(at)}`);
    },

    /** Sends the change and returns the id of the task that carries it out. */
    async setCertificates(
      at: Address,
      { certificate }: Unit,
      ids: readonly string[],
      call: Call,
    ): Promise<string> {
      const { loadBalancer, listener, domain } = at;
      // The wrong one of the two calls answers "done" and changes nothing.
      const { RequestId } = await ask(
        {
          action: domain === null ? 'clb:ModifyListener' : 'clb:ModifyDomainAttributes',
          doing: `setting the certificate of ${addressWords(at)}`,
          schema: ClbTask,
          body: {
            LoadBalancerId: loadBalancer,
            ListenerId: listener,
            ...(domain !== null && { Domain: domain }),
            ...certificateArgument(certificate, ids),
          },
        },
        call,
        once,
      );
      return RequestId;
    },

    /**
     * Waits for the end of a task. The change has been sent: whatever ends the waiting early says
     * nothing about it. A cancelled wait is `OUTCOME_UNKNOWN`, for nothing more can be looked at.
     */
    async finished(at: Address, id: string, call: Call): Promise<TaskEnd> {
      const doing = `waiting for the change of ${addressWords(at)}`;
      const unknown = (why: string, cause?: unknown) =>
        new DeployError('OUTCOME_UNKNOWN', `${doing}: ${why}`, { cause });
      let last: { readonly Status: number; readonly why: string } | undefined;
      const look = async (looking: Call) => {
        const { Status, Message } = await task(id, doing, looking);
        last = { Status, why: (Message ?? '') || 'no reason was given' };
        return Status !== running;
      };
      const ended = (): TaskEnd =>
        last?.Status === succeeded ? { kind: 'done' } : { kind: 'failed', why: last?.why ?? '' };
      const late = () => unknown('no end within six minutes');
      try {
        const patience = { clock, withinMs: taskWithinMs, everyMs: 3000, late };
        await until(async () => await look(call), patience, call);
        return ended();
      } catch (thrown) {
        const error = DeployError.from(thrown);
        const failed = unknown(error.message, error.cause ?? error);
        if (!call.signal.aborted) return { kind: 'unknown', error: failed };
        if (await look(aftermath(call)).catch(() => false)) return ended();
        throw failed;
      }
    },

    /** Load balancers whose settings are protected, with what their owner says about that. */
    async protection(ids: readonly string[], call: Call): Promise<ReadonlyMap<string, string>> {
      const found = new Map<string, string>();
      for (let start = 0; start < ids.length; start += 20) {
        const { LoadBalancerSet } = await ask(
          {
            action: 'clb:DescribeLBOperateProtect',
            doing: `reading the protection of load balancers in ${region}`,
            schema: ClbProtections,
            body: { LoadBalancerIds: ids.slice(start, start + 20) },
          },
          call,
        );
        for (const { LoadBalancerId, ProtectState, Description } of LoadBalancerSet) {
          if (ProtectState === true) found.set(LoadBalancerId, Description ?? '');
        }
      }
      return found;
    },
  };
  return api;
}
export type ClbApi = ReturnType<typeof createClbApi>;
