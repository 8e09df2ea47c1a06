import type { HttpReply } from './http.ts';

/** A reply's JSON without any private key; undefined when it is no JSON. An empty body is `{}`. */
export function readBody(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    // ELB shows private keys in every reply about certificates, unless told not to: they end here.
    // https://support.huaweicloud.com/intl/en-us/api-elb/
    return JSON.parse(text, (key, value: unknown) =>
      /^(?:enc_)?private_?key$/iu.test(key) ? undefined : value,
    );
  } catch {
    return undefined;
  }
}

/** What a reply says went wrong. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
}

function member(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function complaintIn(of: unknown, keys: readonly [code: string, message: string]) {
  const code = text(member(of, keys[0]));
  return code === undefined ? undefined : { code, message: text(member(of, keys[1])) ?? '' };
}

/**
 * The error of a reply. CDN answers business errors with HTTP 200 and `{"error":{"error_code"…}}`, ELB
 * and the gateway with `{"error_code"…}`, older IAM calls with `{"error":{"code":401,"message"…}}`.
 */
export function complaintOf(status: number, body: unknown): Complaint | undefined {
  const inside = member(body, 'error');
  const named =
    complaintIn(body, ['error_code', 'error_msg']) ??
    complaintIn(inside, ['error_code', 'error_msg']) ??
    complaintIn(inside, ['code', 'message']);
  if (named !== undefined || (status >= 200 && status < 300)) return named;
  return (
    complaintIn(body, ['code', 'message']) ?? {
      code: '',
      message: text(member(body, 'message')) ?? '',
    }
  );
}

/** `Retry-After` in seconds or as a date; undefined when the reply has none that can be read. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (/^\d{1,6}$/u.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

export function requestIdOf({ headers }: HttpReply, body: unknown): string | undefined {
  const header = headers['x-request-id'];
  return text(member(body, 'request_id')) ?? (typeof header === 'string' ? header : undefined);
}
