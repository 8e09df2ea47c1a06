import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { isTest, rules, type Rule } from './architecture/rules.ts';
import { createWorld, type World } from './architecture/source.ts';

const root = join(import.meta.dirname, '..');
const folders = ['action', 'cli', 'server', 'shared', 'demo', 'scripts', 'tests'];
const paths = globSync(
  folders.map((folder) => `${folder}/**/*.{ts,mjs}`),
  { cwd: root },
).map((path) => path.replaceAll('\\', '/'));
const checkout = createWorld(
  paths
    .filter((path) => !isTest(path) && !path.endsWith('/vitest.config.ts'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);

/** `path:line text` of each place where the rule is broken. */
function violations(rule: Rule, world: World): readonly string[] {
  return [...world.values()].flatMap((module) =>
    rule.broken(module, world).map(({ start }) => {
      const line = module.source.slice(0, start).split('\n').length;
      return `${module.path}:${line} ${module.source.slice(start).split('\n')[0] ?? ''}`;
    }),
  );
}

describe.each(rules)('$name', (rule) => {
  it('holds in this checkout', () => {
    expect(violations(rule, checkout)).toEqual([]);
  });

  it.each(rule.examples)('is found broken in %j', (example) => {
    expect(violations(rule, createWorld(Object.entries(example)))).not.toEqual([]);
  });
});

describe('the checker of the architecture', () => {
  it('does not take comments, texts, keys or types for code', () => {
    const innocent = createWorld([
      [
        'shared/core/a.ts',
        `// import '../engine/deploy.ts'; process.env.X === 'aws'
        import { createHash } from 'node:crypto';
        import { isIP } from 'node:net';
        interface Port { readonly fetch: () => void; process(): void }
        export const say = (port: Port, at: Date) => {
          port.process();
          const text = "import('better-sqlite3') new Date()" + isIP('::1') + createHash.name;
          return { text, fetch: port.fetch, at: new Date(at) };
        };`,
      ],
      [
        'shared/config/a.ts',
        `import type { ProviderSpec } from '../providers/provider.ts';
        export const ids = (specs: ProviderSpec[]) => specs.map(({ id }) => id);`,
      ],
      [
        'shared/providers/aws/a.ts',
        `import { STSClient } from '@aws-sdk/client-sts';
        export const mine = (target: string) => target === 'aws/alb' && STSClient;`,
      ],
      [
        'cli/main.ts',
        "import { providers } from '../shared/providers/index.ts'; process.env['A'];",
      ],
    ]);
    expect(rules.flatMap((rule) => violations(rule, innocent))).toEqual([]);
  });

  it('has read the files of every folder', () => {
    const there = folders.filter((folder) => existsSync(join(root, folder)));
    expect(there.filter((folder) => !paths.some((path) => path.startsWith(`${folder}/`)))).toEqual(
      [],
    );
    expect(checkout.size).toBeGreaterThan(100);
  });

  it('has followed every relative import to a file that is there', () => {
    const targets = [...checkout.values()].flatMap(({ path, imports }) =>
      imports.flatMap(({ target }) => (target === undefined ? [] : [{ path, target }])),
    );
    expect(targets.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
    expect(targets.length).toBeGreaterThan(checkout.size);
  });
});
