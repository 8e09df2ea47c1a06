/** An answer that is not a success: HTTP 200 with `Response.Error`, the code from the service's own list. */
export class TencentError extends Error {
  override readonly name = 'TencentError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The request does not fit the API at all: answered with an error and kept as a violation. */
export class Malformed extends TencentError {}
