import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import pMap from 'p-map';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { Secret } from '../shared/core/secret.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { RepositoryHandle } from '../tests/simulators/github/repository.ts';
import { immediate } from './database/open.ts';
import type { Entity, Repository } from './database/schema.ts';
import { createGitHubRuns } from './dispatch/api.ts';
import type { ChildOrder } from './dispatch/test-kill-child.ts';
import { fingerprint, stageFile, workflowText } from './dispatch/test-stage.ts';
import { defaultTimings } from './dispatch/timings.ts';
import { claimDispatch } from './outbox-claim.ts';
import { createOutbox } from './outbox.ts';
import { certificateArrived } from './tasks-arrival.ts';
import { registerTasks } from './tasks.ts';
import { createTestClock, openTestServer } from './test-server.ts';

let github: GitHubSimulator;
let folder: string;
let begin: NodeJS.Timeout;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-kill-'));
  github = await startGitHub();
  // GitHub's runners take up what is queued.
  begin = setInterval(() => {
    for (const { runs } of github.world.repositories.values()) {
      for (const run of runs.values()) if (run.status === 'queued') run.status = 'in_progress';
    }
  }, 20);
});
afterAll(async () => {
  clearInterval(begin);
  expect(github.violations).toEqual([]);
  await github.close();
  rmSync(folder, { recursive: true });
});

const certificate = fingerprint('kill');

interface Scene {
  readonly folder: string;
  readonly token: string;
  readonly remote: RepositoryHandle;
  readonly repository: Repository;
  readonly entity: Entity;
}

/** A repository of its own, and a receiver that knows one task of it. */
async function prepare(name: string): Promise<Scene> {
  const remote = github.repository(`octo/${name}`, {
    files: { '.github/workflows/certificates.yml': workflowText },
  });
  const path = mkdtempSync(join(folder, `${name}-`));
  const server = await openTestServer({ folder: path });
  const entity = await server.addEntity();
  const repository = await server.addRepository(entity, {
    github_id: remote.state.id,
    full_name: remote.name,
  });
  await registerTasks(
    server.ports,
    { repository, runId: 1 },
    {
      file: stageFile,
      commit: 'c',
      tasks: [
        {
          name: 'shop',
          certificates: ['www.example.com'],
          deployAt: null,
          extend: false,
          contacts: [],
        },
      ],
      contacts: [],
      monitor: [],
    },
  );
  await server.close();
  const token = remote.token({ permissions: { actions: 'write' }, as: 'certferry[bot]' });
  return { folder: path, token, remote, repository, entity };
}

interface Ending {
  readonly signal: string | null;
  readonly steps: number;
}

async function runChild(scene: Scene, killAt: number): Promise<Ending> {
  const order: ChildOrder = {
    database: join(scene.folder, 'certferry.db'),
    apiUrl: github.apiUrl,
    token: scene.token,
    entityId: scene.entity.id,
    fingerprint: certificate,
    killAt,
  };
  const script = new URL('dispatch/test-kill-child.ts', import.meta.url).pathname;
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, [script, JSON.stringify(order)], (error, stdout, stderr) => {
      if (error === null) resolve({ signal: null, steps: Number(stdout) });
      else if (error.signal === 'SIGKILL') resolve({ signal: error.signal, steps: killAt });
      else reject(new Error(`the child failed: ${stderr}`));
    });
  });
}

/** The receiver comes back; the sender, who got no answer, tells of the certificate once more. */
async function recover(scene: Scene) {
  const clock = createTestClock(new Date().toISOString());
  const server = await openTestServer({ folder: scene.folder, clock });
  const { db } = server.ports;
  const arrival = {
    fingerprint: certificate,
    name: 'www.example.com',
    entityId: scene.entity.id,
  };
  await immediate(db, (trx) => certificateArrived(trx, arrival, { clock, debounceMs: 0 }));
  const outbox = createOutbox(server.ports, {
    runs: createGitHubRuns({
      apiUrl: github.apiUrl,
      tokenFor: async () => new Secret(scene.token),
      clock,
      requestMs: 5000,
    }),
    timings: defaultTimings,
  });
  const read = () => db.selectFrom('dispatches').selectAll().execute();
  for (let minute = 0; minute < 60; minute += 1) {
    await outbox.pump(new AbortController().signal);
    const [row] = await read();
    if (row?.state === 'running') break;
    clock.advance(30);
  }
  const rows = await read();
  const [run] = [...scene.remote.state.runs.values()];
  const claimant = { repository: scene.repository, runId: run?.id ?? 0, attempt: 1 };
  const claim = await claimDispatch(server.ports, rows[0]?.id ?? '', claimant, defaultTimings);
  await server.close();
  return { rows, claim };
}

it('has exactly one run in the end, wherever between arrival and confirmation it is killed', async () => {
  const { steps, signal } = await runChild(await prepare('whole'), 0);
  expect(signal).toBeNull();
  // Both halves of each statement and of each request: fewer would mean that nothing is counted.
  expect(steps).toBeGreaterThan(30);

  const places = Array.from({ length: steps }, (_, index) => index + 1);
  const results = await pMap(
    places,
    async (killAt) => {
      const scene = await prepare(`at-${killAt}`);
      const { signal: how } = await runChild(scene, killAt);
      const { rows, claim } = await recover(scene);
      return {
        killAt,
        how,
        dispatches: rows.length,
        state: rows[0]?.state,
        runs: scene.remote.state.runs.size,
        carries: rows[0]?.github_run_id === [...scene.remote.state.runs.keys()][0],
        task: claim.task,
      };
    },
    { concurrency: 3 },
  );
  // How often a run is asked after depends on how fast the machine is: the last places may not be met.
  const died = results.filter(({ how }) => how === 'SIGKILL');
  expect(died.length).toBeGreaterThan(30);
  for (const { killAt, how: _, ...result } of results) {
    expect({ killAt, ...result }).toEqual({
      killAt,
      dispatches: 1,
      state: 'running',
      runs: 1,
      carries: true,
      task: 'shop',
    });
  }
}, 240_000);
