import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createRoot, issue } from '../tests/pki.ts';
import { startGitHub } from '../tests/simulators/github/github.ts';
import { prepare } from '../tests/simulators/github/runner/environment.ts';
import type { Figure } from './figure.ts';

const root = join(import.meta.dirname, '..');
const rounds = 11;

/** The least that an Action does: what GitHub's two packages cost, and one call. */
const least = `import * as core from '@actions/core';
import * as github from '@actions/github';
const octokit = github.getOctokit(core.getInput('github-token'));
await octokit.rest.pulls.get({ ...github.context.repo, pull_number: 1 }).catch((error) => core.info(String(error)));
`;

async function bundleOfLeast(): Promise<string> {
  const folder = join(root, 'build', 'bench');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'least.js'), least);
  const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const args = [ncc, 'build', 'build/bench/least.js', '--out=build/bench/least', '--no-cache'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`ncc failed: ${stderr}`);
  return join(folder, 'least', 'index.js');
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** From the start of the process to the first request that arrives anywhere. */
async function firstCall(entry: string, env: Readonly<Record<string, string>>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer((_, reply) => {
    resolve(performance.now());
    reply.writeHead(404).end('{}');
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const url = `http://127.0.0.1:${address.port}`;
  const startedAt = performance.now();
  const child = spawn(process.execPath, [entry], {
    env: { ...env, GITHUB_API_URL: url, AWS_ENDPOINT_URL: url },
    stdio: 'ignore',
  });
  child.once('exit', () => reject(new Error(`${entry} ended without a call`)));
  try {
    return (await promise) - startedAt;
  } finally {
    child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
  }
}

/** From the start of the Action to its first call, against a bundle of `@actions/core` and `@actions/github`. */
export async function startupFigures(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certferry-bench-'));
  const file = '.github/certferry.yml';
  const authority = await createRoot('Bench');
  const { chain, key } = await issue(authority, { domains: ['*.example.com'] });
  const github = await startGitHub({
    files: {
      [file]: `version: 1
accounts: { prod: { provider: aws, regions: [us-east-1] } }
certificates: { shop: { from: { env: { chain: CHAIN, key: KEY } } } }
tasks: { shop: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] } }
`,
    },
  });
  try {
    const own = join(root, 'dist', 'index.js');
    const other = await bundleOfLeast();
    github.openPull({ number: 1, files: { 'a.md': 'a' } });
    const { env } = await prepare(
      {
        github,
        event: github.event('pull_request', { number: 1 }),
        token: github.token({ permissions: { contents: 'read' } }),
        run: { id: 1, attempt: 1 },
        entry: own,
        env: {
          CHAIN: chain,
          KEY: key,
          AWS_ACCESS_KEY_ID: 'AKIABENCH',
          AWS_SECRET_ACCESS_KEY: 'bench',
        },
      },
      folder,
    );
    const times: [number, number][] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push([await firstCall(own, env), await firstCall(other, env)]);
    }
    const [mine, least] = [median(times.map(([one]) => one)), median(times.map(([, one]) => one))];
    const ratio = mine / least;
    return [
      {
        work: 'start of the Action to its first call (AWS)',
        seen: `${mine.toFixed(0)} ms; @actions/core and @actions/github alone ${least.toFixed(0)} ms; medians of ${rounds} rounds`,
        figure: `${ratio.toFixed(2)} ×`,
        aim: 'at most 1.25 ×',
        holds: ratio <= 1.25,
      },
    ];
  } finally {
    await github.close();
    await rm(folder, { recursive: true });
  }
}
