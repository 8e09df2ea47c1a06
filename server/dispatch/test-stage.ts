import { createHash, createHmac, randomUUID } from 'node:crypto';

import { Secret } from '../../shared/core/secret.ts';
import { startGitHub, type GitHubSimulator } from '../../tests/simulators/github/github.ts';
import { workflowRunShape } from '../../tests/simulators/github/run-shapes.ts';
import type { WorkflowRun } from '../../tests/simulators/github/world.ts';
import { immediate } from '../database/open.ts';
import type { Dispatch, Entity, Repository, TaskRow } from '../database/schema.ts';
import type { GivenUp } from '../outbox-states.ts';
import { createOutbox, type Outbox } from '../outbox.ts';
import { enqueueDue } from '../scheduler.ts';
import { certificateArrived } from '../tasks-arrival.ts';
import { registerTasks } from '../tasks.ts';
import {
  createTestClock,
  openTestServer,
  type TestClock,
  type TestServer,
} from '../test-server.ts';
import { createGitHubRuns } from './api.ts';
import { defaultTimings, type Timings } from './timings.ts';

export const workflowText = `
name: Certificates
run-name: certs \${{ inputs.certferry }}
on:
  workflow_dispatch:
    inputs:
      certferry: { required: false }
      task: { required: false }
      file: { required: false }
`;

/** A SHA-256 that stands for a certificate. */
export const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex');

export interface WantedTask {
  readonly name: string;
  readonly certificates?: readonly string[];
  readonly deployAt?: string | null;
  readonly extend?: boolean;
}

/** A receiver, a repository of the simulated GitHub that it knows, and time that is turned by hand. */
export interface Stage {
  readonly clock: TestClock;
  readonly github: GitHubSimulator;
  readonly server: TestServer;
  readonly entity: Entity;
  readonly repository: Repository;
  readonly outbox: Outbox;
  readonly timings: Timings;
  readonly givenUp: readonly GivenUp[];
  register(
    tasks: readonly WantedTask[],
    options?: { readonly runId?: number; readonly file?: string; readonly repository?: Repository },
  ): ReturnType<typeof registerTasks>;
  arrive(name: string, sha256: string): Promise<number>;
  /** Due tasks, then one look through the outbox. */
  pump(): Promise<number>;
  dispatches(): Promise<readonly Dispatch[]>;
  task(name: string): Promise<TaskRow>;
  /** Runs of the simulated GitHub, in order. */
  runs(): readonly WorkflowRun[];
  /** The process dies and comes back with what is on the disk. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const stageFile = '.github/certferry.yml';

export async function openStage(
  options: { readonly timings?: Partial<Timings>; readonly ghes?: boolean } = {},
): Promise<Stage> {
  const clock = createTestClock();
  const github = await startGitHub({
    files: { '.github/workflows/certificates.yml': workflowText },
    now: () => clock.now(),
    ghes: options.ghes ?? false,
  });
  const token = github.token({ permissions: { actions: 'write' }, as: 'certferry[bot]' });
  const timings = { ...defaultTimings, requestMs: 2000, ...options.timings };
  const givenUp: GivenUp[] = [];
  const onGivenUp = async (_: unknown, one: GivenUp) => void givenUp.push(one);
  const boot = (server: TestServer) =>
    createOutbox(server.ports, {
      runs: createGitHubRuns({
        apiUrl: github.apiUrl,
        tokenFor: async () => new Secret(token),
        clock,
        requestMs: timings.requestMs,
      }),
      timings,
      onGivenUp,
    });
  let server = await openTestServer({ clock });
  let outbox = boot(server);
  const entity = await server.addEntity();
  const repository = await server.addRepository(entity, {
    github_id: github.state.id,
    owner_id: github.state.owner.id,
    full_name: github.name,
  });
  let pushes = 100;

  return {
    clock,
    github,
    entity,
    repository,
    timings,
    givenUp,
    get server() {
      return server;
    },
    get outbox() {
      return outbox;
    },
    async register(tasks, given = {}) {
      const push = {
        repository: given.repository ?? repository,
        runId: given.runId ?? (pushes += 1),
      };
      return await registerTasks(server.ports, push, {
        file: given.file ?? stageFile,
        commit: 'c'.repeat(40),
        tasks: tasks.map((task) => ({
          name: task.name,
          certificates: [...(task.certificates ?? ['www.example.com'])],
          deployAt: task.deployAt ?? null,
          extend: task.extend ?? false,
          contacts: [],
        })),
        contacts: [],
        monitor: [],
      });
    },
    async arrive(name, sha256) {
      const options_ = { clock, debounceMs: timings.debounceMs };
      return await immediate(server.ports.db, (trx) =>
        certificateArrived(trx, { name, fingerprint: sha256, entityId: entity.id }, options_),
      );
    },
    async pump() {
      await enqueueDue(server.ports, { timings, onGivenUp });
      return await outbox.pump(new AbortController().signal);
    },
    dispatches: () =>
      server.ports.db.selectFrom('dispatches').selectAll().orderBy('created_at').execute(),
    task: (name) =>
      server.ports.db
        .selectFrom('tasks')
        .selectAll()
        .where('name', '=', name)
        .orderBy('registered_at', 'desc')
        .executeTakeFirstOrThrow(),
    runs: () => [...github.state.runs.values()],
    async restart() {
      server = await server.reopen();
      outbox = boot(server);
    },
    async close() {
      await server.close();
      await github.close();
    },
  };
}

/** A `workflow_run` webhook as GitHub sends it, signed. */
export function workflowRunWebhook(
  github: GitHubSimulator,
  run: WorkflowRun,
  options: { readonly action: string; readonly secret: string; readonly guid?: string },
): { readonly body: string; readonly headers: Record<string, string> } {
  const shape = workflowRunShape(github.world, github.state, run);
  const body = JSON.stringify({
    action: options.action,
    workflow_run: shape,
    workflow: null,
    repository: shape['repository'],
  });
  const signature = createHmac('sha256', options.secret).update(body).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'workflow_run',
      'x-github-delivery': options.guid ?? randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
  };
}
