import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { awsLike, clouds, deploymentOf, fileWith, problemsOf, read, said } from './fixtures.ts';
import { parseDeployment } from './parse-deployment.ts';

const role = 'arn:aws:iam::123456789012:role/certferry';
const inEnv = 'certificates:\n  shop: { from: { env: { chain: CHAIN, key: KEY } } }';

/** A task with one more line. */
function task(line: string): string {
  return fileWith({
    tasks: `tasks:\n  all:\n    accounts: [prod]\n    certificates: [shop]\n    targets: [{ product: aws/alb }]\n    ${line}`,
  });
}

/** A target with one more line. */
function target(line: string): string {
  return fileWith({
    tasks: `tasks:\n  all:\n    accounts: [prod]\n    certificates: [shop]\n    targets:\n      - product: aws/alb\n        ${line}`,
  });
}

function account(body: string): string {
  return fileWith({ accounts: `accounts:\n  prod: ${body}` });
}

function certificate(from: string): string {
  return fileWith({ certificates: `certificates:\n  shop: { from: ${from} }` });
}

describe('a valid file', () => {
  it('becomes a deployment with every default filled in', () => {
    expect(deploymentOf(fileWith({}))).toEqual({
      file: 'certferry.yml',
      receiver: null,
      contacts: [],
      monitor: [],
      accounts: [{ name: 'prod', provider: 'aws', regions: undefined, settings: {} }],
      certificates: [
        { name: 'shop', source: { kind: 'env', chain: { env: 'CHAIN' }, key: { env: 'KEY' } } },
      ],
      tasks: [
        {
          name: 'all',
          accounts: ['prod'],
          certificates: ['shop'],
          targets: [{ product: 'aws/alb', include: undefined, exclude: [], connectTo: undefined }],
          enableHttps: false,
          allowUnmatched: false,
          rollback: 'on-failure',
          contacts: [],
          deployAt: null,
          extend: false,
        },
      ],
    });
  });

  it('keeps every key that is written', () => {
    const text = `
version: 1
accounts:
  prod:
    provider: aws
    regions: [us-east-1, ap-southeast-1]
    role: ${role}
    external_id: x
  edge: { provider: cloudy, zone: north }
certificates:
  docs: { from: { files: { chain: ./certs/docs.pem, key: { env: DOCS_KEY } } } }
tasks:
  all:
    accounts: [prod, edge]
    certificates: [docs]
    targets:
      - product: aws/alb
        include: ["*.Bücher.de", "arn:aws:x/*"]
        exclude: [old.bücher.de]
        connect_to: "[::1]:8443"
      - product: cloudy/edge
    deploy: now
    enable_https: true
    allow_unmatched: true
    rollback: never
`;
    expect(deploymentOf(text)).toMatchObject({
      accounts: [
        {
          name: 'prod',
          provider: 'aws',
          regions: ['us-east-1', 'ap-southeast-1'],
          settings: { role, external_id: 'x' },
        },
        // The provider's schema has the last word on its settings.
        { name: 'edge', provider: 'cloudy', regions: undefined, settings: { zone: 'NORTH' } },
      ],
      certificates: [
        { source: { kind: 'files', chain: 'certs/docs.pem', key: { env: 'DOCS_KEY' } } },
      ],
      tasks: [
        {
          targets: [
            {
              product: 'aws/alb',
              include: ['*.xn--bcher-kva.de', 'arn:aws:x/*'],
              exclude: ['old.xn--bcher-kva.de'],
              connectTo: { host: '::1', port: 8443 },
            },
            { product: 'cloudy/edge' },
          ],
          enableHttps: true,
          allowUnmatched: true,
          rollback: 'never',
        },
      ],
    });
  });

  it('keeps the order of the file, also of names that look like numbers', () => {
    const text = fileWith({
      accounts: 'accounts:\n  b: { provider: aws }\n  9: { provider: aws }\n  1: { provider: aws }',
      tasks:
        'tasks:\n  all: { accounts: [b, "9", "1"], certificates: [shop], targets: [{ product: aws/alb }] }',
    });
    expect(deploymentOf(text).accounts.map(({ name }) => name)).toEqual(['b', '9', '1']);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('may use the name %s', (name) => {
    const text = fileWith({
      accounts: `accounts:\n  ${name}: { provider: aws }`,
      tasks: `tasks:\n  all: { accounts: [${name}], certificates: [shop], targets: [{ product: aws/alb }] }`,
    });
    expect(deploymentOf(text).accounts[0]?.name).toBe(name);
  });

  it.each([
    ['a byte order mark', `\ufeff${fileWith({})}`],
    ['Windows line ends', fileWith({}).replaceAll('\n', '\r\n')],
    ['a document start and end', `---\n${fileWith({})}...\n`],
    ['a YAML 1.2 directive', `%YAML 1.2\n---\n${fileWith({})}`],
    ['comments and emoji', `# 😀\n${fileWith({})}# 🚢 done`],
    [
      'JSON',
      JSON.stringify({
        version: 1,
        accounts: { prod: { provider: 'aws' } },
        certificates: { shop: { from: { env: { chain: 'CHAIN', key: 'KEY' } } } },
        tasks: {
          all: { accounts: ['prod'], certificates: ['shop'], targets: [{ product: 'aws/alb' }] },
        },
      }),
    ],
    [
      'anchors and aliases',
      fileWith({
        tasks:
          'tasks:\n  a: &task { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] }\n  b: *task',
      }),
    ],
    ['exactly 256 KiB', fileWith({}).padEnd(256 * 1024, '#')],
  ])('may hold %s', (_what, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it('says what is hardly meant as notes', () => {
    const parsed = read(
      fileWith({
        accounts:
          'accounts:\n  prod: { provider: aws }\n  spare: { provider: aws }\n  edge: { provider: cloudy, zone: x }',
        certificates: `${inEnv}\n  old: { from: { env: { chain: C, key: K } } }`,
        tasks:
          'tasks:\n  all: { accounts: [prod, edge], certificates: [shop], targets: [{ product: aws/alb }] }',
      }),
    );
    expect(parsed.ok && parsed.notes.map(said)).toEqual([
      '4:3 no task uses the account "spare"',
      '8:3 no task uses the certificate "old"',
      '10:27 no target of this task is a product of the account "edge"',
    ]);
    const tidy = read(fileWith({}));
    expect(tidy.ok && tidy.notes).toEqual([]);
  });
});

describe('problems', () => {
  it.each<[what: string, text: string, problems: readonly string[]]>([
    // the file as a whole
    ['an empty file', '', ['1:1 the file is empty; it starts with "version: 1"']],
    ['only comments', '# nothing\n', ['1:1 the file is empty; it starts with "version: 1"']],
    ['a text', 'hello', ['1:1 expected a map of keys, found text']],
    ['a list', '- a', ['1:1 expected a map of keys, found a list']],
    [
      'a map without any key',
      '{}',
      [
        '1:1 the key "accounts" is missing',
        '1:1 the key "certificates" is missing',
        '1:1 the key "tasks" is missing',
        '1:1 the key "version" is missing',
      ],
    ],
    ['too much', ' '.repeat(256 * 1024 + 1), ['1:1 the file is too large: at most 256 KiB']],
    [
      'too much in bytes',
      `# ${'é'.repeat(128 * 1024)}`,
      ['1:1 the file is too large: at most 256 KiB'],
    ],
    [
      'another version',
      fileWith({}).replace('1', '2'),
      ['1:10 "version": this version of Certferry reads version: 1'],
    ],
    [
      'a version in quotes',
      fileWith({}).replace('1', '"1"'),
      ['1:10 "version": this version of Certferry reads version: 1'],
    ],
    [
      'a misspelt section',
      fileWith({}).replace('tasks', 'taks'),
      ['6:1 unknown key "taks"; did you mean "tasks"?'],
    ],
    [
      'a section of nothing',
      fileWith({ accounts: 'accounts:' }),
      ['2:1 "accounts": expected a map of keys, found nothing'],
    ],
    [
      'a section without entries',
      fileWith({ certificates: 'certificates: {}' }),
      [
        '4:15 "certificates": at least one certificate is needed',
        '6:43 unknown certificate "shop"',
      ],
    ],
    [
      'a section as a list',
      fileWith({ accounts: 'accounts: [prod]' }),
      ['2:11 "accounts": expected a map of keys, found a list'],
    ],

    // names
    [
      'names of the wrong form',
      fileWith({
        accounts: 'accounts:\n  prod: { provider: aws }\n  "a b": { provider: aws, rol: x }',
      }),
      [
        '4:3 a name has 1 to 64 letters, digits, ".", "_" or "-" and starts with a letter or digit',
        '4:27 unknown key "rol"; did you mean "role"?',
      ],
    ],
    [
      'the name of a prototype',
      fileWith({
        accounts: 'accounts:\n  prod: { provider: aws }\n  __proto__: { provider: aws }',
      }),
      ['4:3 unknown key "__proto__"'],
    ],
    ['a key twice', fileWith({ more: 'version: 1' }), ['8:1 the key "version" is written twice']],
    [
      'a name twice',
      fileWith({ accounts: 'accounts:\n  prod: { provider: aws }\n  prod: { provider: aws }' }),
      ['4:3 the key "prod" is written twice'],
    ],

    // accounts
    ['no provider', account('{ regions: [us-east-1] }'), ['3:3 the key "provider" is missing']],
    [
      'an unknown provider',
      account('{ provider: awz, role: x }'),
      ['3:21 unknown provider "awz"; did you mean "aws"?'],
    ],
    [
      'a provider from nowhere',
      account('{ provider: mainframe }'),
      ['3:21 unknown provider "mainframe"; known: "aws", "cloudy", "tencent", "huawei"'],
    ],
    [
      'a provider that is no text',
      account('{ provider: [aws] }'),
      ['3:21 "provider": expected text, found a list'],
    ],
    [
      'an account that is no map',
      account('aws'),
      ['3:9 "prod": expected a map of keys, found text'],
    ],
    ['an account of nothing', account(''), ['3:3 "prod": expected a map of keys, found nothing']],
    [
      'an unknown setting',
      account(`{ provider: aws, roll: ${role} }`),
      ['3:26 unknown key "roll"; did you mean "role"?'],
    ],
    [
      'a misspelt common key',
      account('{ provider: aws, region: [us-east-1] }'),
      ['3:26 unknown key "region"; did you mean "regions"?'],
    ],
    [
      'an unknown key far from all',
      account('{ provider: aws, zzzzzz: 1 }'),
      [
        '3:26 unknown key "zzzzzz"; known: "credentials", "oidc", "role", "external_id", "account_id", "endpoint", "provider", "regions"',
      ],
    ],
    [
      'a setting of the wrong form',
      account('{ provider: aws, role: nobody }'),
      ['3:32 "role": expected the ARN of a role'],
    ],
    [
      'a setting of the wrong type',
      account('{ provider: aws, account_id: 123456789012 }'),
      ['3:38 "account_id": expected text, found a number'],
    ],
    [
      'settings that exclude each other',
      account(
        `{ provider: aws, oidc: { role: "${role}" }, credentials: { access_key_id: { env: A }, secret_access_key: { env: B } } }`,
      ),
      ['3:32 "oidc": credentials and oidc are two ways to log in: keep one of them'],
    ],
    [
      'a setting that needs another',
      account('{ provider: aws, external_id: x }'),
      ['3:3 "role": external_id belongs to role'],
    ],
    [
      'half of the credentials',
      account('{ provider: aws, credentials: { access_key_id: { env: A } } }'),
      ['3:26 the key "secret_access_key" is missing'],
    ],
    [
      'regions of nothing',
      account('{ provider: aws, regions: [] }'),
      ['3:35 "regions": at least one region is needed'],
    ],
    [
      'one region as text',
      account('{ provider: aws, regions: us-east-1 }'),
      ['3:35 "regions": expected a list, found text'],
    ],
    [
      'zones and capitals',
      account('{ provider: aws, regions: [us-east-1a, US-EAST-1] }'),
      [
        '3:36 "regions": expected the id of a region, such as us-east-1 or ap-guangzhou',
        '3:48 "regions": expected the id of a region, such as us-east-1 or ap-guangzhou',
      ],
    ],

    // settings that may have several forms
    [
      'the nearest of several forms',
      fileWith({
        accounts:
          'accounts:\n  prod: { provider: aws }\n  a: { provider: cloudy, token: { env: T }, retry: 2 }',
      }),
      ['4:45 unknown key "retry"; known: "token", "retries", "provider", "regions"'],
    ],
    [
      'no form at all',
      fileWith({
        accounts: 'accounts:\n  prod: { provider: aws }\n  a: { provider: cloudy, token: [] }',
      }),
      ['4:33 "token": expected { env: NAME }, found a list'],
    ],
    [
      'a number out of range',
      fileWith({
        accounts:
          'accounts:\n  prod: { provider: aws }\n  a: { provider: cloudy, token: { env: T }, retries: 10 }',
      }),
      ['4:54 "retries": expected at most 9'],
    ],

    // certificates
    [
      'no source',
      fileWith({ certificates: 'certificates:\n  shop: {}' }),
      ['5:3 the key "from" is missing'],
    ],
    ['an empty source', certificate('{}'), ['5:11 expected exactly one of env, files, receiver']],
    [
      'two sources',
      certificate('{ env: { chain: A, key: B }, files: { chain: a.pem, key: { env: B } } }'),
      ['5:46 expected exactly one of env, files, receiver; this is one too many'],
    ],
    [
      'an unknown source',
      certificate('{ vault: x }'),
      ['5:19 unknown key "vault"; known: "env", "files", "receiver"'],
    ],
    ['half a source', certificate('{ env: { chain: A } }'), ['5:19 the key "key" is missing']],
    [
      'reserved variables',
      certificate('{ env: { chain: GITHUB_TOKEN, key: 1A } }'),
      [
        '5:33 "chain": expected the name of an environment variable: letters, digits and "_", not starting with a digit, GITHUB_, ACTIONS_ or RUNNER_',
        '5:52 "key": expected the name of an environment variable: letters, digits and "_", not starting with a digit, GITHUB_, ACTIONS_ or RUNNER_',
      ],
    ],
    [
      'a variable name of a provider that takes any',
      account(
        '{ provider: aws, credentials: { access_key_id: { env: RUNNER_X }, secret_access_key: { env: B } } }',
      ),
      [
        '3:63 "env": expected the name of an environment variable: letters, digits and "_", not starting with a digit, GITHUB_, ACTIONS_ or RUNNER_',
      ],
    ],
    [
      'a path out of the repository',
      certificate('{ files: { chain: ../a.pem, key: { env: B } } }'),
      ['5:35 "chain": the path may not leave the repository'],
    ],
    [
      'an absolute path',
      certificate('{ files: { chain: /etc/a.pem, key: { env: B } } }'),
      ['5:35 "chain": expected a path relative to the root of the repository'],
    ],
    [
      'an escaped NUL in a path',
      certificate('{ files: { chain: "a\\0b", key: { env: B } } }'),
      ['5:35 "chain": the path holds an invisible character'],
    ],

    // tasks
    [
      'an empty task',
      fileWith({ tasks: 'tasks:\n  all: {}' }),
      [
        '7:3 the key "accounts" is missing',
        '7:3 the key "certificates" is missing',
        '7:3 the key "targets" is missing',
      ],
    ],
    [
      'lists of nothing',
      fileWith({ tasks: 'tasks:\n  all: { accounts: [], certificates: [], targets: [] }' }),
      [
        '7:20 "accounts": at least one account is needed',
        '7:38 "certificates": at least one certificate is needed',
        '7:51 "targets": at least one target is needed',
      ],
    ],
    [
      'unknown names',
      fileWith({
        tasks:
          'tasks:\n  all: { accounts: [pord], certificates: [zzz], targets: [{ product: aws/alb }] }',
      }),
      [
        '7:21 unknown account "pord"; did you mean "prod"?',
        '7:43 unknown certificate "zzz"; known: "shop"',
      ],
    ],
    [
      'names twice',
      fileWith({
        tasks:
          'tasks:\n  all: { accounts: [prod, prod], certificates: [shop, shop], targets: [{ product: aws/alb }, { product: aws/alb }] }',
      }),
      [
        '7:27 "prod" is listed twice',
        '7:55 "shop" is listed twice',
        '7:105 "aws/alb" is listed twice',
      ],
    ],
    [
      'a name that is a number',
      fileWith({
        accounts: 'accounts:\n  9: { provider: aws }',
        tasks:
          'tasks:\n  all: { accounts: [9], certificates: [shop], targets: [{ product: aws/alb }] }',
      }),
      ['7:21 "accounts": expected text, found a number'],
    ],
    [
      'a misspelt key of a task',
      task('enable-https: true'),
      ['11:5 unknown key "enable-https"; did you mean "enable_https"?'],
    ],
    [
      'yes instead of true',
      task('enable_https: yes'),
      ['11:19 "enable_https": expected true or false, found text'],
    ],
    [
      'an unknown rollback',
      task('rollback: on-failur'),
      ['11:15 "rollback": expected one of on-failure, never; did you mean "on-failure"?'],
    ],
    [
      'an unknown moment',
      task('deploy: later'),
      ['11:13 "deploy": expected now or { at: <time with offset> }'],
    ],

    // targets
    [
      'no product',
      fileWith({
        tasks: 'tasks:\n  all: { accounts: [prod], certificates: [shop], targets: [{}] }',
      }),
      ['7:60 the key "product" is missing'],
    ],
    [
      'a product without its cloud',
      target('').replace('aws/alb', 'alb'),
      ['11:18 unknown product "alb"; did you mean "aws/alb"?'],
    ],
    [
      'a misspelt product',
      target('').replace('aws/alb', 'aws/abl'),
      ['11:18 unknown product "aws/abl"; did you mean "aws/alb"?'],
    ],
    [
      'a product from nowhere',
      target('').replace('aws/alb', 'mainframe/cics'),
      ['11:18 unknown product "mainframe/cics"'],
    ],
    [
      'a product of a cloud without an account',
      target('').replace('aws/alb', 'cloudy/edge'),
      ['11:18 no account of this task is of Cloudy, which "cloudy/edge" belongs to'],
    ],
    [
      'an empty include',
      target('include: []'),
      ['12:18 "include": at least one domain or id is needed; leave include out for all'],
    ],
    [
      'an address in include',
      target('include: [https://a.de]'),
      ['12:19 "include": expected a domain or an id, not an address'],
    ],
    [
      'a domain twice, once as IDN',
      target('include: [bücher.de, xn--bcher-kva.de]'),
      ['12:30 "xn--bcher-kva.de" is listed twice'],
    ],
    [
      'a domain in and out',
      target('{ include: [a.de], exclude: [A.de] }')
        .replace('{ include', 'include')
        .replace(', exclude', '\n        exclude')
        .replace('] }', ']'),
      ['13:19 "a.de" is included and excluded'],
    ],
    [
      'a wildcard without quotes',
      target('include: [*.example.com]'),
      [
        '12:19 no anchor of this name is set above; a value that starts with * needs quotes, for example "*.example.com"',
      ],
    ],
    [
      'a host without a port',
      target('connect_to: localhost'),
      ['12:21 "connect_to": expected a host and a port, such as 127.0.0.1:8443 or [::1]:443'],
    ],
    [
      'a port alone',
      target('connect_to: 443'),
      ['12:21 "connect_to": expected text, found a number'],
    ],
  ])('are told for %s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('come all at once, in the order of the file, and say which file', () => {
    const text = fileWith({
      accounts: 'accounts:\n  prod: { provider: awz }',
      certificates: 'certificates:\n  shop: { from: {} }',
      tasks: 'tasks:\n  all: { accounts: [x], certificates: [shop], targets: [{ product: alb }] }',
      more: 'extra: 1',
    });
    const parsed = read(text, 'deep/er.yml');
    expect(parsed.ok ? [] : parsed.problems).toEqual([
      { file: 'deep/er.yml', line: 3, column: 21, message: expect.stringContaining('awz') },
      { file: 'deep/er.yml', line: 5, column: 11, message: expect.stringContaining('exactly one') },
      { file: 'deep/er.yml', line: 7, column: 21, message: expect.stringContaining('account "x"') },
      { file: 'deep/er.yml', line: 7, column: 68, message: expect.stringContaining('aws/alb') },
      { file: 'deep/er.yml', line: 8, column: 1, message: expect.stringContaining('extra') },
    ]);
  });

  it('are at most 500, and then say how many more there are', () => {
    const names = Array.from({ length: 600 }, (_, index) => `  t${index}: 1`);
    const problems = problemsOf(fileWith({ tasks: `tasks:\n${names.join('\n')}` }));
    expect(problems).toHaveLength(501);
    expect(problems.at(-1)).toBe('507:9 100 more problems follow');
  });

  it('stand in the same place whatever the line ends and the byte order mark', () => {
    const text = task('enable_htps: true');
    const expected = ['11:5 unknown key "enable_htps"; did you mean "enable_https"?'];
    expect(problemsOf(text)).toEqual(expected);
    expect(problemsOf(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(problemsOf(`\ufeff${text}`)).toEqual(expected);
  });

  it('tell a time in the past only against a clock', () => {
    const receiver = 'receiver: { url: https://certs.example.com }';
    const text = `${task('deploy: { at: 2026-11-25T12:00:00Z }')}${receiver}\n`;
    expect(problemsOf(text)).toEqual(['11:19 "at": this time is in the past']);
    const parsed = parseDeployment({ file: 'a.yml', text, providers: clouds });
    expect(parsed.ok && parsed.deployment.tasks[0]?.deployAt).toEqual(
      new Date('2026-11-25T12:00:00Z'),
    );
  });

  it('point into the value that an alias stands for', () => {
    const text = fileWith({
      tasks:
        'tasks:\n  a: { accounts: &who [pord], certificates: [shop], targets: [{ product: aws/alb }] }\n' +
        '  b: { accounts: *who, certificates: [shop], targets: [{ product: aws/alb }] }',
    });
    expect(problemsOf(text)).toEqual(['7:24 unknown account "pord"; did you mean "prod"?']);
  });
});

describe('a secret in the file', () => {
  const words =
    'a secret does not belong in this file: store it as an Actions secret, hand it to the step as an environment variable and write { env: NAME } here';

  it.each(['hunter2-hunter2', '"1234567"', '1234567', 'true'])(
    'as %s is refused at its place',
    (value) => {
      expect(
        problemsOf(
          account(
            `{ provider: aws, credentials: { access_key_id: { env: A }, secret_access_key: ${value} } }`,
          ),
        ),
      ).toEqual([`3:87 "secret_access_key": ${words}`]);
    },
  );

  it('is refused where a file names its key', () => {
    expect(problemsOf(certificate('{ files: { chain: a.pem, key: certs/key.pem } }'))).toEqual([
      `5:47 "key": ${words}`,
    ]);
  });

  it('is refused inside { env: … }', () => {
    expect(
      problemsOf(certificate('{ env: { chain: A, key: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY } }')),
    ).toEqual([
      expect.stringMatching(/^5:41 "key": this looks like a secret, not like the name of one/u),
    ]);
  });

  it('is refused in a form of settings among several', () => {
    const text = fileWith({
      accounts: 'accounts:\n  prod: { provider: aws }\n  a: { provider: cloudy, token: hunter2 }',
    });
    expect(problemsOf(text)).toEqual([`4:33 "token": ${words}`]);
  });

  it('is found in a comment, once, and in a file that is no YAML', () => {
    const id = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const found = expect.stringContaining('this looks like an AWS access key id');
    expect(problemsOf(`${fileWith({})}# was ${id}\n`)).toEqual([found]);
    expect(problemsOf(`a: "${id}`)).toEqual([found, expect.stringContaining('not valid YAML')]);
    expect(
      problemsOf(
        account(
          `{ provider: aws, credentials: { access_key_id: ${id}, secret_access_key: { env: B } } }`,
        ),
      ),
    ).toEqual([found]);
  });

  it('is taken out of the message of a provider that repeats what it refuses', () => {
    const id = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const settings = z.strictObject({
      key: z.string().refine((key) => key === '', { error: ({ input }) => `not ${String(input)}` }),
    });
    const parsed = parseDeployment({
      file: 'a.yml',
      text: account(`{ provider: aws, key: "x ${id}" }`),
      providers: [{ ...awsLike, settings }],
    });
    expect(parsed.ok ? [] : parsed.problems.map(said)).toEqual([
      '3:31 "key": not x …',
      expect.stringMatching(/^3:34 this looks like an AWS access key id/u),
    ]);
  });

  it('is found as a pasted key in PEM', () => {
    const pem = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    const text = fileWith({
      certificates: `certificates:\n  shop:\n    from:\n      files:\n        chain: a.pem\n        key: |\n          ${pem}\n          MIIE\n`,
    });
    expect(problemsOf(text)).toEqual([
      `9:14 "key": ${words}`,
      expect.stringMatching(/^10:11 this looks like a private key/u),
    ]);
  });
});

describe('problemAt', () => {
  it('places a problem found later at the key that the file asks it with', () => {
    const text = [
      'version: 1',
      'accounts:',
      '  prod: { provider: aws }',
      'certificates:',
      '  shop: { from: { env: { chain: CHAIN, key: KEY } } }',
      'tasks:',
      '  all: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] }',
      '',
    ].join('\n');
    const parsed = parseDeployment({ file: 'f.yml', text, providers: clouds });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.problemAt(['certificates', 'shop'], 'it expired')).toEqual({
      file: 'f.yml',
      line: 5,
      column: 3,
      message: 'it expired',
    });
    expect(parsed.problemAt(['accounts', 'prod', 'credentials'], 'x')).toMatchObject({ line: 3 });
  });
});
