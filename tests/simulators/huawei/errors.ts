/** Whose form an error body has. `gateway` answers in front of every product. */
export type Envelope = 'gateway' | 'cdn' | 'elb' | 'iam' | 'sts';

/** An answer that is not a success, in the code and form of whoever gives it. */
export class HuaweiError extends Error {
  override readonly name = 'HuaweiError';
  readonly envelope: Envelope;
  /** As the body carries it; IAM v3 has none but the HTTP status. */
  readonly code: string;
  readonly status: number;

  constructor(envelope: Envelope, code: string, message: string, status: number) {
    super(message);
    this.envelope = envelope;
    this.code = code;
    this.status = status;
  }
}

/** The request does not fit the API at all: answered with an error and kept as a violation. */
export class Malformed extends HuaweiError {}

/** Codes of the gateway. https://support.huaweicloud.com/devg-apisign/api-sign-errorcode.html */
const gatewayStatus = {
  'APIGW.0101': 404,
  'APIGW.0201': 413,
  'APIGW.0301': 401,
  'APIGW.0307': 401,
  'APIGW.0308': 429,
  'APIGW.0310': 403,
} as const;

export function gatewayError(code: keyof typeof gatewayStatus, message: string): HuaweiError {
  return new HuaweiError('gateway', code, message, gatewayStatus[code]);
}

export function unknownApi(): Malformed {
  const message = 'The API does not exist or has not been published in the environment.';
  return new Malformed('gateway', 'APIGW.0101', message, 404);
}
