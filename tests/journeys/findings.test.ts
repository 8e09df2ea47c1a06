import { expect, it } from 'vitest';

import type { Report } from '../../shared/wire/report.ts';
import { read, tables } from '../browser/inert.ts';
import { createIntermediate, createRoot, issue } from '../pki.ts';
import type { Issued } from '../pki.ts';
import { comments, preview, stageOf } from './play.ts';
import { region } from './stage.ts';
import type { Stage } from './stage.ts';

const day = 86_400_000;
const names = ['*.shop.example.com'] as const;
const inDays = (days: number) => new Date(Date.now() + days * day);
/** What the cloud calls a load balancer is text, whatever it holds. */
const hostile = 'shop <b>@team</b>';

/** A chain upside down. */
function reversed(chain: string): string {
  return (chain.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----\n/gu) ?? [])
    .toReversed()
    .join('');
}

async function fillAws({ aws }: Stage, bound: Issued): Promise<void> {
  const account = aws.account('111122223333');
  const home = account.region(region);
  const authority = await createIntermediate(await createRoot('Crowd Root'), 'Crowd CA');
  const ec = await issue(authority, { domains: names });
  const crowd = await Promise.all(
    Array.from({ length: 24 }, async (_, index) =>
      home.importCertificate(await issue(authority, { domains: [`c${index}.example.org`] })),
    ),
  );
  await home.addLoadBalancer({
    type: 'application',
    name: 'shop-crowded',
    tags: { 'aws:cloudformation:stack-name': 'web' },
    listeners: [
      {
        protocol: 'HTTPS',
        certificate: home.importCertificate(ec),
        sni: crowd,
        hostRules: [['crowd.shop.example.com']],
        regexRules: [['^a\\d$']],
      },
      {
        protocol: 'HTTPS',
        certificate: home.importCertificate(bound),
        tags: { 'certferry:domains': 'tag.shop.example.com/@@' },
      },
    ],
  });
  aws.settings.quotas.iamCertificates = 2;
  account.uploadServerCertificate(ec);
  await home.addClassicLoadBalancer({
    name: 'shop-classic',
    listeners: [{ protocol: 'HTTPS', certificate: home.importCertificate(bound) }],
  });
  account.addDistribution({
    aliases: ['off.shop.example.com'],
    certificate: account.region('us-east-1').importCertificate(bound),
    enabled: false,
    supportMethod: 'vip',
  });
}

async function fillTencent({ tencent }: NonNullable<Stage['others']>, bound: Issued) {
  const cam = tencent.account('100000000001');
  const certificate = cam.uploadCertificate(bound);
  for (const name of ['a', 'b', 'c', 'd']) {
    const domain = `unfiled-${name}.shop.example.com`;
    cam.addCdnDomain({ domain, certificate, disable: 'unlicensed', area: 'mainland' });
  }
  cam.addCdnDomain({ domain: 'unpaid.shop.example.com', certificate, httpsBilling: 'off' });
  cam.addCdnDomain({ domain: 'plain.shop.example.com' });
  cam.addCdnDomain({ domain: 'stopped.shop.example.com', certificate, status: 'offline' });
  cam.addCdnDomain({ domain: 'shop.example.com', certificate });
  cam.addWafDomain({ domain: 'odd.shop.example.com', certificate, state: 310 });
  cam.addWafDomain({ domain: 'stuck.shop.example.com', certificate, state: -2 });
  await cam.addLoadBalancer({
    region: 'ap-guangzhou',
    name: hostile,
    blocked: true,
    protect: { operator: '1', description: 'ask Ann' },
    listeners: [
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [{ domains: ['lb.shop.example.com'], certificate, isDefault: true }],
      },
    ],
  });
}

async function fillHuawei({ huawei }: NonNullable<Stage['others']>, bound: Issued) {
  const iam = huawei.account('shop');
  huawei.settings.quotas.certificates = 4;
  const name = 'banned.shop.example.com';
  iam.addCdnDomain({ name, certificate: bound, disabled: true, icpFiled: false });
  await iam.project('cn-north-4').addLoadBalancer({
    name: 'shop-quiet',
    listeners: [
      { protocol: 'HTTPS', certificate: bound, members: { admin_state_up: false } },
      { protocol: 'QUIC', certificate: bound },
    ],
  });
}

