import type { TriggerEvent } from '../simulators/github/events.ts';
import type { StepOptions } from '../simulators/github/runner.ts';
import { pull, preview } from './play.ts';
import type { ActionRun, Stage } from './stage.ts';

/** What workflows that undo and clean up need beside a stage: runs that GitHub knows, with artifacts. */

const workflow = {
  '.github/workflows/certferry.yml':
    'name: Certificates\non: [push, pull_request, schedule, workflow_dispatch]\njobs: {}\n',
};

/** What the job that deploys, undoes and cleans up has. */
export const permissions = {
  contents: 'read',
  'pull-requests': 'write',
  actions: 'read',
} as const;

export interface KnownRun extends ActionRun {
  readonly id: number;
}

/** A run that GitHub lists, whose last step uploads the report as `certferry-1`. */
export async function knownRun(
  stage: Stage,
  event: TriggerEvent,
  step: Partial<StepOptions> = {},
): Promise<KnownRun> {
  const { github } = stage;
  const { id, number } = github.startRun(event);
  const run = await stage.run(event, {
    run: { id, number, attempt: 1 },
    token: github.token({ permissions }),
    ...step,
  });
  github.finishRun(id, run.exitCode === 0 ? 'success' : 'failure');
  if (run.report !== undefined) {
    github.addArtifact(id, 'certferry-1', { 'report.json': JSON.stringify(run.report) });
  }
  return { ...run, id };
}

/** Previews the file and merges it; everything is deployed and proven by the run of the merge. */
export async function deployed(
  stage: Stage,
  step: Partial<StepOptions> = {},
  deployment?: string,
): Promise<KnownRun> {
  stage.github.push(workflow);
  const shown = await preview(stage, step, deployment);
  if (shown.exitCode !== 0) throw new Error(shown.log);
  return await knownRun(stage, stage.github.merge(pull, 'squash').event, step);
}

/** Started by hand, with the inputs of the workflow. */
export const byHand = (
  stage: Stage,
  inputs: Readonly<Record<string, string>> = {},
  step: Partial<StepOptions> = {},
): Promise<KnownRun> => knownRun(stage, stage.github.event('workflow_dispatch', { inputs }), step);
