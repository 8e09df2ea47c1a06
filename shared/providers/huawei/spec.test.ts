import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { originOf } from './endpoint.ts';
import { huaweiPermissions, huaweiTargets } from './policy.ts';
import { HuaweiSettings, huaweiSpec } from './spec.ts';

const credentials = { access_key: { env: 'A' }, secret_key: { env: 'B' } };
const account = '0123456789abcdef0123456789abcdef';
const oidc = {
  provider_urn: `iam::${account}:oidcProvider:github`,
  agency_urn: `iam::${account}:agency:certferry`,
};

describe('the settings of an account', () => {
  it.each([
    { credentials },
    { credentials: { ...credentials, security_token: { env: 'C' } } },
    { oidc },
    { oidc: { ...oidc, audience: 'certferry' } },
    { credentials, project_ids: { 'cn-north-4': account, 'my-kualalumpur-1': account } },
    { credentials, endpoint: 'http://127.0.0.1:4566' },
  ])('accept %j', (settings) => {
    expect(HuaweiSettings.parse(settings)).toEqual(settings);
  });

  it.each<[string, object]>([
    ['no login', {}],
    ['a literal secret', { credentials: { access_key: 'HPUAEXAMPLE', secret_key: { env: 'B' } } }],
    ['half a key', { credentials: { access_key: { env: 'A' } } }],
    ['two logins', { credentials, oidc }],
    ['a URN of another kind', { oidc: { ...oidc, agency_urn: oidc.provider_urn } }],
    ['a project that is no id', { credentials, project_ids: { 'cn-north-4': 'main' } }],
    ['a project of what is no region', { credentials, project_ids: { shop: account } }],
    ['an unknown key', { credentials, project_id: account }],
    ['plain http', { credentials, endpoint: 'http://elb.example.com' }],
    ['a password in the address', { credentials, endpoint: 'https://user:secret@example.com' }],
    ['a path in the address', { credentials, endpoint: 'https://example.com/base' }],
  ])('refuse %s, without repeating it', (_, settings) => {
    const result = HuaweiSettings.safeParse(settings);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).not.toMatch(/HPUAEXAMPLE|user:secret/u);
  });

  it('name every secret that is needed', () => {
    const all = { ...credentials, security_token: { env: 'C' } };
    expect(huaweiSpec.secrets({ credentials: all })).toEqual([
      { env: 'A' },
      { env: 'B' },
      { env: 'C' },
    ]);
    expect(huaweiSpec.secrets({ oidc })).toEqual([]);
  });

  it('can be published as a JSON Schema', () => {
    expect(z.toJSONSchema(HuaweiSettings)).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
  });
});

describe('endpoints', () => {
  it.each([
    ['cdn', 'cn-north-4', 'https://cdn.myhuaweicloud.com'],
    ['cdn', 'eu-west-101', 'https://cdn.myhuaweicloud.eu'],
    ['elb', 'ap-southeast-3', 'https://elb.ap-southeast-3.myhuaweicloud.com'],
    ['elb', 'eu-west-101', 'https://elb.eu-west-101.myhuaweicloud.eu'],
    ['iam', 'cn-north-4', 'https://iam.myhuaweicloud.com'],
    ['iam', 'eu-west-101', 'https://iam.eu-west-101.myhuaweicloud.eu'],
    ['sts', 'cn-north-4', 'https://sts.cn-north-4.myhuaweicloud.com'],
  ] as const)('of %s in %s are %s', (service, region, origin) => {
    expect(originOf(service, region)).toBe(origin);
  });
});

describe('the permissions', () => {
  it('say for each product what it reads and writes, each once and in order', () => {
    expect(huaweiTargets).toEqual(['huawei/cdn', 'huawei/elb']);
    for (const target of huaweiTargets) {
      const { read, write } = huaweiPermissions.get(target) ?? { read: [], write: [] };
      const service = target.slice('huawei/'.length);
      for (const actions of [read, write]) {
        expect(actions.length).toBeGreaterThan(0);
        expect(actions).toEqual([...new Set(actions)].sort());
        for (const action of actions)
          expect(action).toMatch(new RegExp(`^${service}:\\w+:\\w+$`, 'u'));
      }
    }
  });

  it('let nobody delete who only deploys, and ask for nothing where nothing is kept', () => {
    for (const { read, write } of huaweiPermissions.values()) {
      expect([...read, ...write].filter((action) => action.endsWith(':delete'))).toEqual([]);
    }
    const elb = huaweiPermissions.get('huawei/elb')?.cleanUp ?? [];
    expect(elb).toContain('elb:certificates:delete');
    for (const action of elb) expect(action).toMatch(/^elb:\w+:\w+$/u);
    expect(huaweiPermissions.get('huawei/cdn')?.cleanUp ?? []).toEqual([]);
  });
});

it('loads no product, and no package of Huawei at all, before an account is used', async () => {
  const spec = fileURLToPath(new URL('spec.ts', import.meta.url));
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context); } });
    const { huaweiSpec } = await import(${JSON.stringify(spec)});
    const light = [...seen];
    await huaweiSpec.load();
    console.log(JSON.stringify({ light, seen }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  const { light, seen } = JSON.parse(stdout) as Record<'light' | 'seen', string[]>;
  expect(light).toContain('./policy.ts');
  expect(light.filter((name) => /provider\.ts$|signer|^node:https?$/u.test(name))).toEqual([]);
  expect(seen).toContain('./signer.ts');
  expect(seen.filter((name) => /huaweicloud|cdn\.ts|elb\.ts/u.test(name))).toEqual([]);
});
