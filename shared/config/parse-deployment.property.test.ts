import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import type { CertificateSource, Deployment, Problem } from '../core/deployment.ts';
import { awsLike, deploymentOf, read } from './fixtures.ts';

/** The place of a problem lies inside the text, or right behind its end. */
function expectInside(text: string, { line, column, message }: Problem): void {
  const lines = text.replace(/^\ufeff/u, '').split('\n');
  expect(line).toBeGreaterThanOrEqual(1);
  expect(line).toBeLessThanOrEqual(lines.length);
  expect(column).toBeGreaterThanOrEqual(1);
  expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
  expect(message).toMatch(/^[^\n]+$/u);
}

function expectWellTold(text: string): void {
  const parsed = read(text);
  if (parsed.ok) {
    parsed.notes.forEach((note) => expectInside(text, note));
    return;
  }
  expect(parsed.problems.length).toBeGreaterThan(0);
  parsed.problems.forEach((problem) => expectInside(text, problem));
  const places = parsed.problems.map(({ line, column }) => line * 1e9 + column);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

const full = readFileSync('examples/full.yml', 'utf8');
const aws = readFileSync('examples/aws.yml', 'utf8');
const pieces = [
  ...full.split(/(?<=[\s:,[\]{}])/u).filter((piece) => piece.trim() !== ''),
  '&a ',
  '*a',
  '<<: ',
  '!x ',
  '"',
  "'",
  '|\n',
  '\t',
  '\r',
  '\u0000',
  '\ufeff',
  '😀',
  '%YAML 1.1\n',
  '---\n',
  '- ',
  '? ',
  ': ',
  '#',
  '__proto__: ',
  'constructor: ',
  '[',
  '}',
  '\n',
  '\n  ',
  '@',
  '`',
  '1e999',
  '~',
];

/** Any text, text made of the words of the format, and real files with something cut or put in. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(full, aws), fc.nat(), fc.nat(40), fc.constantFrom('', ...pieces))
    .map(([text, seed, cut, piece]) => {
      const at = seed % text.length;
      return text.slice(0, at) + piece + text.slice(at + cut);
    }),
  fc.json().map((json) => `version: 1\naccounts: ${json}\ntasks: ${json}`),
  fc.json(),
);

describe('any text', () => {
  it('is never thrown at, and every problem has a place inside of it', () => {
    fc.assert(fc.property(hostile, expectWellTold), { numRuns: 1000 });
  });

  it('is answered the same each time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(JSON.stringify(read(text))).toBe(JSON.stringify(read(text)));
      }),
    );
  });
});

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const mixed = `${upper}${upper.toLowerCase()}0123456789`;
const letters = (alphabet: string, length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });

/** Text that only a secret has; what is searched for is the part after its prefix. */
const secret = fc.oneof(
  letters(`${upper}0123456789`, 16).map((id) => ({ text: `AKIA${id}`, core: id })),
  letters(`${upper}0123456789`, 16).map((id) => ({ text: `ASIA${id}`, core: id })),
  letters(mixed, 32).map((id) => ({ text: `AKID${id}`, core: id })),
  letters(mixed, 36).map((id) => ({ text: `ghp_${id}`, core: id })),
  letters(mixed, 30).map((id) => ({ text: `github_pat_${id}`, core: id })),
  letters(mixed, 40).map((id) => ({ text: `A1${id}`, core: id })),
  letters(`${mixed}/+`, 36).map((id) => ({ text: `zZ9${id}`, core: id })),
  letters(mixed, 24).map((id) => ({
    text: ['-----BEGIN RSA', `PRIVATE KEY-----\\n${id}`].join(' '),
    core: id,
  })),
);

/** No key is here that could be wrong: only what has the shape of a secret can be told. */
const inComment = (it: string) => `${full}\n# ${it}\n`;

const places: readonly ((secret: string) => string)[] = [
  (it) => full.replace('{ env: TENCENT_SECRET_ID }', `"${it}"`),
  (it) => full.replace('{ env: TENCENT_SECRET_ID }', it),
  (it) => full.replace('{ env: HW_AK }', `{ env: ${it} }`),
  (it) => full.replace('{ env: HW_AK }', `{ env: "${it}" }`),
  (it) => full.replace('{ env: HW_AK }', `{ ${it}: x }`),
  (it) => full.replace('{ env: HW_AK }', `[${it}]`),
  (it) => full.replace('{ env: HW_AK }', `*${it}`),
  (it) => full.replace('{ env: HW_AK }', `!${it} x`),
  (it) => full.replace('{ env: HW_AK }', `@${it}`),
  (it) => full.replace('{ env: HW_AK }', `"${it}`),
  (it) => full.replace('{ env: HW_AK }', `"${it}" ${it}`),
  (it) => full.replace('{ env: ONCALL_URL }', `"${it}"`),
  (it) => full.replace('SHOP_KEY_PEM', `"${it}"`),
  (it) => full.replace('certs/docs.pem', `"../${it}"`),
  (it) => full.replace('{ env: DOCS_KEY }', `"${it}"`),
  (it) => full.replace('version: 1', `version: "${it}"`),
  (it) => full.replace('provider: aws', `provider: "${it}"`),
  (it) => full.replace('provider: tencent', `"${it}": tencent`),
  (it) => full.replace('site: china', `site: "${it}"`),
  (it) => full.replace('[ap-guangzhou]', `["${it}"]`),
  (it) => full.replace('  aws-prod:', `  "${it}":`),
  (it) => full.replace('certificates: [shop]', `certificates: ["${it}", "${it}"]`),
  (it) => full.replace('product: aws/alb', `product: "${it}"`),
  (it) => full.replace("'*.shop.example.com'", `"https://${it}"`),
  (it) => full.replace("'*.shop.example.com'", `"${it}", "${it}"`),
  (it) => full.replace('deploy: now', `deploy: "${it}"`),
  (it) => full.replace('deploy: now', `deploy: { at: "${it}" }`),
  (it) => full.replace('rollback: on-failure', `rollback: "${it}"`),
  (it) => full.replace('enable_https: false', `"${it}": false`),
  (it) => full.replace('https://certs.example.com', `"https://user:${it}@example.com"`),
  (it) => full.replace('ops@example.com', `"${it}"`),
  inComment,
  (it) => `${full}\n"${it}": 1\n"${it}": 1\n`,
  (it) => `%${it}\n---\n${full}`,
  (it) => it,
];

describe('a secret in the file', () => {
  it('is refused without a message that shows it, wherever it stands', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...places), ({ text, core }, place) => {
        const file = place(text);
        expect(file).toContain(text);
        const parsed = read(file);
        const shapeless = /^(?:A1|zZ9)/u.test(text);
        expect(parsed.ok).toBe(place === inComment && shapeless);
        expect(JSON.stringify(parsed)).not.toContain(core);
      }),
      { numRuns: 600 },
    );
  });

  it('is refused without a message that shows it where a reference is expected, whatever it is', () => {
    const word = fc.string({
      minLength: 12,
      unit: fc.constantFrom(...'abcxyz0123456789!$%&/=?-_.'.split('')),
    });
    fc.assert(
      fc.property(word, (password) => {
        const file = full.replace('{ env: TENCENT_SECRET_KEY }', JSON.stringify(password));
        const parsed = read(file);
        const messages = parsed.ok ? [] : parsed.problems.map(({ message }) => message);
        expect(messages).toContainEqual(
          expect.stringContaining('a secret does not belong in this file'),
        );
        expect(messages.join('\n')).not.toContain(password);
      }),
    );
  });
});

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,20}$/u);
const names = (options: { readonly maxLength: number }) =>
  fc.uniqueArray(name, { minLength: 1, ...options });
