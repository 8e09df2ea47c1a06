import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { readSettings, SettingsError } from './settings.ts';
import { hashToken, isToken } from './tokens.ts';

const key = () => randomBytes(32).toString('base64');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

const good: Record<string, string> = {
  CERTFERRY_URL: 'https://certs.example.com/',
  CERTFERRY_DATA: '/var/lib/certferry',
  CERTFERRY_MASTER_KEY: key(),
  CERTFERRY_OPERATOR_TOKEN: key(),
  CERTFERRY_GITHUB_TOKEN: `github_pat_${randomBytes(30).toString('hex')}`,
  CERTFERRY_GITHUB_WEBHOOK_SECRET: key(),
};

const read = (changed: Record<string, string | undefined>, files: Record<string, string> = {}) =>
  readSettings({
    variable: (name) => ({ ...good, ...changed })[name],
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return text;
    },
  });

function problemsOf(
  changed: Record<string, string | undefined>,
  files: Record<string, string> = {},
): readonly string[] {
  try {
    read(changed, files);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('settings', () => {
  it('need nothing but the secrets', () => {
    const settings = read({ CERTFERRY_URL: undefined, CERTFERRY_DATA: undefined });
    expect(settings).toMatchObject({
      url: 'http://127.0.0.1:8080',
      host: '127.0.0.1',
      port: 8080,
      oidcIssuer: 'https://token.actions.githubusercontent.com',
      github: { apiUrl: 'https://api.github.com' },
      metricsToken: undefined,
      trustedProxies: [],
      logLevel: 'info',
    });
    expect(settings.dataFolder).toMatch(/\/data$/u);
  });

  it('name everything that is missing at once', () => {
    const nothing = Object.fromEntries(Object.keys(good).map((name) => [name, undefined]));
    const problems = problemsOf(nothing);
    expect(problems).toHaveLength(4);
    for (const name of ['MASTER_KEY', 'OPERATOR_TOKEN', 'GITHUB_WEBHOOK_SECRET', 'GITHUB_APP_ID']) {
      expect(problems.filter((line) => line.startsWith(`CERTFERRY_${name}`))).toHaveLength(1);
    }
  });

  it.each([
    ['CERTFERRY_OPERATOR_TOKEN', 'changeme'],
    ['CERTFERRY_OPERATOR_TOKEN', 'change-me-change-me-change-me'],
    ['CERTFERRY_OPERATOR_TOKEN', 'replace_me_with_a_long_random_text'],
    ['CERTFERRY_OPERATOR_TOKEN', 'your-secret-goes-here-0123456789'],
    ['CERTFERRY_OPERATOR_TOKEN', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['CERTFERRY_OPERATOR_TOKEN', '<operator token>'],
    ['CERTFERRY_GITHUB_WEBHOOK_SECRET', 'secret'],
    ['CERTFERRY_METRICS_TOKEN', 'example-token-for-the-metrics'],
    ['CERTFERRY_MASTER_KEY', Buffer.alloc(32).toString('base64')],
    ['CERTFERRY_MASTER_KEY', Buffer.alloc(32, 'abcd').toString('base64')],
  ])('refuse the placeholder of %s: %s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is a placeholder`, 'u')),
    ]);
  });

  it('take every random secret, however it is written', () => {
    for (let count = 0; count < 2000; count += 1) {
      const encoding = (['base64', 'hex', 'base64url'] as const)[count % 3] ?? 'hex';
      expect(problemsOf({ CERTFERRY_OPERATOR_TOKEN: randomBytes(24).toString(encoding) })).toEqual(
        [],
      );
      expect(problemsOf({ CERTFERRY_MASTER_KEY: key() })).toEqual([]);
    }
  });

  it.each([
    ['CERTFERRY_OPERATOR_TOKEN', 'Ab3$k9Zq0pLm', 'is too short'],
    ['CERTFERRY_OPERATOR_TOKEN', 'Ab3$k9Zq0pLm 8vXw2RtYu1Io', 'white space'],
    ['CERTFERRY_MASTER_KEY', randomBytes(16).toString('base64'), '32 random bytes'],
    ['CERTFERRY_MASTER_KEY', 'not base64 at all', '32 random bytes'],
    ['CERTFERRY_MASTER_KEY', `${key()},a:${key().slice(1)}`, '(key 2)'],
    ['CERTFERRY_MASTER_KEY', `a:${key()},a:${key()}`, 'twice'],
    ['CERTFERRY_URL', 'http://certs.example.com', 'must be an https:// address'],
    ['CERTFERRY_URL', 'certs.example.com', 'must be an https:// address'],
    ['CERTFERRY_URL', 'https://certs.example.com/below', 'must have no path'],
    ['CERTFERRY_URL', 'https://user:pass@certs.example.com', 'without login'],
    ['CERTFERRY_GITHUB_API_URL', 'ftp://github.example.com', 'must be an https:// address'],
    ['CERTFERRY_OIDC_ISSUER', 'nonsense', 'must be an https:// address'],
    ['PORT', '70000', 'at most 65535'],
    ['PORT', 'eighty', 'whole number'],
    ['CERTFERRY_TRUSTED_PROXIES', '10.0.0.0/33', 'IP addresses or ranges'],
    ['CERTFERRY_TRUSTED_PROXIES', 'proxy.local', 'IP addresses or ranges'],
    ['CERTFERRY_LOG_LEVEL', 'loud', 'debug, info, warn or error'],
  ])('refuse %s = "%s"', (name, value, words) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toContain(words);
  });

  it('never show a secret in their words', () => {
    const secret = 'Zq0pLm8vXw';
    const problems = problemsOf({
      CERTFERRY_OPERATOR_TOKEN: secret,
      CERTFERRY_MASTER_KEY: secret,
      CERTFERRY_GITHUB_APP_ID: '7',
      CERTFERRY_GITHUB_APP_PRIVATE_KEY: secret,
      CERTFERRY_GITHUB_WEBHOOK_SECRET: `${secret} `,
    });
    expect(problems.length).toBeGreaterThanOrEqual(4);
    expect(problems.join('\n')).not.toContain(secret);
  });

  it('read a secret from a file, and refuse two places for one', () => {
    const files = { '/run/secrets/token': `${good['CERTFERRY_OPERATOR_TOKEN']}\n` };
    const fromFile = {
      CERTFERRY_OPERATOR_TOKEN: undefined,
      CERTFERRY_OPERATOR_TOKEN_FILE: '/run/secrets/token',
    };
    const { operatorToken } = read(fromFile, files);
    expect(isToken(good['CERTFERRY_OPERATOR_TOKEN'] ?? '', operatorToken)).toBe(true);
    expect(problemsOf({ CERTFERRY_OPERATOR_TOKEN_FILE: '/run/secrets/token' }, files)).toEqual([
      'CERTFERRY_OPERATOR_TOKEN and CERTFERRY_OPERATOR_TOKEN_FILE are both set: set one',
    ]);
    expect(problemsOf(fromFile)).toEqual([
      'CERTFERRY_OPERATOR_TOKEN_FILE names a file that cannot be read',
    ]);
    expect(problemsOf(fromFile, { '/run/secrets/token': '\n' })).toEqual([
      'CERTFERRY_OPERATOR_TOKEN_FILE names an empty file',
    ]);
  });

  it('take several master keys, the first of which seals', () => {
    const { masterKeys } = read({
      CERTFERRY_MASTER_KEY: `2026b:${key()}, 2026a:${key()},${key()}`,
    });
    expect(masterKeys.map(({ id }) => id)).toEqual([
      '2026b',
      '2026a',
      expect.stringMatching(/^[0-9a-f]{8}$/u),
    ]);
  });

  it('take a GitHub App instead of a token, and not both', () => {
    const app = { CERTFERRY_GITHUB_APP_ID: '4711', CERTFERRY_GITHUB_APP_PRIVATE_KEY: pem };
    const { github } = read({ ...app, CERTFERRY_GITHUB_TOKEN: undefined });
    expect(github.login).toMatchObject({ kind: 'app', appId: 4711 });
    expect(problemsOf(app)).toEqual([expect.stringContaining('are both set')]);
    expect(
      problemsOf({ CERTFERRY_GITHUB_APP_ID: '4711', CERTFERRY_GITHUB_TOKEN: undefined }),
    ).toEqual([expect.stringContaining('CERTFERRY_GITHUB_APP_ID needs it')]);
  });

  it('send mail with a server and a sender, and none without', () => {
    const smtp = 'smtp://user:p%40ss-4711@mail.example.com:587';
    const mail = { CERTFERRY_SMTP_URL: smtp, CERTFERRY_MAIL_FROM: 'Certferry <c@example.com>' };
    expect(read({}).notices).toEqual({ mail: undefined, operator: undefined, webhooks: 'public' });
    const { notices, secrets } = read({ ...mail, CERTFERRY_MAIL_TO: 'ops@example.com' });
    expect(notices).toMatchObject({
      mail: { from: 'Certferry <c@example.com>' },
      operator: 'ops@example.com',
    });
    expect(notices?.mail?.url.reveal()).toBe(smtp);
    expect(secrets.map((secret) => secret.reveal())).toContain(smtp);
    expect(JSON.stringify(notices)).not.toContain('4711');
    expect(read({ CERTFERRY_WEBHOOK_ADDRESSES: 'any' }).notices?.webhooks).toBe('any');
  });

  it.each([
    [{ CERTFERRY_SMTP_URL: 'smtp://mail.example.com' }, 'CERTFERRY_MAIL_FROM is missing'],
    [{ CERTFERRY_MAIL_TO: 'ops@example.com' }, 'CERTFERRY_SMTP_URL (or'],
    [{ CERTFERRY_MAIL_FROM: 'c@example.com' }, 'CERTFERRY_SMTP_URL (or'],
    [{ CERTFERRY_SMTP_URL: 'https://hidden-4711.example.com' }, 'CERTFERRY_SMTP_URL must be smtp'],
    [{ CERTFERRY_SMTP_URL: 'smtp://hidden-4711@mail.example.com' }, 'half a login'],
    [{ CERTFERRY_SMTP_URL: 'smtp://a:hidden-4711%@mail.example.com' }, 'half a login'],
    [{ CERTFERRY_MAIL_TO: 'a@example.com, b@example.com' }, 'one e-mail address'],
    [{ CERTFERRY_WEBHOOK_ADDRESSES: 'all' }, 'must be public or any'],
  ])('refuse %j', (changed, words) => {
    const problems = problemsOf(changed);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    expect(problems.join()).not.toContain('4711');
  });

  it('refuse one value for two secrets', () => {
    const same = key();
    expect(
      problemsOf({ CERTFERRY_OPERATOR_TOKEN: same, CERTFERRY_GITHUB_WEBHOOK_SECRET: same }),
    ).toEqual(['two secrets have the same value: every one needs its own']);
  });

  it('show no secret when they are printed', () => {
    const settings = read({});
    const shown = JSON.stringify(settings);
    for (const name of ['MASTER_KEY', 'OPERATOR_TOKEN', 'GITHUB_TOKEN', 'GITHUB_WEBHOOK_SECRET']) {
      expect(shown).not.toContain(good[`CERTFERRY_${name}`]);
    }
    expect(settings.operatorToken).toEqual(hashToken(good['CERTFERRY_OPERATOR_TOKEN'] ?? ''));
  });
});
