import type { Service } from './operation.ts';

/** One request as a test may look at it. Holds no private key and no token. */
export interface RecordedRequest {
  readonly service: Service;
  readonly operation: string;
  /** Of the credential scope; undefined when it was sent unsigned. */
  readonly region: string | undefined;
  /** Of the access key; undefined when nobody has that key. */
  readonly account: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
  readonly writes: boolean;
  readonly at: number;
  /** Wire code of the error answered, `dropped` without an answer; undefined: success. */
  error: string | undefined;
}

/** A request that the documented API does not know. A correct client causes none. */
export interface Violation {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly message: string;
}

const secretMembers = new Set(['PrivateKey', 'WebIdentityToken', 'SessionToken']);

/** Parameters with secrets replaced; what is no structure becomes an empty one. */
export function redact(params: unknown): Readonly<Record<string, unknown>> {
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      secretMembers.has(name) ? '<secret>' : value,
    ]),
  );
}
