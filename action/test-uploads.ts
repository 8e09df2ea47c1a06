import type { Report } from '../shared/wire/report.ts';
import type { GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import type { TriggerEvent } from '../tests/simulators/github/trigger.ts';
import type { Artifact, WorkflowRun } from '../tests/simulators/github/world.ts';

/** What a deploying job needs to read the reports of other runs. */
export const reader = {
  permissions: { contents: 'read', 'pull-requests': 'write', actions: 'read' },
} as const satisfies TokenOptions;

export const workflowFiles = {
  '.github/workflows/certferry.yml': 'name: Certificates\non: [push, pull_request]\njobs: {}\n',
};

export interface UploadOptions {
  readonly name?: string;
  /** The file inside; anything but a report is written as it is. */
  readonly path?: string;
}

/** The upload step of a workflow: puts a report into an artifact of its run. */
export function upload(
  gh: GitHubSimulator,
  run: WorkflowRun,
  content: Report | string,
  { name = `certferry-${run.attempt}`, path = 'report.json' }: UploadOptions = {},
): Artifact {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return gh.addArtifact(run.id, name, { [path]: text });
}

/** A run that this event has started and that has ended. */
export function pastRun(gh: GitHubSimulator, event: TriggerEvent): WorkflowRun {
  const run = gh.startRun(event);
  gh.finishRun(run.id, 'success');
  return run;
}
