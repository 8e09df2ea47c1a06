import { afterEach, describe, expect, it } from 'vitest';

import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener } from '../../shared/tls/test-listener.ts';
import { startTencent } from '../simulators/tencent/tencent.ts';
import { comments, merge, preview, stageOf, statuses } from './play.ts';
import { first } from './stage.ts';
import type { ActionRun, Stage } from './stage.ts';

// A load balancer with two addresses of its own: the simulator serves one of them, the test the other.

const secondAddress = '127.0.0.2';

interface TwoAddresses {
  readonly stage: Stage;
  readonly port: number;
  /** The address that follows nothing but the test. */
  readonly second: TestListener;
  readonly deployed: (seconds: string, onLine?: (line: string) => void) => Promise<ActionRun>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function twoAddresses(): Promise<TwoAddresses> {
  const stage = await stageOf();
  const tencent = await startTencent({ settings: { serveDelayMs: 300 } });
  closing.push(async () => {
    await tencent.close();
    expect(tencent.violations).toEqual([]);
  });
  const account = tencent.account('100000000001');
  const bound = account.uploadCertificate({ chain: stage.old.chain, key: stage.old.key });
  const { listeners } = await account.addLoadBalancer({
    region: 'ap-guangzhou',
    name: 'shop-south',
    vips: ['127.0.0.1', secondAddress],
    listeners: [{ protocol: 'TCP_SSL', certificate: bound }],
  });
  const { port } = first(listeners);
  const second = await listen([stage.old], { address: secondAddress, port });
  closing.push(async () => await second[Symbol.asyncDispose]());
  const { secretId, secretKey } = account.accessKey();
  const env = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey };
  const deployment = `version: 1
accounts:
  tencent-prod:
    provider: tencent
    regions: [ap-guangzhou]
    endpoint: ${tencent.url}
    credentials: { secret_id: { env: TENCENT_SECRET_ID }, secret_key: { env: TENCENT_SECRET_KEY } }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } } }
tasks:
  shop:
    accounts: [tencent-prod]
    certificates: [shop]
    targets: [{ product: tencent/clb }]
`;
  return {
    stage,
    port,
    second,
    async deployed(seconds, onLine) {
      await preview(stage, { env }, deployment);
      return await merge(stage, {
        env,
        inputs: { 'verify-timeout': seconds },
        ...(onLine === undefined ? {} : { onLine }),
      });
    },
  };
}

describe('a resource with two addresses', () => {
  it('is undone when one stays old, and the message says what each serves', async () => {
    const { stage, port, deployed } = await twoAddresses();
    const run = await deployed('1');
    expect(run.exitCode, run.log).toBe(1);
    const [change] = run.report?.tasks[0]?.changes ?? [];
    expect(change).toMatchObject({
      status: 'rolled-back',
      proof: { accepted: true, readBack: true, served: false },
      error: { code: 'VERIFY_FAILED' },
    });
    const message = change?.error?.message ?? '';
    expect(message).toContain(
      `at ${secondAddress}:${port} serve ${stage.old.sha256.slice(0, 8)} (`,
    );
    expect(message).toContain('the certificate it had before');
    expect(message).toContain(`at 127.0.0.1:${port} serve the new certificate`);
    expect(comments(stage).join('\n')).toContain(`${secondAddress}:${port}`);
  });

  it('is proven when both follow, however late the second one', async () => {
    const { stage, second, deployed } = await twoAddresses();
    const run = await deployed('20', (line) => {
      if (/handshakes, try \d+: [1-9] of 4/u.test(line)) second.show(stage.renewed);
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(statuses(run)).toEqual({ 'tencent/clb': 'success' });
    expect(run.log).toMatch(/handshakes, try \d+: 2 of 4 show the new certificate/u);
    expect(second.connections()).toBeGreaterThan(1);
  });
});
