import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Command } from 'commander';
import { parse } from 'yaml';

import { createProgram } from '../cli/program.ts';
import { operateProgram } from '../server/operate/program.ts';
import { settingsTable } from '../server/settings-table.ts';
import { deploymentJsonSchema } from '../shared/config/json-schema.ts';
import { failures } from '../shared/core/errors.ts';
import { providers } from '../shared/providers/index.ts';
import { reportJsonSchema } from '../shared/report/schema.ts';
import { systemClock } from '../shared/runtime/clock.ts';

/**
 * Writes what the documentation takes from the code: tables between `<!-- generated: … -->` marks and
 * the published JSON Schemas. `--check` writes nothing and exits 1, naming the files that differ.
 */
const root = join(import.meta.dirname, '..');

interface Manifest {
  readonly inputs: Record<string, { readonly description: string; readonly default?: string }>;
  readonly outputs: Record<string, { readonly description: string }>;
}

const cell = (text: string) => text.replaceAll(/\s+/gu, ' ').replaceAll('|', '\\|').trim();

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

async function actionTables(): Promise<string> {
  const manifest = parse(await readFile(join(root, 'action.yml'), 'utf8')) as Manifest;
  const inputs = Object.entries(manifest.inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    value === undefined || value === '' ? '' : `\`${value}\``,
    description,
  ]);
  const outputs = Object.entries(manifest.outputs).map(([name, { description }]) => [
    `\`${name}\``,
    description,
  ]);
  return `${table(['input', 'default', 'meaning'], inputs)}\n\n${table(['output', 'meaning'], outputs)}`;
}

const actors = { user: 'you', cloud: 'the cloud', us: 'Certferry' } as const;

function failureTable(): string {
  const rows = Object.entries(failures).map(([code, { who, advice }]) => [
    `\`${code}\``,
    actors[who],
    advice,
  ]);
  return table(['code', 'up to', 'what to do'], rows);
}

/** Commands with their options, as their own help tells them. */
function commandTables(prefix: string, commands: readonly Command[]): string {
  return commands
    .map((command) => {
      const usage = command.usage().replace(/\[options\] ?/u, '');
      const options = command.options.map(({ flags, description, defaultValue, argChoices }) => [
        `\`${flags}\``,
        [description, argChoices === undefined ? '' : `(${argChoices.join(', ')})`]
          .filter((part) => part !== '')
          .join(' '),
        defaultValue === undefined ? '' : `\`${String(defaultValue)}\``,
      ]);
      const heading = `### \`${`${prefix} ${command.name()} ${usage}`.trimEnd()}\``;
      const words = command.description();
      const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
      const rows = table(['option', 'meaning', 'default'], options);
      return [heading, sentence, ...(options.length === 0 ? [] : [rows])].join('\n\n');
    })
    .join('\n\n');
}

function personCommands(): string {
  const { stdout: out, stderr: err } = process;
  const around = { out, err, env: () => undefined, folder: '.', providers };
  return commandTables('certferry', createProgram(around, () => {}).commands);
}

function operatorCommands(): string {
  const environment = { variable: () => undefined, readFile: () => '' };
  const { commands } = operateProgram({ environment, clock: systemClock, say: () => {} });
  return commands
    .map((one) =>
      one.commands.length === 0
        ? commandTables('operate', [one])
        : commandTables(`operate ${one.name()}`, one.commands),
    )
    .join('\n\n');
}

function settingTable(): string {
  const rows = settingsTable.map(({ name, otherwise, secret, meaning }) => [
    `\`${name}\``,
    otherwise,
    secret ? 'yes' : '',
    meaning,
  ]);
  return table(['variable', 'default', 'secret', 'meaning'], rows);
}

