import { verify, X509Certificate } from 'node:crypto';

import { z } from 'zod';

const field = z.string().max(262_144);

/** https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html */
export const SnsMessage = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(500),
  Message: field,
  Subject: z.string().max(1000).nullish(),
  Timestamp: z.iso.datetime(),
  Token: z.string().max(2000).optional(),
  SubscribeURL: z.string().max(2000).optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2000),
  SigningCertURL: z.string().max(1000),
});
export type SnsMessage = z.infer<typeof SnsMessage>;

const hostPattern = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(?:\.cn)?$/u;

/** An address of SNS itself over https, or undefined: nothing else may ever be asked for a message. */
export function snsAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || !hostPattern.test(url.hostname))
    return undefined;
  if (url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  return url;
}

/** Where the certificate of a signature is. */
export function certificateAddress(text: string): URL | undefined {
  const url = snsAddress(text);
  return url?.pathname.endsWith('.pem') === true && url.search === '' ? url : undefined;
}

/** Name and value of each signed key, in the order that AWS documents; absent ones are left out. */
function signedText(message: SnsMessage): string {
  const { Message, MessageId, Subject, SubscribeURL, Timestamp, Token, TopicArn, Type } = message;
  const pairs: readonly (readonly [string, string | null | undefined])[] =
    Type === 'Notification'
      ? [
          ['Message', Message],
          ['MessageId', MessageId],
          ['Subject', Subject],
          ['Timestamp', Timestamp],
          ['TopicArn', TopicArn],
          ['Type', Type],
        ]
      : [
          ['Message', Message],
          ['MessageId', MessageId],
          ['SubscribeURL', SubscribeURL],
          ['Timestamp', Timestamp],
          ['Token', Token],
          ['TopicArn', TopicArn],
          ['Type', Type],
        ];
  return pairs
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${key}\n${value}\n`)
    .join('');
}

/**
 * Whether the certificate, valid now, made the message's signature: RSA over SHA-1 in version 1 and
 * SHA-256 in version 2.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function isSignedBySns(message: SnsMessage, pem: string, now: Date): boolean {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return false;
  }
  if (certificate.validFromDate > now || certificate.validToDate <= now) return false;
  if (certificate.publicKey.asymmetricKeyType !== 'rsa') return false;
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const signature = Buffer.from(message.Signature, 'base64');
  return verify(algorithm, Buffer.from(signedText(message)), certificate.publicKey, signature);
}
