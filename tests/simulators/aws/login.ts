import { type WireRequest } from '../common/server.ts';
import { AwsError } from './errors.ts';
import type { Account, Caller } from './model.ts';
import type { Service } from './operation.ts';
import { type Protocol, type Route, signingNames } from './route.ts';
import { type Authorization, findFlaw, parseAuthorization } from './sigv4.ts';
import { homeRegions, type World } from './world.ts';

/** The same refusal, as JSON and as XML services name it. */
interface Wording {
  readonly json: string;
  readonly xml: string;
}
const wordings = {
  unknown: { json: 'UnrecognizedClientException', xml: 'InvalidClientTokenId' },
  signature: { json: 'InvalidSignatureException', xml: 'SignatureDoesNotMatch' },
  incomplete: { json: 'IncompleteSignatureException', xml: 'IncompleteSignature' },
  unsigned: { json: 'MissingAuthenticationTokenException', xml: 'MissingAuthenticationToken' },
  expired: { json: 'ExpiredTokenException', xml: 'ExpiredToken' },
  denied: { json: 'AccessDeniedException', xml: 'AccessDenied' },
} as const satisfies Record<string, Wording>;

const invalidToken = 'The security token included in the request is invalid.';

/** JSON 1.1 refuses with 400, every other protocol with 403. */
function loginError(kind: keyof typeof wordings, protocol: Protocol, message: string): AwsError {
  const xml = protocol === 'query' || protocol === 'rest-xml';
  const wording = wordings[kind];
  return new AwsError(
    xml ? wording.xml : wording.json,
    message,
    protocol === 'json-1.1' ? 400 : 403,
  );
}

export function expiredToken(protocol: Protocol): AwsError {
  return loginError('expired', protocol, 'The security token included in the request is expired');
}

/** Null: it signs with whatever region the client is in. */
function onlyRegion(service: Service, { partition }: Account): string | null {
  if (service === 'cloudfront' || service === 'iam' || service === 'account') {
    return homeRegions[partition][service];
  }
  return null;
}

export interface Login {
  readonly caller: Caller;
  readonly account: Account;
  readonly region: string;
}

function checkScope(route: Route, authorization: Authorization, account: Account): void {
  const wanted = signingNames[route.service];
  if (authorization.service !== wanted) {
    throw loginError(
      'signature',
      route.protocol,
      `Credential should be scoped to correct service: '${wanted}'.`,
    );
  }
  const home = onlyRegion(route.service, account);
  if (home !== null && authorization.region !== home) {
    throw loginError(
      'signature',
      route.protocol,
      `Credential should be scoped to a valid Region, not '${authorization.region}'.`,
    );
  }
}

/** Who sent a signed request. Throws what the service answers when it does not believe the signature. */
export function logIn(world: World, request: WireRequest, route: Route): Login {
  const { protocol } = route;
  const header = request.headers.get('authorization');
  if (header === undefined) {
    throw loginError('unsigned', protocol, 'Missing Authentication Token');
  }
  const authorization = parseAuthorization(header);
  if (authorization === undefined) {
    throw loginError('incomplete', protocol, 'Authorization header is not in the expected form.');
  }
  const caller = world.callers.get(authorization.accessKeyId);
  const account = caller === undefined ? undefined : world.accounts.get(caller.account);
  if (caller === undefined || account === undefined || !caller.active) {
    throw loginError('unknown', protocol, invalidToken);
  }
  if (request.headers.get('x-amz-security-token') !== caller.session?.token) {
    throw loginError('unknown', protocol, invalidToken);
  }
  // The wall clock: what a client signs with cannot be moved by a test.
  const flaw = findFlaw(request, authorization, caller.secretAccessKey, Date.now());
  if (flaw !== undefined) throw loginError('signature', protocol, flaw);
  if (caller.session !== undefined && caller.session.expiresAt <= world.now()) {
    throw expiredToken(protocol);
  }
  checkScope(route, authorization, account);
  const status = account.regionStatus.get(authorization.region);
  // A region that the account has not opted into knows none of its keys.
  if (status === undefined || !status.startsWith('ENABLED')) {
    throw loginError('unknown', protocol, invalidToken);
  }
  return { caller, account, region: authorization.region };
}

export function accessDenied(
  caller: Pick<Caller, 'arn'>,
  protocol: Protocol,
  action: string,
  resource: string,
): AwsError {
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return loginError(
    'denied',
    protocol,
    `User: ${caller.arn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`,
  );
}
