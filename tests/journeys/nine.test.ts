import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { providers } from '../../shared/providers/index.ts';
import { createRoot, issue } from '../pki.ts';
import { startForwardProxy } from './forward-proxy.ts';
import { openOtherClouds } from './other-clouds.ts';
import { comments, merge, preview, pull, stageOf, statuses } from './play.ts';
import { createStage } from './stage.ts';

const products = providers.flatMap((provider) => provider.targets).sort();

describe('one file for nine products of three clouds', () => {
  it('previews, deploys and proves all of them in one run, and then has nothing to do', async () => {
    const stage = await stageOf({ allClouds: true });
    const before = [stage.aws, stage.others?.tencent, stage.others?.huawei].map((one) =>
      one?.snapshot(),
    );
    const shown = await preview(stage);
    expect(shown.exitCode, shown.log).toBe(0);
    expect(Object.keys(statuses(shown)).sort()).toEqual(products);
    expect(stage.writes()).toEqual([]);
    expect(comments(stage)[0]).toContain('no undo here');

    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(0);
    const changes = deployed.report?.tasks.flatMap((task) => task.changes) ?? [];
    expect(changes.map(({ product }) => product).sort()).toEqual(products);
    for (const { proof } of changes) {
      expect(proof).toEqual({ accepted: true, readBack: true, served: true });
    }
    const served = await stage.served();
    expect(Object.keys(served).sort()).toEqual(products);
    expect(new Set(Object.values(served))).toEqual(new Set([stage.renewed.sha256]));
    const after = [stage.aws, stage.others?.tencent, stage.others?.huawei].map((one) =>
      one?.snapshot(),
    );
    expect(after).toEqual(before);

    const writes = stage.writes().length;
    const again = await stage.run(stage.github.event('workflow_dispatch', {}));
    expect(again.report?.verdict, again.log).toBe('unchanged');
    expect(stage.writes()).toHaveLength(writes);

    const key = stage.renewed.key.split('\n').slice(1, -2);
    const secrets = [
      ...key,
      ...Object.values(stage.others?.env ?? {}).filter((_, n) => n % 2 === 1),
    ];
    for (const run of [shown, deployed, again]) {
      const texts = [run.log, run.summary ?? '', JSON.stringify(run.report), ...comments(stage)];
      for (const secret of secrets) {
        for (const text of texts) expect(text.includes(secret)).toBe(false);
      }
    }
  });

  it('goes on with two clouds when the login to the third is refused', async () => {
    const stage = await stageOf({ allClouds: true });
    const shown = await preview(stage, { env: { HW_SK: 'not-the-secret-key-of-this-account' } });
    expect(shown.exitCode, shown.log).toBe(2);
    const gaps = shown.report?.tasks[0]?.gaps ?? [];
    expect(gaps.map((gap) => `${gap.product} ${gap.error.code}`).sort()).toEqual([
      'huawei/cdn CREDENTIALS_REJECTED',
      'huawei/elb CREDENTIALS_REJECTED',
    ]);
    const deployed = await merge(stage, { env: { HW_SK: 'not-the-secret-key-of-this-account' } });
    expect(deployed.exitCode, deployed.log).toBe(2);
    expect(Object.keys(statuses(deployed))).toHaveLength(7);
    expect(stage.others?.huawei.writes()).toEqual([]);
  });
});

describe('a file with AWS only', () => {
  it("loads neither Tencent's nor Huawei's code: the bundle runs without their chunks", async () => {
    const stage = await stageOf();
    const folder = await mkdtemp(join(tmpdir(), 'certferry-dist-'));
    try {
      await cp('dist', join(folder, 'dist'), { recursive: true });
      const foreign = /tencentcloud|SDK-HMAC-SHA256/u;
      let removed = 0;
      for (const name of await readdir(join(folder, 'dist'))) {
        const path = join(folder, 'dist', name);
        if (name === 'index.js' || !name.endsWith('.js')) continue;
        if (!foreign.test(await readFile(path, 'utf8'))) continue;
        await rm(path);
        removed += 1;
      }
      expect(removed).toBeGreaterThanOrEqual(2);
      const shown = await preview(stage, { entry: join(folder, 'dist', 'index.js') });
      expect(shown.exitCode, shown.log).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the bundle under the real host names of the clouds', () => {
  it('needs no endpoint in the file: names that lead elsewhere and a trusted root are enough', async () => {
    const root = await createRoot('Loopback Root');
    const api = await issue(root, {
      domains: [
        ...['cdn', 'clb', 'waf', 'ssl', 'sts', 'region'].map((one) => `${one}.tencentcloudapi.com`),
        ...['ap-guangzhou', 'ap-seoul'].map((one) => `*.${one}.tencentcloudapi.com`),
      ],
    });
    const stage = await createStage();
    const clouds = await openOtherClouds(stage.old, { tls: api });
    const proxy = await startForwardProxy((host) =>
      host.endsWith('.tencentcloudapi.com') ? clouds.tencent.port : clouds.huawei.port,
    );
    const folder = await mkdtemp(join(tmpdir(), 'certferry-ca-'));
    try {
      const trusted = join(folder, 'roots.pem');
      await writeFile(trusted, `${root.pem}${clouds.huawei.authority ?? ''}`);
      const deployment = stage.deployment
        .replace(
          'certificates:',
          `${clouds.accounts.replaceAll(/^ +endpoint: .*\n/gmu, '')}certificates:`,
        )
        .replace('accounts: [aws-prod]', 'accounts: [tencent-prod, huawei-prod]')
        .replace(/targets:\n[\s\S]*$/u, `targets:\n${clouds.targets}`);
      const shown = await preview(
        stage,
        {
          env: { ...clouds.env, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: trusted },
        },
        deployment,
      );
      expect(shown.exitCode, shown.log).toBe(0);
      expect(Object.keys(statuses(shown)).sort()).toEqual(
        products.filter((product) => !product.startsWith('aws/')),
      );
      const hosts = new Set(proxy.targets());
      expect(hosts).toContain('cdn.tencentcloudapi.com:443');
      expect(hosts).toContain('cdn.myhuaweicloud.com:443');
      expect([...clouds.tencent.violations, ...clouds.huawei.violations]).toEqual([]);
      expect(stage.github.comments(pull)).toHaveLength(1);
    } finally {
      await proxy.close();
      await clouds.close();
      await stage.close();
      await rm(folder, { recursive: true });
    }
  });
});
