import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { awsLike, clouds, fileWith } from './fixtures.ts';
import { deploymentJsonSchema, type JsonSchema } from './json-schema.ts';

const schema = deploymentJsonSchema(clouds);

/** zod reads no `dependentRequired`: it is looked at below by itself. */
const readable = JSON.parse(
  JSON.stringify(schema, (key, value: unknown) =>
    key === 'dependentRequired' ? undefined : value,
  ),
) as Parameters<typeof z.fromJSONSchema>[0];

/** Reads the JSON Schema back as a validator: what an editor would accept. */
const validator = z.fromJSONSchema(readable);
const accepts = (text: string) => validator.safeParse(parse(text)).success;

type Key = readonly [path: string, schema: JsonSchema];

/** Every key that the schema names, with its path. */
function keysBelow(node: unknown, path = ''): readonly Key[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]): readonly Key[] => {
    if (name !== 'properties')
      return keysBelow(value, name === 'additionalProperties' ? `${path}.*` : path);
    return Object.entries(value as Record<string, JsonSchema>).flatMap(([key, below]) => [
      [`${path}.${key}`, below] as const,
      ...keysBelow(below, `${path}.${key}`),
    ]);
  });
}

const keys = keysBelow(schema);

describe('the JSON Schema', () => {
  it('is plain JSON of draft 2020-12', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.title).toBe('Certferry deployment file');
  });

  it('describes every key, those of the providers included', () => {
    expect(keys.length).toBeGreaterThan(40);
    for (const [path, below] of keys) {
      expect(below.description, path).toMatch(/^[A-Z].*\.$/u);
    }
    const paths = keys.map(([path]) => path);
    expect(paths).toContain('.accounts.*.credentials.secret_access_key.env');
    expect(paths).toContain('.accounts.*.zone');
    expect(paths).toContain('.tasks.*.targets.connect_to');
  });

  it('offers the products of the providers', () => {
    const product = keys.find(([path]) => path === '.tasks.*.targets.product')?.[1];
    expect(product?.enum).toEqual([
      'aws/cloudfront',
      'aws/alb',
      'aws/nlb',
      'aws/clb',
      'cloudy/edge',
    ]);
    const other = keysBelow(deploymentJsonSchema([awsLike])).find(([path]) =>
      path.endsWith('.product'),
    );
    expect(other?.[1].enum).toEqual(awsLike.targets);
  });

  it('says the defaults', () => {
    const defaults = keys.filter(([, below]) => below.default !== undefined);
    expect(Object.fromEntries(defaults.map(([path, below]) => [path, below.default]))).toEqual({
      '.tasks.*.deploy': 'now',
      '.tasks.*.enable_https': false,
      '.tasks.*.allow_unmatched': false,
      '.tasks.*.rollback': 'on-failure',
      '.tasks.*.extend': false,
    });
  });

  it('leaves the schema of the parser as it was', () => {
    expect(deploymentJsonSchema(clouds)).toEqual(schema);
  });

  it.each([
    ['the smallest file', fileWith({})],
    [
      'an account with settings',
      fileWith({
        accounts:
          'accounts:\n  prod: { provider: aws, regions: [us-east-1], account_id: "123456789012" }',
      }),
    ],
    [
      'the first form of settings',
      fileWith({ accounts: 'accounts:\n  prod: { provider: cloudy, zone: a }' }),
    ],
    [
      'the second form of settings',
      fileWith({
        accounts: 'accounts:\n  prod: { provider: cloudy, token: { env: T }, regions: [ab-c] }',
      }),
    ],
    [
      'a certificate in files',
      fileWith({
        certificates:
          'certificates:\n  shop: { from: { files: { chain: a.pem, key: { env: K } } } }',
      }),
    ],
    [
      'a task with every key',
      fileWith({
        tasks:
          'tasks:\n  all: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb, include: [a.de], exclude: [b.de], connect_to: "a:1" }], deploy: now, enable_https: true, allow_unmatched: true, rollback: never }',
      }),
    ],
    ['examples/minimal.yml', readFileSync('examples/minimal.yml', 'utf8')],
    ['examples/aws.yml', readFileSync('examples/aws.yml', 'utf8')],
    [
      'a time',
      fileWith({
        tasks:
          'tasks:\n  all: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }], deploy: { at: 2030-01-01T00:00:00Z } }',
      }),
    ],
    ['a receiver', fileWith({ more: 'receiver: { url: https://certs.example.com }' })],
  ])('accepts %s', (_what, text) => {
    expect(accepts(text)).toBe(true);
  });

  it.each([
    ['no version', fileWith({}).replace('version: 1', '')],
    ['an unknown key', fileWith({ more: 'x: 1' })],
    ['no accounts', fileWith({ accounts: 'accounts: {}' })],
    ['a name of the wrong form', fileWith({ accounts: 'accounts:\n  "a b": { provider: aws }' })],
    ['an unknown setting', fileWith({ accounts: 'accounts:\n  prod: { provider: aws, zone: a }' })],
    [
      'two forms of settings at once',
      fileWith({ accounts: 'accounts:\n  prod: { provider: cloudy, zone: a, token: { env: T } }' }),
    ],
    [
      'a secret as text',
      fileWith({ accounts: 'accounts:\n  prod: { provider: cloudy, token: hunter2 }' }),
    ],
    ['an unknown provider', fileWith({ accounts: 'accounts:\n  prod: { provider: tencent }' })],
    [
      'a zone as region',
      fileWith({ accounts: 'accounts:\n  prod: { provider: aws, regions: [us-east-1a] }' }),
    ],
    [
      'a reserved variable',
      fileWith({
        certificates: 'certificates:\n  shop: { from: { env: { chain: GITHUB_TOKEN, key: K } } }',
      }),
    ],
    [
      'two sources',
      fileWith({
        certificates:
          'certificates:\n  shop: { from: { env: { chain: A, key: B }, files: { chain: a.pem, key: { env: K } } } }',
      }),
    ],
    ['no source', fileWith({ certificates: 'certificates:\n  shop: { from: {} }' })],
    [
      'an unknown product',
      fileWith({
        tasks:
          'tasks:\n  all: { accounts: [prod], certificates: [shop], targets: [{ product: huawei/elb }] }',
      }),
    ],
  ])('refuses %s', (_what, text) => {
    expect(accepts(text)).toBe(false);
  });
});
