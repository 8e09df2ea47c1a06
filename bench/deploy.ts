import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { createIntermediate, createRoot, issue } from '../tests/pki.ts';
import { startTencent } from '../tests/simulators/tencent/tencent.ts';
import type { Figure } from './figure.ts';
import { BareRun } from './recorded.ts';
import { startRecorder } from './recorder.ts';
import { runChild } from './run-child.ts';

const Deployed = z.object({
  ms: z.number(),
  verdict: z.string(),
  proven: z.int(),
  problems: z.array(z.unknown()),
});

const domains = 50;
const latencyMs = 80;

/**
 * A deployment to 50 CDN domains, read back and proven by handshakes, against a bare client that makes
 * the same calls, those about one domain one after the other, and proves nothing.
 */
export async function deployFigures(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certferry-bench-'));
  const root = await createRoot('Bench Root');
  const authority = await createIntermediate(root, 'Bench CA');
  const names = { domains: ['*.bench.example.com'], key: 'rsa-2048' } as const;
  const [old, renewed] = await Promise.all([issue(authority, names), issue(authority, names)]);
  const tencent = await startTencent({ rateLimits: 'documented', settings: { cdnDeployMs: 0 } });
  const recorder = await startRecorder([tencent.url], { latencyMs });
  try {
    const cam = tencent.account('100000000001');
    const bound = cam.uploadCertificate({ chain: old.chain, key: old.key });
    for (let index = 0; index < domains; index += 1) {
      cam.addCdnDomain({ domain: `www${index}.bench.example.com`, certificate: bound });
    }
    const key = cam.accessKey();
    const trusted = join(folder, 'root.pem');
    await writeFile(trusted, root.pem);
    await writeFile(
      join(folder, 'certferry.yml'),
      `version: 1
accounts:
  prod:
    provider: tencent
    endpoint: ${recorder.urls[0]}
    credentials: { secret_id: { env: ID }, secret_key: { env: SECRET } }
certificates:
  bench: { from: { env: { chain: CHAIN, key: KEY } } }
tasks:
  bench:
    accounts: [prod]
    certificates: [bench]
    targets: [{ product: tencent/cdn, connect_to: "127.0.0.1:${tencent.cdnEdge?.port ?? 0}" }]
`,
    );
    const env = { ID: key.secretId, SECRET: key.secretKey, CHAIN: renewed.chain, KEY: renewed.key };
    const deployed = await runChild(Deployed, 'deploy-client.ts', [], {
      cwd: folder,
      env: { ...env, NODE_EXTRA_CA_CERTS: trusted },
    });
    if (deployed.verdict !== 'success')
      throw new Error(`the deployment is ${JSON.stringify(deployed)}`);
    recorder.record(false);
    const file = join(folder, 'calls.json');
    await writeFile(file, JSON.stringify(recorder.calls));
    const bare = await runChild(
      BareRun,
      'bare-client.ts',
      ['--cloud', '1', '--chain', '"Domain":"([^"]+)"', file, ...recorder.urls],
      { cwd: folder, env: {} },
    );
    const ratio = deployed.ms / bare.ms;
    return [
      {
        work: `deployment to ${deployed.proven} CDN domains, ${latencyMs} ms per call`,
        seen: `${(deployed.ms / 1000).toFixed(1)} s, handshakes included; bare client ${(bare.ms / 1000).toFixed(1)} s for the same ${bare.calls} calls (${bare.failed} refused)`,
        figure: `${ratio.toFixed(2)} ×`,
        aim: 'at most 1.2 ×',
        holds: ratio <= 1.2,
      },
    ];
  } finally {
    await recorder.close();
    await tencent.close();
    await rm(folder, { recursive: true });
  }
}
