import type { Service } from './hosts.ts';

/** One request as a test may look at it. Holds no private key and no token. */
export interface RecordedRequest {
  readonly service: Service;
  /** The action. */
  readonly operation: string;
  /** `X-TC-Region`; undefined when there was none. */
  readonly region: string | undefined;
  /** Of the secret id; undefined when nobody has it. */
  readonly account: string | undefined;
  /** As the `Host` header said, without the port. */
  readonly host: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly writes: boolean;
  readonly at: number;
  /** Code of the error answered, `dropped` without an answer; undefined: success. */
  error: string | undefined;
}

/** A request that the documented API does not know. A correct client causes none. */
export interface Violation {
  readonly service: Service | undefined;
  readonly operation: string;
  readonly message: string;
}

const secretMembers = new Set([
  'PrivateKey',
  'CertificatePrivateKey',
  'CertKey',
  'GmPrivateKey',
  'GmEncPrivateKey',
  'KeyPassword',
  'WebIdentityToken',
]);
const keyBlock = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/gu;

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(keyBlock, '<secret>');
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      secretMembers.has(name) ? '<secret>' : withoutSecrets(member),
    ]),
  );
}

/** Parameters with secrets replaced at every depth; what is no structure becomes an empty one. */
export function redact(params: unknown): Readonly<Record<string, unknown>> {
  const clean = withoutSecrets(params);
  return typeof clean === 'object' && clean !== null ? { ...clean } : {};
}
