import { z } from 'zod';

import type { ContactFormat } from '../core/deployment.ts';
import { DeliveryError } from './delivery.ts';

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/**
 * These three answer 200 whatever happened and say so in the body: DingTalk and WeCom in `errcode`,
 * Feishu in `code` (`StatusCode` of its older robots).
 */
const Coded = z.object({
  errcode: z.number().optional(),
  code: z.number().optional(),
  StatusCode: z.number().optional(),
});

/** Said of a moment, not of the robot: busy, or sent to more often than is allowed. */
const passing: Readonly<Record<'dingtalk' | 'feishu' | 'wecom', readonly number[]>> = {
  dingtalk: [-1, 130_101, 130_102, 410_100, 90_018],
  feishu: [11_232, 11_233],
  wecom: [-1, 45_009, 45_033],
};

/** What is known to be wrong with a robot, in words that help. */
const advice: Readonly<Record<'dingtalk' | 'feishu' | 'wecom', Readonly<Record<number, string>>>> =
  {
    dingtalk: {
      300_001: 'the address is not that of a robot any more',
      310_000:
        'the robot\'s security settings refuse it: allow the keyword "Certferry" instead of a signature',
    },
    feishu: {
      19_001: 'the address is not that of a robot any more',
      19_021: 'the robot wants a signature: allow the keyword "Certferry" instead',
      19_022: "the receiver's address is not on the robot's list",
      19_024: 'add the keyword "Certferry" to the robot',
    },
    wecom: { 93_000: 'the address is not that of a robot any more' },
  };

/** Returns where the message was taken; throws a `DeliveryError` otherwise. Quotes none of the body. */
export function judgeReply(format: ContactFormat, { status, body, retryAfter }: Reply): void {
  const waitMs = waitOf(retryAfter);
  if (status >= 300 && status < 400) {
    throw new DeliveryError(
      'permanent',
      `the webhook answered ${status}: redirects are not followed`,
    );
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500 || status < 200) {
    throw new DeliveryError('temporary', `the webhook answered ${status}`, waitMs);
  }
  if (status >= 400) {
    const words = status === 404 || status === 410 ? ': it is not there any more' : '';
    throw new DeliveryError('permanent', `the webhook answered ${status}${words}`);
  }
  if (format === 'generic' || format === 'slack') return;

  const coded = Coded.safeParse(jsonOf(body));
  const { errcode, code, StatusCode } = coded.data ?? {};
  const answered = format === 'feishu' ? (code ?? StatusCode) : errcode;
  if (answered === undefined) {
    throw new DeliveryError(
      'permanent',
      `the webhook did not answer as ${format} does; is its format right?`,
    );
  }
  if (answered === 0) return;
  const known = advice[format][answered];
  const kind = passing[format].includes(answered) ? 'temporary' : 'permanent';
  throw new DeliveryError(
    kind,
    `${format} refused the message with code ${answered}${known === undefined ? '' : `: ${known}`}`,
    waitMs,
  );
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds, at most two hours; a date is not worth reading. */
function waitOf(retryAfter: string | undefined): number | undefined {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 7200) * 1000 : undefined;
}
