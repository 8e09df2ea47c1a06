import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { GitHubSimulator } from '../simulators/github/github.ts';
import type { TakenRun } from '../simulators/github/runners.ts';
import type { Permissions } from '../simulators/github/tokens.ts';
import type { OidcSimulator } from '../simulators/oidc/oidc.ts';
import { claimsOf } from './receiver-stage-workflow.ts';
import { runAction, type ActionEnd, type Machine } from './workflow-runner-actions.ts';
import { holds, textsOf, type Scope, type Status } from './workflow-runner-expressions.ts';
import type { JobFile } from './workflow-runner-file.ts';
import type { Concurrency } from './workflow-runner-gates.ts';

export interface StepEnd extends Omit<ActionEnd, 'outcome'> {
  readonly id: string;
  readonly uses: string;
  readonly outcome: ActionEnd['outcome'] | 'skipped';
}

export interface JobEnd {
  readonly id: string;
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly environment: string | undefined;
  readonly concurrency: Concurrency | undefined;
  /** What its token could do. */
  readonly permissions: Permissions;
  readonly steps: readonly StepEnd[];
}

/** Where jobs run, the same for all of them. */
export interface Site {
  readonly github: GitHubSimulator;
  readonly oidc: OidcSimulator;
  /** PEM of the root that the machines trust besides the usual ones. */
  readonly root: string;
  /** Variables of the machine itself: addresses of simulators. */
  readonly machine: Readonly<Record<string, string>>;
  readonly entry: string | undefined;
  /** The repository's tokens name it by number as well. */
  readonly immutableSubject: boolean;
  readonly onLine: (line: string) => void;
}

export interface JobWork {
  readonly taken: TakenRun;
  readonly job: JobFile;
  readonly environment: string | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly secrets: Readonly<Record<string, string>>;
  /** `github`, `inputs` and `needs`. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** Of a fork or of Dependabot: nothing may be written, and there is no OIDC. */
  readonly untrusted: boolean;
  readonly cancelled: AbortSignal;
}

async function setUp(work: JobWork, site: Site, directory: string): Promise<Machine> {
  const { taken, job, untrusted, secrets } = work;
  const { 'id-token': idToken, ...scopes } = job.permissions;
  const trusted = join(directory, 'root.pem');
  await writeFile(trusted, site.root);
  const workspace = join(directory, 'workspace');
  await mkdir(workspace);
  const mayAsk = idToken === 'write' && !untrusted;
  return {
    github: site.github,
    taken,
    permissions: scopes,
    token: site.github.token({ permissions: scopes, readOnly: untrusted }),
    workspace,
    directory,
    base: { NODE_EXTRA_CA_CERTS: trusted, ...site.machine },
    idToken: mayAsk
      ? site.oidc.runner({ ...claimsOf(work.taken, work), immutableSubject: site.immutableSubject })
      : {},
    exported: {},
    masks: new Set(Object.values(secrets).filter((value) => value !== '')),
    entry: site.entry,
    cancelled: work.cancelled,
    onLine: site.onLine,
  };
}

/** Carries out the steps of a job on a machine of its own, one after the other. */
export async function runJob(work: JobWork, site: Site): Promise<JobEnd> {
  const { job, cancelled, secrets, environment, concurrency } = work;
  const directory = await mkdtemp(join(tmpdir(), 'certferry-job-'));
  try {
    const machine = await setUp(work, site, directory);
    const ends: StepEnd[] = [];
    for (const step of job.steps) {
      const status: Status = {
        failed: ends.some(({ outcome }) => outcome === 'failure'),
        cancelled: cancelled.aborted,
      };
      const steps = Object.fromEntries(
        ends.map(({ id, outcome, outputs }) => [id, { outcome, conclusion: outcome, outputs }]),
      );
      const scope: Scope = { contexts: { ...work.contexts, steps, env: machine.exported } };
      const { id, uses } = step;
      // Secrets cannot be asked for in a condition.
      if (!holds(step.condition, { ...scope, status })) {
        ends.push({ id, uses, outcome: 'skipped', outputs: {}, log: '' });
        continue;
      }
      const known = { ...secrets, GITHUB_TOKEN: machine.token };
      const own: Scope = { contexts: { ...scope.contexts, secrets: known } };
      const inputs = { with: textsOf(step.with, own), env: textsOf(step.env, own) };
      ends.push({ id, uses, ...(await runAction(uses, machine, inputs)) });
    }
    const conclusion = cancelled.aborted
      ? 'cancelled'
      : ends.some(({ outcome }) => outcome === 'failure')
        ? 'failure'
        : 'success';
    const { permissions } = job;
    return { id: job.id, conclusion, environment, concurrency, permissions, steps: ends };
  } finally {
    await rm(directory, { recursive: true });
  }
}
