import type { Issued } from '../pki.ts';
import type { StepOptions } from '../simulators/github/runner.ts';
import { createStage, file, first } from './stage.ts';
import type { ActionRun, Stage, StageOptions } from './stage.ts';

const pull = 7;

/** A stage whose file was merged and deployed, with no receiver that would remember it. */
export interface Verified extends Stage {
  /** What somebody does in the cloud's own console: the NLB gets another certificate. */
  bindForeign(certificate: Issued): void;
  /** What the same person does when it is found out. */
  bindDeployed(): void;
}

export async function openDeployed(options: StageOptions = {}): Promise<Verified> {
  const stage = await createStage(options);
  const { github } = stage;
  github.openPull({ number: pull, files: { [file]: stage.deployment } });
  const shown = await stage.run(github.event('pull_request', { number: pull }));
  if (shown.exitCode !== 0) throw new Error(shown.log);
  const deployed = await stage.run(github.merge(pull, 'squash').event);
  if (deployed.exitCode !== 0) throw new Error(deployed.log);
  const listener = first(stage.nlb.listeners);
  const wanted = listener.held().default;
  if (wanted === undefined) throw new Error('the listener holds nothing');
  return {
    ...stage,
    bindForeign: ({ chain, key }) => listener.change({ default: { chain, key } }),
    bindDeployed: () => listener.change({ default: wanted }),
  };
}

/** The token that a job gets whose workflow follows the documentation. */
export const withIssues = { permissions: { contents: 'read', issues: 'write' } } as const;

/** A run that a schedule started. */
export function verifyRun(stage: Stage, step: Partial<StepOptions> = {}): Promise<ActionRun> {
  const { github } = stage;
  return stage.run(github.event('schedule'), {
    token: github.token(withIssues),
    ...step,
    inputs: { 'verify-timeout': '2', ...step.inputs },
  });
}
