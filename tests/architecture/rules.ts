import { clouds, cloudOf, mayImport, registry } from './arrows.ts';
import {
  argumentsOf,
  isMember,
  isName,
  isNode,
  reachable,
  usesName,
  valueOf,
  type Import,
  type Module,
  type Node,
  type World,
} from './source.ts';

type Found = Pick<Node | Import, 'start'>;

export interface Rule {
  readonly name: string;
  /** The places in this module that break the rule. */
  broken(module: Module, world: World): readonly Found[];
  /** Small worlds, path to source, each of which breaks the rule. */
  readonly examples: readonly Readonly<Record<string, string>>[];
}

const doors = ['action/main.ts', 'cli/main.ts', 'cli/certferry.mjs', 'server/main.ts'];
const database = /^(?:better-sqlite3|kysely|pg|node:sqlite)(?:\/|$)/u;

export const isTest = (path: string): boolean =>
  /(?:\.test|\/fixtures|\/test-[a-z-]+)\.ts$/u.test(path);
const isIn = ({ path }: Module, ...folders: readonly string[]) =>
  folders.some((folder) => path.startsWith(`${folder}/`));
const ships = (module: Module) => isIn(module, 'action', 'cli', 'server', 'shared');

function readsEnvironment(node: Node): boolean {
  return (
    isMember(node, 'process', 'env') ||
    (node.type === 'VariableDeclarator' && isName(node['init'], 'process'))
  );
}

const importsEnvironment = ({ specifier, names }: Import) =>
  /^(?:node:)?process$/u.test(specifier) &&
  names.some((name) => ['env', 'default', '*'].includes(name));

/** Compares, switches on, or searches a text that names a cloud other than the own one. */
function branchesOnCloud(node: Node, own: string | undefined): boolean {
  const named = (value: unknown) => {
    const text = valueOf(value);
    const cloud = typeof text === 'string' ? (text.split('/')[0] ?? '') : '';
    return Object.hasOwn(clouds, cloud) && cloud !== own;
  };
  if (node.type === 'BinaryExpression' && /^[!=]==?$/u.test(String(node['operator']))) {
    return named(node['left']) || named(node['right']);
  }
  if (node.type === 'SwitchCase') return named(node['test']);
  const callee = node.type === 'CallExpression' ? node['callee'] : undefined;
  if (!isNode(callee) || callee.type !== 'MemberExpression') return false;
  const asks = ['startsWith', 'includes'].some((name) => isName(callee['property'], name));
  return asks && argumentsOf(node).some(named);
}

const effects =
  'process fetch performance crypto console globalThis setTimeout setInterval setImmediate'.split(
    ' ',
  );

function isImpure(module: Module, node: Node): boolean {
  const makesDate =
    isName(node['callee'], 'Date') &&
    (node.type === 'CallExpression' || argumentsOf(node).length === 0);
  return (
    makesDate ||
    isMember(node, 'Date', 'now') ||
    isMember(node, 'Math', 'random') ||
    effects.some((name) => usesName(module, node, name))
  );
}

const importsChance = ({ specifier, names }: Import) =>
  specifier === 'node:crypto' &&
  names.some((name) => /^(?:random|generate|webcrypto$|default$|\*$)/u.test(name));

