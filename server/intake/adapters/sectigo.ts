import { BlockList } from 'node:net';

import { z } from 'zod';

import { parseWith } from '../../body.ts';
import { defineAdapter } from '../adapter.ts';
import type { IntakeRequest, Told } from '../adapter.ts';
import { digestOf } from '../digest.ts';
import type { EventType } from '../event.ts';
import { addAddress, containsAddress } from '../names.ts';
import { readPem } from '../pem.ts';
import { createTokenCheck } from '../tokens.ts';
import { fieldsOf, onlyOnce } from './form.ts';

const short = z.string().max(500);
const pem = z.string().max(262_144);

/** https://docs.sectigo.com/sps/certificate-issuance-push/call-information */
const Fields = z.object({
  orderNumber: short.optional(),
  certificateID: short.optional(),
  eventType: short,
  status: short.optional(),
  certificate: pem.optional(),
  caCertificate: pem.optional(),
});

const statuses: Readonly<Record<string, EventType>> = {
  issued: 'certificate.issued',
  revoked: 'certificate.revoked',
  expired: 'certificate.expiring',
};

function tell(fields: z.infer<typeof Fields>, digest: string): Told {
  const { certificateID: id, orderNumber: order, eventType } = fields;
  const status = fields.status?.toLowerCase() ?? '';
  const telling = {
    deliveryId: `sectigo:${digestOf(id ?? order ?? '', eventType, status)}`,
    digest,
  };
  const type =
    statuses[status] ?? (fields.certificate === undefined ? undefined : 'certificate.issued');
  if (eventType.toLowerCase() !== 'certificate' || type === undefined) {
    const reason = 'the event says nothing that is acted on';
    return { ...telling, kind: 'ignored', reason };
  }
  const ref = id === undefined ? undefined : `sectigo/${id}`;
  if (fields.certificate === undefined || type !== 'certificate.issued') {
    return { ...telling, kind: 'hearsay', type, at: undefined, about: { ref } };
  }
  const parts = readPem(`${fields.certificate}\n${fields.caCertificate ?? ''}`);
  return { ...telling, kind: 'bundle', type, at: undefined, parts, lineage: undefined, ref };
}

/**
 * Sectigo's issuance push: a GET that only tells, or a POST of a form with the certificate. It proves
 * itself by Basic authentication and by where it comes from; three retries, then silence.
 * https://docs.sectigo.com/sps/certificate-issuance-push/configuration
 */
export const sectigo = defineAdapter({
  kind: 'sectigo',
  auth: 'weak',
  shape: {
    user: z.string().min(1).max(100),
    passwords: z.array(z.string().min(16).max(200)).min(1).max(2),
    /** Empty: from anywhere, for receivers that do not learn the sender's address. */
    addresses: z.array(z.string().max(50)).max(50).default(['91.199.212.132']),
  },
  secretKeys: ['passwords'],
  open({ user, passwords, addresses }) {
    const isKnown = createTokenCheck(passwords.map((password) => `${user}:${password}`));
    const allowed = new BlockList();
    for (const address of addresses) addAddress(allowed, address);

    const isSectigo = ({ header, address }: IntakeRequest): boolean => {
      const basic = /^Basic +([A-Za-z0-9+/=]+) *$/iu.exec(header('authorization') ?? '')?.[1];
      const login = Buffer.from(basic ?? '', 'base64').toString('utf8');
      return isKnown(login) && (addresses.length === 0 || containsAddress(allowed, address));
    };

    return {
      methods: ['GET', 'POST'],
      mediaTypes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
      verify(request) {
        if (!isSectigo(request)) return undefined;
        const { method, query, body } = request;
        return {
          async read() {
            const raw = method === 'GET' ? onlyOnce(query) : await fieldsOf(request);
            const digest = digestOf(method === 'GET' ? query.toString() : body);
            return [tell(parseWith(Fields, raw), digest)];
          },
        };
      },
    };
  },
});
