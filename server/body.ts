import type { Context } from 'hono';
import type { z } from 'zod';

import { problems } from './problem.ts';

/**
 * The raw body, at most `maxBytes` of it. A sender of more is told to close: what it goes on to send
 * would be read as its next request.
 */
export async function readBody(c: Context, maxBytes: number): Promise<Buffer> {
  const length = c.req.header('content-length');
  if (length !== undefined && c.req.header('transfer-encoding') === undefined) {
    if (Number(length) > maxBytes) throw tooLarge(maxBytes);
    return Buffer.from(await c.req.arrayBuffer());
  }
  const stream = c.req.raw.body;
  if (stream === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const tooLarge = (maxBytes: number) =>
  problems.tooLarge(`at most ${maxBytes} bytes are taken`, { connection: 'close' });

/** The JSON body, parsed by its schema. Throws 413, 415, 400 or 422 with what is wrong and where. */
export async function readJson<T extends z.ZodType>(
  c: Context,
  schema: T,
  maxBytes = 1_048_576,
): Promise<z.output<T>> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(?:;|$)/iu.test(type)) {
    throw problems.wrongType('send application/json');
  }
  const body = await readBody(c, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // The parser's own words quote the body.
    throw problems.malformed('the body is not JSON in UTF-8');
  }
  return parseWith(schema, value);
}

/** Parses what came from outside; throws 422 that names the fields, never what they held. */
export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 10).map(({ path, message, code }) => {
    const where = path.map(String).join('.') || 'the body';
    return code === 'unrecognized_keys'
      ? `${where}: holds keys that are not known`
      : `${where}: ${message}`;
  });
  throw problems.invalid(issues.join('; '));
}
