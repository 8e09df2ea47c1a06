import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { Certificates } from './certificates.ts';
import { change, until } from './change.ts';
import { demandPlanned, pasted } from './places.ts';
import type { WafRecord } from './schema.ts';
import { changedSettings } from './settings.ts';
import type { Fields } from './settings.ts';
import type { WafAddress, WafApi } from './waf-api.ts';
import {
  boundTo,
  hasPastedSm2,
  pushFailed,
  pushing,
  settingsOf,
  wafDefaults,
  withCertificate,
} from './waf-record.ts';

const State = z.strictObject({
  v: z.literal(1),
  domain: z.string(),
  domainId: z.string(),
  instanceId: z.string(),
  wrote: z.boolean(),
  ref: z.string(),
  /** Null: it had none. */
  before: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
});

const pushedWithinMs = 180_000;
const busyMs = 180_000;
/** How often a reading may still show what was there before the write. */
const staleLooks = 4;

/** The last two parts of a resource's id are the ids of its instance and of its domain. */
export function addressOf({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): WafAddress {
  const [InstanceId = '', DomainId = ''] = id.split('/').slice(-2);
  return { Domain: name, InstanceId, DomainId };
}

/** Changes the certificate of one domain of the SaaS kind. */
export function createWafChange({
  api,
  certificates,
  clock,
}: {
  readonly api: WafApi;
  readonly certificates: Certificates;
  readonly clock: Clock;
}) {
  const common = (at: WafAddress) => ({
    name: `WAF domain ${at.Domain}`,
    read: async (call: Call) => await api.record(at, call),
    busy: ({ State: state }: WafRecord) => state === pushing,
    write: async (_: WafRecord, record: Fields, call: Call) => {
      await api.write(at.Domain, record, call);
    },
  });

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const at = addressOf(edit.resource);
      const name = `WAF domain ${at.Domain}`;
      const { ref, fresh } = await certificates.ensure(material, call);
      const { now, before } = await change<WafRecord, Fields>(
        {
          ...common(at),
          decide(record) {
            const bound = boundTo(record);
            if (bound === ref) return undefined;
            demandPlanned(name, edit, bound === undefined ? [] : [bound]);
            if (hasPastedSm2(record)) {
              throw new DeployError('REFUSED', `${name} has an SM2 certificate set as text`);
            }
            return withCertificate(record, ref);
          },
        },
        { clock, busyMs, fresh },
        call,
      );
      const found = before ?? now;
      return receiptFor(edit, {
        v: 1,
        domain: at.Domain,
        domainId: at.DomainId,
        instanceId: at.InstanceId,
        wrote: before !== null,
        ref,
        before: boundTo(found) ?? null,
        settings: settingsOf(found),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const { ref, settings, ...state } = readState(State, receipt);
      const at = { Domain: state.domain, DomainId: state.domainId, InstanceId: state.instanceId };
      const wrong = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading WAF domain ${at.Domain} back: ${what}`);
      let current = await api.record(at, call);
      let looks = 0;
      const isLive = async () => {
        if (looks > 0) current = await api.record(at, call);
        looks += 1;
        const bound = boundTo(current);
        if (bound !== ref) {
          if (looks < staleLooks) return false;
          throw wrong(`it has certificate ${bound ?? 'none'} instead of ${ref}`);
        }
        if (current.State === pushFailed) throw wrong('WAF could not push the change');
        return current.State !== pushing;
      };
      const late = () => wrong('WAF is still pushing the change after three minutes');
      await until(isLive, { clock, withinMs: pushedWithinMs, everyMs: 5000, late }, call);
      const changed = changedSettings(settings, settingsOf(current), wafDefaults);
      if (changed.length > 0) {
        throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
      }
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const { ref, before, wrote, ...state } = readState(State, receipt);
      const at = { Domain: state.domain, DomainId: state.domainId, InstanceId: state.instanceId };
      const name = `WAF domain ${at.Domain}`;
      if (!wrote) return;
      await change<WafRecord, Fields>(
        {
          ...common(at),
          decide(record) {
            const bound = boundTo(record) ?? null;
            if (bound === before) return undefined;
            if (bound !== ref) {
              throw new DeployError(
                'REFUSED',
                `${name} has certificate ${bound ?? 'none'}, which this run did not set; it is left alone`,
              );
            }
            if (before === pasted) {
              throw new DeployError(
                'REFUSED',
                `${name} had a certificate that was set as text; its private key is not kept, so it cannot be set again`,
              );
            }
            return withCertificate(record, before ?? undefined);
          },
        },
        { clock, busyMs },
        call,
      );
    },
  };
}
