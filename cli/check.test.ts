import { describe, expect, it } from 'vitest';

import { awsSpec } from '../shared/providers/aws/spec.ts';
import { openAws } from '../shared/providers/aws/test-kit.ts';
import { createJumpingClock } from '../shared/providers/memory/clock.ts';
import { createMemoryCloud } from '../shared/providers/memory/cloud.ts';
import type { MemoryCloud } from '../shared/providers/memory/cloud.ts';
import { memoryProvider } from '../shared/providers/memory/index.ts';
import type { Call } from '../shared/providers/provider.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { silentLog } from '../shared/runtime/log.ts';
import { checkFiles } from './check-command.ts';
import { checkText } from './check-text.ts';
import { checkExitCode, checkFile, checkJson } from './check.ts';
import type { CheckReport } from './check.ts';

const file = '.github/certferry.yml';
const call: Call = { signal: new AbortController().signal, log: silentLog };
const clock = createJumpingClock();

const deployment = `version: 1
accounts:
  prod: { provider: memory, regions: [xx-north-1, xx-south-1] }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }
tasks:
  all: { accounts: [prod], certificates: [shop], targets: [{ product: memory/one }] }
`;

async function checked(
  cloud: MemoryCloud,
  { text = deployment, at = call } = {},
): Promise<CheckReport> {
  return await checkFile(
    file,
    {
      readFile: async () => await Promise.resolve(text),
      env: () => undefined,
      mask: () => {},
      idToken: undefined,
      proxy: {},
      session: 'test',
      clock,
      providers: [memoryProvider({ prod: cloud })],
    },
    at,
  );
}

const options = { width: 60, colour: false, redact: (text: string) => text };
const newCloud = () => createMemoryCloud({ clock });

