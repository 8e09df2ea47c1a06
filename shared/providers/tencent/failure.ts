import { DeployError } from '../../core/errors.ts';

/** What is told of an error of the SDK: these public facts, in our words where it quotes replies. */
export class TencentFailure extends Error {
  override readonly name = 'TencentFailure';
  /** The code that the API answered with: `FailedOperation.ResourceInOperating`. */
  readonly code: string | undefined;
  /** Of a reply that is no answer of the API. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** Something came back that cannot be read. */
  readonly unreadable: boolean;

  constructor(facts: {
    readonly message: string;
    readonly code?: string | undefined;
    readonly status?: number | undefined;
    readonly requestId?: string | undefined;
    readonly unreadable?: boolean;
  }) {
    super(scrub(facts.message));
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.unreadable = facts.unreadable ?? false;
  }
}

/** Some messages quote the value they refuse: PEM, passwords and long base64 are left out. */
function scrub(message: string): string {
  const text = message
    .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
    .replace(/(authorization|token|secretkey)\s*[:=]\s*\S+/giu, '$1:<secret>')
    .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
    .replace(/[A-Za-z0-9+/=%]{64,}/gu, '<…>')
    .trim();
  return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}

function textOf(error: Error, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * The public facts of whatever the SDK threw. Its own exception stands for an answer of the API
 * (`code`), another status than 200 (`httpCode`) or a broken connection (neither); a body that is no
 * JSON or no answer of the API comes as an error of the parser, which quotes the body.
 */
export function plainFailure(thrown: unknown): Error {
  if (thrown instanceof DeployError || thrown instanceof TencentFailure) return thrown;
  if (!(thrown instanceof Error)) return new TencentFailure({ message: 'no reason was given' });
  if (!('traceId' in thrown)) {
    const cut = textOf(thrown, 'type') === 'system' || thrown.name === 'AbortError';
    return cut
      ? new TencentFailure({ message: 'the connection broke while the reply came in' })
      : new TencentFailure({ message: 'the reply is no answer of the API', unreadable: true });
  }
  const status: unknown = Reflect.get(thrown, 'httpCode');
  return new TencentFailure({
    message: thrown.message,
    code: textOf(thrown, 'code'),
    status: typeof status === 'number' ? status : undefined,
    requestId: textOf(thrown, 'requestId'),
  });
}
