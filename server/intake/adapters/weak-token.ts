import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import { parseWith } from '../../body.ts';
import { defineAdapter } from '../adapter.ts';
import type { AdapterKind, Answer, IntakeRequest } from '../adapter.ts';
import { parseJson } from '../bounded-json.ts';
import { digestOf } from '../digest.ts';
import { readPem } from '../pem.ts';
import { isWithin } from '../standard-webhooks.ts';
import { fieldsOf } from './form.ts';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What proves the sender, before anything else of the body is looked at. */
interface Proof {
  /** As it is written in what is signed. */
  readonly timestamp: string;
  readonly signature: string;
}

interface Variant {
  readonly kind: string;
  /** JSON only, or a form too. */
  readonly mediaTypes: readonly string[];
  /** How many of the timestamp's units are a second. */
  readonly unitsPerSecond: 1 | 1000;
  readonly proof: (request: IntakeRequest) => Proof | undefined;
  readonly sign: (timestamp: string, token: string) => string;
  /** The PEM texts of a body. Fields that are not known are passed over. */
  readonly material: z.ZodType<readonly (string | undefined)[]>;
  readonly present?: (answer: Answer) => Answer;
}

const Signed = z.object({
  timestamp: z.union([z.string().max(20), z.number()]).transform(String),
  sign: z.string().max(100),
});

/** Two fields of a JSON body, read with all limits of a body from a stranger. */
function proofOfBody({ body }: IntakeRequest): Proof | undefined {
  const parsed = Signed.safeParse(parseJson(body)?.value);
  if (!parsed.success) return undefined;
  return { timestamp: parsed.data.timestamp, signature: parsed.data.sign.toLowerCase() };
}

const pem = z.string().max(262_144);

const variants: readonly Variant[] = [
  {
    kind: 'ohttps',
    mediaTypes: ['application/json'],
    unitsPerSecond: 1000,
    proof: proofOfBody,
    sign: (timestamp, token) => md5(`${timestamp}:${token}`),
    material: z
      .object({
        payload: z.object({
          certificateFullchainCerts: pem,
          certificateCertKey: pem.optional(),
        }),
      })
      .transform(({ payload }) => [payload.certificateFullchainCerts, payload.certificateCertKey]),
    present: ({ status, body }) =>
      typeof body === 'object' ? { status, body: { success: true, ...body } } : { status, body },
  },
  {
    kind: 'certeasy',
    mediaTypes: ['application/json'],
    unitsPerSecond: 1,
    proof: proofOfBody,
    sign: (timestamp, token) => md5(timestamp + md5(token)),
    material: z
      .object({ payload: z.object({ fullchain: pem, key: pem.optional() }) })
      .transform(({ payload }) => [payload.fullchain, payload.key]),
    // "Return the text success": anything else counts as failed. https://docs.certeasy.cn/cloud/webhook.html
    present: () => ({ status: 200, body: 'success' }),
  },
  {
    kind: 'zsite',
    mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
    unitsPerSecond: 1,
    proof({ header }) {
      const [timestamp, signature] = [header('z-timestamp'), header('z-token')];
      if (timestamp === undefined || signature === undefined) return undefined;
      return { timestamp, signature: signature.toLowerCase() };
    },
    // https://zsite.cc/docs/20
    sign: (timestamp, token) => createHmac('sha256', token).update(timestamp).digest('hex'),
    material: z
      .object({ certificate: pem, key: pem.optional() })
      .transform(({ certificate, key }) => [certificate, key]),
  },
];

function createKind(variant: Variant): AdapterKind {
  return defineAdapter({
    kind: variant.kind,
    auth: 'weak',
    shape: { tokens: z.array(z.string().min(16).max(200)).min(1).max(2) },
    secretKeys: ['tokens'],
    open: ({ tokens }) => ({
      methods: ['POST'],
      mediaTypes: variant.mediaTypes,
      ...(variant.present === undefined ? {} : { present: variant.present }),
      verify(request) {
        const proof = variant.proof(request);
        if (proof === undefined || !/^\d{9,14}$/u.test(proof.timestamp)) return undefined;
        const { timestamp, signature } = proof;
        const isProven = tokens
          .map((token) => isEqual(signature, variant.sign(timestamp, token)))
          .includes(true);
        if (!isProven) return undefined;
        const seconds = Math.floor(Number(timestamp) / variant.unitsPerSecond);
        if (!isWithin(seconds, request.now)) return undefined;
        const digest = digestOf(request.body);
        const telling = { deliveryId: `sha256:${digest}`, digest };
        return {
          telling,
          async read() {
            const texts = parseWith(variant.material, await fieldsOf(request));
            return [
              {
                ...telling,
                kind: 'bundle',
                type: 'certificate.issued',
                at: new Date(seconds * 1000),
                parts: readPem(texts.filter((one) => one !== undefined).join('\n')),
                lineage: undefined,
                ref: undefined,
              },
            ];
          },
        };
      },
    }),
  });
}

/**
 * Hosted issuers whose signature covers a timestamp and not the body: whoever has seen one delivery
 * can send any body for five minutes. The secret address, the checks of the certificate and the
 * domains that the source is allowed make such a body useless.
 */
export const weakTokenKinds: readonly AdapterKind[] = variants.map(createKind);
