import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { AwsSettings, awsSpec } from './spec.ts';

const role = 'arn:aws:iam::123456789012:role/ci/certferry';

describe('the settings of an account', () => {
  it.each([
    {},
    { role, external_id: 'a:b', account_id: '123456789012' },
    { oidc: { role, audience: 'sts.amazonaws.com.cn' } },
    { oidc: { role }, role: 'arn:aws-cn:iam::123456789012:role/x' },
    { credentials: { access_key_id: { env: 'A' }, secret_access_key: { env: 'B' } } },
    { endpoint: 'https://aws.example.com/base' },
    { endpoint: 'http://127.0.0.1:4566' },
  ])('accept %j', (settings) => {
    expect(AwsSettings.parse(settings)).toEqual(settings);
  });

  it.each<[string, object]>([
    [
      'a literal secret',
      { credentials: { access_key_id: 'AKIA', secret_access_key: { env: 'B' } } },
    ],
    ['half a key', { credentials: { access_key_id: { env: 'A' } } }],
    [
      'two logins',
      {
        oidc: { role },
        credentials: { access_key_id: { env: 'A' }, secret_access_key: { env: 'B' } },
      },
    ],
    ['an external id without a role', { external_id: 'ab' }],
    ['a role that is no ARN', { role: 'certferry' }],
    ['an account id with too few digits', { account_id: '12345' }],
    ['an unknown key', { acount_id: '123456789012' }],
    ['plain http', { endpoint: 'http://aws.example.com' }],
    ['a password in the address', { endpoint: 'https://user:secret@aws.example.com' }],
  ])('refuse %s, without repeating it', (_, settings) => {
    const result = AwsSettings.safeParse(settings);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).not.toMatch(/AKIA|user:secret/u);
  });

  it('name every secret that is needed', () => {
    const credentials = {
      access_key_id: { env: 'A' },
      secret_access_key: { env: 'B' },
      session_token: { env: 'C' },
    };
    expect(awsSpec.secrets({ credentials })).toEqual([{ env: 'A' }, { env: 'B' }, { env: 'C' }]);
    expect(awsSpec.secrets({})).toEqual([]);
  });

  it('can be published as a JSON Schema', () => {
    expect(z.toJSONSchema(AwsSettings)).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
  });
});

it('loads no SDK before an account of AWS is used', async () => {
  const registry = fileURLToPath(new URL('../index.ts', import.meta.url));
  const script = `
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ resolve: (name, context, next) => { seen.push(name); return next(name, context); } });
    const { providers } = await import(${JSON.stringify(registry)});
    console.log(JSON.stringify({ ids: providers.map(({ id }) => id), seen }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  const { ids, seen } = JSON.parse(stdout) as { ids: string[]; seen: string[] };
  expect(ids).toContain('aws');
  expect(seen).toContain('./aws/spec.ts');
  expect(seen.filter((name) => /aws-sdk|smithy|provider\.ts$/u.test(name))).toEqual([]);
});
