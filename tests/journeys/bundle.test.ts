import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { createRoot, issue } from '../pki.ts';
import { startForwardProxy } from './forward-proxy.ts';
import { comments, merge, preview, pull, stageOf, statuses } from './play.ts';
import { startTlsProxy } from './tls-proxy.ts';

describe('secrets', () => {
  it('appear in no log, comment, summary, report or output, in whatever form', async () => {
    const stage = await stageOf();
    stage.aws.faults.add({
      service: 'acm',
      operation: 'ImportCertificate',
      times: 1,
      kind: 'http-503',
    });
    const runs = [await preview(stage), await merge(stage)];
    const body = stage.renewed.key.split('\n').slice(1, -2);
    const needles = [
      ...body,
      stage.key.secretAccessKey,
      Buffer.from(body.join('\n')).toString('base64'),
    ];
    for (const run of runs) {
      expect(run.exitCode, run.log).toBe(0);
      const masked = run.stdout.replaceAll(/^::add-mask::.*$/gmu, '');
      const texts = [
        masked,
        run.stderr,
        run.summary ?? '',
        JSON.stringify(run.report),
        JSON.stringify(run.outputs),
        ...comments(stage),
      ];
      for (const needle of needles) {
        for (const text of texts) expect(text.includes(needle)).toBe(false);
      }
    }
  });
});

describe('the bundle pointed elsewhere', () => {
  it('honours AWS_ENDPOINT_URL_<SERVICE>, NODE_EXTRA_CA_CERTS and GITHUB_API_URL over TLS', async () => {
    const stage = await stageOf();
    const root = await createRoot('Loopback Root');
    const server = await issue(root, { domains: ['localhost.test'], ips: ['127.0.0.1'] });
    const folder = await mkdtemp(join(tmpdir(), 'certferry-ca-'));
    const proxy = await startTlsProxy(stage.aws.url, server);
    try {
      const ca = join(folder, 'ca.pem');
      await writeFile(ca, root.pem);
      const shown = await preview(stage, {
        env: {
          AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
          AWS_ENDPOINT_URL_ACM: proxy.url,
          AWS_ENDPOINT_URL_CLOUDFRONT: proxy.url,
          AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: proxy.url,
          AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING: proxy.url,
          AWS_ENDPOINT_URL_STS: proxy.url,
          NODE_EXTRA_CA_CERTS: ca,
        },
      });
      expect(shown.exitCode, shown.log).toBe(0);
      expect(proxy.connections()).toBeGreaterThan(0);
    } finally {
      await proxy.close();
      await rm(folder, { recursive: true });
    }
  });

  it('goes through the proxy that HTTPS_PROXY names, and around it where NO_PROXY says so', async () => {
    const stage = await stageOf();
    const root = await createRoot('Loopback Root');
    const server = await issue(root, { domains: ['aws.test.example'] });
    const folder = await mkdtemp(join(tmpdir(), 'certferry-ca-'));
    const cloud = await startTlsProxy(stage.aws.url, server);
    const proxy = await startForwardProxy();
    try {
      const ca = join(folder, 'ca.pem');
      await writeFile(ca, root.pem);
      // Names that no resolver knows: only the proxy finds the way.
      const host = `aws.test.example:${new URL(cloud.url).port}`;
      const hub = `github.test.example:${new URL(stage.github.apiUrl).port}`;
      const env = {
        AWS_ENDPOINT_URL: `https://${host}`,
        GITHUB_API_URL: `http://${hub}`,
        HTTPS_PROXY: proxy.url,
        HTTP_PROXY: proxy.url,
        NODE_EXTRA_CA_CERTS: ca,
      };
      const shown = await preview(stage, { env });
      expect(shown.exitCode, shown.log).toBe(0);
      expect(new Set(proxy.targets())).toEqual(new Set([host, hub]));
      const direct = await stage.run(stage.github.event('pull_request', { number: pull }), {
        env: { ...env, NO_PROXY: 'aws.test.example' },
      });
      expect(direct.exitCode, direct.log).toBe(2);
      expect(direct.report?.verdict).toBe('incomplete');
    } finally {
      await proxy.close();
      await cloud.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe('a cancelled run', () => {
  it('starts nothing new, settles what is in flight, reports, and the next run finishes it', async () => {
    const stage = await stageOf({ aws: { settings: { deployMs: 60_000 } } });
    await preview(stage);
    const { event } = stage.github.merge(pull, 'squash');
    const cancelled = await stage.runUntil(event, /cloudfront.*reading back/u);
    expect(cancelled.signal).toBeNull();
    expect(cancelled.exitCode, cancelled.log).not.toBe(0);
    expect(cancelled.report?.verdict).toBe('cancelled');
    expect(statuses(cancelled)['aws/cloudfront']).toBe('rolled-back');
    Object.assign(stage.aws.settings, { deployMs: 300 });
    const next = await stage.run(event);
    expect(next.exitCode, next.log).toBe(0);
    expect(new Set(Object.values(await stage.served()))).toEqual(new Set([stage.renewed.sha256]));
  });
});
