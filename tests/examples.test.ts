import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { parseDeployment } from '../shared/config/parse-deployment.ts';
import type { Deployment, SecretRef } from '../shared/core/deployment.ts';
import { providers } from '../shared/providers/index.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const find = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => file.replaceAll('\\', '/'));

const deployments = find('examples/{*,deployments/*}.yml');
const workflows = find('examples/workflows/*.yml');
const page = read('docs/github.md');

function deploymentOf(file: string): Deployment {
  const parsed = parseDeployment({ file, text: read(file), providers, now: new Date() });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  // The one that shows every source of certificates puts one of them to use.
  if (file !== 'examples/full.yml') expect(parsed.notes).toEqual([]);
  return parsed.deployment;
}

/** The variables that a deployment file asks its step for; whom to tell, only a deployment asks. */
function wanted({ accounts, certificates, contacts }: Deployment) {
  const logins = accounts.flatMap(({ provider, settings }) =>
    providers.filter(({ id }) => id === provider).flatMap((one) => one.secrets(settings)),
  );
  const materials = certificates.flatMap(({ source }) =>
    source.kind === 'env' ? [source.chain, source.key] : [],
  );
  const webhooks = contacts.flatMap((one) => (one.kind === 'webhook' ? [one.url] : []));
  const names = (refs: readonly SecretRef[]) => new Set(refs.map(({ env }) => env));
  return { always: names([...logins, ...materials]), whenDeploying: names(webhooks) };
}

/** The variables that each step with Certferry is given. */
function given(workflow: string): readonly ReadonlySet<string>[] {
  const { jobs } = parse(read(workflow)) as {
    jobs: Record<string, { steps: { uses: string; env?: Record<string, string> }[] }>;
  };
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses.startsWith('certferry/'))
    .map(({ env = {} }) => new Set(Object.keys(env)));
}

/** Which deployment files a workflow says it is for, relative to its own folder. */
function filesOf(workflow: string): readonly string[] {
  const head = read(workflow).split('\nname:')[0]?.replaceAll('\n# ', ' ') ?? '';
  const [, named = ''] = /\bFor \.\.\/(\S+)\.$/u.exec(head) ?? [];
  return named.endsWith('/')
    ? deployments.filter((file) => file.startsWith(`examples/${named}`))
    : [`examples/${named}`];
}

it('sees the examples', () => {
  expect(workflows.length).toBeGreaterThanOrEqual(8);
  expect(deployments.length).toBeGreaterThanOrEqual(8);
});

describe.each(deployments)('%s', (file) => {
  it('is valid, without a note, and names the schema for editors', () => {
    deploymentOf(file);
    const up = file.startsWith('examples/deployments/') ? '../..' : '..';
    expect(read(file).split('\n')[0]).toBe(
      `# yaml-language-server: $schema=${up}/docs/schema/deployment.schema.json`,
    );
  });
});

describe.each(workflows)('%s', (workflow) => {
  const name = basename(workflow);

  it('gives the step what its deployment file asks for', () => {
    const steps = given(workflow);
    expect(steps.length).toBeGreaterThan(0);
    const files = filesOf(workflow);
    expect(files.length).toBeGreaterThan(0);
    const asked = files.map((file) => wanted(deploymentOf(file)));
    const always = new Set(asked.flatMap((one) => [...one.always]));
    const all = always.union(new Set(asked.flatMap((one) => [...one.whenDeploying])));
    const optional = new Set(['CERTFERRY_AGE_IDENTITY']);
    for (const step of steps) {
      expect(always.difference(step)).toEqual(new Set());
      expect(step.difference(all.union(optional))).toEqual(new Set());
    }
    expect(all.difference(steps.at(-1) ?? new Set())).toEqual(new Set());
  });

  it('is explained', () => {
    expect(page).toContain(`[${name}](../examples/workflows/${name})`);
  });

  it('is run by a journey', () => {
    const journeys = find('tests/journeys/examples-*.test.ts').map(read);
    expect(journeys.filter((text) => text.includes(`workflows/${name}`))).not.toEqual([]);
  });
});

describe('docs/github.md', () => {
  it('shows no YAML of its own, and links to files that are there', () => {
    expect(page).not.toMatch(/```ya?ml/u);
    const links = [...page.matchAll(/\]\(\.\.\/(examples\/[^)]+)\)/gu)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(find(link ?? ''), link).toHaveLength(1);
  });

  it('says of every permission that a workflow grants what it is for', () => {
    const granted = workflows.flatMap((workflow) => [
      ...read(workflow).matchAll(/^ {6}([\w-]+: (?:read|write)) #/gmu),
    ]);
    expect(granted.length).toBeGreaterThan(20);
    for (const [, permission] of granted) expect(page).toContain(`\`${permission}\``);
  });
});
