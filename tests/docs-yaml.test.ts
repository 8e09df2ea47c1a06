import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { starterClouds, starterWorkflow } from '../cli/init.ts';
import { parseDeployment } from '../shared/config/parse-deployment.ts';
import { providers } from '../shared/providers/index.ts';
import { blocks } from './docs-blocks.ts';
import { complaints } from './workflow-language.ts';

// Each YAML of the documentation is what it says it is. docs/deployment-file.md, which shows wrong files
// and the answers to them too, has a test of its own beside the parser.

const yaml = blocks.filter(
  ({ language, page }) => language === 'yaml' && page !== 'docs/deployment-file.md',
);
const lines = (code: string) => code.replaceAll(/^(?=.)/gmu, '  ');

/** What a part of a file leaves out, so that it can be judged as a whole one. */
const rest: Readonly<Record<string, unknown>> = {
  version: 1,
  accounts: { prod: { provider: 'aws' } },
  certificates: { shop: { from: { env: { chain: 'CHAIN', key: 'KEY' } } } },
  receiver: { url: 'https://certs.example.com' },
};

function deploymentProblems(part: Readonly<Record<string, unknown>>): readonly string[] {
  const whole: Record<string, unknown> = { ...rest, ...part };
  const names = (section: unknown) => Object.keys(section ?? {});
  whole['tasks'] ??= Object.fromEntries(
    names(whole['accounts']).map((account) => {
      const { provider } = (whole['accounts'] as Record<string, { provider: string }>)[account] ?? {
        provider: 'aws',
      };
      const target = providers.find(({ id }) => id === provider)?.targets[0];
      const contacts = names(whole['contacts']);
      return [
        account,
        {
          accounts: [account],
          certificates: names(whole['certificates']),
          targets: [{ product: target }],
          ...(contacts.length === 0 ? {} : { contacts }),
        },
      ];
    }),
  );
  const parsed = parseDeployment({ file: 'a.yml', text: JSON.stringify(whole), providers });
  return parsed.ok
    ? parsed.notes.map(({ message }) => message)
    : parsed.problems.map(({ message }) => message);
}

/** A part of a workflow inside of the least that makes it one. */
function workflowOf(code: string, content: unknown): string | undefined {
  if (Array.isArray(content)) {
    return `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n${lines(lines(lines(code)))}`;
  }
  if (typeof content !== 'object' || content === null) return undefined;
  if ('jobs' in content) return code;
  if ('on' in content) return `${code}jobs: {}\n`;
  if ('steps' in content)
    return `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n${lines(lines(code))}`;
  return undefined;
}

describe('YAML in the documentation', () => {
  it.each(yaml)('$page:$line is right', async ({ code }) => {
    const content: unknown = parse(code);
    const workflow = workflowOf(code, content);
    if (workflow !== undefined) {
      expect(await complaints('.github/workflows/a.yml', workflow)).toEqual([]);
      return;
    }
    const part = content as Readonly<Record<string, unknown>>;
    const isAccounts = Object.values(part).every(
      (value) => typeof value === 'object' && value !== null && 'provider' in value,
    );
    expect(deploymentProblems(isAccounts ? { accounts: part } : part)).toEqual([]);
  });

  it('is judged as it would be where it is used: what is wrong is found', async () => {
    expect(deploymentProblems({ accounts: { prod: { provider: 'awz' } } })).not.toEqual([]);
    const steps = '- uses: certferry/certferry@v1\n  wiht: { mode: verify }\n';
    const workflow = workflowOf(steps, parse(steps)) ?? '';
    expect(await complaints('.github/workflows/a.yml', workflow)).not.toEqual([]);
  });
});

describe('the workflow of "certferry init"', () => {
  it.each([[['aws']], [['tencent', 'huawei']], [[...starterClouds]]] as const)(
    'is one that GitHub accepts, for %j',
    async (clouds) => {
      const text = starterWorkflow(clouds);
      expect(await complaints('.github/workflows/certificates.yml', text)).toEqual([]);
    },
  );
});
