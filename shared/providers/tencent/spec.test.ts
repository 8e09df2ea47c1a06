import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { hostOf } from './hosts.ts';
import { tencentPermissions, tencentTargets } from './policy.ts';
import { TencentSettings, tencentSpec } from './spec.ts';

const role = 'qcs::cam::uin/100000000001:roleName/certferry';
const credentials = { secret_id: { env: 'A' }, secret_key: { env: 'B' } };
const oidc = { provider_id: 'github', role };

describe('the settings of an account', () => {
  it.each([
    { credentials },
    { oidc },
    { oidc: { ...oidc, audience: 'certferry' }, role, external_id: 'a:b' },
    { credentials: { ...credentials, token: { env: 'C' } }, role },
    { credentials, endpoint: 'https://tencent.example.com' },
    { credentials, endpoint: 'http://127.0.0.1:4566/' },
    { credentials, site: 'international' },
  ])('accept %j', (settings) => {
    expect(TencentSettings.parse(settings)).toEqual({ site: 'china', ...settings });
  });

  it.each<[string, object, RegExp]>([
    ['no login at all', {}, /no way to log in: give the account/u],
    ['a literal secret', { credentials: { ...credentials, secret_id: 'AKIDx' } }, /object/u],
    ['half a key', { credentials: { secret_id: { env: 'A' } } }, /./u],
    ['two logins', { credentials, oidc }, /two ways to log in/u],
    ['an external id without a role', { credentials, external_id: 'ab' }, /belongs to role/u],
    ['a role that is no role', { credentials, role: 'certferry' }, /description of a role/u],
    ['an unknown site', { credentials, site: 'europe' }, /./u],
    ['an unknown key', { credentials, regoin: 'x' }, /regoin/u],
    ['plain http', { credentials, endpoint: 'http://tencent.example.com' }, /https address/u],
    ['a path in the address', { credentials, endpoint: 'https://a.example.com/b' }, /path/u],
    ['a password in it', { credentials, endpoint: 'https://u:hidden@a.example.com' }, /https/u],
  ])('refuse %s, without repeating it', (_, settings, message) => {
    const issues = JSON.stringify(TencentSettings.safeParse(settings).error?.issues);
    expect(issues).toMatch(message);
    expect(issues).not.toMatch(/AKIDx|u:hidden/u);
  });

  it('name every secret that is needed', () => {
    const settings = { credentials: { ...credentials, token: { env: 'C' } } };
    expect(tencentSpec.secrets(settings)).toEqual([{ env: 'A' }, { env: 'B' }, { env: 'C' }]);
    expect(tencentSpec.secrets({ credentials })).toEqual([{ env: 'A' }, { env: 'B' }]);
    expect(tencentSpec.secrets({ oidc })).toEqual([]);
  });

  it('can be described to an editor', () => {
    const schema = z.toJSONSchema(TencentSettings, { io: 'input', unrepresentable: 'any' });
    expect(Object.keys(schema.properties ?? {})).toEqual(
      expect.arrayContaining(['site', 'credentials', 'oidc', 'role', 'external_id', 'endpoint']),
    );
  });

  it('load no SDK', async () => {
    const spec = fileURLToPath(new URL('spec.ts', import.meta.url));
    const script = `
      await import(${JSON.stringify(spec)});
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(${JSON.stringify(spec)}).cache);
      console.log(loaded.filter((path) => path.includes('tencentcloud')).length, loaded.length);
    `;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      script,
    ]);
    expect(stdout).toMatch(/^0 /u);
  });
});

describe('the host of a service', () => {
  it.each([
    ['ssl', 'china', 'ap-guangzhou', 'ssl.tencentcloudapi.com'],
    ['cdn', 'international', 'ap-guangzhou', 'cdn.intl.tencentcloudapi.com'],
    ['clb', 'china', 'ap-shanghai', 'clb.tencentcloudapi.com'],
    ['clb', 'china', 'ap-shanghai-fsi', 'clb.ap-shanghai-fsi.tencentcloudapi.com'],
    ['sts', 'china', 'ap-shanghai-fsi', 'sts.tencentcloudapi.com'],
  ] as const)('of %s, %s, %s is %s', (service, site, region, host) => {
    expect(hostOf(service, { site, region })).toBe(host);
  });
});

describe('the policy', () => {
  it('names an action for each product, in the spelling of CAM', () => {
    expect(tencentTargets).toEqual(['tencent/cdn', 'tencent/clb', 'tencent/waf']);
    for (const { read, write, cleanUp = [] } of tencentPermissions.values()) {
      expect(read.length).toBeGreaterThan(2);
      expect(write.length).toBeGreaterThan(1);
      for (const action of [...read, ...write, ...cleanUp]) {
        expect(action).toMatch(/^(?:sts|region|ssl|cdn|clb|waf):[A-Z][A-Za-z]+$/u);
      }
    }
  });

  it('lets nobody delete who only deploys', () => {
    for (const { read, write, cleanUp = [] } of tencentPermissions.values()) {
      expect([...read, ...write].filter((action) => action.includes('Delete'))).toEqual([]);
      expect(cleanUp).toContain('ssl:DeleteCertificate');
    }
  });
});
