import { describe, expect, it } from 'vitest';

import { findSecrets, quoted, withoutSecrets } from './secrets.ts';

/** Secrets are put together at run time, so that no scanner takes this file for a leak. */
const glued = (...parts: readonly string[]) => parts.join('');
const key = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const secrets: readonly (readonly [string, string])[] = [
  ['a private key', key('')],
  ['a private key', key('RSA ')],
  ['a private key', key('EC ')],
  ['a private key', key('ENCRYPTED ')],
  ['a private key', key('OPENSSH ')],
  ['a private key', base64(`${key('')}\nMIIE`)],
  ['a private key', base64(`${key('RSA ')}\nMIIE`)],
  ['a private key', base64(`${key('EC ')}\nMIIE`)],
  ['an AWS access key id', glued('AKIA', 'IOSFODNN7EXAMPLE')],
  ['an AWS access key id', glued('ASIA', 'IOSFODNN7EXAMPLE')],
  ['a Tencent Cloud key id', glued('AKID', 'z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA')],
  ['an Alibaba Cloud key id', glued('LTAI', '5tQfTGhBnKwXyZabcdefgh')],
  ['a GitHub token', glued('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789')],
  ['a GitHub token', glued('ghs_', 'abcdefghijklmnopqrstuvwxyz0123456789')],
  ['a GitHub token', glued('github_pat_', '11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz')],
  ['a Slack webhook', glued('https://hooks.slack.com/', 'services/T000/B000/XXXXXXXX')],
  ['an age secret key', glued('AGE-SECRET-KEY-1', 'QQQQQQQQQQQQQQQQ')],
];

describe('findSecrets', () => {
  it.each(secrets)('finds %s wherever it stands', (what, secret) => {
    for (const text of [secret, `a: ${secret}\n`, `# old: "${secret}"\n`, `${secret}: x`]) {
      const [flaw, ...more] = findSecrets(text);
      expect(more).toEqual([]);
      expect(flaw?.message).toContain(`this looks like ${what}: store it as an Actions secret`);
      expect(flaw?.message).not.toContain(secret);
      expect(flaw?.at).toBe(text.indexOf(secret));
    }
  });

  it.each([
    '-----BEGIN CERTIFICATE-----',
    'TENCENT_SECRET_ID',
    'arn:aws:iam::123456789012:role/certferry',
    'AKIA',
    'AKIATOOSHORT',
    'XAKIAIOSFODNN7EXAMPLE',
    'ghp_short',
    'https://hooks.example.com/services/T000/B000/XXXXXXXX',
    base64('-----BEGIN CERTIFICATE-----'),
  ])('takes %s for no secret', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  it('finds each of several', () => {
    const text = secrets.map(([, secret]) => secret).join('\n');
    expect(findSecrets(text)).toHaveLength(secrets.length);
  });
});

describe('withoutSecrets', () => {
  it.each(secrets)('takes %s out of a message', (_what, secret) => {
    expect(withoutSecrets(`refused ${secret} here`)).toBe('refused … here');
  });
});

describe('quoted', () => {
  it.each(['aws-prod', 'aws/alb', 'enable_https', '*.example.com', 'büro', 'Prod2'])(
    'shows the name %s',
    (name) => {
      expect(quoted(name)).toBe(`"${name}"`);
    },
  );

  it.each([
    ...secrets.map(([, secret]) => secret),
    'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY', // an AWS secret access key
    'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', // a Tencent Cloud secret key
    'HUAWEI0ACCESS0KEY0ID', // a Huawei Cloud access key
    '0123456789abcdef0123456789abcdef', // a digest or token
    'a'.repeat(65),
    'two words',
    'line\nfeed',
    '`code`',
    '<!-- html -->',
    '😀',
    '',
  ])('hides what is no name: %j', (text) => {
    expect(quoted(text)).toBe('"…"');
  });
});
