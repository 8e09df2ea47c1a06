import { posix } from 'node:path';

import { parseAst } from 'vitest/node';

/** A node of the syntax tree (ESTree with TypeScript's own nodes). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

export interface Import {
  readonly specifier: string;
  /** Repository path of a relative import, else undefined. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  /** What is imported by name; `default` and `*` where it is not by name. */
  readonly names: readonly string[];
  readonly start: number;
}

export interface Module {
  readonly path: string;
  readonly source: string;
  readonly imports: readonly Import[];
  readonly nodes: readonly Node[];
}

/** Repository path to module. */
export type World = ReadonlyMap<string, Module>;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

export const isName = (value: unknown, name: string): boolean =>
  isNode(value) && value.type === 'Identifier' && value['name'] === name;

/** The value of a literal, undefined for anything else. */
export const valueOf = (value: unknown): unknown =>
  isNode(value) && value.type === 'Literal' ? value['value'] : undefined;

/** `object.property` or `object['property']`; the object may itself be a member, as `globalThis.x`. */
export function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  const names = (value: unknown, name: string) => isName(value, name) || valueOf(value) === name;
  const owner = node['object'];
  const isOwner =
    isName(owner, object) ||
    (isNode(owner) && owner.type === 'MemberExpression' && names(owner['property'], object));
  return isOwner && names(node['property'], property);
}

export const argumentsOf = (node: Node): readonly Node[] => node['arguments'] as readonly Node[];

/** The name stands for a value here: not for a property, a key or a member of a type. */
export function usesName(module: Module, node: Node, name: string): boolean {
  const onlyNames = (parent: Node) =>
    parent['computed'] !== true &&
    (parent['property'] === node || (parent['key'] === node && parent['value'] !== node));
  return isName(node, name) && !module.nodes.some(onlyNames);
}

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
  } else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value)) {
      if (typeof field === 'object') yield* walk(field);
    }
  }
}

const importing =
  /^(?:ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/u;

function importedNames(node: Node): readonly string[] {
  const specifiers = node['specifiers'];
  if (!Array.isArray(specifiers)) return ['*'];
  return specifiers.filter(isNode).map(({ type, imported, local }) => {
    if (type === 'ImportDefaultSpecifier') return 'default';
    if (type === 'ImportNamespaceSpecifier') return '*';
    const name = type === 'ImportSpecifier' ? imported : local;
    return String(isNode(name) ? (name['name'] ?? name['value']) : '*');
  });
}

function readModule(path: string, source: string): Module {
  const nodes = [...walk(parseAst(source, { lang: 'ts' }, path))];
  const imports = nodes
    .filter(({ type }) => importing.test(type))
    .flatMap((node): readonly Import[] => {
      const specifier = valueOf(node['source'] ?? node['argument']);
      if (typeof specifier !== 'string') return [];
      const relative = specifier.startsWith('.');
      return [
        {
          specifier,
          target: relative ? posix.join(posix.dirname(path), specifier) : undefined,
          typeOnly:
            node.type === 'TSImportType' ||
            [node['importKind'], node['exportKind']].includes('type'),
          names: importedNames(node),
          start: node.start,
        },
      ];
    });
  return { path, source, imports, nodes };
}

/** Parses sources given as path and text. A text that does not parse throws. */
export function createWorld(sources: Iterable<readonly [string, string]>): World {
  return new Map([...sources].map(([path, source]) => [path, readModule(path, source)]));
}

/** A module and all that it imports, directly or not. */
export function reachable(from: Module, world: World): readonly Module[] {
  const found = new Map([[from.path, from]]);
  for (const module of found.values()) {
    for (const { target } of module.imports) {
      const next = target === undefined ? undefined : world.get(target);
      if (next !== undefined) found.set(next.path, next);
    }
  }
  return [...found.values()];
}
