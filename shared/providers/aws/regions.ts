import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { createAsk } from './client.ts';
import type { Login } from './login.ts';
import { pages } from './paging.ts';
import type { regionActions } from './policy.ts';

const Page = z.object({
  NextToken: z.string().optional(),
  Regions: z.array(z.object({ RegionName: z.string() })),
});

/** Every region that is enabled for the account, in alphabetical order. */
export async function enabledRegions(login: Login, call: Call): Promise<readonly string[]> {
  const client = login.client(AccountClient, login.partition.globalRegion);
  const ask = createAsk<ActionOf<typeof regionActions>>(
    login.caller({ concurrency: 1, perSecond: 5, burst: 5 }),
  );
  const read = async (token: string | undefined) =>
    await ask(
      'account:ListRegions',
      'listing the regions of the account',
      Page,
      (options) =>
        client.send(
          new ListRegionsCommand({
            RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
            MaxResults: 50,
            ...(token === undefined ? {} : { NextToken: token }),
          }),
          options,
        ),
      call,
    );
  const regions: string[] = [];
  for await (const page of pages(read, ({ NextToken }) => NextToken)) {
    regions.push(...page.Regions.map((region) => region.RegionName));
  }
  return regions.sort();
}

/** The same for an account that names no `regions`: the error says what else would help. */
export async function listRegions(login: Login, call: Call): Promise<readonly string[]> {
  try {
    return await enabledRegions(login, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    const hint = `grant account:ListRegions, or name the account's regions under "regions:"`;
    throw new DeployError(error.code, `${error.message}; ${hint}`, { cause: error.cause ?? error });
  }
}
