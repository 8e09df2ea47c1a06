import {
  CloudFrontClient,
  ListDistributionsCommand,
  ListDistributionTenantsCommand,
} from '@aws-sdk/client-cloudfront';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { acmTrials, iamTrials } from './check-certificates.ts';
import { nowhere } from './check-nowhere.ts';
import { checkTarget } from './check.ts';
import { createAsk } from './client.ts';
import type { Distributions } from './distributions.ts';
import type { Login } from './login.ts';
import type { cloudFrontActions } from './policy.ts';
import { CloudFrontDistributions, CloudFrontTenants } from './schema.ts';

/** Lacks nearly everything that a distribution must have: it could not be saved anywhere. */
const incomplete =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">' +
  '<CallerReference>certferry-check</CallerReference></DistributionConfig>';

function cloudFrontTrials(
  login: Login,
  distributions: Distributions,
  call: Call,
): Record<ActionOf<typeof cloudFrontActions>, Trial> {
  const region = login.partition.globalRegion;
  const client = login.client(CloudFrontClient, region);
  const none = nowhere(login, region);
  const ask = createAsk<ActionOf<typeof cloudFrontActions>>(
    login.caller({ concurrency: 2, perSecond: 5, burst: 2 }),
  );
  return {
    'cloudfront:GetDistribution': () => distributions.status(none.distribution, call),
    'cloudfront:GetDistributionConfig': () => distributions.config(none.distribution, call),
    'cloudfront:GetDistributionTenant': () => distributions.tenant(none.tenant, call),
    'cloudfront:ListDistributions': () =>
      ask(
        'cloudfront:ListDistributions',
        'listing distributions',
        CloudFrontDistributions,
        (at) => client.send(new ListDistributionsCommand({ MaxItems: 1 }), at),
        call,
      ),
    'cloudfront:ListDistributionTenants': () =>
      ask(
        'cloudfront:ListDistributionTenants',
        'listing distribution tenants',
        CloudFrontTenants,
        (at) => client.send(new ListDistributionTenantsCommand({ MaxItems: 1 }), at),
        call,
      ),
    'cloudfront:UpdateDistribution': () =>
      distributions.update(none.distribution, incomplete, none.distribution, call),
    'cloudfront:UpdateDistributionTenant': () =>
      distributions.updateTenant(
        {
          Id: none.tenant,
          IfMatch: none.distribution,
          DistributionId: none.distribution,
          Domains: [{ Domain: none.domain }],
        },
        call,
      ),
  };
}

export async function checkCloudFront(
  login: Login,
  distributions: Distributions,
  call: Call,
): Promise<readonly PermissionCheck[]> {
  return await checkTarget('aws/cloudfront', {
    ...cloudFrontTrials(login, distributions, call),
    ...acmTrials(login, login.partition.globalRegion, call),
    ...iamTrials(login, 'cloudfront', call),
  });
}