describe('certferry check', () => {
  it('counts what is granted, and passes with what is unknown', async () => {
    const report = await checked(newCloud());
    expect(report.exitCode).toBe(0);
    expect(checkText(report, options)).toBe(`.github/certferry.yml
✓ prod (memory): the credentials work
  ✓ memory/one in xx-north-1
      unknown memory:import
              an import that is permitted would be carried
              out
      granted 3 of 4
      not asked again in xx-south-1

What is unknown may be granted: the reason stands beside it,
and a deployment will tell.
`);
  });

  it('names what is missing first, exit 2', async () => {
    const cloud = newCloud();
    cloud.faults.order({ fault: 'denied', operation: 'set' });
    const report = await checked(cloud);
    expect(report.exitCode).toBe(2);
    const text = checkText(report, options);
    expect(text).toContain(`  ✗ memory/one in xx-north-1
      missing memory:set
              memory set: the credentials lack memory:set
      unknown memory:import`);
    expect(text).toContain('granted 2 of 4');
    expect(text).toMatch(/may act on certain\s+resources only/u);
  });

  it('gives a reason once that several permissions share', async () => {
    const report = await checked(newCloud());
    const [account] = report.accounts;
    const [target] = account?.targets ?? [];
    const unknown = (permission: string) =>
      ({ permission, state: 'unknown', message: 'no call asks for it alone' }) as const;
    const permissions = [
      unknown('a:One'),
      { permission: 'a:Three', state: 'granted', message: '' } as const,
      unknown('a:Two'),
    ];
    const targets = [{ ...target!, permissions }];
    const shared = { ...report, accounts: [{ ...account!, targets }] };
    expect(checkText(shared, options)).toContain(`
      unknown a:One
      unknown a:Two
              no call asks for it alone
      granted 1 of 3
`);
  });

  it('is red where nothing could be found out: the cloud was not reached', async () => {
    const cloud = newCloud();
    cloud.faults.order({ fault: 'unavailable' });
    const report = await checked(cloud);
    expect(report.exitCode).toBe(2);
    expect(report.accounts[0]?.targets[0]?.permissions.map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'unknown'),
    );
  });

  it('says that the credentials cannot be used, exit 2', async () => {
    const cloud = newCloud();
    cloud.faults.order({ fault: 'unauthenticated' });
    const report = await checked(cloud);
    expect(report.exitCode).toBe(2);
    expect(checkText(report, options)).toMatch(
      /✗ prod \(memory\): the credentials cannot be used\n {2}CREDENTIALS_REJECTED: /u,
    );
  });

  it('asks no cloud when the file is wrong, exit 3', async () => {
    const cloud = newCloud();
    const report = await checked(cloud, { text: deployment.replace('memory/one', 'memory/oen') });
    expect(report).toMatchObject({ exitCode: 3, accounts: [] });
    expect(cloud.calls).toEqual([]);
    expect(checkText(report, options)).toMatch(/✗ 7:\d+ .*memory\/oen/u);
  });

  it('says that it was cancelled, exit 2', async () => {
    const signal = AbortSignal.abort();
    const report = await checked(newCloud(), { at: { ...call, signal } });
    expect(report.exitCode).toBe(2);
    expect(report.problems[0]?.message).toMatch(/cancelled/u);
  });

  it('prints the same as JSON, without what is secret', async () => {
    const report = await checked(newCloud());
    const json = checkJson([report], (text) => text.replaceAll('south', '***'));
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      mode: 'check',
      exitCode: 0,
      accounts: [
        {
          account: 'prod',
          error: null,
          targets: [{ region: 'xx-north-1', otherRegions: ['xx-***-1'] }],
        },
      ],
    });
    expect(JSON.parse(checkJson([report, report], (text) => text))).toHaveLength(2);
  });

  it('lets neither a cloud nor a secret break the text', async () => {
    const cloud = newCloud();
    const report = await checked(cloud);
    const [account] = report.accounts;
    const nasty: CheckReport = {
      ...report,
      accounts: [
        {
          ...account!,
          targets: [],
          error: {
            code: 'CREDENTIALS_REJECTED',
            message: 'bad\u001B[31m\n::error::hunter2hunter2 \u202Etxt',
          },
        },
      ],
    };
    const redact = (text: string) => text.replaceAll('hunter2hunter2', '***');
    const text = checkText(nasty, { ...options, redact });
    expect(text).toContain('***');
    for (const harmful of ['hunter2', '\u001B', '\u202E']) expect(text).not.toContain(harmful);
    expect(text).not.toMatch(/^\s*::/mu);
  });

  it('checks several files one after the other, as text or as one list', async () => {
    const files = ['a.yml', 'b.yml', 'c.yml'];
    const door = {
      readFile: async (path: string) =>
        await (path === 'b.yml'
          ? Promise.reject(new Error('b.yml: no such file'))
          : Promise.resolve(deployment)),
      env: () => undefined,
      mask: () => {},
      idToken: undefined,
      proxy: {},
      session: 'test',
      clock,
      providers: [memoryProvider({ prod: newCloud() })],
    };
    const text = await checkFiles(files, door, { ...options, json: false }, call);
    expect(text.exitCode).toBe(3);
    expect(text.text.match(/^[abc]\.yml$/gmu)).toEqual(files);
    expect(text.text).toContain('✗ 1:1 b.yml: no such file');
    const json = await checkFiles(files, door, { ...options, json: true }, call);
    expect(JSON.parse(json.text)).toMatchObject(files.map((file) => ({ file })));
  });

  it.each([
    [[0, 0], 0],
    [[0, 3], 3],
    [[3, 2, 0], 2],
  ] as const)('ends with the worst of several files: %j is %i', async (codes, worst) => {
    const report = await checked(newCloud());
    expect(checkExitCode(codes.map((exitCode) => ({ ...report, exitCode })))).toBe(worst);
  });

  it('checks a real account, whose certificates it does not need', async () => {
    const { aws, key } = await openAws({ endpoints: false });
    key.deny.add('acm:ImportCertificate');
    const env: Record<string, string> = { KEY: key.accessKeyId, SECRET: key.secretAccessKey };
    const masked: string[] = [];
    const check = async (variables: Readonly<Record<string, string>>) =>
      await checkFile(
        file,
        {
          readFile: async () =>
            await Promise.resolve(
              deployment
                .replace('memory/one', 'aws/alb')
                .replace(
                  '{ provider: memory, regions: [xx-north-1, xx-south-1] }',
                  `{ provider: aws, regions: [eu-west-1], endpoint: "${aws.url}", credentials: { access_key_id: { env: KEY }, secret_access_key: { env: SECRET } } }`,
                ),
            ),
          env: (name) => variables[name],
          mask: (value) => masked.push(value),
          idToken: undefined,
          proxy: {},
          session: 'test',
          clock: systemClock,
          providers: [awsSpec],
        },
        call,
      );
    const report = await check(env);
    expect(report.exitCode).toBe(2);
    expect(checkText(report, { ...options, width: 100 })).toMatch(
      /✗ aws\/alb in eu-west-1\n {6}missing acm:ImportCertificate\n[^]*granted 16 of 17\n/u,
    );
    expect(masked).toContain(key.secretAccessKey);
    const without = await check({ KEY: key.accessKeyId });
    expect(without).toMatchObject({ exitCode: 3, accounts: [] });
    expect(without.problems[0]).toMatchObject({
      line: 3,
      message: expect.stringContaining('needs the secret SECRET'),
    });
    await aws.close();
    expect(aws.violations).toEqual([]);
  });
});
