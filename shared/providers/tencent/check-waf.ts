import { Client as WafClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_client.js';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { checkTarget, nowhere, sharedTrials } from './check.ts';
import type { Login } from './login.ts';
import type { wafActions } from './policy.ts';
import { WafDomains } from './schema.ts';
import type { WafApi } from './waf-api.ts';

export async function checkWaf(
  login: Login,
  { region, api }: { readonly region: string; readonly api: WafApi },
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const ask = login.ask<ActionOf<typeof wafActions>>(WafClient, 'waf', region);
  const { domain: Domain, wafDomain: DomainId, wafInstance } = nowhere();
  const trials: Record<ActionOf<typeof wafActions>, Trial> = {
    'waf:DescribeDomainDetailsSaas': () =>
      api.record({ Domain, DomainId, InstanceId: wafInstance }, call),
    'waf:DescribeDomains': () =>
      ask(
        {
          action: 'waf:DescribeDomains',
          doing: `listing WAF domains in ${region}`,
          schema: WafDomains,
          body: { Offset: 0, Limit: 1 },
        },
        call,
      ),
    'waf:ModifySpartaProtection': () =>
      api.write(Domain, { Domain, DomainId, InstanceID: wafInstance }, call),
  };
  return await checkTarget('tencent/waf', { ...sharedTrials(login, call), ...trials });
}
