import { readFile } from 'node:fs/promises';
import { Agent, request as send } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { z } from 'zod';

import { documentedRates as awsRates } from '../tests/simulators/aws/settings.ts';
import type { Rate } from '../tests/simulators/common/token-bucket.ts';
import {
  documentedRates as huaweiRates,
  gatewayRate,
} from '../tests/simulators/huawei/settings.ts';
import { documentedRates as tencentRates } from '../tests/simulators/tencent/settings.ts';
import { Recorded } from './recorded.ts';

/**
 * The bare keep-alive client of a comparison, in a process of its own: it makes the recorded calls again,
 * each as soon as the replies it depends on are there and the documented rate lets it go. It signs
 * nothing, parses nothing, decides nothing. Prints how long it took, in milliseconds.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** Number of the first address among AWS, Tencent Cloud and Huawei Cloud. */
    cloud: { type: 'string', default: '0' },
    /** What a call is about, as a pattern with one group: such calls follow one another. */
    chain: { type: 'string' },
  },
});
const [file = '', ...urls] = positionals;
const firstCloud = Number(values.cloud);
const chain = values.chain === undefined ? undefined : new RegExp(values.chain, 'u');
const calls = z
  .array(Recorded)
  .parse(JSON.parse(await readFile(file, 'utf8')))
  .filter(
    // What was throttled or failed need not be done twice.
    ({ status }) => status < 400,
  );

/** Which documented rate a call falls under, and in which bucket. */
function paceOf({
  cloud,
  headers,
  body,
  path,
}: Recorded): [bucket: string, rate: Rate] | undefined {
  if (firstCloud + cloud === 0) {
    const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//u.exec(
      String(headers['authorization'] ?? ''),
    );
    const [, region = '', signed = ''] = scope ?? [];
    const version = /(?:^|&)Version=([^&]+)/u.exec(body)?.[1];
    const action =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const service =
      signed === 'elasticloadbalancing' ? (version === '2012-06-01' ? 'elb' : 'elbv2') : signed;
    const key = service === 'acm' ? `acm:${action}` : `${service}:read`;
    const rate = awsRates.get(key);
    return rate === undefined ? undefined : [`${key}/${region}`, rate];
  }
  if (firstCloud + cloud === 1) {
    const service = String(headers['host']).split('.')[0] ?? '';
    const action = String(headers['x-tc-action'] ?? '');
    const rate = tencentRates.get(`${service}:${action}`) ?? tencentRates.get(`${service}:*`);
    return rate === undefined ? undefined : [`${service}:${action}`, rate];
  }
  const [, operation = path.split('?')[0] ?? ''] =
    huaweiOperations.find(([shape]) => shape.test(path)) ?? [];
  const known = huaweiRates.find(([name]) => name === operation)?.[1];
  return [operation, known ?? gatewayRate];
}

const huaweiOperations: readonly (readonly [RegExp, string])[] = [
  [/\/cdn\/domains\/https-certificate-info/u, 'cdn:ShowCertificatesHttpsInfo'],
  [/\/cdn\/domains(?:\?|$)/u, 'cdn:ListDomains'],
  [/\/cdn\/configuration\/domains\/[^/]+\/configs/u, 'cdn:ShowDomainFullConfig'],
];

/** Resolves when the bucket lets one more through: what it holds at once, then one after the other. */
const lines = new Map<string, number>();
async function turn(call: Recorded): Promise<void> {
  const pace = paceOf(call);
  if (pace === undefined) return;
  const [bucket, { burst, perSecond }] = pace;
  const gap = 1000 / perSecond;
  const now = performance.now();
  const at = Math.max(lines.get(bucket) ?? 0, now - (burst - 1) * gap);
  lines.set(bucket, at + gap);
  if (at > now) await delay(at - now);
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const done = new Map<number, Promise<void>>();
let failed = 0;

const lastOf = new Map<string, Promise<void>>();

async function make(call: Recorded, before: Promise<void> | undefined): Promise<void> {
  await Promise.all([before, ...call.after.map((id) => done.get(id))]);
  await turn(call);
  const { hostname, port } = new URL(urls[call.cloud] ?? '');
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method, path, headers } = call;
    const outgoing = send({ host: hostname, port, method, path, headers, agent }, resolve);
    outgoing.once('error', reject);
    outgoing.end(call.body);
  });
  reply.resume();
  await new Promise((resolve) => {
    reply.once('end', resolve);
  });
  if ((reply.statusCode ?? 0) >= 400) failed += 1;
}

const startedAt = performance.now();
for (const call of calls) {
  const about = chain?.exec(call.body)?.[1];
  const made = make(call, about === undefined ? undefined : lastOf.get(about));
  if (about !== undefined) lastOf.set(about, made);
  done.set(call.id, made);
}
await Promise.all(done.values());
console.log(JSON.stringify({ ms: performance.now() - startedAt, calls: calls.length, failed }));
agent.destroy();
