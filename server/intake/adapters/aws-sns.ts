import { z } from 'zod';

import { Problem, problems } from '../../problem.ts';
import { defineAdapter } from '../adapter.ts';
import type { AdapterPorts, Verified } from '../adapter.ts';
import { parseJson } from '../bounded-json.ts';
import { digestOf } from '../digest.ts';
import { isWithin } from '../standard-webhooks.ts';
import { readAcmEvent } from './acm-event.ts';
import { certificateAddress, isSignedBySns, snsAddress, SnsMessage } from './sns-signature.ts';

/** A retry keeps the time of the first attempt, and SNS tries for longer than minutes. */
const windowSeconds = 3600;
const limits = { timeoutMs: 3000, maxBytes: 16_384 };
const certificateLifeMs = 86_400_000;
const mostCertificates = 16;

/** SNS repeats after a 503, and takes most of what begins with 4 for final. */
function unreachable(cause: unknown): never {
  const { details } = problems.busy('SNS could not be asked', { 'retry-after': '30' });
  throw new Problem(details, { cause });
}

/** Certificates by their address, each asked for once a day. */
function createCertificates({ fetchText }: AdapterPorts) {
  const known = new Map<string, { readonly pem: string; readonly until: number }>();
  return async (url: URL, now: Date): Promise<string> => {
    const cached = known.get(url.href);
    if (cached !== undefined && cached.until > now.getTime()) return cached.pem;
    const pem = await fetchText(url.href, limits).catch(unreachable);
    if (known.size >= mostCertificates) known.clear();
    known.set(url.href, { pem, until: now.getTime() + certificateLifeMs });
    return pem;
  };
}

/**
 * An SNS topic with an HTTPS subscription. The signature stands inside the body, so its fields are
 * read first, by a parser with limits; only the topics that are listed are believed. Raw message
 * delivery drops the signature and is refused.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html
 */
export const awsSns = defineAdapter({
  kind: 'aws-sns',
  auth: 'strong',
  shape: {
    topics: z
      .array(z.string().regex(/^arn:aws(?:-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/u))
      .min(1)
      .max(20),
    /** Signatures over SHA-1, the default of a topic. */
    allow_version_1: z.boolean().default(false),
  },
  secretKeys: [],
  open({ topics, allow_version_1: allowOld }, ports) {
    const certificateAt = createCertificates(ports);

    async function confirm(message: SnsMessage, dryRun: boolean): Promise<Verified> {
      const url = snsAddress(message.SubscribeURL ?? '');
      if (url === undefined) throw problems.invalid('SubscribeURL: is not an address of SNS');
      if (!dryRun) await ports.fetchText(url.href, limits).catch(unreachable);
      return { done: true, read: () => [] };
    }

    return {
      methods: ['POST'],
      // SNS says text/plain of its JSON.
      mediaTypes: undefined,
      async verify({ body, now, dryRun }) {
        const parsed = SnsMessage.safeParse(parseJson(body)?.value);
        if (!parsed.success) return undefined;
        const message = parsed.data;
        if (!topics.includes(message.TopicArn)) return undefined;
        if (message.SignatureVersion === '1' && !allowOld) return undefined;
        if (!isWithin(Date.parse(message.Timestamp) / 1000, now, windowSeconds)) return undefined;
        const url = certificateAddress(message.SigningCertURL);
        if (url === undefined) return undefined;
        if (!isSignedBySns(message, await certificateAt(url, now), now)) return undefined;
        if (message.Type === 'SubscriptionConfirmation') return await confirm(message, dryRun);
        const telling = {
          deliveryId: `sns:${message.MessageId}`,
          digest: digestOf(message.Type, message.Message),
        };
        return {
          telling,
          read() {
            const event = parseJson(Buffer.from(message.Message));
            if (message.Type !== 'Notification' || event === undefined) {
              const reason = 'the message is not an event';
              return [{ ...telling, kind: 'ignored', reason }];
            }
            return [readAcmEvent(event.value, () => telling)];
          },
        };
      },
    };
  },
});
