import { DeployError } from '../../../shared/core/errors.ts';
import type { FailureCode } from '../../../shared/core/errors.ts';

/** What the SDK throws, as far as it is looked at: its message may quote what was signed. */
interface Thrown {
  readonly code: string;
  readonly statusCode: number | undefined;
  readonly retryAfterMs: number | undefined;
}

function read(thrown: unknown): Thrown {
  if (typeof thrown !== 'object' || thrown === null)
    return { code: '', statusCode: undefined, retryAfterMs: undefined };
  const field = (name: string): unknown => Reflect.get(thrown, name);
  const [code, statusCode, retryAfter] = ['code', 'statusCode', 'retryAfter'].map(field);
  return {
    code: typeof code === 'string' ? code : '',
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    retryAfterMs: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}

/** The codes that all services share, and those of this one. */
const table: readonly (readonly [RegExp, FailureCode, string])[] = [
  [/^Throttling/u, 'RATE_LIMITED', 'Alibaba Cloud limits the rate of calls'],
  [
    /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidSecurityToken|MissingAccessKeyId)/u,
    'CREDENTIALS_REJECTED',
    'Alibaba Cloud refuses the access key',
  ],
  [
    /^(?:Forbidden|NoPermission|NoAuth|Unauthorized)/u,
    'PERMISSION_MISSING',
    'the RAM user may not call this operation of the certificate service',
  ],
  [/^(?:NotFound|CertNotExist|Certificate\.NotFound)/u, 'RESOURCE_GONE', 'the certificate is gone'],
  [
    /^(?:ServiceUnavailable|InternalError|ServerInternal)/u,
    'CLOUD_UNAVAILABLE',
    'the service failed',
  ],
];

/** How the SDK says that a field of a reply is of another type than it knows. */
const wrongType = /^type of (\w{1,60}) is mismatch/u;

/** Anything the SDK throws in our words, with the cloud's code and none of its text. */
export function toError(thrown: unknown): DeployError {
  const { code, statusCode, retryAfterMs } = read(thrown);
  const field = thrown instanceof Error ? wrongType.exec(thrown.message)?.[1] : undefined;
  if (field !== undefined) {
    return new DeployError('CLOUD_UNEXPECTED', `the reply has no proper "${field}"`);
  }
  const said = /^[A-Za-z][\w.]{0,80}$/u.test(code) ? ` (${code})` : '';
  const known = table.find(([pattern]) => pattern.test(code));
  if (known !== undefined) {
    return new DeployError(known[1], `${known[2]}${said}`, { retryAfterMs });
  }
  if (statusCode === undefined || statusCode >= 500) {
    return new DeployError('CLOUD_UNAVAILABLE', `the certificate service did not answer${said}`);
  }
  return new DeployError('CLOUD_UNEXPECTED', `HTTP ${statusCode}${said}`);
}
