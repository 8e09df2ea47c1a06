import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener, TestListenerOptions } from '../../shared/tls/test-listener.ts';
import { issue } from '../pki.ts';
import type { Issued } from '../pki.ts';
import { merge, preview, stageOf, statuses } from './play.ts';
import { region } from './stage.ts';
import type { ActionRun, Stage } from './stage.ts';

// What a handshake shows decides: the listener of the load balancer is an endpoint of these tests.

const open: TestListener[] = [];
afterEach(async () => {
  for (const listener of open.splice(0)) await listener[Symbol.asyncDispose]();
});

async function endpoint(
  shown: readonly Issued[],
  options?: TestListenerOptions,
): Promise<TestListener> {
  const listener = await listen(shown, options);
  open.push(listener);
  return listener;
}

const deploymentTo = (address: string) => `version: 1
accounts:
  aws-prod: { provider: aws, regions: [${region}] }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } } }
tasks:
  shop:
    accounts: [aws-prod]
    certificates: [shop]
    targets:
      - product: aws/nlb
        connect_to: "${address}"
`;

/** A merge of a file that has the load balancer proven at this address. */
async function deployed(
  stage: Stage,
  address: string,
  options: {
    readonly seconds?: string;
    readonly onLine?: (line: string) => void;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<ActionRun> {
  await preview(stage, {}, deploymentTo(address));
  const { seconds = '20', onLine, env = {} } = options;
  return await merge(stage, {
    env,
    inputs: { 'verify-timeout': seconds },
    ...(onLine === undefined ? {} : { onLine }),
  });
}

const remarks = ({ report }: ActionRun) =>
  (report?.tasks ?? []).flatMap(({ findings }) => findings.map(({ code }) => code));

describe('the proof of a deployment', () => {
  it('waits, with progress, for an edge that takes its time', async () => {
    const stage = await stageOf();
    const edge = await endpoint([stage.old]);
    const lines: string[] = [];
    const run = await deployed(stage, `127.0.0.1:${edge.port}`, {
      onLine: (line) => {
        lines.push(line);
        if (line.includes('try 3')) edge.show(stage.renewed);
      },
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(statuses(run)).toEqual({ 'aws/nlb': 'success' });
    expect(lines.filter((line) => /handshakes, try [123]: 0 of/u.test(line))).toHaveLength(3);
    expect(run.report?.tasks[0]?.changes[0]?.proof).toEqual({
      accepted: true,
      readBack: true,
      served: true,
    });
  });

  it('fails on what stays old, says where, and switches back', async () => {
    const stage = await stageOf();
    const edge = await endpoint([stage.old]);
    const run = await deployed(stage, `127.0.0.1:${edge.port}`, { seconds: '2' });
    expect(run.exitCode, run.log).toBe(1);
    const [change] = run.report?.tasks[0]?.changes ?? [];
    expect(change).toMatchObject({ status: 'rolled-back', proof: { served: false } });
    expect(change?.error?.code).toBe('VERIFY_FAILED');
    const before = `127.0.0.1:${edge.port} serve ${stage.old.sha256.slice(0, 8)}`;
    expect(change?.error?.message).toContain(before);
    expect(change?.error?.message).toContain('the certificate it had before');
  });

  it('tells a stranger from the certificate that was there before', async () => {
    const stage = await stageOf();
    const stranger = await issue(stage.authority, {
      domains: ['other.example.com'],
      key: 'rsa-2048',
    });
    const edge = await endpoint([stranger]);
    const run = await deployed(stage, `127.0.0.1:${edge.port}`, { seconds: '2' });
    const [change] = run.report?.tasks[0]?.changes ?? [];
    expect(change?.error?.message).toContain(`serve ${stranger.sha256.slice(0, 8)}`);
    expect(change?.error?.message).not.toContain('before');
  });

  it('stands where the chain is not sent, and says so', async () => {
    const stage = await stageOf();
    const edge = await endpoint([{ ...stage.renewed, chain: stage.renewed.leaf }]);
    const run = await deployed(stage, `127.0.0.1:${edge.port}`);
    expect(run.exitCode, run.log).toBe(0);
    expect(remarks(run)).toContain('chain-not-served');
  });

  it('says so even where this machine could fill the gap itself', async () => {
    const stage = await stageOf();
    const edge = await endpoint([{ ...stage.renewed, chain: stage.renewed.leaf }]);
    const trusted = join(tmpdir(), `certferry-proof-${randomUUID()}.pem`);
    await writeFile(trusted, stage.root + stage.authority.pem);
    const env = { NODE_EXTRA_CA_CERTS: trusted };
    const run = await deployed(stage, `localhost:${edge.port}`, { env });
    await rm(trusted);
    expect(run.exitCode, run.log).toBe(0);
    expect(remarks(run)).toContain('chain-not-served');
  });

  it('asks for RSA and ECDSA apart: an older sibling does not hide, and does not fail it', async () => {
    const stage = await stageOf();
    const domains = ['shop.example.com', '*.shop.example.com'];
    const notAfter = new Date(Date.now() + 5 * 86_400_000);
    const sibling = await issue(stage.authority, { domains, key: 'ec-p256', notAfter });
    const edge = await endpoint([stage.renewed, sibling]);
    const run = await deployed(stage, `127.0.0.1:${edge.port}`);
    expect(run.exitCode, run.log).toBe(0);
    expect(remarks(run)).toContain('other-key-served');
    expect(JSON.stringify(run.report)).toMatch(
      new RegExp(`accept ECDSA keys, as browsers do, get, .*${sibling.sha256.slice(0, 8)}`, 'u'),
    );
    expect(run.log).toContain('clients that accept ECDSA keys');
  });

  it('goes over IPv6 to where connect_to leads', async () => {
    const stage = await stageOf();
    const edge = await endpoint([stage.renewed], { address: '::1' });
    const run = await deployed(stage, `[::1]:${edge.port}`);
    expect(run.exitCode, run.log).toBe(0);
    expect(statuses(run)).toEqual({ 'aws/nlb': 'success' });
    expect(edge.connections()).toBeGreaterThan(0);
    expect(remarks(run)).not.toContain('chain-not-served');
  });
});
