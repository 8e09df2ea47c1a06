import { describe, expect, it } from 'vitest';

import { parseDeployment } from '../config/parse-deployment.ts';
import { awsSpec } from '../providers/aws/spec.ts';
import { tencentSpec } from '../providers/tencent/spec.ts';
import { systemClock } from '../runtime/clock.ts';
import { inUse } from './prepare.ts';
import { signingSecrets } from './secrets.ts';

const providers = [awsSpec, tencentSpec];
const [awsId, awsKey] = [
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
] as const;
const [tencentId, tencentKey] = ['AKIDexample-of-a-secret-id', 'example-of-a-secret-key'] as const;
const [shopKey, docsKey] = ['the private key of the shop', 'the private key of the docs'] as const;
const everything = {
  AWS_ID: awsId,
  AWS_KEY: awsKey,
  TC_ID: tencentId,
  TC_KEY: tencentKey,
  SHOP_KEY: shopKey,
  DOCS_KEY: docsKey,
  OTHER_KEY: 'the private key that no task uses',
};

const awsKeys =
  'credentials: { access_key_id: { env: AWS_ID }, secret_access_key: { env: AWS_KEY } }';
const tencentKeys = 'credentials: { secret_id: { env: TC_ID }, secret_key: { env: TC_KEY } }';
const awsRole = 'oidc: { role: "arn:aws:iam::123456789012:role/certferry" }';

function file(aws: string, tencent: string | null = tencentKeys): string {
  const others = tencent === null ? '' : `  two: { provider: tencent, ${tencent} }\n`;
  const second = tencent === null ? '' : ', two';
  const targets = tencent === null ? '' : '      - product: tencent/cdn\n';
  return `version: 1
accounts:
  one: { provider: aws, regions: [eu-central-1], ${aws} }
${others}certificates:
  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }
  docs: { from: { files: { chain: docs.pem, key: { env: DOCS_KEY } } } }
  other: { from: { env: { chain: OTHER_CHAIN, key: OTHER_KEY } } }
tasks:
  everywhere:
    accounts: [one${second}]
    certificates: [shop, docs]
    targets:
      - product: aws/alb
${targets}`;
}

function signing(text: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const parsed = parseDeployment({ file: 'certferry.yml', text, providers });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const all: Readonly<Record<string, string>> = { ...everything, ...env };
  const door = {
    readFile: async () => text,
    env: (name: string) => all[name],
    mask: () => {},
    idToken: undefined,
    proxy: {},
    session: 'test',
    clock: systemClock,
    providers,
  };
  return signingSecrets(inUse(parsed.deployment, door), door);
}

const sorted = (...values: readonly string[]) => values.toSorted();

describe('what a preview is signed with', () => {
  it('are the credentials of the accounts, and no certificate beside them', () => {
    const before = signing(file(awsKeys));
    expect(before).toEqual(sorted(awsId, awsKey, tencentId, tencentKey));
    const renewed = { SHOP_KEY: 'another private key', DOCS_KEY: 'and another private key' };
    expect(signing(file(awsKeys), renewed)).toEqual(before);
  });

  it('are those of the accounts that have some, where another takes a role by OIDC', () => {
    expect(signing(file(awsRole))).toEqual(sorted(tencentId, tencentKey));
  });

  it('are the private keys of the certificates in use where no account has a secret', () => {
    expect(signing(file(awsRole, null))).toEqual(sorted(shopKey, docsKey));
  });

  it('is never the id of an access key whose secret is weak', () => {
    expect(signing(file(awsKeys), { AWS_KEY: 'changeit' })).toEqual(sorted(tencentId, tencentKey));
    expect(signing(file(awsKeys, null), { AWS_KEY: 'changeit' })).toEqual(sorted(shopKey, docsKey));
  });

  it('is nothing where nothing is set, or strong', () => {
    const env = { SHOP_KEY: ' ', DOCS_KEY: 'fifteen-letters' };
    expect(signing(file(awsRole, null), env)).toEqual([]);
  });
});
