import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { isMap, isScalar, parseDocument, visit, type Pair, type YAMLMap } from 'yaml';

import { complaints, isOwnAction, ownAction } from './workflow-language.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Rule {
  readonly name: string;
  broken(text: string): readonly string[];
  readonly example: string;
}

const pairs = (text: string): readonly Pair[] => {
  const found: Pair[] = [];
  visit(parseDocument(text), { Pair: (_, pair) => void found.push(pair) });
  return found;
};
const keyOf = ({ key }: Pair) => (isScalar(key) ? String(key.value) : '');
const named = (text: string, name: string) => pairs(text).filter((pair) => keyOf(pair) === name);
const textOf = ({ value }: Pair) => (isScalar(value) ? String(value.value) : '');
const mapOf = (value: unknown): YAMLMap | undefined => (isMap(value) ? value : undefined);

function jobs(text: string): readonly (readonly [string, YAMLMap | undefined])[] {
  const all = mapOf(parseDocument(text).get('jobs'));
  return (all?.items ?? []).map((pair) => [keyOf(pair), mapOf(pair.value)]);
}

const rules: readonly Rule[] = [
  {
    name: 'pins every action to a commit and says which version that is',
    broken: (text) =>
      named(text, 'uses')
        .filter((pair) => !isOwnAction(textOf(pair)))
        .filter((pair) => {
          const comment = isScalar(pair.value) ? (pair.value.comment ?? '') : '';
          return !(/@[0-9a-f]{40}$/u.test(textOf(pair)) && /^ v\d+\.\d+\.\d+$/u.test(comment));
        })
        .map(textOf),
    example: 'jobs: { a: { steps: [{ uses: actions/checkout@v7 }] } }',
  },
  {
    name: 'grants nothing to the workflow as a whole',
    broken: (text) =>
      mapOf(parseDocument(text).get('permissions'))?.items.length === 0 ? [] : ['permissions'],
    example: 'permissions: { contents: read }',
  },
  {
    name: 'grants each job its permissions by name and says why',
    broken: (text) =>
      jobs(text).flatMap(([name, job]) => {
        const granted = mapOf(job?.get('permissions'));
        if (granted === undefined) return [name];
        return granted.items
          .filter(({ value }) => !(isScalar(value) && (value.comment ?? '').trim() !== ''))
          .map((pair) => `${name}.${keyOf(pair)}`);
      }),
    example: 'jobs:\n  a:\n    permissions:\n      contents: write\n',
  },
  {
    name: 'ends every job in time',
    broken: (text) =>
      jobs(text)
        .filter(([, job]) => !(Number(job?.get('timeout-minutes')) > 0))
        .map(([name]) => name),
    example: 'jobs: { a: { runs-on: ubuntu-24.04 } }',
  },
  {
    name: 'runs in a concurrency group',
    broken: (text) =>
      parseDocument(text).has('concurrency')
        ? []
        : jobs(text)
            .filter(([, job]) => job?.has('concurrency') !== true)
            .map(([name]) => name),
    example: 'jobs: { a: { runs-on: ubuntu-24.04 } }',
  },
  {
    name: 'leaves no token behind after a checkout',
    broken: (text) => {
      const steps: YAMLMap[] = [];
      visit(parseDocument(text), { Map: (_, map) => void (map.has('uses') && steps.push(map)) });
      return steps
        .filter((step) => String(step.get('uses')).startsWith('actions/checkout@'))
        .filter((step) => step.getIn(['with', 'persist-credentials']) !== false)
        .map((step) => String(step.get('uses')));
    },
    example: 'jobs: { a: { steps: [{ uses: actions/checkout@v7, with: { fetch-depth: 0 } }] } }',
  },
  {
    name: 'puts no expression into a script',
    broken: (text) =>
      named(text, 'run')
        .map(textOf)
        .filter((script) => script.includes('${{')),
    example: 'jobs: { a: { steps: [{ run: "echo ${{ github.head_ref }}" }] } }',
  },
  {
    name: 'never runs with rights on code that nobody reviewed',
    broken: (text) =>
      ['pull_request_target', 'workflow_run', 'issue_comment'].filter((event) =>
        JSON.stringify(parseDocument(text).toJS() as unknown).includes(`"${event}"`),
      ),
    example: 'on: { pull_request_target: { branches: [main] } }',
  },
  {
    name: 'drops no deployment that waits for another one',
    broken: (text) =>
      jobs(text)
        .filter(([, job]) => job?.getIn(['permissions', 'pull-requests']) === 'write')
        .filter(([, job]) => job?.getIn(['concurrency', 'cancel-in-progress']) !== true)
        .filter(([, job]) => job?.getIn(['concurrency', 'queue']) !== 'max')
        .map(([name]) => name),
    example:
      'jobs: { a: { permissions: { pull-requests: write }, concurrency: { group: b, cancel-in-progress: false } } }',
  },
  {
    name: 'hands on each secret by its name, and none to every step of a job',
    broken: (text) => [
      ...[...text.matchAll(/\b(?:toJSON|fromJSON)\(\s*secrets\b[^)]*\)/giu)].map(String),
      ...named(text, 'secrets')
        .filter((pair) => textOf(pair) === 'inherit')
        .map(keyOf),
      ...jobs(text)
        .filter(([, job]) => JSON.stringify(job?.get('env') ?? '').includes('secrets.'))
        .map(([name]) => name),
    ],
    example: 'jobs: { a: { env: { ALL: "${{ toJSON(secrets) }}" } } }',
  },
  {
    name: 'lets nobody do more because of a name',
    // Whoever can choose the actor of an event would choose that one.
    broken: (text) => [...text.matchAll(/\bactor\s*==\s*\S+/gu)].map(String),
    example: "jobs: { a: { if: github.actor == 'dependabot[bot]' } }",
  },
];

