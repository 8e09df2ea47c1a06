import { Client as StsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import { createCaller } from '../../runtime/caller.ts';
import type { Caller } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, Connection } from '../provider.ts';
import { createAsk } from './client.ts';
import type { Ask } from './client.ts';
import { credentialSource } from './credentials.ts';
import type { Service } from './hosts.ts';
import { limitsOf } from './limits.ts';
import type { loginActions } from './policy.ts';
import type { TencentSettings } from './spec.ts';
import { createClient } from './wiring.ts';
import type { ClientClass, Wiring } from './wiring.ts';

/** An account that is logged in to, and the means to call it. */
export interface Login {
  /** The account's name in the deployment file. */
  readonly name: string;
  readonly clock: Clock;
  /** The calls of one service in one region: `ask<Action>(ClbClient, 'clb', 'ap-guangzhou')`. */
  ask<Action extends string>(Client: ClientClass, service: Service, region: string): Ask<Action>;
}

/** Where services without regions are called, and the one that the login names. */
export const homeRegion = 'ap-guangzhou';

const CallerIdentity = z.object({ AccountId: z.string().nullish(), Arn: z.string().nullish() });

/** Rates are of the account: one line per action, whatever the region. */
function callersOf({ clock, timing }: Wiring): (action: string) => Caller {
  const known = new Map<string, Caller>();
  return (action) => {
    const caller =
      known.get(action) ?? createCaller({ clock, limits: limitsOf(action), ...timing });
    known.set(action, caller);
    return caller;
  };
}

/** Logs in, and asks whose login it is. What cannot be used as a whole is `CREDENTIALS_REJECTED`. */
export async function logIn(
  settings: TencentSettings,
  connection: Connection,
  wiring: Wiring,
  call: Call,
): Promise<Login> {
  const { name } = connection.account;
  const caller = callersOf(wiring);
  const region = homeRegion;
  const source = credentialSource({ settings, connection, wiring, region, caller });
  // The SDK asks for credentials without a signal; they were found a moment before.
  const identity = () =>
    source.get({ signal: AbortSignal.timeout(wiring.timing.deadlineMs), log: silentLog });
  const ask: Login['ask'] = (Client, service, at) =>
    createAsk({
      client: createClient(Client, wiring, { service, region: at, identity }),
      region: at,
      caller,
      ready: async (to) => {
        await source.get(to);
      },
      renew: () => source.renew(),
    });
  const failed = (error: DeployError, code = error.code) =>
    new DeployError(code, `logging in to account "${name}": ${error.message}`, {
      cause: error.cause ?? error,
    });
  try {
    await source.get(call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    // Without a login there is nothing to grant a permission to.
    throw failed(error, error.code === 'PERMISSION_MISSING' ? 'CREDENTIALS_REJECTED' : error.code);
  }
  try {
    const { AccountId } = await ask<ActionOf<typeof loginActions>>(
      StsClient,
      'sts',
      region,
    )(
      {
        action: 'sts:GetCallerIdentity',
        doing: 'asking Tencent Cloud whose login this is',
        schema: CallerIdentity,
        body: {},
      },
      call,
    );
    call.log.debug('logged in', { account: name, uin: AccountId ?? null });
  } catch (thrown) {
    const error = DeployError.from(thrown);
    // The login is known; it only may not ask for its own name. The products say what else it lacks.
    if (error.code !== 'PERMISSION_MISSING') throw failed(error);
    call.log.debug('the login may not ask for its own name', { account: name });
  }
  return { name, clock: wiring.clock, ask };
}
