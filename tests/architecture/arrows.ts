import { posix } from 'node:path';

import type { Import } from './source.ts';

/** Cloud to the packages of its SDK. */
export const clouds: Readonly<Record<string, RegExp>> = {
  aws: /^@(?:aws|aws-crypto|aws-sdk|smithy)\//u,
  tencent: /^tencentcloud-sdk-nodejs/u,
  huawei: /^@huaweicloud\//u,
};
export const registry = 'shared/providers/index.ts';
const contract = 'shared/providers/provider.ts';
/** What clouds share: the words for what products call, and the parts that are the same in each. */
const common = [
  'aside',
  'endpoint',
  'permissions',
  'places',
  'receipt',
  'reply',
  'room',
  'secret-ref',
  'slots',
].map((name) => `shared/providers/${name}.ts`);

/** The folder that an arrow starts or ends at: `shared/core`, `shared/providers/aws`, `action`. */
const room = (path: string): string =>
  /^shared\/providers\/[^/]+\/|^shared\/[^/]+\/|^[^/]+\//u.exec(path)?.[0].slice(0, -1) ?? path;

export const cloudOf = (path: string): string | undefined =>
  Object.keys(clouds).find((cloud) => room(path) === `shared/providers/${cloud}`);

/** What a room may import besides itself: rooms or single files, and packages. */
interface Arrows {
  readonly to: readonly string[];
  readonly packages: RegExp;
  /** Types of the contract between clouds and engine, and nothing else of the providers. */
  readonly contractTypes?: true;
}

const any = /^/u;
const noGitHub = /^(?!@actions\/|@octokit\/|hono|@hono\/)/u;
const noEffects =
  /^(?!@actions\/|@octokit\/|hono|@hono\/|node:(?:fs|tls|https?|http2|dns|dgram|child_process|worker_threads|process)(?:\/|$))/u;

const verbs = ['core', 'config', 'engine', 'job', 'report', 'runtime', 'tls', 'wire'].map(
  (name) => `shared/${name}`,
);
const everything = [...verbs, 'shared/notice', 'shared/providers', 'shared/providers/*'];
const cloud: Arrows = {
  to: ['shared/core', 'shared/runtime', contract, ...common],
  packages: noGitHub,
};

/** A room without a line here may import nothing: a new folder has to be given one. */
const arrows: Readonly<Record<string, Arrows>> = {
  'shared/core': { to: [], packages: /^node:(?:crypto|url|net)$/u },
  'shared/wire': { to: ['shared/core'], packages: noEffects },
  'shared/runtime': { to: ['shared/core'], packages: noGitHub },
  'shared/tls': { to: ['shared/core', 'shared/runtime'], packages: noGitHub },
  'shared/config': {
    to: ['shared/core', 'shared/wire'],
    packages: noEffects,
    contractTypes: true,
  },
  'shared/notice': {
    to: ['shared/core', 'shared/report', 'shared/runtime', 'shared/wire'],
    packages: noGitHub,
  },
  'shared/report': { to: ['shared/core', 'shared/wire'], packages: noEffects },
  'shared/engine': { to: ['shared/core', 'shared/runtime', contract], packages: noEffects },
  'shared/job': { to: [...verbs, contract], packages: noGitHub },
  'shared/providers': {
    to: ['shared/core', 'shared/runtime', 'shared/providers/*'],
    packages: noEffects,
  },
  'shared/providers/memory': cloud,
  ...Object.fromEntries(Object.keys(clouds).map((name) => [`shared/providers/${name}`, cloud])),
  action: { to: everything, packages: any },
  cli: { to: everything, packages: any },
  server: { to: everything, packages: any },
};

/** Whether the table lets the file at `from` import this. */
export function mayImport(from: string, { target, specifier, typeOnly, names }: Import): boolean {
  const allowed = arrows[room(from)];
  if (allowed === undefined) return false;
  if (target === undefined) {
    // Of node:net, what decides may ask only whether a text is an IP address.
    const opensSockets =
      specifier === 'node:net' && !names.every((name) => name.startsWith('isIP'));
    const decides = allowed.packages === noEffects || room(from) === 'shared/core';
    return allowed.packages.test(specifier) && !(decides && opensSockets);
  }
  if (room(target) === room(from)) return true;
  if (target === contract && typeOnly && allowed.contractTypes === true) return true;
  return allowed.to.some(
    (name) =>
      name === target ||
      name === room(target) ||
      (name.endsWith('/*') && name.slice(0, -2) === posix.dirname(room(target))),
  );
}
