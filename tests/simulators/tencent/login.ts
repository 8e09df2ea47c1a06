import { type WireRequest } from '../common/server.ts';
import { TencentError } from './errors.ts';
import type { Site } from './hosts.ts';
import type { Caller } from './model.ts';
import type { Operation } from './operation.ts';
import type { Settings } from './settings.ts';
import { dateOf, parseAuthorization, signatureHolds } from './tc3.ts';
import type { World } from './world.ts';

/** "Signature expired": more than five minutes apart. https://cloud.tencent.com/document/product/1388/114322 */
const clockSkewSeconds = 300;

const failure = (code: string, message: string) => new TencentError(`AuthFailure.${code}`, message);

export function expiredToken(): TencentError {
  return failure(
    'TokenFailure',
    'The token is invalid or has expired. Please check and try again.',
  );
}

/**
 * Who signed this request; throws what the gateway answers to anybody else. `scopes`: the service
 * names that the credential scope may have. `site`: undefined when the host does not tell.
 */
export function logIn(
  world: World,
  request: WireRequest,
  { scopes, site }: { readonly scopes: readonly string[]; readonly site: Site | undefined },
): Caller {
  const authorization = parseAuthorization(request.headers.get('authorization'));
  const signed = authorization?.signedHeaders ?? [];
  if (authorization === undefined || !signed.includes('host') || !signed.includes('content-type')) {
    throw failure(
      'InvalidAuthorization',
      'The Authorization header does not comply with the signature specification.',
    );
  }
  const { secretId, service, date } = authorization;
  if (!secretId.startsWith('AKID')) {
    throw failure('InvalidSecretId', 'The SecretId is not a key of the Tencent Cloud API.');
  }
  const caller = world.callers.get(secretId);
  const isHere = site === undefined || caller?.account.site === site;
  if (caller === undefined || !caller.active || !isHere) {
    throw failure(
      'SecretIdNotFound',
      'The SecretId is not found, please ensure that it is correct.',
    );
  }
  const timestamp = Number(request.headers.get('x-tc-timestamp'));
  // SDKs read the wall clock, so this one check does as well, whatever the simulator's own clock says.
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= clockSkewSeconds)) {
    throw failure('SignatureExpire', 'The provided credentials could not be validated: expired.');
  }
  if (date !== dateOf(timestamp) || !scopes.includes(service)) {
    throw failure(
      'SignatureFailure',
      `The credential scope ${date}/${service} is not that of this request.`,
    );
  }
  if (!signatureHolds(request, authorization, caller.secretKey)) {
    throw failure(
      'SignatureFailure',
      'The provided credentials could not be validated. Please check your signature is correct.',
    );
  }
  const token = request.headers.get('x-tc-token');
  if (token !== caller.session?.token) throw expiredToken();
  if (caller.session !== undefined && caller.session.expiresAt <= world.now()) {
    throw expiredToken();
  }
  return caller;
}

/** CAM says no, with the code that this product files it under. */
export function accessDenied(
  operation: Pick<Operation, 'service' | 'name'>,
  resource: string,
  settings: Settings,
): TencentError {
  const { service, name } = operation;
  const usual = service === 'ssl' ? 'AuthFailure.UnauthorizedOperation' : 'UnauthorizedOperation';
  const other = service === 'ssl' ? 'UnauthorizedOperation' : 'AuthFailure.UnauthorizedOperation';
  const product = service === 'cdn' ? 'UnauthorizedOperation.CdnCamUnauthorized' : usual;
  return new TencentError(
    settings.denialCode === 'usual' ? product : other,
    `you are not authorized to perform operation (${service}:${name})\nresource (${resource}) has no permission\n`,
  );
}

/** What the gateway, or the product itself, answers above its rate. */
export function throttled(
  { service, name }: Pick<Operation, 'service' | 'name'>,
  settings: Settings,
): TencentError {
  const own: Partial<Record<string, string>> = {
    ssl: 'LimitExceeded.RateLimitExceeded',
    // Filed under permission errors, and none.
    cdn: 'UnauthorizedOperation.OperationTooOften',
    waf: 'InternalError.ServerBusy',
    sts: 'InvalidParameter.OverLimit',
  };
  const code = settings.throttleCode === 'product' ? own[service] : undefined;
  return new TencentError(
    code ?? 'RequestLimitExceeded',
    `Your current request times equals to the limit in a second on ${name}, please try again later.`,
  );
}