const findingsOf = (report: Report | undefined) => [
  ...(report?.findings ?? []),
  ...(report?.tasks.flatMap((task) => task.findings) ?? []),
];

it('shows what needs eyes in three clouds, each once, warnings first, and blocks nothing', async () => {
  const stage = await stageOf({ allClouds: true });
  const { authority, others } = stage;
  if (others === undefined) throw new Error('a stage of three clouds was asked for');
  const wanted = await issue(authority, {
    domains: names,
    key: 'rsa-2048',
    notBefore: inDays(-180),
    notAfter: inDays(20),
  });
  const bound = await issue(authority, {
    domains: names,
    key: 'rsa-2048',
    notAfter: inDays(60),
  });
  await fillAws(stage, bound);
  await fillTencent(others, bound);
  await fillHuawei(others, bound);

  const shown = await preview(stage, {
    env: { SHOP_CHAIN_PEM: reversed(wanted.chain), SHOP_KEY_PEM: wanted.key },
    secrets: [wanted.key],
  });
  expect(shown.exitCode, shown.log).toBe(0);
  expect(shown.report?.verdict).toBe('ready');
  expect(stage.writes()).toEqual([]);

  const found = findingsOf(shown.report);
  const codes = new Set(found.map(({ code }) => code).filter((code) => !code.startsWith('dns-')));
  expect([...codes].sort()).toEqual([
    'apex-not-covered',
    'bad-tag',
    'blocked',
    'certificate-abnormal',
    'certificates-nearly-full',
    'chain-order',
    'dedicated-ip',
    'default-domain',
    'disabled',
    'ends-earlier',
    'ends-soon',
    'https-blocked',
    'https-not-enabled',
    'managed-by-template',
    'not-analysable',
    'not-icp-filed',
    'not-provable',
    'older-than-bound',
    'other-key-type',
    'protected',
    'push-failed',
    'sni-overlap',
    'store-nearly-full',
  ]);
  for (const list of [shown.report?.findings ?? [], shown.report?.tasks[0]?.findings ?? []]) {
    const levels = list.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort().toReversed());
    expect(new Set(list.map((one) => JSON.stringify(one))).size).toBe(list.length);
  }
  const of = (code: string) => found.filter((one) => one.code === code);
  const subjects = (code: string) => of(code).map(({ subject }) => subject);
  const unfiled = ['a', 'b', 'c', 'd'].map((name) => `unfiled-${name}.shop.example.com`);
  expect(subjects('not-icp-filed')).toEqual(
    expect.arrayContaining([...unfiled, 'banned.shop.example.com']),
  );
  expect(subjects('blocked')).toEqual(['stopped.shop.example.com', 'banned.shop.example.com']);
  expect(subjects('store-nearly-full')).toEqual(['aws-prod IAM', 'huawei-prod ELB cn-north-4']);
  expect(subjects('ends-earlier')).toEqual(['shop']);
  expect(subjects('dedicated-ip')).toEqual(['off.shop.example.com']);

  const comment = (comments(stage)[0] ?? '').replaceAll(/<!--.*?-->/gsu, '');
  const { text, faults } = read(comment);
  const plain = text.replaceAll('\u200B', '');
  expect(faults).toEqual([]);
  expect(comment).not.toContain('<b>@');
  for (const words of [
    'days from now; a certificate of 200 days is usually renewed by',
    'days of validity are lost; is it the newest one?',
    'holds 24 of 25 SNI certificates: 1 more fits',
    'it holds 1 of 2 server certificates: 1 more fits',
    'write "enable_https: true" into task "shop-everywhere"',
    'a wildcard stands for exactly one label',
    'and 1 more',
  ]) {
    expect(plain).toContain(words);
  }
  const remarks = tables(comment).find(({ title }) => title.includes('Remarks'));
  expect(remarks?.leftOut).toBe(0);
  const rows = [...comment.matchAll(/<td>(⚠️|ℹ️) /gu)].map(([, sign]) => sign);
  expect(rows).toEqual([...rows].sort((a, b) => Number(a === 'ℹ️') - Number(b === 'ℹ️')));
  expect(remarks?.shown).toBe(rows.length);
});