export const rules: readonly Rule[] = [
  {
    name: 'a folder imports only what its arrows allow',
    broken: (module) =>
      ships(module) ? module.imports.filter((one) => !mayImport(module.path, one)) : [],
    examples: [
      { 'shared/core/a.ts': "import type { Log } from '../runtime/log.ts';" },
      { 'shared/core/a.ts': "import { connect } from 'node:net';" },
      { 'shared/core/a.ts': "type A = import('zod').ZodType;" },
      { 'shared/config/a.ts': "import { readFile } from 'node:fs/promises';" },
      { 'shared/report/a.ts': "import { info } from '@actions/core';" },
      { 'shared/config/a.ts': "export { aws } from '../providers/aws/spec.ts';" },
      { 'shared/engine/a.ts': "import { aws } from '../providers/aws/spec.ts';" },
      { 'shared/job/a.ts': "const all = await import('../providers/index.ts');" },
      { 'shared/providers/aws/a.ts': "import { b } from '../tencent/b.ts';" },
      { 'shared/providers/aws/a.ts': "import { b } from '../../engine/b.ts';" },
      { 'cli/a.ts': "export { run } from '../action/deploy.ts';" },
      { 'action/a.ts': "export * from '../server/app.ts';" },
      { 'server/a.ts': "import '../cli/main.ts';" },
      { 'action/a.ts': "import { pki } from '../tests/pki.ts';" },
      { 'shared/novel/a.ts': "import { b } from '../core/b.ts';" },
    ],
  },
  {
    name: 'only doors, demo and tests import the registry of providers',
    broken: (module) =>
      doors.includes(module.path) || isIn(module, 'demo', 'scripts', 'tests')
        ? []
        : module.imports.filter(({ target }) => target === registry),
    examples: [{ 'cli/preview.ts': "import { providers } from '../shared/providers/index.ts';" }],
  },
  {
    name: 'only doors read the environment',
    broken: (module) =>
      ships(module) && !doors.includes(module.path)
        ? [...module.nodes.filter(readsEnvironment), ...module.imports.filter(importsEnvironment)]
        : [],
    examples: [
      { 'action/github.ts': 'const token = process.env.TOKEN;' },
      { 'cli/a.ts': "const token = globalThis.process?.['env'];" },
      { 'shared/tls/a.ts': 'const { env } = process;' },
      { 'shared/tls/a.ts': "import { env } from 'node:process';" },
    ],
  },
  {
    name: 'nothing outside of its folder asks which cloud it has',
    broken: (module) =>
      ships(module)
        ? module.nodes.filter((node) => branchesOnCloud(node, cloudOf(module.path)))
        : [],
    examples: [
      { 'shared/report/a.ts': "export const a = (id: string) => (id === 'aws' ? 1 : 2);" },
      { 'cli/a.ts': "if ('tencent/cdn' != target) stop();" },
      { 'shared/engine/a.ts': "switch (id) { case 'huawei': stop(); }" },
      { 'action/a.ts': "const a = target.startsWith('aws/');" },
      { 'shared/providers/aws/a.ts': "const a = id === 'tencent';" },
    ],
  },
  {
    name: 'the core knows no clock, chance, process or network',
    broken: (module) =>
      isIn(module, 'shared/core')
        ? [
            ...module.nodes.filter((node) => isImpure(module, node)),
            ...module.imports.filter(importsChance),
          ]
        : [],
    examples: [
      'export const now = () => new Date();',
      'export const now = () => Date.now();',
      'export const now = Date();',
      'export const chance = () => Math.random();',
      "import { randomUUID } from 'node:crypto';",
      "export const get = () => fetch('https://example.com/');",
      'export const ports = { fetch };',
      'export const folder = () => process.cwd();',
      'export const id = () => globalThis.process.cwd() + crypto.randomUUID();',
    ].map((source) => ({ 'shared/core/a.ts': source })),
  },
  {
    name: 'nothing is exported by default',
    broken: ({ nodes }) =>
      nodes.filter(
        (node) =>
          node.type === 'ExportDefaultDeclaration' ||
          (node.type === 'ExportSpecifier' && isName(node['exported'], 'default')),
      ),
    examples: [
      { 'demo/a.ts': 'export default 1;' },
      { 'tests/a.ts': 'const a = 1; export { a as default };' },
    ],
  },
  {
    name: "a cloud's SDK stays in that cloud's folder",
    broken: (module) =>
      isIn(module, 'tests')
        ? []
        : module.imports.filter(({ specifier }) =>
            Object.entries(clouds).some(
              ([cloud, sdk]) => sdk.test(specifier) && cloudOf(module.path) !== cloud,
            ),
          ),
    examples: [
      { 'shared/providers/aws/a.ts': "import { Client } from 'tencentcloud-sdk-nodejs/common';" },
      { 'cli/a.ts': "const sts = import('@aws-sdk/client-sts');" },
      { 'demo/a.ts': "import type { HcClient } from '@huaweicloud/huaweicloud-sdk-core';" },
    ],
  },
  {
    name: 'no database is reachable from the action',
    broken: (module, world) =>
      isIn(module, 'action') &&
      reachable(module, world).some(({ imports }) =>
        imports.some(({ specifier }) => database.test(specifier)),
      )
        ? [{ start: 0 }]
        : [],
    examples: [
      {
        'action/a.ts': "import { b } from '../shared/runtime/b.ts';",
        'shared/runtime/b.ts': "export { c } from './c.ts';",
        'shared/runtime/c.ts': "export const c = () => import('better-sqlite3/linux-x64');",
      },
    ],
  },
  {
    name: 'what ships imports no test and no fixture',
    broken: (module) =>
      ships(module) ? module.imports.filter(({ target = '' }) => isTest(target)) : [],
    examples: [{ 'shared/tls/a.ts': "import { listen } from './test-listener.ts';" }],
  },
  {
    name: 'every import names its module in plain text',
    broken: (module) =>
      ships(module)
        ? [
            ...module.nodes.filter(
              (node) =>
                node.type === 'ImportExpression' && typeof valueOf(node['source']) !== 'string',
            ),
            ...module.imports.filter(({ names }) => names.includes('createRequire')),
          ]
        : [],
    examples: [
      { 'action/a.ts': 'const load = (name: string) => import(name);' },
      { 'action/a.ts': "import { createRequire } from 'node:module';" },
    ],
  },
];