const resources: Readonly<Record<string, string>> = {
  'aws/cloudfront': 'distributions and distribution tenants',
  'aws/alb': 'HTTPS listeners of Application Load Balancers: default certificate and SNI list',
  'aws/nlb': 'TLS listeners of Network Load Balancers: default certificate and SNI list',
  'aws/clb': 'HTTPS and SSL listeners of Classic Load Balancers',
  'huawei/cdn': 'accelerated domains of CDN; the cloud keeps no old key, so there is no undo',
  'huawei/elb':
    'HTTPS and TLS listeners of shared and dedicated load balancers, SNI lists included',
  'tencent/cdn': 'accelerated domains of CDN',
  'tencent/clb': 'HTTPS and TCP_SSL listeners of load balancers, by domain where SNI is on',
  'tencent/waf': 'domains of the SaaS WAF, and those of CLB-WAF through their listeners',
};

/** One row per target of the registry: a target without words stops the build of the documentation. */
function targetTable(): string {
  const rows = providers.flatMap((provider) =>
    provider.targets.map((target) => {
      const words = resources[target];
      if (words === undefined) throw new Error(`say in scripts/docs.ts what ${target} deploys to`);
      return [`\`${target}\``, provider.title, words];
    }),
  );
  return table(['target', 'cloud', 'what is deployed to'], rows);
}

/** A policy of what these targets call, as it is pasted into the console of their cloud. */
function policy(targets: string, ...kinds: readonly ('read' | 'write')[]): string {
  const provider = providers.find((one) => targets.startsWith(one.id));
  if (provider === undefined) throw new Error(`there is no cloud for ${targets}`);
  const actions = provider.targets
    .filter((target) => target.startsWith(targets))
    .flatMap((target) => kinds.flatMap((kind) => provider.permissions.get(target)?.[kind] ?? []));
  const document = provider.policy([...new Set(actions)].sort());
  return `\n\`\`\`json\n${JSON.stringify(document, null, 2)}\n\`\`\`\n`;
}

async function generated(): Promise<ReadonlyMap<string, string>> {
  const parts: Readonly<Record<string, string>> = {
    action: await actionTables(),
    failures: failureTable(),
    commands: personCommands(),
    operations: operatorCommands(),
    settings: settingTable(),
    targets: targetTable(),
    awsRead: policy('aws/', 'read'),
    awsWrite: policy('aws/', 'write'),
    tencentRead: policy('tencent/', 'read'),
    tencentWrite: policy('tencent/', 'write'),
    huaweiCdn: policy('huawei/cdn', 'read', 'write'),
    huaweiElb: policy('huawei/elb', 'read', 'write'),
  };
  const files = new Map<string, string>();
  const pages = [
    'README.md',
    ...['aws', 'huawei', 'reference', 'tencent'].map((name) => `docs/${name}.md`),
  ];
  for (const page of pages) {
    const text = await readFile(join(root, page), 'utf8');
    const filled = text.replaceAll(
      /(<!-- generated: (\w+) -->\n)[\s\S]*?(<!-- \/generated -->)/gu,
      (_, open: string, name: string, close: string) => {
        const part = parts[name];
        if (part === undefined)
          throw new Error(`${page} asks for "${name}", which nothing generates`);
        return `${open}${part}\n${close}`;
      },
    );
    files.set(page, filled);
  }
  const json = (schema: unknown) => `${JSON.stringify(schema, null, 2)}\n`;
  files.set('docs/schema/deployment.schema.json', json(deploymentJsonSchema(providers)));
  files.set('docs/schema/report.schema.json', json(reportJsonSchema()));
  return files;
}

const checking = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, text] of await generated()) {
  const file = join(root, path);
  const now = await readFile(file, 'utf8').catch(() => undefined);
  if (now === text) continue;
  stale.push(path);
  if (checking) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
if (stale.length === 0) console.log('documentation is up to date');
else if (checking) {
  console.error(`${stale.join(', ')} differ from the code; run "npm run docs"`);
  process.exitCode = 1;
} else console.log(`wrote ${stale.join(', ')}`);
