import { DeployError } from '../../core/errors.ts';

/** What is told of a call that failed: public facts only. No request and no reply is kept. */
export class HuaweiFailure extends Error {
  override readonly name = 'HuaweiFailure';
  /** The cloud's own code, `ELB.8902`, or that of a broken connection, `ECONNRESET`. */
  readonly wireCode: string | undefined;
  /** Undefined: there was no reply. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(facts: {
    readonly message: string;
    readonly wireCode?: string | undefined;
    readonly status?: number | undefined;
    readonly requestId?: string | undefined;
    readonly retryAfterMs?: number | undefined;
  }) {
    super(scrub(facts.message));
    this.wireCode = facts.wireCode;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Services may quote what they refuse: PEM, tokens and other long texts are left out. */
export function scrub(message: string): string {
  const text = message
    // The gateway quotes the request as it would have signed it, headers and tokens included.
    .replace(/canonical_?request\s*[:=][^]*$/iu, '')
    .replace(/-----BEGIN[^]*?(?:-----END[^-]*-----|$)/gu, '<pem>')
    .replace(
      /\b(authorization|x-(?:security|auth|subject)-token)["']?\s*[:=]\s*\S+/giu,
      '$1:<secret>',
    )
    .replace(/\b(Access|Signature)=[\w+/=-]+/gu, '$1=<…>')
    .replace(/:\/\/[^\s/@]+@/gu, '://<secret>@')
    .replace(/[A-Za-z0-9+/=%_-]{64,}/gu, '<…>')
    .trim();
  return text.length > 600 ? `${text.slice(0, 600)} …` : text;
}

/** The cloud's code that an error stems from; undefined for an error of ours. */
export function wireCode(thrown: unknown): string | undefined {
  return thrown instanceof DeployError && thrown.cause instanceof HuaweiFailure
    ? thrown.cause.wireCode
    : undefined;
}
