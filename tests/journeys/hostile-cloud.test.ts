import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hostile } from '../browser/hostile.ts';
import { createRoot, issue, type Issued } from '../pki.ts';
import { expectInertBody, expectIntact } from './hostile-shown.ts';
import { file, openHostileWorld, region, type HostileWorld } from './hostile-world.ts';
import type { ActionRun } from './stage.ts';

/** What a cloud answers is written by whoever may create a resource there. */
let world: HostileWorld;
/** Issued by an authority with a name that means harm; one listener serves it already. */
let served: Issued;
const perBalancer = 14;
const issuer = '</code><img src=x onerror=alert(1)> @octo/team #1 ::add-mask::shop -->';

beforeAll(async () => {
  world = await openHostileWorld();
  const authority = await createRoot(issuer);
  served = await issue(authority, { domains: ['*.shop.example.com'], key: 'rsa-2048' });
  const certificate = world.account.uploadCertificate(served);
  // CLB is asked for listeners once for each load balancer, and bears twenty requests a second.
  for (let start = 0; start < hostile.length; start += perBalancer) {
    const names = hostile.slice(start, start + perBalancer);
    await world.account.addLoadBalancer({
      region,
      name: names.toReversed().join(' '),
      vips: ['127.0.0.1'],
      listeners: names.map((name, index) => ({
        protocol: 'HTTPS',
        sni: true,
        name,
        port: index + 1,
        rules: [{ domains: [`n${start + index}.shop.example.com`], certificate }],
      })),
    });
  }
}, 60_000);
afterAll(async () => {
  await world.close();
  expect(world.violations()).toEqual([]);
});

/** Looks like secrets, and is none of ours: no door ever registered it. */
const leaked = [
  ['AKID', 'z8krbsJ5yKBZQpn74WFkmLPx3'],
  ['AKIA', 'IOSFODNN7EXAMPLE'],
  ['ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'],
  ['ghs_', '123456_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.abcdefghijklmnop'],
  ['MIIEvQIBADANBgkqhkiG9w0', 'BAQEFAASCBKcwggSjAgEAAoIBAQC7'],
].map((parts) => parts.join(''));
const message = [
  'refused\r\n::error::boom\n##[add-mask]everything',
  '<!-- certferry:preview v1 key=00 --> </td></table></details> @octo/team fixes #1 ![x](http://198.51.100.1/)',
  '\u001B[31mred\u202Egnp',
  `key ${leaked.slice(0, 4).join(' ')} -----BEGIN PRIVATE KEY-----\n${leaked[4]}\n-----END PRIVATE KEY-----`,
].join(' ');

const bodies = () => world.comments();

function expectShown(run: ActionRun): void {
  expectIntact(run, leaked);
  for (const body of bodies()) {
    expectInertBody(body);
    for (const secret of leaked) expect(body).not.toContain(secret);
  }
}

const targets = '[{ product: tencent/clb }, { product: tencent/cdn }]';

describe('what a cloud calls its things', () => {
  it('is shown in a preview, and obeyed by nobody', async () => {
    world.open({ [file]: world.deployment(targets) });
    const run = await world.preview({ untrusted: [...hostile, issuer] });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.tasks[0]?.counts).toMatchObject({
      matched: hostile.length,
      edits: hostile.length,
    });
    expect(bodies()).toHaveLength(1);
    expectShown(run);
    // The report is what scripts believe: it holds names as the cloud has them.
    const labels = new Set(run.report?.tasks[0]?.changes.map(({ label }) => label));
    for (const name of [
      '::error::boom',
      '@org/team and @someone',
      '</details></td></tr></table>',
    ]) {
      expect([...labels].some((label) => label.includes(name))).toBe(true);
    }
    const issuers = new Set(run.report?.tasks[0]?.changes.map(({ old }) => old?.issuer));
    expect([...issuers].join()).toContain('onerror=alert(1)');
  });
});

describe('the error of a cloud', () => {
  it('is shown in a preview, without what looks like a secret', async () => {
    world.tencent.faults.add({
      operation: 'DescribeDomainsConfig',
      kind: 'error',
      code: 'FailedOperation',
      message,
    });
    const run = await world.preview({ untrusted: [...hostile, message] });
    expect(run.exitCode, run.log).toBe(2);
    expect(run.report?.verdict).toBe('incomplete');
    expect(JSON.stringify(run.report)).toContain('octo/team');
    expectShown(run);
    world.tencent.faults.clear();
  });

  it('is shown after a merge: in the comment, in annotations and in the report', async () => {
    world.tencent.faults.add({
      operation: 'ModifyDomainAttributes',
      kind: 'error',
      code: 'FailedOperation',
      message,
    });
    const run = await world.merge({ untrusted: [...hostile, message] });
    expect(run.exitCode, run.log.slice(0, 3000)).toBe(1);
    expect(run.report?.tasks[0]?.counts).toMatchObject({ error: hostile.length, success: 0 });
    expect(run.annotations.filter(({ kind }) => kind === 'error')).toHaveLength(10);
    expect(bodies()).toHaveLength(2);
    expectShown(run);
    world.tencent.faults.clear();
  });
});

describe('the issue of a verification', () => {
  it('shows what drifted by its name, and obeys it as little', async () => {
    const certificate = world.account.uploadCertificate(world.wanted);
    await world.account.addLoadBalancer({
      region,
      name: hostile.slice(0, 6).join(' '),
      vips: ['127.0.0.1'],
      listeners: hostile
        .slice(0, 6)
        .map((name, port) => ({ protocol: 'HTTPS', name, port: port + 1, certificate })),
    });
    const token = world.github.token({ permissions: { contents: 'read', issues: 'write' } });
    const run = await world.run(world.github.event('schedule'), {
      token,
      untrusted: hostile,
      inputs: { 'verify-timeout': '1' },
    });
    expect(run.exitCode, run.log.slice(0, 3000)).not.toBe(0);
    expectIntact(run, leaked);
    const [issue, ...others] = world.github.issues();
    expect(others).toEqual([]);
    expect(issue?.title).toMatch(/^Certferry: \d+ resources not as deployed/u);
    expectInertBody(issue?.body ?? '');
  });
});
