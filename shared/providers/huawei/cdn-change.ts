import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Edit, Json, Material, Receipt } from '../../core/model.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { CdnApi } from './cdn-api.ts';
import { boundIn, demandPlanned, httpsToWrite, settingsOf, unchangeable } from './cdn-config.ts';
import type { CdnStatus } from './cdn-status.ts';
import { change } from './change.ts';
import type { Login } from './login.ts';
import { pairOf } from './pem.ts';
import type { CdnConfigs } from './schema.ts';
import { changedSettings } from './settings.ts';

/** https://support.huaweicloud.com/intl/en-us/usermanual-cdn/ : 20 KB each. */
const limits = { chain: 20_480, key: 20_480, certificates: 20 };

const State = z.strictObject({
  v: z.literal(1),
  domain: z.string(),
  /** False: it served the certificate already. */
  wrote: z.boolean(),
  sha256: z.string(),
  /** What it served before; null: no HTTPS. */
  before: z.string().nullable(),
  /** The certificate of the SSL Certificate Manager that it used before. */
  scm: z.string().nullable(),
  settings: z.record(z.string(), z.string()),
});

/** Changes the certificate of one CDN domain, and looks at what came of it. */
export function createCdnChange(
  { clock, mask }: Pick<Login, 'clock' | 'mask'>,
  api: CdnApi,
  status: CdnStatus,
) {
  /** A domain that is being configured bears a change again when that has ended. */
  async function free(domain: string, call: Call): Promise<void> {
    const ended = await status.rest(domain, { wrote: false }, call);
    if (ended === 'online') return;
    throw new DeployError(
      'REFUSED',
      `CDN domain ${domain} is "${ended}", in which state it takes no certificate`,
    );
  }

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const domain = edit.resource.name;
      const name = `CDN domain ${domain}`;
      const { sha256 } = material.certificate;
      const pair = pairOf(material, limits);
      mask(pair.key.reveal());
      const { before, now } = await change<CdnConfigs, Json>(
        {
          name,
          read: async (at) => await api.config(domain, at),
          decide(configs) {
            const bound = boundIn(configs);
            if (bound?.facts?.sha256 === sha256) return undefined;
            const reason = unchangeable(configs);
            if (reason !== null) throw new DeployError('REFUSED', `${name}: ${reason}`);
            demandPlanned(name, edit, bound);
            return httpsToWrite(configs, material.certificate, pair);
          },
          write: async (_, https, at) => {
            await api.writeHttps(domain, https, at);
          },
          free: async (at) => {
            await free(domain, at);
          },
          settled: async (at) => (await status.now(domain, at)) !== 'configuring',
        },
        clock,
        call,
      );
      const found = before ?? now;
      const bound = boundIn(found);
      return receiptFor(edit, {
        v: 1,
        domain,
        wrote: before !== null,
        sha256,
        before: bound?.ref ?? null,
        scm: found.https?.scm_certificate_id ?? null,
        settings: settingsOf(found, bound !== null),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const { domain, wrote, sha256, before, settings } = readState(State, receipt);
      const wrong = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading CDN domain ${domain} back: ${what}`);
      const ended = await status.rest(domain, { wrote }, call);
      if (ended !== 'online') throw wrong(`it is "${ended}"`);
      for (let look = 1; ; look += 1) {
        const configs = await api.config(domain, call);
        const bound = boundIn(configs);
        if (bound?.facts?.sha256 === sha256) {
          const changed = changedSettings(settings, settingsOf(configs, before !== null));
          if (changed.length === 0) return;
          throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
        }
        if (look === 4)
          throw wrong(`it serves ${bound?.ref ?? 'no HTTPS'} instead of sha256:${sha256}`);
        await pause(clock, 1000 * 2 ** look, call);
      }
    },

    /** The key of what was there before is nowhere to be had: always `REFUSED`, with what to do. */
    rollback(receipt: Receipt): Promise<void> {
      const { domain, wrote, before, scm } = readState(State, receipt);
      let instead = 'deploy the previous certificate, with its key, as a change of its own';
      if (before === null) instead = 'switch HTTPS off for the domain in the console';
      else if (scm !== null && scm !== '')
        instead = `choose SCM certificate ${scm} for it in the console`;
      if (!wrote) instead = 'this run found the certificate there and changed nothing';
      const message = `Huawei Cloud CDN shows no private key and keeps no certificate to switch back to, so ${domain} cannot be put back: ${instead}`;
      return Promise.reject(new DeployError('REFUSED', message));
    },
  };
}