const env = fc.constantFrom('A', 'SHOP_KEY', '_x1');

const deployment: fc.Arbitrary<Deployment> = fc
  .tuple(names({ maxLength: 4 }), names({ maxLength: 4 }), names({ maxLength: 4 }))
  .chain(([accounts, certificates, tasks]) =>
    fc.record({
      file: fc.constant('certferry.yml'),
      receiver: fc.constant({ url: 'https://certs.example.com' }),
      contacts: fc.constant([
        { name: 'ops', kind: 'email', email: 'ops@example.com' },
        { name: 'chat', kind: 'webhook', url: { env: 'CHAT' }, format: 'slack' },
      ] as const),
      monitor: fc.constantFrom([], [{ host: 'www.example.com', port: 8443 }]),
      accounts: fc.tuple(
        ...accounts.map((account) =>
          fc.record({
            name: fc.constant(account),
            provider: fc.constant('aws'),
            regions: fc.constantFrom(undefined, ['us-east-1'], ['eu-west-3', 'ap-southeast-1']),
            settings: fc.constantFrom({}, { role: 'arn:aws:iam::123456789012:role/x' }),
          }),
        ),
      ),
      certificates: fc.tuple(
        ...certificates.map((certificate) =>
          fc.record({
            name: fc.constant(certificate),
            source: fc.oneof(
              fc.record({
                kind: fc.constant('env' as const),
                chain: fc.record({ env }),
                key: fc.record({ env }),
              }),
              fc.record({
                kind: fc.constant('files' as const),
                chain: fc.constantFrom('a.pem', 'certs/é x.pem'),
                key: fc.record({ env }),
              }),
              fc.record({
                kind: fc.constant('receiver' as const),
                name: fc.constantFrom('www.example.com', '*.example.com'),
              }),
            ),
          }),
        ),
      ),
      tasks: fc.tuple(
        ...tasks.map((task) =>
          fc.record({
            name: fc.constant(task),
            accounts: fc.shuffledSubarray(accounts, { minLength: 1 }),
            certificates: fc.shuffledSubarray(certificates, { minLength: 1 }),
            targets: fc.shuffledSubarray([...awsLike.targets], { minLength: 1 }).chain((products) =>
              fc.tuple(
                ...products.map((product) =>
                  fc.record({
                    product: fc.constant(product),
                    include: fc.constantFrom(
                      undefined,
                      ['*.example.com'],
                      ['lb-*', 'xn--bcher-kva.de'],
                    ),
                    exclude: fc.constantFrom([], ['old.example.com']),
                    connectTo: fc.constantFrom(
                      undefined,
                      { host: '::1', port: 443 },
                      { host: 'a.b', port: 1 },
                    ),
                  }),
                ),
              ),
            ),
            enableHttps: fc.boolean(),
            allowUnmatched: fc.boolean(),
            rollback: fc.constantFrom('on-failure' as const, 'never' as const),
            contacts: fc.subarray(['ops', 'chat']),
            deployAt: fc.constantFrom(null, new Date('2030-12-01T02:00:00Z')),
            extend: fc.boolean(),
          }),
        ),
      ),
    }),
  );

