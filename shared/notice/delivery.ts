/**
 * Why a notice was not delivered, in words that hold no address and no secret. `temporary`: the same
 * attempt may succeed later; `permanent`: somebody has to change something first.
 */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly kind: 'temporary' | 'permanent';
  /** What the other side asked to wait for. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: 'temporary' | 'permanent', message: string, retryAfterMs?: number) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}
