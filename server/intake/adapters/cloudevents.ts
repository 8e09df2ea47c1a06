import { createHmac, timingSafeEqual } from 'node:crypto';

import { z } from 'zod';

import { parseWith } from '../../body.ts';
import { problems } from '../../problem.ts';
import { bearerOf } from '../../tokens.ts';
import { defineAdapter, Tokens } from '../adapter.ts';
import type { IntakeRequest, Told } from '../adapter.ts';
import { SourceConfigError } from '../config-error.ts';
import { digestOf } from '../digest.ts';
import { Moment } from '../event.ts';
import { isWithin } from '../standard-webhooks.ts';
import { createTokenCheck } from '../tokens.ts';
import { readCloudEvent } from './cloud-event.ts';
import type { CloudEvent } from './cloud-event.ts';
import { jsonOf, pemTypes, readPemBody } from './native.ts';

const structured = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';
const mostEvents = 50;

/** Tencent writes `time` as milliseconds since 1970, and `specversion` in forms of its own. */
const Attributes = z.object({
  id: z.string().min(1).max(500),
  source: z.string().min(1).max(1000),
  specversion: z.string().max(20),
  type: z.string().min(1).max(300),
  time: Moment,
});
const Structured = Attributes.extend({
  data: z.unknown().optional(),
  data_base64: z.string().max(262_144).optional(),
});

/** Whether Infisical made the signature: `t=<time>,v1=<hex>` over `<time>.<body>`. */
function isInfisical({ header, body, now }: IntakeRequest, secret: string): boolean {
  const given = /^t=(\d{10,13}),v1=([0-9a-f]{64})$/u.exec(header('x-infisical-signature') ?? '');
  const [, time = '', signature = ''] = given ?? [];
  if (given === null) return false;
  const wanted = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  const seconds = Math.floor(time.length > 10 ? Number(time) / 1000 : Number(time));
  return timingSafeEqual(wanted, Buffer.from(signature, 'hex')) && isWithin(seconds, now);
}

function fromStructured(value: unknown): Told {
  const { data, data_base64: base64, ...attributes } = parseWith(Structured, value);
  const content =
    data ?? (base64 === undefined ? undefined : jsonOf(Buffer.from(base64, 'base64')));
  return read(attributes, content, JSON.stringify(value));
}

function read(
  attributes: Omit<CloudEvent, 'data'>,
  data: unknown,
  body: string | Uint8Array,
): Told {
  const { source, id, type } = attributes;
  // The pair of the two is what is unique.
  const deliveryId = `ce:${digestOf(source, id)}`;
  return readCloudEvent({ ...attributes, data }, { deliveryId, digest: digestOf(type, body) });
}

/** Attributes in `ce-` headers, percent-encoded where needed; the body is the data. */
function fromBinary({ header, body, mediaType }: IntakeRequest): Told {
  const attribute = (name: string): string | undefined => {
    const value = header(`ce-${name}`);
    try {
      return value === undefined ? undefined : decodeURIComponent(value);
    } catch {
      throw problems.malformed(`the header ce-${name} is not percent-encoded as it should be`);
    }
  };
  const names = ['id', 'source', 'specversion', 'type', 'time'];
  const attributes = parseWith(
    Attributes,
    Object.fromEntries(names.map((name) => [name, attribute(name)])),
  );
  if (mediaType === undefined || !pemTypes.includes(mediaType)) {
    return read(attributes, body.length === 0 ? undefined : jsonOf(body), body);
  }
  const deliveryId = `ce:${digestOf(attributes.source, attributes.id)}`;
  return readPemBody(body, { deliveryId, digest: digestOf(attributes.type, body) });
}

/**
 * CloudEvents 1.0 over HTTP, structured, binary or batch: Infisical, the event buses of Tencent and
 * Alibaba, and any bus that carries our own event. The core specification knows no authentication: a
 * bearer token is the convention. https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md
 */
export const cloudevents = defineAdapter({
  kind: 'cloudevents',
  auth: 'weak',
  shape: {
    tokens: Tokens.optional(),
    infisical_secrets: z.array(z.string().min(16).max(200)).min(1).max(2).optional(),
  },
  secretKeys: ['tokens', 'infisical_secrets'],
  open({ tokens = [], infisical_secrets: secrets = [] }) {
    if (tokens.length + secrets.length === 0) {
      throw new SourceConfigError('one of tokens and infisical_secrets is needed');
    }
    const isKnown = createTokenCheck(tokens);
    return {
      methods: ['POST'],
      mediaTypes: [structured, batch, 'application/json', ...pemTypes],
      handshake: true,
      verify(request) {
        const proven =
          (tokens.length > 0 && isKnown(bearerOf(request.header('authorization')))) ||
          secrets.map((secret) => isInfisical(request, secret)).includes(true);
        if (!proven) return undefined;
        return {
          read() {
            if (request.mediaType === structured) return [fromStructured(jsonOf(request.body))];
            if (request.mediaType !== batch) {
              // Infisical sends the structured form with the plain media type of JSON.
              const isBinary = request.header('ce-id') !== undefined;
              return [isBinary ? fromBinary(request) : fromStructured(jsonOf(request.body))];
            }
            const events = parseWith(z.array(z.unknown()).max(mostEvents), jsonOf(request.body));
            return events.map(fromStructured);
          },
        };
      },
    };
  },
});