function from(source: CertificateSource): object {
  switch (source.kind) {
    case 'env':
      return { env: { chain: source.chain.env, key: source.key.env } };
    case 'files':
      return { files: { chain: source.chain, key: source.key } };
    case 'receiver':
      return { receiver: source.name };
  }
}

/** A deployment as the file that asks for it. A Map keeps the order of names that look like numbers. */
function written(
  { accounts, certificates, tasks, monitor }: Deployment,
  collectionStyle: 'block' | 'flow',
): string {
  const host = (text: string) => (text.includes(':') ? `[${text}]` : text);
  const file = {
    version: 1,
    receiver: { url: 'https://certs.example.com' },
    contacts: {
      ops: { email: 'ops@example.com' },
      chat: { webhook: { env: 'CHAT' }, format: 'slack' },
    },
    monitor:
      monitor.length === 0 ? undefined : monitor.map(({ host: at, port }) => `${at}:${port}`),
    accounts: new Map(
      accounts.map((account) => [
        account.name,
        { provider: account.provider, regions: account.regions, ...(account.settings as object) },
      ]),
    ),
    certificates: new Map(
      certificates.map((certificate) => {
        return [certificate.name, { from: from(certificate.source) }];
      }),
    ),
    tasks: new Map(
      tasks.map((task) => [
        task.name,
        {
          accounts: task.accounts,
          certificates: task.certificates,
          targets: task.targets.map(({ product, include, exclude, connectTo }) => ({
            product,
            include,
            exclude,
            connect_to: connectTo && `${host(connectTo.host)}:${connectTo.port}`,
          })),
          enable_https: task.enableHttps,
          allow_unmatched: task.allowUnmatched,
          rollback: task.rollback,
          contacts: task.contacts,
          deploy: task.deployAt === null ? 'now' : { at: task.deployAt.toISOString() },
          extend: task.extend,
        },
      ]),
    ),
  };
  return stringify(file, { collectionStyle });
}

describe('a deployment', () => {
  it('is read back as it was written, in block style and in flow style', () => {
    fc.assert(
      fc.property(deployment, fc.constantFrom('block', 'flow'), (wanted, style) => {
        expect(deploymentOf(written(wanted, style))).toEqual(wanted);
      }),
      { numRuns: 150 },
    );
  });
});
