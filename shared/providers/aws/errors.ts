import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import { AwsFailure, plainFailure } from './failure.ts';

/** What the call was about: completes the messages. */
export interface About {
  /** The IAM action that the call needs. */
  readonly action: string;
  /** What the product takes, in words: "an NLB takes RSA …". */
  readonly keyTypes?: string | undefined;
  /** The call carries a certificate: a plain `ValidationException` is about it. */
  readonly importing?: boolean | undefined;
}

/** Names without the ending that the SDK adds to some wire codes. */
const codes: Readonly<Record<string, FailureCode>> = {
  AccessDenied: 'PERMISSION_MISSING',
  UnauthorizedOperation: 'PERMISSION_MISSING',
  NotAuthorized: 'PERMISSION_MISSING',

  CredentialsProviderError: 'CREDENTIALS_REJECTED',
  TokenProviderError: 'CREDENTIALS_REJECTED',
  InvalidClientTokenId: 'CREDENTIALS_REJECTED',
  UnrecognizedClient: 'CREDENTIALS_REJECTED',
  AuthFailure: 'CREDENTIALS_REJECTED',
  SignatureDoesNotMatch: 'CREDENTIALS_REJECTED',
  InvalidSignature: 'CREDENTIALS_REJECTED',
  IncompleteSignature: 'CREDENTIALS_REJECTED',
  MissingAuthenticationToken: 'CREDENTIALS_REJECTED',
  ExpiredToken: 'CREDENTIALS_REJECTED',
  RequestExpired: 'CREDENTIALS_REJECTED',
  InvalidIdentityToken: 'CREDENTIALS_REJECTED',
  IDPRejectedClaim: 'CREDENTIALS_REJECTED',
  IDPCommunicationError: 'CLOUD_UNAVAILABLE',
  OptInRequired: 'CREDENTIALS_REJECTED',

  Throttling: 'RATE_LIMITED',
  Throttled: 'RATE_LIMITED',
  TooManyRequests: 'RATE_LIMITED',
  RequestLimitExceeded: 'RATE_LIMITED',
  RequestThrottled: 'RATE_LIMITED',
  SlowDown: 'RATE_LIMITED',

  // The SDK takes this for throttling; at ACM and IAM it is a quota.
  // https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html
  LimitExceeded: 'QUOTA_EXHAUSTED',
  TooManyCertificates: 'QUOTA_EXHAUSTED',
  TooManyTags: 'QUOTA_EXHAUSTED',

  PreconditionFailed: 'RESOURCE_BUSY',
  InvalidIfMatchVersion: 'RESOURCE_BUSY',
  Conflict: 'RESOURCE_BUSY',
  RequestInProgress: 'RESOURCE_BUSY',
  PriorRequestNotComplete: 'RESOURCE_BUSY',

  NoSuchDistribution: 'RESOURCE_GONE',
  NoSuchResource: 'RESOURCE_GONE',
  NoSuchEntity: 'RESOURCE_GONE',
  EntityNotFound: 'RESOURCE_GONE',
  ResourceNotFound: 'RESOURCE_GONE',
  LoadBalancerNotFound: 'RESOURCE_GONE',
  AccessPointNotFound: 'RESOURCE_GONE',
  ListenerNotFound: 'RESOURCE_GONE',

  UnsupportedCertificate: 'CERTIFICATE_REJECTED',
  CertificateNotFound: 'CERTIFICATE_REJECTED',
  InvalidViewerCertificate: 'CERTIFICATE_REJECTED',
  InvalidMinimumProtocolVersion: 'CERTIFICATE_REJECTED',
  KeyPairMismatch: 'CERTIFICATE_REJECTED',
  MalformedCertificate: 'CERTIFICATE_REJECTED',

  IllegalUpdate: 'REFUSED',
  OperationNotPermitted: 'REFUSED',
  // An attempt to remove a certificate that something uses, at ACM and at IAM.
  ResourceInUse: 'REFUSED',
  DeleteConflict: 'REFUSED',
  TagPolicy: 'REFUSED',

  TimeoutError: 'CLOUD_UNAVAILABLE',
  ServiceUnavailable: 'CLOUD_UNAVAILABLE',
  InternalFailure: 'CLOUD_UNAVAILABLE',
  InternalError: 'CLOUD_UNAVAILABLE',
  RequestTimeout: 'CLOUD_UNAVAILABLE',
};

const bareName = (name: string) => name.replace(/(?:Exception|Fault)$/u, '');

