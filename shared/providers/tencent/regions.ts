import { Client as RegionClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/region/v20220627/region_client.js';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import type { regionActions } from './policy.ts';
import { Regions } from './schema.ts';

/** Every region in which CLB is available, in alphabetical order. */
export async function listRegions(login: Login, call: Call): Promise<readonly string[]> {
  const ask = login.ask<ActionOf<typeof regionActions>>(RegionClient, 'region', homeRegion);
  try {
    const { RegionSet } = await ask(
      {
        action: 'region:DescribeRegions',
        doing: 'listing the regions of CLB',
        schema: Regions,
        body: { Product: 'clb' },
      },
      call,
    );
    const open = RegionSet.filter(({ RegionState }) => RegionState !== 'UNAVAILABLE');
    if (open.length === 0)
      throw new DeployError('CLOUD_UNEXPECTED', 'the list of regions is empty');
    return open.map(({ Region }) => Region).sort();
  } catch (thrown) {
    const error = DeployError.from(thrown);
    const hint = `grant region:DescribeRegions, or name the account's regions under "regions:"`;
    throw new DeployError(error.code, `${error.message}; ${hint}`, { cause: error.cause ?? error });
  }
}
