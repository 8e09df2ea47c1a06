import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { CdnApi } from './cdn-api.ts';
import type { Certificates } from './certificates.ts';
import { change, until } from './change.ts';
import { boundRefs, httpsDefaults, servedBy, settingsOf, withServed } from './https.ts';
import type { Served } from './https.ts';
import { demandPlanned, pasted } from './places.ts';
import type { CdnDomain } from './schema.ts';
import { changedSettings } from './settings.ts';
import type { Fields } from './settings.ts';

/** What a domain's receipt remembers. */
const State = z.strictObject({
  v: z.literal(1),
  domain: z.string(),
  /** False: it was as wanted already, so there is nothing to undo. */
  wrote: z.boolean(),
  ref: z.string(),
  before: z.strictObject({ on: z.boolean(), ref: z.string().nullable() }),
  settings: z.record(z.string(), z.string()),
});

/** A change of a domain reaches every edge within minutes; the documents speak of up to thirty. */
const deploysWithinMs = 30 * 60_000;
const busyMs = 15 * 60_000;
/** How often a reading may still show what was there before the write. */
const staleLooks = 4;

const same = (a: Served, b: Served) => a.on === b.on && a.ref === b.ref;

const words = ({ on, ref }: Served) => `${ref ?? 'none'}${on ? '' : ', HTTPS off'}`;

/** Changes the certificate of one CDN domain. */
export function createCdnDomain({
  api,
  certificates,
  clock,
}: {
  readonly api: CdnApi;
  readonly certificates: Certificates;
  readonly clock: Clock;
}) {
  const common = (domain: string) => ({
    name: `CDN domain ${domain}`,
    read: async (call: Call) => await api.domain(domain, call),
    busy: ({ Status }: CdnDomain) => Status === 'processing',
    write: async (_: CdnDomain, https: Fields, call: Call) => {
      await api.setHttps(domain, https, call);
    },
  });

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const domain = edit.resource.name;
      const { ref, fresh } = await certificates.ensure(material, call);
      const wanted: Served = { on: true, ref };
      const { now, before } = await change<CdnDomain, Fields>(
        {
          ...common(domain),
          decide({ Https: https }) {
            const served = servedBy(https);
            if (same(served, wanted)) return undefined;
            demandPlanned(`CDN domain ${domain}`, edit, boundRefs(served));
            return withServed(https, wanted);
          },
        },
        { clock, busyMs, fresh },
        call,
      );
      const found = before ?? now;
      return receiptFor(edit, {
        v: 1,
        domain,
        wrote: before !== null,
        ref,
        before: { ...servedBy(found.Https) },
        settings: settingsOf(found),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const { domain, ref, settings } = readState(State, receipt);
      const name = `CDN domain ${domain}`;
      const wrong = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading ${name} back: ${what}`);
      let current = await api.domain(domain, call);
      let looks = 0;
      const isLive = async () => {
        if (looks > 0) current = await api.domain(domain, call);
        looks += 1;
        const served = servedBy(current.Https);
        const status = current.Https?.SslStatus ?? 'deployed';
        if (!same(served, { on: true, ref })) {
          if (looks < staleLooks) return false;
          throw wrong(`it has certificate ${words(served)} instead of ${ref}`);
        }
        if (status === 'failed') throw wrong('CDN could not deploy the certificate');
        return status === 'deployed' && current.Status === 'online';
      };
      await until(
        isLive,
        {
          clock,
          withinMs: deploysWithinMs,
          everyMs: 10_000,
          late: () =>
            wrong(
              `after 30 minutes it is ${current.Status ?? 'in an unknown state'}, its certificate ${current.Https?.SslStatus ?? 'too'}`,
            ),
        },
        call,
      );
      const changed = changedSettings(settings, settingsOf(current), httpsDefaults);
      if (changed.length > 0) {
        throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
      }
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const { domain, ref, before, wrote } = readState(State, receipt);
      const name = `CDN domain ${domain}`;
      if (!wrote) return;
      await change<CdnDomain, Fields>(
        {
          ...common(domain),
          decide({ Https: https }) {
            const served = servedBy(https);
            // Switched off, the domain may or may not keep the certificate that it does not serve.
            if (same(served, before) || (!before.on && !served.on)) return undefined;
            if (!same(served, { on: true, ref })) {
              throw new DeployError(
                'REFUSED',
                `${name} has certificate ${words(served)}, which this run did not set; it is left alone`,
              );
            }
            if (before.ref === pasted) {
              throw new DeployError(
                'REFUSED',
                `${name} had a certificate that was set as text; its private key is not given back, so it cannot be set again`,
              );
            }
            return withServed(https, before);
          },
        },
        { clock, busyMs },
        call,
      );
    },
  };
}
