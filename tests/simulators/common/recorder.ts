/** One request as a test may look at it. Holds no private key and no token. */
export interface BaseRequest<Service> {
  readonly service: Service;
  readonly operation: string;
  /** Undefined where the request names none. */
  readonly region: string | undefined;
  /** Of the access key; undefined when nobody has that key or it was sent unsigned. */
  readonly account: string | undefined;
  /** As they came, before any check. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly writes: boolean;
  readonly at: number;
  /** Wire code of the error answered, `dropped` without an answer; undefined: success. */
  error: string | undefined;
}

/** A request that the documented API does not know. A correct client causes none. */
export interface Violation<Service> {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly message: string;
}

const keyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/gu;

/**
 * Parameters with secrets replaced at every depth: members of these names, and private keys inside
 * texts. What is no structure becomes an empty one.
 */
export function createRedactor(...names: readonly string[]) {
  const secretMembers = new Set(names);
  function redact(value: unknown): unknown {
    if (typeof value === 'string') return value.replaceAll(keyBlock, '<secret>');
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        secretMembers.has(name) && member !== '' ? '<secret>' : redact(member),
      ]),
    );
  }
  return (params: unknown): Readonly<Record<string, unknown>> => {
    const clean = redact(params);
    return typeof clean === 'object' && clean !== null ? { ...clean } : {};
  };
}
