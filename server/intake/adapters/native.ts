import { z } from 'zod';

import { parseFingerprint } from '../../../shared/core/certificate.ts';
import { parseWith } from '../../body.ts';
import { problems } from '../../problem.ts';
import type { Telling, Told } from '../adapter.ts';
import { parseJson } from '../bounded-json.ts';
import { eventTypes, Moment } from '../event.ts';
import type { EventType } from '../event.ts';
import { readPem } from '../pem.ts';

export const pemTypes = ['application/x-pem-file', 'application/pem-certificate-chain'];

const text = z.string().max(262_144);

/** What our own form says of a certificate; `type` and `timestamp` stand around it. */
export const NativeData = z.object({
  chain_pem: text.optional(),
  private_key_pem: text.optional(),
  private_key_age: text.optional(),
  lineage: z.string().max(253).optional(),
  fingerprint_sha256: z.string().max(100).optional(),
  ref: z.string().max(500).optional(),
});
type NativeData = z.infer<typeof NativeData>;

const NativeEvent = z.object({
  type: z.string().max(100),
  timestamp: Moment,
  data: NativeData,
});

const isEventType = (type: string): type is EventType => eventTypes.some((known) => known === type);

/** The JSON value of a body; 400 where it is none. */
export function jsonOf(body: Uint8Array): unknown {
  const parsed = parseJson(body);
  if (parsed === undefined) {
    throw problems.malformed('the body is not JSON in UTF-8, or nested too deeply');
  }
  return parsed.value;
}

/** Our own event, as JSON or as a bare PEM bundle. */
export function readNative(
  body: Uint8Array,
  mediaType: string | undefined,
  telling: Telling,
): Told {
  if (mediaType !== undefined && pemTypes.includes(mediaType)) {
    return readPemBody(body, telling);
  }
  const event = parseWith(NativeEvent, jsonOf(body));
  return readNativeData(event.type, event.timestamp, event.data, telling);
}

export function readPemBody(body: Uint8Array, telling: Telling): Told {
  const parts = readPem(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8'));
  const { lineage } = parts;
  const type = 'certificate.issued';
  return { ...telling, kind: 'bundle', type, at: undefined, parts, lineage, ref: undefined };
}

export function readNativeData(
  type: string,
  at: Date | undefined,
  data: NativeData,
  telling: Telling,
): Told {
  if (!isEventType(type)) {
    return { ...telling, kind: 'ignored', reason: 'the event type is not one of certificates' };
  }
  const { ref, lineage } = data;
  if (type === 'certificate.revoked') {
    const fingerprint = parseFingerprint(data.fingerprint_sha256 ?? '');
    if (fingerprint === undefined) {
      throw problems.invalid('data.fingerprint_sha256: a revocation names the certificate by it');
    }
    return { ...telling, kind: 'revoked', at, fingerprint };
  }
  if (type === 'certificate.expiring' || type === 'certificate.failed') {
    return { ...telling, kind: 'hearsay', type, at, about: { ref } };
  }
  const given = [data.chain_pem, data.private_key_pem, data.private_key_age];
  const parts = readPem(given.filter((one) => one !== undefined).join('\n'));
  return { ...telling, kind: 'bundle', type, at, parts, lineage, ref };
}
