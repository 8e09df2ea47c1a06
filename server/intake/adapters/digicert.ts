import { z } from 'zod';

import { parseWith } from '../../body.ts';
import { defineAdapter, Tokens } from '../adapter.ts';
import { digestOf } from '../digest.ts';
import type { EventType } from '../event.ts';
import { readPem } from '../pem.ts';
import { createTokenCheck } from '../tokens.ts';
import { jsonOf } from './native.ts';

const Event = z.object({
  event: z.string().max(100),
  data: z
    .object({
      order_id: z.union([z.number(), z.string().max(50)]).optional(),
      certificate_id: z.union([z.number(), z.string().max(50)]).optional(),
      certificate_chain: z
        .array(z.object({ pem: z.string().max(65_536) }))
        .max(20)
        .optional(),
    })
    .optional(),
});

const types: Readonly<Record<string, EventType>> = {
  certificate_issued: 'certificate.issued',
  certificate_revoked: 'certificate.revoked',
};

/**
 * Webhooks of DigiCert CertCentral: a fixed secret in `X-WEBHOOK-KEY`; the chain, root included, only
 * where the account asks for it, and never a key. What it sends to set the webhook up is no event of a
 * certificate, and answered with success.
 * https://dev.digicert.com/certcentral-apis/webhooks.html
 */
export const digicert = defineAdapter({
  kind: 'digicert',
  auth: 'weak',
  shape: { tokens: Tokens },
  secretKeys: ['tokens'],
  open({ tokens }) {
    const isKnown = createTokenCheck(tokens);
    return {
      methods: ['POST'],
      mediaTypes: ['application/json'],
      verify({ header, body }) {
        if (!isKnown(header('x-webhook-key'))) return undefined;
        return {
          read() {
            const { event, data } = parseWith(Event, jsonOf(body));
            const digest = digestOf(body);
            const { order_id: order, certificate_id: certificate } = data ?? {};
            const type = types[event];
            if (type === undefined) {
              const reason = 'the event is not one of certificates';
              return [{ deliveryId: `sha256:${digest}`, digest, kind: 'ignored', reason }];
            }
            const telling = {
              deliveryId: `digicert:${digestOf(String(order), String(certificate), event)}`,
              digest,
            };
            const ref = certificate === undefined ? undefined : `digicert/${certificate}`;
            const chain = data?.certificate_chain ?? [];
            if (type !== 'certificate.issued' || chain.length === 0) {
              return [{ ...telling, kind: 'hearsay', type, at: undefined, about: { ref } }];
            }
            const parts = readPem(chain.map(({ pem }) => pem).join('\n'));
            const lineage = undefined;
            return [{ ...telling, kind: 'bundle', type, at: undefined, parts, lineage, ref }];
          },
        };
      },
    };
  },
});
