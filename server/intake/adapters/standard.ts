import { z } from 'zod';

import { defineAdapter } from '../adapter.ts';
import { digestOf } from '../digest.ts';
import { isSigned, isWithin, parseWebhookKey, readSignedHeaders } from '../standard-webhooks.ts';
import { pemTypes, readNative } from './native.ts';

const WebhookKey = z
  .string()
  .max(200)
  .refine((text) => parseWebhookKey(text) !== undefined, {
    error: 'must be whsec_ with 24 to 64 bytes or whpk_ with 32, in base64',
  });

/**
 * Our own event, signed as Standard Webhooks 1.0.0 says, as JSON or as a bare PEM bundle. Several keys
 * during a rotation; a signature of any of them is enough.
 */
export const standard = defineAdapter({
  kind: 'standard',
  auth: 'strong',
  shape: { keys: z.array(WebhookKey).min(1).max(4) },
  secretKeys: ['keys'],
  open({ keys: texts }) {
    const keys = texts.map(parseWebhookKey).filter((key) => key !== undefined);
    return {
      methods: ['POST'],
      mediaTypes: ['application/json', ...pemTypes],
      verify({ header, body, mediaType, now }) {
        const signed = readSignedHeaders(header);
        if (signed === undefined) return undefined;
        const { id, timestamp, signature } = signed;
        if (!isSigned(signature, { id, timestamp, body }, keys)) return undefined;
        if (!isWithin(Number(timestamp), now)) return undefined;
        const telling = { deliveryId: id, digest: digestOf(body) };
        return { telling, read: () => [readNative(body, mediaType, telling)] };
      },
    };
  },
});
