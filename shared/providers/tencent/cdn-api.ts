import { Client as CdnClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { once } from './change.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import { onceEach, pages } from './paging.ts';
import type { cdnActions } from './policy.ts';
import { CdnDomains, Done } from './schema.ts';
import type { CdnDomain } from './schema.ts';
import type { Fields } from './settings.ts';

/** Domains of one page; the most that the API gives with their configuration. */
const pageSize = 100;

/** The calls of CDN, which knows no regions. */
export function createCdnApi(login: Login) {
  const ask = login.ask<ActionOf<typeof cdnActions>>(CdnClient, 'cdn', homeRegion);

  return {
    /** Every domain of the account with its configuration, each once. */
    list(call: Call): AsyncIterable<readonly CdnDomain[]> {
      const doing = 'listing CDN domains';
      const list = pages(doing, async (offset) => {
        const { Domains, TotalNumber } = await ask(
          {
            action: 'cdn:DescribeDomainsConfig',
            doing,
            schema: CdnDomains,
            body: { Offset: offset, Limit: pageSize },
          },
          call,
        );
        return { items: Domains, total: TotalNumber };
      });
      return onceEach(list, ({ Domain }) => Domain);
    },

    async domain(name: string, call: Call): Promise<CdnDomain> {
      const { Domains } = await ask(
        {
          action: 'cdn:DescribeDomainsConfig',
          doing: `reading CDN domain ${name}`,
          schema: CdnDomains,
          body: { Filters: [{ Name: 'domain', Value: [name], Fuzzy: false }], Limit: 1 },
        },
        call,
      );
      const found = Domains.find(({ Domain }) => Domain === name);
      if (found === undefined) throw new DeployError('RESOURCE_GONE', `no CDN domain ${name}`);
      return found;
    },

    /** Replaces the HTTPS settings as a whole; nothing else of the domain is sent. */
    async setHttps(name: string, https: Fields, call: Call): Promise<void> {
      await ask(
        {
          action: 'cdn:UpdateDomainConfig',
          doing: `changing the HTTPS settings of CDN domain ${name}`,
          schema: Done,
          body: { Domain: name, Https: https },
        },
        call,
        once,
      );
    },
  };
}
export type CdnApi = ReturnType<typeof createCdnApi>;
