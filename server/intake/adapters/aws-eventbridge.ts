import { defineAdapter, Tokens } from '../adapter.ts';
import { digestOf } from '../digest.ts';
import { createTokenCheck } from '../tokens.ts';
import { readAcmEvent } from './acm-event.ts';
import { jsonOf } from './native.ts';

/**
 * An EventBridge API destination whose connection sends an API key in `x-certferry-token`. AWS wants
 * an answer within 5 seconds and tries again for a day.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export const awsEventBridge = defineAdapter({
  kind: 'aws-eventbridge',
  auth: 'weak',
  shape: { tokens: Tokens },
  secretKeys: ['tokens'],
  open({ tokens }) {
    const isKnown = createTokenCheck(tokens);
    return {
      methods: ['POST'],
      mediaTypes: ['application/json'],
      verify({ header, body }) {
        if (!isKnown(header('x-certferry-token'))) return undefined;
        const digest = digestOf(body);
        return {
          read: () => [
            readAcmEvent(jsonOf(body), ({ id }) => ({ deliveryId: `aws:${id}`, digest })),
          ],
        };
      },
    };
  },
});
