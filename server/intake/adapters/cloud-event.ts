import { z } from 'zod';

import { parseWith } from '../../body.ts';
import type { Telling, Told } from '../adapter.ts';
import type { EventType } from '../event.ts';
import { NativeData, readNativeData } from './native.ts';

export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time?: Date | undefined;
  readonly data: unknown;
}

/** Our own types, perhaps behind a reversed domain: `com.example.certificate.issued`. */
const own = /^(?:[a-z0-9-]+\.){0,8}(certificate\.[a-z]+)$/u;

const infisical: Readonly<Record<string, EventType>> = {
  'com.infisical.pki.certificate.issuance': 'certificate.issued',
  'com.infisical.pki.certificate.renewal': 'certificate.renewed',
  'com.infisical.pki.certificate.revocation': 'certificate.revoked',
  'com.infisical.pki.certificate.expiration': 'certificate.expiring',
};

/** https://infisical.com/docs/documentation/platform/pki/alerting/webhook-alerts */
const InfisicalData = z.object({
  certificates: z
    .array(
      z.object({
        id: z.string().max(100).optional(),
        serialNumber: z.string().max(100).optional(),
        commonName: z.string().max(253).optional(),
        san: z.array(z.string().max(253)).max(200).optional(),
        notAfter: z.string().max(40).optional(),
      }),
    )
    .max(50),
});

/** A listener's certificate ends in so many days, as Alibaba's load balancer announces it. */
const alibabaExpiring = /^slb:CloudMonitor:CertKeyExpired\d{1,3}$/u;

/** What an event of a bus tells of certificates. */
export function readCloudEvent(event: CloudEvent, telling: Telling): Told {
  const { type, time: at } = event;
  const known = infisical[type];
  if (known !== undefined) {
    const [first] = parseWith(InfisicalData, event.data).certificates;
    const about = {
      subject: first?.commonName,
      names: first?.san,
      serial: first?.serialNumber,
      notAfter: first?.notAfter,
      ref: first?.id,
    };
    return { ...telling, kind: 'hearsay', type: known, at, about };
  }
  if (alibabaExpiring.test(type)) {
    return { ...telling, kind: 'hearsay', type: 'certificate.expiring', at, about: {} };
  }
  const ownType = own.exec(type)?.[1];
  if (ownType === undefined) {
    return { ...telling, kind: 'ignored', reason: 'the event type is not one of certificates' };
  }
  return readNativeData(ownType, at, parseWith(NativeData, event.data ?? {}), telling);
}
