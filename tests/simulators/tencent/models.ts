import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { type Service, versions } from './hosts.ts';

/** A type of the API as its published typings write it. */
export type ModelType =
  | { readonly kind: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'array'; readonly of: ModelType }
  | { readonly kind: 'structure'; readonly name: string };

export interface Member {
  readonly type: ModelType;
  readonly required: boolean;
}
export type Structure = ReadonlyMap<string, Member>;
/** Every structure of one service, requests and responses among them, by name. */
export type Models = ReadonlyMap<string, Structure>;

function parseType(text: string): ModelType {
  const element = /^Array<(.+)>$/u.exec(text)?.[1];
  if (element !== undefined) return { kind: 'array', of: parseType(element) };
  switch (text) {
    case 'string':
    case 'boolean':
    case 'number':
      return { kind: text };
    case 'number | bigint':
      return { kind: 'number' };
    default:
      if (!/^[A-Z]\w*$/u.test(text)) throw new Error(`a type of the typings is new: ${text}`);
      return { kind: 'structure', name: text };
  }
}

/** Reads the generated typings: one interface or empty request per action and structure. */
function parseModels(typings: string): Models {
  const models = new Map<string, Map<string, Member>>();
  let open: Map<string, Member> | undefined;
  for (const line of typings.replaceAll(/\/\*\*[^]*?\*\//gu, '').split('\n')) {
    const start = /^export (?:interface (\w+) \{|type (\w+) = null;)$/u.exec(line);
    if (start !== null) {
      open = new Map();
      models.set(start[1] ?? start[2] ?? '', open);
      continue;
    }
    const member = /^ {4}(\w+)(\??): (.+);$/u.exec(line);
    if (member === null) continue;
    const [, name = '', optional = '', type = ''] = member;
    open?.set(name, { type: parseType(type), required: optional === '' });
  }
  return models;
}

const cache = new Map<Service, Models>();
const { resolve } = createRequire(import.meta.url);

/** The typings that `tencentcloud-sdk-nodejs` publishes: what the API documents, member by member. */
export function modelsOf(service: Service): Models {
  let models = cache.get(service);
  if (models === undefined) {
    const folder = `v${versions[service].replaceAll('-', '')}`;
    const file = `tencentcloud-sdk-nodejs/tencentcloud/services/${service}/${folder}/${service}_models`;
    models = parseModels(readFileSync(resolve(`${file}.js`).replace(/\.js$/u, '.d.ts'), 'utf8'));
    cache.set(service, models);
  }
  return models;
}
