import { type WireRequest } from '../common/server.ts';
import { gatewayError, HuaweiError } from './errors.ts';
import type { Caller } from './model.ts';
import type { Service } from './operation.ts';
import { findFlaw, parseAuthorization } from './sdk-hmac.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';

const failuresUntilLock = 5;
const lockMs = 5 * 60_000;

function refused(detail: string): HuaweiError {
  return gatewayError('APIGW.0301', `Incorrect IAM authentication information: ${detail}`);
}

export function expiredToken(): HuaweiError {
  return gatewayError('APIGW.0307', 'The token must be updated.');
}

function checkSession({ session }: Caller, token: string | undefined, now: number): void {
  if (session === undefined) {
    if (token !== undefined) throw expiredToken();
    return;
  }
  if (token === undefined) throw refused('x-security-token not found');
  if (token !== session.token || session.expiresAt <= now) throw expiredToken();
}

function checkScope({ account }: Caller, headers: ReadonlyMap<string, string>): void {
  const domain = headers.get('x-domain-id');
  if (domain !== undefined && domain !== account.id) {
    throw refused(`domain ${domain} is not the domain of the ak`);
  }
  const project = headers.get('x-project-id');
  const owned = account.projects.values().find(({ id }) => id === project);
  if (project !== undefined && owned === undefined) {
    throw refused(`project ${project} is not a project of the ak`);
  }
  if (owned?.enabled === false) {
    throw gatewayError('APIGW.0310', 'The project is unavailable.');
  }
}

/**
 * Who sent a signed request. Throws what the gateway answers when it does not believe it.
 * Five wrong signatures in a row lock an access key for five minutes, says the gateway's FAQ on
 * APIGW.0301. https://support.huaweicloud.com/devg-apisign/api-sign-errorcode.html
 */
export function logIn(world: World, request: WireRequest): Caller {
  const header = request.headers.get('authorization');
  if (header === undefined) throw refused('x-auth-token not found');
  const authorization = parseAuthorization(header);
  if (authorization === undefined) throw refused('authorization header format is incorrect');
  const caller = world.callers.get(authorization.accessKey);
  if (caller?.active !== true) {
    throw refused(`Get secretKey failed,ak:${authorization.accessKey},err:ak not exist`);
  }
  const now = world.now();
  if (caller.lockedUntil > now) throw refused('AK access failed to reach the limit,forbidden');
  const clock = Date.now() + world.settings.clockOffsetMs;
  const flaw = findFlaw(request, authorization, caller.secretKey, clock);
  if (flaw !== undefined) {
    caller.failures += 1;
    if (caller.failures >= failuresUntilLock) {
      caller.failures = 0;
      caller.lockedUntil = now + lockMs;
    }
    throw refused(flaw);
  }
  caller.failures = 0;
  checkSession(caller, request.headers.get('x-security-token'), now);
  checkScope(caller, request.headers);
  return caller;
}

/** The same refusal as the service behind the gateway words it. */
export function inServiceWords(error: HuaweiError, service: Service): HuaweiError {
  if (error.status !== 401) return error;
  switch (service) {
    case 'cdn':
      return new HuaweiError('cdn', 'CDN.0002', 'The user is not authenticated.', 401);
    case 'elb':
      return new HuaweiError('elb', 'ELB.1102', 'Token is error, Authentication required.', 401);
    case 'iam':
      return new HuaweiError(
        'iam',
        '401',
        'The request you have made requires authentication.',
        401,
      );
    case 'sts':
      return error;
  }
}

/** What each service answers to a caller that lacks an action. */
export function accessDenied(service: Service, action: string, settings: Settings): HuaweiError {
  const inElbWords = `Policy doesn't allow ${action} to be performed.`;
  switch (service) {
    case 'cdn': {
      const message =
        'The user does not have operation permissions because the fine-grained authentication is not passed.';
      const named = settings.cdnDenials === 'names-action' ? ` ${inElbWords}` : '';
      return new HuaweiError('cdn', 'CDN.0021', `${message}${named}`, 403);
    }
    case 'elb':
      return new HuaweiError('elb', 'ELB.9802', inElbWords, 403);
    case 'iam':
      return new HuaweiError(
        'iam',
        '403',
        `You are not authorized to perform the requested action: ${action}`,
        403,
      );
    case 'sts':
      return new HuaweiError('sts', 'PAP5.0002', `Access denied: ${action} is not allowed.`, 403);
  }
}
