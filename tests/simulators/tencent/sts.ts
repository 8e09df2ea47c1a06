import type {
  AssumeRoleRequest,
  AssumeRoleWithWebIdentityRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_models.js';

import { TencentError } from './errors.ts';
import { ids } from './ids.ts';
import type { Caller, Role } from './model.ts';
import { type Context, given, type Operation, operationsOf } from './operation.ts';
import { utcTime } from './time.ts';
import { checkWebIdentity } from './web-identity.ts';

const sts = operationsOf('sts');

/** Both forms of the name of a role: by id and by name. */
function findRole({ world }: Context, arn: string): Role {
  const match = /^qcs::cam::uin\/(\d+):(role|roleName)\/(.+)$/u.exec(arn);
  const [, uin = '', form, name] = match ?? [];
  const role = world.accounts
    .get(uin)
    ?.roles.values()
    .find((each) => (form === 'role' ? each.id : each.name) === name);
  if (role === undefined) throw new TencentError('InternalError.GetRoleError', 'role not exist');
  return role;
}

interface SessionRequest {
  readonly RoleSessionName: string;
  readonly DurationSeconds?: number;
}

function checkSession(
  { RoleSessionName, DurationSeconds = 7200 }: SessionRequest,
  role: Role,
): void {
  const fits =
    /^[\w+=,.@-]{2,128}$/u.test(RoleSessionName) &&
    DurationSeconds > 0 &&
    DurationSeconds <= Math.min(43_200, role.maxSessionSeconds);
  if (!fits) {
    throw new TencentError('InvalidParameter.ParamError', 'RoleSessionName or DurationSeconds.');
  }
}

/** New temporary keys, bound to the role's account and permissions. */
function openSession(
  role: Role,
  { RoleSessionName, DurationSeconds = 7200 }: SessionRequest,
  { world, now }: Context,
): object {
  const expiresAt = now + DurationSeconds * 1000;
  const { uin } = role.account;
  const caller: Caller = {
    secretId: ids.secretId(),
    secretKey: ids.secretKey(),
    session: { token: ids.token(), expiresAt },
    account: role.account,
    arn: `qcs::sts:${uin}:assumed-role/${role.id}`,
    userId: `${role.id}:${RoleSessionName}`,
    principalId: uin,
    type: 'CAMRole',
    deny: role.deny,
    active: true,
  };
  world.callers.set(caller.secretId, caller);
  return {
    ExpiredTime: Math.floor(expiresAt / 1000),
    Expiration: utcTime(expiresAt),
    Credentials: {
      Token: caller.session?.token,
      TmpSecretId: caller.secretId,
      TmpSecretKey: caller.secretKey,
    },
  };
}

const getCallerIdentity = sts({
  name: 'GetCallerIdentity',
  run(_: null, { caller }) {
    return {
      Arn: caller.arn,
      AccountId: caller.account.uin,
      UserId: caller.userId,
      PrincipalId: caller.principalId,
      Type: caller.type,
    };
  },
});

const assumeRole = sts({
  name: 'AssumeRole',
  resource: ({ RoleArn }) => String(RoleArn),
  run(request: AssumeRoleRequest, context) {
    const role = findRole(context, request.RoleArn);
    const { caller } = context;
    const trusted = role.principals.some(
      (principal) => principal === '*' || principal === caller.account.uin,
    );
    const externalId = given(request.ExternalId);
    if (!trusted || (role.externalId !== undefined && role.externalId !== externalId)) {
      throw new TencentError(
        'UnauthorizedOperation',
        `you are not authorized to perform operation (sts:AssumeRole)\nresource (${request.RoleArn}) has no permission\n`,
      );
    }
    checkSession(request, role);
    return openSession(role, request, context);
  },
});

/** Sent unsigned: the token is the proof. */
const assumeRoleWithWebIdentity = sts({
  name: 'AssumeRoleWithWebIdentity',
  needsPermission: false,
  needsRegion: true,
  run(request: AssumeRoleWithWebIdentityRequest, context) {
    const role = findRole(context, request.RoleArn);
    checkWebIdentity(request.WebIdentityToken, request.ProviderId, role, context.now);
    checkSession(request, role);
    return openSession(role, request, context);
  },
});

export const stsOperations: readonly Operation[] = [
  getCallerIdentity,
  assumeRole,
  assumeRoleWithWebIdentity,
];
