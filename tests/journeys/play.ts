import { afterEach, expect } from 'vitest';

import { createStage, file } from './stage.ts';
import type { ActionRun, Stage, StageOptions } from './stage.ts';

/** What journeys share: the committed bundle, run as GitHub runs it, against AWS and GitHub on loopback. */
const stages: Stage[] = [];
export async function stageOf(options?: StageOptions): Promise<Stage> {
  const stage = await createStage(options);
  stages.push(stage);
  return stage;
}

afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.close();
    expect(stage.violations()).toEqual([]);
  }
});

export const pull = 7;

export function preview(
  stage: Stage,
  options = {},
  deployment = stage.deployment,
): Promise<ActionRun> {
  stage.github.openPull({ number: pull, files: { [file]: deployment } });
  return stage.run(stage.github.event('pull_request', { number: pull }), options);
}

export function merge(stage: Stage, options = {}): Promise<ActionRun> {
  return stage.run(stage.github.merge(pull, 'squash').event, options);
}

export function comments(stage: Stage): readonly string[] {
  return stage.github.comments(pull).map((comment) => comment.body);
}

export const statuses = (run: ActionRun) =>
  Object.fromEntries(
    (run.report?.tasks ?? [])
      .flatMap((task) => task.changes)
      .map((change) => [change.product, change.status]),
  );

export function writesOf(stage: Stage): readonly string[] {
  return stage.writes().map((request) => request.operation);
}