function codeOf(failure: AwsFailure, about: About): FailureCode {
  const { status = 0, name, code, message } = failure;
  const known = codes[bareName(name)];
  if (known !== undefined) return known;
  if (about.importing === true && /^(?:Validation|InvalidParameter)/u.test(name)) {
    return 'CERTIFICATE_REJECTED';
  }
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 500) return 'CLOUD_UNAVAILABLE';
  // Before any status: resets, refused connections, failed look-ups, broken TLS.
  if (status === 0 && code !== undefined) return 'CLOUD_UNAVAILABLE';
  if (message.startsWith('Region not accepted')) return 'CONFIG_INVALID';
  return 'CLOUD_UNEXPECTED';
}

/** `acm:ImportCertificate`, as the message names it, else as the call needs it. */
function deniedAction(message: string, about: About): string {
  return /\b([a-z][a-z0-9-]*:[A-Z][A-Za-z]+)\b/u.exec(message)?.[1] ?? about.action;
}

const tokenRefused =
  'check the trust policy of the role: repositories made or renamed since July 2026 present ' +
  '"repo:ORG@ORGID/REPO@REPOID:…" as their subject';

function credentialsMessage(failure: AwsFailure, about: About): string {
  const name = bareName(failure.name);
  // The text of these errors quotes the signed request: only our own words are used.
  if (name === 'ExpiredToken' || name === 'RequestExpired') {
    return `the credentials have expired (${name})`;
  }
  if (/^(?:InvalidIdentityToken|IDPRejectedClaim)$/u.test(name)) {
    return `AWS does not take the OIDC token of this run (${name}): ${tokenRefused}`;
  }
  if (name === 'SignatureDoesNotMatch' || name === 'InvalidSignature') {
    return `AWS does not accept the signature (${name}): the secret access key is wrong, or this machine's clock is`;
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return failure.message;
  const region = about.action.startsWith('sts:') ? '' : ', or the region is not enabled for it';
  return `AWS does not know these credentials (${name}): they are wrong, deleted or of another partition${region}`;
}

function messageOf(code: FailureCode, failure: AwsFailure, about: About): string {
  const { message, status, name } = failure;
  const said = message === '' || message === name ? name : `${name}: ${message}`;
  const id = failure.requestId === undefined ? '' : ` (request ${failure.requestId})`;
  switch (code) {
    case 'PERMISSION_MISSING': {
      const action = deniedAction(message, about);
      const hint = action === 'sts:AssumeRoleWithWebIdentity' ? `; ${tokenRefused}` : '';
      return `the credentials lack the permission ${action}${hint}${id}`;
    }
    case 'CREDENTIALS_REJECTED':
      return credentialsMessage(failure, about);
    case 'CERTIFICATE_REJECTED':
      return `AWS refuses the certificate: ${said}${
        about.keyTypes === undefined ? '' : `; ${about.keyTypes}`
      }${id}`;
    case 'CLOUD_UNAVAILABLE':
      if (failure.code === 'ENOTFOUND') {
        return `${message}: there is no such address; is the region or the endpoint right?`;
      }
      return status === undefined ? said : `HTTP ${status} ${said}${id}`;
    case 'CLOUD_UNEXPECTED':
      if (/SyntaxError/u.test(name) || /XML parse error/u.test(message) || name === 'Unknown') {
        return `the endpoint is not an AWS API: HTTP ${status ?? '?'} with a body that is none of its replies`;
      }
      return `${said}${id}`;
    case 'CONFIG_INVALID':
    case 'RESOURCE_GONE':
    case 'QUOTA_EXHAUSTED':
    case 'REFUSED':
    case 'PLAN_STALE':
    case 'CANCELLED':
    case 'RESOURCE_BUSY':
    case 'RATE_LIMITED':
    case 'VERIFY_FAILED':
    case 'DRIFTED':
    case 'OUTCOME_UNKNOWN':
    case 'INTERNAL':
      return `${said}${id}`;
  }
}

/** Whatever a call threw, in our words. Its cause holds public facts only. */
export function toDeployError(thrown: unknown, about: About): DeployError {
  const plain = plainFailure(thrown);
  if (plain instanceof DeployError) return plain;
  if (!(plain instanceof AwsFailure)) return DeployError.from(plain);
  const code = codeOf(plain, about);
  return new DeployError(code, messageOf(code, plain, about), {
    cause: plain,
    retryAfterMs: plain.retryAfterMs,
  });
}

/** The wire code that an error stems from, without the SDK's ending; undefined for an error of ours. */
export function wireCode(thrown: unknown): string | undefined {
  return thrown instanceof DeployError && thrown.cause instanceof AwsFailure
    ? bareName(thrown.cause.name)
    : undefined;
}
