import { Client as CdnClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import type { CdnApi } from './cdn-api.ts';
import { checkTarget, nowhere, sharedTrials } from './check.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import type { cdnActions } from './policy.ts';
import { CdnDomains } from './schema.ts';

export async function checkCdn(
  login: Login,
  api: CdnApi,
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const ask = login.ask<ActionOf<typeof cdnActions>>(CdnClient, 'cdn', homeRegion);
  const trials: Record<ActionOf<typeof cdnActions>, Trial> = {
    'cdn:DescribeDomainsConfig': () =>
      ask(
        {
          action: 'cdn:DescribeDomainsConfig',
          doing: 'listing CDN domains',
          schema: CdnDomains,
          body: { Offset: 0, Limit: 1 },
        },
        call,
      ),
    'cdn:UpdateDomainConfig': () => api.setHttps(nowhere().domain, { Switch: 'off' }, call),
  };
  return await checkTarget('tencent/cdn', { ...sharedTrials(login, call), ...trials });
}
