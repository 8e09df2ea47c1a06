/** The cloud's own way to say no: a code and a text, like any API. */
export class MemoryFailure extends Error {
  override readonly name = 'MemoryFailure';
  readonly code:
    | 'Throttled'
    | 'Unauthenticated'
    | 'Denied'
    | 'Unavailable'
    | 'NotFound'
    | 'KeyMismatch'
    | 'InUse'
    | 'NoReply';

  constructor(code: MemoryFailure['code'], message: string) {
    super(message);
    this.code = code;
  }
}
