import { DeployError } from '../../core/errors.ts';

/**
 * What is told of an error of the SDK: only these public facts. The SDK's own object carries the
 * request, with its signature and body, in hidden properties; it never leaves this file.
 */
export class AwsFailure extends Error {
  /** The wire code, such as `AccessDenied`, or the SDK's name for it. */
  override readonly name: string;
  readonly status: number | undefined;
  /** Of a broken connection: `ECONNRESET`. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(facts: {
    readonly name: string;
    readonly message: string;
    readonly status?: number | undefined;
    readonly code?: string | undefined;
    readonly requestId?: string | undefined;
    readonly retryAfterMs?: number | undefined;
  }) {
    super(scrub(facts.message));
    this.name = facts.name;
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Some services quote the value they refuse: PEM, signed headers and long base64 are left out. */
function scrub(message: string): string {
  const text = message
    .replace(/\s*Deserialization error: to see the raw response[^]*$/u, '')
    .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
    .replace(/The Canonical String for this request should have been[^]*$/u, '')
    .replace(/(x-amz-security-token|authorization)\s*:\s*\S+/giu, '$1:<secret>')
    .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
    .replace(/[A-Za-z0-9+/=%]{64,}/gu, '<…>')
    .trim();
  return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}

function field(of: object, key: string): unknown {
  // Own enumerable properties only: everything hidden stays hidden.
  return Object.entries(of).find(([name]) => name === key)?.[1];
}

function textField(of: object, key: string): string | undefined {
  const value = field(of, key);
  return typeof value === 'string' ? value : undefined;
}

/** The public facts of whatever the SDK threw. */
export function plainFailure(thrown: unknown, retryAfterMs?: number): Error {
  if (thrown instanceof DeployError || thrown instanceof AwsFailure) return thrown;
  if (!(thrown instanceof Error)) return new AwsFailure({ name: 'Error', message: 'no reason' });
  const metadata = field(thrown, '$metadata');
  const meta = typeof metadata === 'object' && metadata !== null ? metadata : {};
  const status = field(meta, 'httpStatusCode');
  return new AwsFailure({
    name: thrown.name,
    message: thrown.message,
    status: typeof status === 'number' ? status : undefined,
    code: textField(thrown, 'code'),
    requestId: textField(meta, 'requestId') ?? textField(thrown, 'RequestId'),
    retryAfterMs,
  });
}
