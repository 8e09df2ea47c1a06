import { Client as WafClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_client.js';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { once } from './change.ts';
import type { Login } from './login.ts';
import type { wafActions } from './policy.ts';
import { Done, WafDetail, WafDomains } from './schema.ts';
import type { WafDomain, WafRecord } from './schema.ts';
import type { Fields } from './settings.ts';

/** What identifies a domain in WAF; the name alone may exist in two instances. */
export type WafAddress = Pick<WafDomain, 'Domain' | 'DomainId' | 'InstanceId'>;

const pageSize = 100;

/** The calls of WAF in one of its two regions. */
export function createWafApi(login: Login, region: string) {
  const ask = login.ask<ActionOf<typeof wafActions>>(WafClient, 'waf', region);

  const doing = `listing WAF domains in ${region}`;

  async function read(offset: number, call: Call) {
    return await ask(
      {
        action: 'waf:DescribeDomains',
        doing,
        schema: WafDomains,
        body: { Offset: offset, Limit: pageSize },
      },
      call,
    );
  }

  return {
    /**
     * Every domain in WAF, of both kinds, each once. What `Offset` counts is told in two ways, domains
     * or pages: the second is tried where the first does not come to the number that there are.
     */
    async *list(call: Call): AsyncGenerator<readonly WafDomain[]> {
      const seen = new Set<string>();
      let total = 0;
      const unseen = ({ InstanceId, DomainId }: WafDomain) => {
        const key = `${InstanceId}/${DomainId}`;
        return !seen.has(key) && seen.add(key);
      };
      for (const counts of ['domains', 'pages'] as const) {
        let offset = counts === 'domains' ? 0 : 1;
        for (let length = -1; length !== 0 && offset <= total;) {
          const page = await read(offset, call);
          ({ length } = page.Domains);
          total = page.Total;
          yield page.Domains.filter(unseen);
          if (seen.size >= total) return;
          offset += counts === 'domains' ? length : 1;
        }
      }
      throw new DeployError(
        'CLOUD_UNEXPECTED',
        `${doing}: there are ${total}, and the pages hold ${seen.size}`,
      );
    },

    /** The record without the private keys that the reply holds. */
    async record({ Domain, DomainId, InstanceId }: WafAddress, call: Call): Promise<WafRecord> {
      const { DomainsPartInfo } = await ask(
        {
          action: 'waf:DescribeDomainDetailsSaas',
          doing: `reading WAF domain ${Domain}`,
          schema: WafDetail,
          body: { Domain, DomainId, InstanceId },
        },
        call,
      );
      return DomainsPartInfo;
    },

    async write(domain: string, record: Fields, call: Call): Promise<void> {
      await ask(
        {
          action: 'waf:ModifySpartaProtection',
          doing: `changing WAF domain ${domain}`,
          schema: Done,
          body: record,
        },
        call,
        once,
      );
    },
  };
}
export type WafApi = ReturnType<typeof createWafApi>;
