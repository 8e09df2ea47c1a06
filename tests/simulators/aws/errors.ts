/** An answer that is not a success, with the wire code of the service's own documentation. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The request does not fit the API at all: answered with an error and kept as a violation. */
export class Malformed extends AwsError {}
