import { z } from 'zod';

import { AwsError } from './errors.ts';
import { ids } from './ids.ts';
import { inputChecker, textInteger } from './input.ts';
import type { Account, Caller, Role } from './model.ts';
import { type Context, type Operation, operationsOf } from './operation.ts';
import { checkWebIdentity } from './web-identity.ts';
import type { World } from './world.ts';

const sts = operationsOf('sts', inputChecker('ValidationError'));

const sessionName = z
  .string()
  .min(2)
  .max(64)
  .regex(/^[\w+=,.@-]*$/u);
const session = {
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: sessionName,
  DurationSeconds: textInteger(900, 43_200).optional(),
  Policy: z.string().optional(),
  PolicyArns: z.array(z.strictObject({ arn: z.string() })).optional(),
};

function findRole(world: World, arn: string): { role: Role; account: Account } | undefined {
  const account = world.accounts.get(arn.split(':')[4] ?? '');
  const role = account?.roles.get(arn);
  return account === undefined || role === undefined ? undefined : { role, account };
}

function checkDuration(seconds: number, role: Role): void {
  if (seconds > role.maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
}

/** New temporary keys, bound to the role's account and permissions. */
function openSession(
  { role, account }: { readonly role: Role; readonly account: Account },
  name: string,
  seconds: number,
  { world, now }: Context,
) {
  const caller: Caller = {
    accessKeyId: ids.accessKey('ASIA'),
    secretAccessKey: ids.secret(),
    session: { token: ids.sessionToken(), expiresAt: now + seconds * 1000 },
    account: account.id,
    arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${name}`,
    userId: `${role.id}:${name}`,
    deny: role.deny,
    assumed: true,
    active: true,
  };
  world.callers.set(caller.accessKeyId, caller);
  return {
    Credentials: {
      AccessKeyId: caller.accessKeyId,
      SecretAccessKey: caller.secretAccessKey,
      SessionToken: caller.session?.token,
      Expiration: new Date(now + seconds * 1000),
    },
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
  };
}

const getCallerIdentity = sts({
  name: 'GetCallerIdentity',
  needsPermission: false,
  input: z.strictObject({}),
  run(_, { caller }) {
    return { members: { Arn: caller.arn, UserId: caller.userId, Account: caller.account } };
  },
});

const assumeRole = sts({
  name: 'AssumeRole',
  input: z.strictObject({
    ...session,
    ExternalId: z.string().min(2).max(1224).optional(),
    SourceIdentity: z.string().optional(),
    Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
    TransitiveTagKeys: z.array(z.string()).optional(),
  }),
  resource: (request) => request.RoleArn,
  run(request, context) {
    const { caller } = context;
    const found = findRole(context.world, request.RoleArn);
    const trusted = found?.role.principals.some(
      (principal) => principal === '*' || principal === caller.arn || principal === caller.account,
    );
    const { externalId } = found?.role ?? {};
    if (
      found === undefined ||
      trusted !== true ||
      (externalId !== undefined && externalId !== request.ExternalId)
    ) {
      throw new AwsError(
        'AccessDenied',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${request.RoleArn}`,
        403,
      );
    }
    const seconds = request.DurationSeconds ?? 3600;
    if (caller.assumed && seconds > 3600) {
      throw new AwsError(
        'ValidationError',
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      );
    }
    checkDuration(seconds, found.role);
    return { members: openSession(found, request.RoleSessionName, seconds, context) };
  },
});

/** Sent unsigned: the token is the proof. */
const assumeRoleWithWebIdentity: Operation = sts({
  name: 'AssumeRoleWithWebIdentity',
  needsPermission: false,
  input: z.strictObject({
    ...session,
    WebIdentityToken: z.string().min(4).max(20_000),
    ProviderId: z.string().optional(),
  }),
  run(request, context) {
    const found = findRole(context.world, request.RoleArn);
    const claims = checkWebIdentity(request.WebIdentityToken, found?.role, context.now);
    // checkWebIdentity refuses a role that does not exist.
    if (found === undefined) throw new Error('a role that is not there has let somebody in');
    const seconds = request.DurationSeconds ?? 3600;
    checkDuration(seconds, found.role);
    return {
      members: {
        ...openSession(found, request.RoleSessionName, seconds, context),
        SubjectFromWebIdentityToken: claims.sub,
        Audience: claims.aud[0],
        Provider: claims.iss,
      },
    };
  },
});

export const stsOperations: readonly Operation[] = [
  getCallerIdentity,
  assumeRole,
  assumeRoleWithWebIdentity,
];
