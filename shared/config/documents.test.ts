import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { providers } from '../providers/index.ts';
import { now, said } from './fixtures.ts';
import { parseDeployment } from './parse-deployment.ts';

/** Examples and documentation are read with the clouds that there really are. */
const read = (text: string) => parseDeployment({ file: 'certferry.yml', text, providers, now });

function deploymentOf(text: string) {
  const parsed = read(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(said).join('\n'));
  return parsed.deployment;
}

function problemsOf(text: string): readonly string[] {
  const parsed = read(text);
  return parsed.ok ? [] : parsed.problems.map(said);
}

const example = (name: string) => readFileSync(`examples/${name}.yml`, 'utf8');

describe('the examples', () => {
  it.each(['minimal', 'aws', 'full'])('%s.yml names the schema in its first line', (name) => {
    expect(example(name).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../docs/schema/deployment.schema.json',
    );
  });

  it('minimal.yml asks for one certificate on one product', () => {
    const parsed = read(example('minimal'));
    expect(parsed).toMatchObject({
      ok: true,
      notes: [],
      deployment: { tasks: [{ targets: [{ product: 'aws/alb' }] }] },
    });
  });

  it('aws.yml uses every product of AWS and every way to log in, without a note', () => {
    expect(read(example('aws'))).toMatchObject({ ok: true, notes: [] });
    const { accounts, certificates, tasks } = deploymentOf(example('aws'));
    const products = tasks.flatMap((task) => task.targets.map((target) => target.product));
    expect(new Set(products)).toEqual(new Set(['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb']));
    const keys = accounts.flatMap(({ settings }) => Object.keys(settings as object));
    expect(keys.toSorted()).toEqual(['account_id', 'credentials', 'external_id', 'oidc', 'role']);
    expect(certificates.map(({ source }) => source.kind)).toEqual(['env', 'files']);
  });

  it('full.yml asks for the receiver, contacts and every source of certificates', () => {
    const { receiver, contacts, certificates, tasks } = deploymentOf(example('full'));
    expect(receiver).toEqual({ url: 'https://certs.example.com' });
    expect(contacts.map(({ kind }) => kind)).toEqual(['email', 'webhook']);
    expect(certificates.map(({ source }) => source.kind)).toEqual(['env', 'receiver', 'files']);
    expect(tasks[0]).toMatchObject({ contacts: ['ops', 'oncall'], deployAt: null, extend: false });
  });
});

/** Sections of a whole file, for blocks that show a part of one. */
const rest: Readonly<Record<string, string>> = {
  version: 'version: 1',
  accounts: 'accounts: { prod: { provider: aws } }',
  certificates: 'certificates: { shop: { from: { env: { chain: CHAIN, key: KEY } } } }',
  tasks:
    'tasks: { other: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] } }',
};

/** The block itself keeps its line numbers: what it leaves out follows it. */
function completed(block: string): string {
  const present = [...block.matchAll(/^(\w+):/gmu)].map(([, key]) => key);
  // A misspelt section is meant to stand for itself.
  const missing = Object.keys(rest).filter(
    (key) => !present.includes(key) && !(key === 'tasks' && present.includes('taks')),
  );
  return [block, ...missing.map((key) => rest[key])].join('\n');
}

describe('docs/deployment-file.md', () => {
  const page = readFileSync('docs/deployment-file.md', 'utf8');
  const blocks = [...page.matchAll(/^```yaml\n(.*?)^```\n(?:```text\n(.*?)^```\n)?/gmsu)].map(
    ([, yaml = '', answer]) => ({ yaml, answers: answer?.trimEnd().split('\n') ?? [] }),
  );

  it('shows valid files and answers', () => {
    expect(blocks.filter(({ answers }) => answers.length === 0).length).toBeGreaterThanOrEqual(5);
    expect(blocks.filter(({ answers }) => answers.length > 0).length).toBeGreaterThanOrEqual(7);
    expect(page.match(/^```yaml$/gmu)).toHaveLength(blocks.length);
  });

  it.each(blocks)('gets the answers that it shows: $yaml', ({ yaml, answers }) => {
    expect(problemsOf(completed(yaml))).toEqual(answers);
  });
});