const workflows = globSync(
  ['.github/workflows/*.{yml,yaml}', 'examples/**/workflows/*.{yml,yaml}'],
  {
    cwd: root,
  },
).map((file) => file.replaceAll('\\', '/'));

describe.each(workflows)('%s', (file) => {
  it('is what GitHub understands', async () => {
    expect(await complaints(file, read(file))).toEqual([]);
  });

  it.each(rules)('$name', (rule) => {
    expect(rule.broken(read(file))).toEqual([]);
  });
});

describe('action.yml', () => {
  it('is what GitHub understands', async () => {
    expect(await complaints('action.yml', read('action.yml'))).toEqual([]);
  });

  it('starts a bundle that is there', () => {
    expect(ownAction.runs).toMatchObject({ using: 'node24', main: 'dist/index.js' });
    expect(existsSync(join(root, 'dist/index.js'))).toBe(true);
  });
});

describe('the checker of workflows', () => {
  it('has read our own workflows', () => {
    const own = workflows.filter((file) => file.startsWith('.github/'));
    expect(own.length).toBeGreaterThanOrEqual(4);
    expect(own.flatMap((file) => named(read(file), 'uses')).length).toBeGreaterThanOrEqual(10);
  });

  it.each(rules)('finds a workflow that does not hold: $name', (rule) => {
    expect(rule.broken(rule.example)).not.toEqual([]);
  });

  it.each([
    ['an unknown key', 'jobs: { a: { runs-on: x, steps: [{ run: y }], tmeout: 1 } }'],
    ['an unknown function', 'jobs: { a: { runs-on: x, steps: [{ run: "${{ nope(1) }}" }] } }'],
    [
      'a needed job that is not there',
      'jobs: { a: { needs: b, runs-on: x, steps: [{ run: y }] } }',
    ],
    [
      'an input that our action does not have',
      'jobs: { a: { runs-on: x, steps: [{ uses: certferry/certferry@v1, with: { confg: y } }] } }',
    ],
    [
      'an input that another action does not have',
      'jobs: { a: { runs-on: x, steps: [{ uses: actions/checkout@v1, with: { pth: y } }] } }',
    ],
    [
      'an action whose inputs nobody has looked up',
      'jobs: { a: { runs-on: x, steps: [{ uses: actions/novel@v1 }] } }',
    ],
  ])('finds %s', async (_, text) => {
    expect(await complaints('.github/workflows/a.yml', `on: push\n${text}\n`)).not.toEqual([]);
  });

  it.each([
    ['no description', 'runs: { using: node24, main: a.js }'],
    ['a misspelt key', 'description: a\nruns: { using: node24, mian: a.js }'],
    [
      'a misspelt key of an output',
      'description: a\noutputs: { b: { vlue: c } }\nruns: { using: node24, main: a.js }',
    ],
  ])('finds an action with %s', async (_, text) => {
    expect(await complaints('action.yml', `name: a\n${text}\n`)).not.toEqual([]);
  });

  it('accepts a workflow and an action without fault', async () => {
    const workflow = 'on: push\njobs: { a: { runs-on: x, steps: [{ run: y }] } }\n';
    expect(await complaints('.github/workflows/a.yml', workflow)).toEqual([]);
    const action = 'name: a\ndescription: b\nruns: { using: node24, main: a.js }\n';
    expect(await complaints('action.yml', action)).toEqual([]);
  });
});
