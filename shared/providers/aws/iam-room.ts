import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';

import { askedOnce } from '../aside.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import type { Holding } from '../room.ts';
import { createAsk } from './client.ts';
import type { Login } from './login.ts';
import type { iamActions } from './policy.ts';
import { IamSummary } from './schema.ts';

/**
 * How many server certificates the account keeps in IAM, and how many it may: 20 unless raised.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export async function serverCertificateRoom(login: Login, call: Call): Promise<Holding> {
  const client = login.client(IAMClient, login.partition.iamRegion);
  const ask = createAsk<ActionOf<typeof iamActions>>(
    login.caller({ concurrency: 1, perSecond: 5 }),
  );
  const { SummaryMap } = await ask(
    'iam:GetAccountSummary',
    'reading how many server certificates IAM holds',
    IamSummary,
    (options) => client.send(new GetAccountSummaryCommand({}), options),
    call,
    { final: askedOnce },
  );
  return { used: SummaryMap.ServerCertificates, limit: SummaryMap.ServerCertificatesQuota };
}
