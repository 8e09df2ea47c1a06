import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';

// Builds the Action's bundle: `node scripts/build-dist.ts` writes dist/, `--check` compares only.
// docs/decisions/0001-reproducible-dist.md tells why each step is as it is.

/** File name in dist/ to content. */
type Bundle = ReadonlyMap<string, Buffer>;

/** `index.js`, the chunks of its dynamic imports, the module type, the licences: nothing else. */
const expectedFile = /^(?:index\.js|\d+\.index\.js|package\.json|licenses\.txt)$/u;
/** A bundle that a person can still review and that starts fast. Bytes of the entry file. */
const entryLimitBytes = 6_000_000;
const lockTimeoutMs = 300_000;

const root = join(import.meta.dirname, '..');

class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Runs a tool of this checkout's node_modules under this Node, in the repository's root. */
function runTool(what: string, script: string, args: readonly string[]): void {
  const result = spawnSync(process.execPath, [join('node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16_777_216,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) {
    throw new BuildError(`${what} failed:\n${result.stdout}${result.stderr}`.trimEnd());
  }
}

/** An exclusive file lock that the system releases whenever this process ends. */
function lockBuild(): Disposable {
  mkdirSync(join(root, 'build'), { recursive: true });
  const lock = new DatabaseSync(join(root, 'build', '.lock'), { timeout: lockTimeoutMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    const minutes = lockTimeoutMs / 60_000;
    throw new BuildError(`another build has held build/.lock for ${minutes} minutes`, {
      cause: error,
    });
  }
  return { [Symbol.dispose]: () => lock.close() };
}

/**
 * TypeScript to build/, then one bundle from it. The bytes do not depend on where the checkout
 * lies: ncc derives module ids and chunk names from paths relative to its working directory, its
 * own loaders' included, so it must be this checkout's ncc, run in this checkout's root.
 */
function build(): Bundle {
  if (lstatSync(join(root, 'node_modules')).isSymbolicLink()) {
    throw new BuildError('node_modules is a symbolic link, which changes the bundle; run "npm ci"');
  }
  for (const output of ['action', 'shared', 'dist']) {
    rmSync(join(root, 'build', output), { recursive: true, force: true });
  }
  runTool('tsc', 'typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  runTool('ncc', '@vercel/ncc/dist/ncc/cli.js', [
    'build',
    'build/action/main.js',
    '--out=build/dist',
    '--license=licenses.txt',
    '--no-cache',
  ]);
  return read(join(root, 'build', 'dist'), withUnixLineEnds);
}

/** Some dependencies ship CRLF, and Git would store it as LF: a fresh clone would then differ. */
function withUnixLineEnds(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

function read(folder: string, convert: (content: Buffer) => Buffer): Bundle {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  return new Map(files.map((file) => [file, convert(readFileSync(join(folder, file)))]));
}

/** A native add-on, a copied folder or a machine's path in the bundle is a defect of the sources. */
function inspect(bundle: Bundle): void {
  for (const [file, content] of bundle) {
    if (!expectedFile.test(file)) {
      throw new BuildError(`ncc emitted ${file}, which cannot be part of the Action`);
    }
    const leak = ['build', 'node_modules'].find((name) => content.includes(join(root, name)));
    if (leak !== undefined) {
      throw new BuildError(`${file} holds the path of this checkout's ${leak}`);
    }
  }
  const entry = bundle.get('index.js')?.length ?? 0;
  if (entry === 0) throw new BuildError('ncc emitted no index.js');
  if (entry > entryLimitBytes) {
    throw new BuildError(`index.js has ${entry} bytes, more than ${entryLimitBytes}`);
  }
}

function committed(): Bundle {
  const folder = join(root, 'dist');
  return existsSync(folder) ? read(folder, (content) => content) : new Map();
}

/** One line for each file in which dist/ and the bundle disagree. */
function differences(dist: Bundle, bundle: Bundle): readonly string[] {
  const files = [...new Set([...dist.keys(), ...bundle.keys()])].sort();
  return files.flatMap((file) => {
    const [is, shouldBe] = [dist.get(file), bundle.get(file)];
    if (is === undefined) return [`missing  dist/${file}`];
    if (shouldBe === undefined) return [`stale    dist/${file}`];
    return is.equals(shouldBe) ? [] : [`changed  dist/${file}`];
  });
}

function write(bundle: Bundle): void {
  for (const file of committed().keys()) {
    if (!bundle.has(file)) rmSync(join(root, 'dist', file));
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const [file, content] of bundle) writeFileSync(join(root, 'dist', file), content);
}

function describe(bundle: Bundle): string {
  const sizes = [...bundle].map(([file, { length }]) => `${String(length).padStart(9)}  ${file}`);
  return sizes.join('\n');
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  using _lock = lockBuild();
  const bundle = build();
  inspect(bundle);
  const changes = differences(committed(), bundle);
  if (!values.check) {
    write(bundle);
    console.log(
      `${describe(bundle)}\nwritten to dist/; ${changes.length} files differ from before`,
    );
    return;
  }
  if (changes.length > 0) {
    throw new BuildError(
      `dist/ is not what the sources build:\n  ${changes.join('\n  ')}\n` +
        'Run "npm run build" and commit dist/, new and deleted files included.',
    );
  }
  console.log(`dist/ is what the sources build (${bundle.size} files)`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
