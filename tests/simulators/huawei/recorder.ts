import type { Service } from './operation.ts';

/** One request as a test may look at it. Holds no private key and no token. */
export interface RecordedRequest {
  readonly service: Service;
  readonly operation: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly host: string;
  /** Of the host, or of the project in the path; undefined for a global service on loopback. */
  readonly region: string | undefined;
  /** Of the access key; undefined when nobody has that key or it was sent unsigned. */
  readonly account: string | undefined;
  /** `path`, `query` and `body` before any check. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly writes: boolean;
  readonly at: number;
  /** HTTP status of the answer; undefined without one. */
  status: number | undefined;
  /** Wire code of the error answered, `dropped` without an answer; undefined: success. */
  error: string | undefined;
}

/** A request that the documented API does not know. A correct client causes none. */
export interface Violation {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly message: string;
}

const secretMembers = new Set(['private_key', 'enc_private_key', 'id_token', 'token']);

/** The same structure with secrets replaced, at any depth. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secretMembers.has(name) && typeof member === 'string' && member !== ''
        ? '<secret>'
        : redact(member),
    ]),
  );
}
