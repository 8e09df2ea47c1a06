import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import { createCaller } from '../../runtime/caller.ts';
import type { Caller, CallLimits } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call, Connection } from '../provider.ts';
import { createAsk } from './client.ts';
import { credentialSource, unwatched } from './credentials.ts';
import type { Means } from './credentials.ts';
import { homeRegion, partitionOf } from './partition.ts';
import type { Partition } from './partition.ts';
import type { LoginAction } from './policy.ts';
import type { AwsSettings } from './spec.ts';
import { clientMaker } from './wiring.ts';
import type { ClientMaker, Wiring } from './wiring.ts';

/** An account that is logged in to, and the means to call it. */
export interface Login {
  /** The account's name in the deployment file. */
  readonly name: string;
  readonly accountId: string;
  readonly partition: Partition;
  readonly clock: Clock;
  /** A client of the SDK for a region: `client(ACMClient, 'us-east-1')`. */
  readonly client: ClientMaker;
  readonly caller: (limits: CallLimits) => Caller;
}

/** More would only make a wait longer that ends in the same words. */
const mostLoginRegions = 3;

const CallerIdentity = z.object({ Account: z.string(), Arn: z.string() });

/**
 * Regions whose STS may know the login, in the order to ask: those of the file, the home of the role's
 * partition, that of the environment. One region that is down must not cost the others.
 */
async function loginRegions(
  settings: AwsSettings,
  connection: Connection,
): Promise<readonly string[]> {
  const { regions = [] } = connection.account;
  const role = settings.oidc?.role ?? settings.role;
  if (role !== undefined) return unique([...regions, partitionOf(role).globalRegion]);
  // AWS_REGION or the profile's region, as the SDK itself finds them; it throws when there is none.
  const ambient = await new STSClient({}).config.region().catch(() => 'us-east-1');
  return unique([...regions, regions[0] === undefined ? ambient : homeRegion(regions[0])]);
}

const unique = (regions: readonly string[]) => [...new Set(regions)].slice(0, mostLoginRegions);

/** Logs in, and asks AWS whose login it is. What cannot be used as a whole is `CREDENTIALS_REJECTED`. */
export async function logIn(
  settings: AwsSettings,
  connection: Connection,
  wiring: Wiring,
  call: Call,
): Promise<Login> {
  const regions = await loginRegions(settings, connection);
  for (const region of regions.slice(0, -1)) {
    try {
      return await logInAt(region, settings, connection, wiring, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code !== 'CLOUD_UNAVAILABLE') throw error;
      call.log.warn('a region does not answer the login', { region, reason: error.message });
    }
  }
  return await logInAt(regions.at(-1) ?? 'us-east-1', settings, connection, wiring, call);
}

async function logInAt(
  region: string,
  settings: AwsSettings,
  connection: Connection,
  wiring: Wiring,
  call: Call,
): Promise<Login> {
  const { name } = connection.account;
  const { clock, timing } = wiring;
  const callerOf = (limits: CallLimits) => createCaller({ clock, limits, ...timing });
  const ask = createAsk<LoginAction>(callerOf({ concurrency: 2, perSecond: 5, burst: 5 }));
  const means: Means = { settings, connection, wiring, region, ask };
  try {
    const source = credentialSource(means);
    await source(call);
    const client = clientMaker(wiring, async () => await source(unwatched(wiring)));
    const sts = client(STSClient, region);
    const { Account, Arn } = await ask(
      'sts:GetCallerIdentity',
      'asking AWS whose login this is',
      CallerIdentity,
      (options) => sts.send(new GetCallerIdentityCommand({}), options),
      call,
    );
    if (settings.account_id !== undefined && settings.account_id !== Account) {
      throw new DeployError(
        'CREDENTIALS_REJECTED',
        `the login belongs to AWS account ${Account}, the file says ${settings.account_id}`,
      );
    }
    return {
      name,
      accountId: Account,
      partition: partitionOf(Arn),
      clock,
      client,
      caller: callerOf,
    };
  } catch (thrown) {
    const error = DeployError.from(thrown);
    // Without a login there is nothing to grant a permission to.
    const code = error.code === 'PERMISSION_MISSING' ? 'CREDENTIALS_REJECTED' : error.code;
    throw new DeployError(code, `logging in to account "${name}": ${error.message}`, {
      cause: error.cause ?? error,
    });
  }
}
