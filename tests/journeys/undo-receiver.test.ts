import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Issued } from '../pki.ts';
import { workflowFile } from './receiver-stage-workflow.ts';
import { openReceiverStage, type EndedRun, type ReceiverStage } from './receiver-stage.ts';

/** A receiver that keeps the reports of runs: no artifact is uploaded, and none is needed. */
let stage: ReceiverStage;
let before: Issued;
let merged: EndedRun;
beforeAll(async () => {
  stage = await openReceiverStage({ allClouds: false });
  before = stage.clouds.old;
  expect((await stage.renew(stage.clouds.renewed)).status).toBe(202);
  const shown = await stage.preview();
  expect(shown.action?.exitCode, shown.action?.log).toBe(0);
  merged = await stage.merge();
  expect(merged.action?.exitCode, merged.action?.log).toBe(0);
}, 60_000);
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const actions = new Map<number, EndedRun['action']>();

/** A person starts the workflow with the id of a run. */
async function undo(rollback: string): Promise<EndedRun> {
  const { github } = stage;
  const event = github.event('workflow_dispatch', {
    inputs: { certferry: '', task: '', file: '', rollback },
    workflow: `.github/workflows/${workflowFile}`,
  });
  const run = github.startRun(event, { workflow: workflowFile });
  await github.runners.ended(run);
  return { run, action: actions.get(run.id) };
}

describe('a run that is undone by hand where a receiver keeps its report', () => {
  beforeAll(() => {
    stage.job = async ({ run }, bundle) => {
      const action = await bundle();
      actions.set(run.id, action);
      return action;
    };
  });

  it('is read from the receiver, switched back and proven; quota stays consumed', async () => {
    const statement = await stage.statement();
    const { action } = await undo(String(merged.run.id));
    expect(action?.exitCode, action?.log).toBe(0);
    expect(action?.report).toMatchObject({ mode: 'rollback', verdict: 'success' });
    for (const { status, proof } of action?.report?.tasks[0]?.changes ?? []) {
      expect([status, proof]).toEqual([
        'rolled-back',
        { accepted: true, readBack: true, served: true },
      ]);
    }
    const served = await stage.clouds.served();
    expect(new Set(Object.values(served))).toEqual(new Set([before.sha256]));
    expect((await stage.statement()).closing).toBe(statement.closing);
    expect(stage.github.requestsOf('actions/list-workflow-run-artifacts')).toEqual([]);
  });

  it('writes nothing the second time', async () => {
    const writes = stage.clouds.writes().length;
    const { action } = await undo(String(merged.run.id));
    expect(action?.exitCode, action?.log).toBe(0);
    expect(action?.report).toMatchObject({ mode: 'rollback', verdict: 'unchanged' });
    expect(stage.clouds.writes()).toHaveLength(writes);
  });

  it('is refused where the receiver knows no such run', async () => {
    const { action } = await undo('4711');
    expect(action?.exitCode).toBe(1);
    expect(action?.report?.problems[0]?.message).toMatch(/run 4711/u);
  });
});
