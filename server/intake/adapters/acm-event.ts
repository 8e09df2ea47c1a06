import { z } from 'zod';

import { parseWith } from '../../body.ts';
import type { Telling, Told } from '../adapter.ts';
import { Moment } from '../event.ts';
import type { EventType } from '../event.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const EventBridgeEvent = z.object({
  id: z.string().min(1).max(200),
  source: z.string().max(200),
  'detail-type': z.string().max(200),
  time: Moment,
  resources: z.array(z.string().max(2048)).max(50).default([]),
  detail: z.object({
    Action: z.string().max(50).optional(),
    CommonName: z.string().max(253).optional(),
    CertificateExpirationDate: z.string().max(50).optional(),
  }),
});

const types: Readonly<Record<string, EventType>> = {
  'ACM Certificate Approaching Expiration': 'certificate.expiring',
  'ACM Certificate Renewal Action Required': 'certificate.expiring',
  'ACM Certificate Expired': 'certificate.expiring',
  'ACM Certificate Revoked': 'certificate.revoked',
};
const available = 'ACM Certificate Available';
const actions: Readonly<Record<string, EventType>> = {
  ISSUANCE: 'certificate.issued',
  RENEWAL: 'certificate.renewed',
};

/**
 * What an event of AWS Certificate Manager tells. A certificate that we put there ourselves comes back
 * as `Available` with the action IMPORT or REIMPORT: taking that for news would deploy it for ever.
 * ACM never sends the certificate itself. https://docs.aws.amazon.com/acm/latest/userguide/supported-events.html
 */
export function readAcmEvent(
  value: unknown,
  telling: (event: { readonly id: string }) => Telling,
): Told {
  const event = parseWith(EventBridgeEvent, value);
  const { detail, resources, time: at } = event;
  const told = telling(event);
  if (event.source !== 'aws.acm') {
    return { ...told, kind: 'ignored', reason: 'the event is not one of AWS Certificate Manager' };
  }
  const detailType = event['detail-type'];
  const type = detailType === available ? actions[detail.Action ?? ''] : types[detailType];
  if (type === undefined) {
    const reason =
      detailType === available
        ? 'a certificate that was imported into ACM is no news: a deployment does that'
        : 'this event of ACM says nothing that is acted on';
    return { ...told, kind: 'ignored', reason };
  }
  const about = {
    subject: detail.CommonName,
    notAfter: detail.CertificateExpirationDate,
    ref: resources[0],
  };
  return { ...told, kind: 'hearsay', type, at, about };
}
