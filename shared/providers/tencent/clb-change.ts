import { z } from 'zod';

import { covers } from '../../core/domain.ts';
import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { Certificates } from './certificates.ts';
import { change } from './change.ts';
import { addressWords } from './clb-api.ts';
import type { Address, ClbApi } from './clb-api.ts';
import { clbDefaults, idsWanted, sameIds, settingsOf } from './clb-unit.ts';
import type { Unit } from './clb-unit.ts';
import { demandCovered } from './places.ts';
import { changedSettings } from './settings.ts';

const Ids = z.array(z.string());
const State = z.strictObject({
  v: z.literal(1),
  loadBalancer: z.string(),
  listener: z.string(),
  domain: z.string().nullable(),
  wrote: z.boolean(),
  before: Ids,
  after: Ids,
  settings: z.record(z.string(), z.string()),
});

const busyMs = 120_000;
/** A change that its task calls done may still take a moment to show. */
const looks = 4;

const words = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(' and '));

/** The resource's name is its address: `lb-1/lbl-2`, `lb-1/lbl-2/www.example.com`. */
export function addressOf(name: string): Address {
  const [loadBalancer = '', listener = '', ...domain] = name.split('/');
  return { loadBalancer, listener, domain: domain.length === 0 ? null : domain.join('/') };
}

/** Changes the certificates of one listener, or of one domain of a listener with SNI. */
export function createClbChange({
  api,
  certificates,
  clock,
}: {
  readonly api: ClbApi;
  readonly certificates: Certificates;
  readonly clock: Clock;
}) {
  const differs = (before: Unit, now: Unit) =>
    changedSettings(settingsOf(before), settingsOf(now), clbDefaults);

  /** Sends one change and looks until it is there; undefined: it is, and nothing else changed. */
  async function set(
    at: Address,
    unit: Unit,
    ids: readonly string[],
    call: Call,
  ): Promise<{ readonly now: Unit; readonly why: string } | undefined> {
    const task = await api.setCertificates(at, unit, ids, call);
    const end = await api.finished(at, task, call);
    for (let look = 1; ; look += 1) {
      const now = await api.unit(at, call);
      const changed = differs(unit, now);
      if (changed.length > 0) {
        return { now, why: `more than the certificate changed: ${changed.join(', ')}` };
      }
      if (sameIds(now.ids, ids)) return undefined;
      if (end.kind === 'failed') return { now, why: `the load balancer failed: ${end.why}` };
      if (look === looks) {
        if (end.kind === 'unknown') throw end.error;
        return { now, why: `accepted, and it has certificate ${words(now.ids)} all the same` };
      }
      await clock.sleep(500 * 2 ** look, call.signal);
    }
  }

  /** As `set`, or the unit as it was found and `VERIFY_FAILED`, or `OUTCOME_UNKNOWN`. */
  async function setOrPutBack(
    at: Address,
    unit: Unit,
    ids: readonly string[],
    call: Call,
  ): Promise<void> {
    const wrong = await set(at, unit, ids, call);
    if (wrong === undefined) return;
    const name = addressWords(at);
    const message = `changing ${name}: ${wrong.why}`;
    const untouched = sameIds(wrong.now.ids, unit.ids) && differs(unit, wrong.now).length === 0;
    if (untouched) throw new DeployError('VERIFY_FAILED', message);
    let again: string | undefined = 'it had no certificate before, and none can be taken away';
    if (unit.ids.length > 0) {
      again = (await set(at, unit, unit.ids, call))?.why;
    }
    if (again === undefined) throw new DeployError('VERIFY_FAILED', `${message}; it was put back`);
    throw new DeployError('OUTCOME_UNKNOWN', `${message}; it was not put back: ${again}`);
  }

  const common = (at: Address) => ({
    name: addressWords(at),
    read: async (call: Call) => await api.unit(at, call),
    write: async (unit: Unit, ids: readonly string[], call: Call) => {
      await setOrPutBack(at, unit, ids, call);
    },
  });

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const at = addressOf(edit.resource.name);
      const { ref, fresh } = await certificates.ensure(material, call);
      const { domains } = material.certificate;
      const { now, before } = await change<Unit, readonly string[]>(
        {
          ...common(at),
          decide({ ids, names }) {
            const wanted = idsWanted(addressWords(at), ids, edit, ref);
            if (wanted !== undefined) {
              demandCovered(addressWords(at), names, (name) =>
                domains.some((san) => covers(san, name)),
              );
            }
            return wanted;
          },
        },
        { clock, busyMs, fresh },
        call,
      );
      const found = before ?? now;
      return receiptFor(edit, {
        v: 1,
        ...at,
        wrote: before !== null,
        before: found.ids,
        after: idsWanted(addressWords(at), found.ids, edit, ref) ?? found.ids,
        settings: settingsOf(found),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const { after, settings, ...at } = readState(State, receipt);
      const wrong = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading ${addressWords(at)} back: ${what}`);
      for (let look = 1; ; look += 1) {
        const now = await api.unit(at, call);
        if (sameIds(now.ids, after)) {
          const changed = changedSettings(settings, settingsOf(now), clbDefaults);
          if (changed.length === 0) return;
          throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
        }
        if (look === looks) {
          throw wrong(`it has certificate ${words(now.ids)} instead of ${words(after)}`);
        }
        await clock.sleep(500 * 2 ** look, call.signal);
      }
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const { before, after, wrote, ...at } = readState(State, receipt);
      if (!wrote) return;
      await change<Unit, readonly string[]>(
        {
          ...common(at),
          decide({ ids }) {
            if (sameIds(ids, before)) return undefined;
            if (!sameIds(ids, after)) {
              throw new DeployError(
                'REFUSED',
                `${addressWords(at)} has certificate ${words(ids)}, which this run did not set; it is left alone`,
              );
            }
            if (before.length === 0) {
              throw new DeployError(
                'REFUSED',
                `${addressWords(at)} had no certificate, and CLB lets none be taken away`,
              );
            }
            return before;
          },
        },
        { clock, busyMs },
        call,
      );
    },
  };
}
