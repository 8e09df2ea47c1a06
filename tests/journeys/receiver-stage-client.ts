import { createReceiver, type Receiver } from '../../action/receiver.ts';
import { Secret } from '../../shared/core/secret.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { silentLog } from '../../shared/runtime/log.ts';
import type { Job } from '../simulators/oidc/claims.ts';
import { claimsOf, environment, jobOf } from './receiver-stage-workflow.ts';
import { certificateName, type ReceiverStage } from './receiver-stage.ts';
import { file } from './stage.ts';

/** What a job of the Action says to the receiver, said in its place. */

const call = { signal: new AbortController().signal, log: silentLog };

/** The receiver as a job of a workflow run sees it. */
export function asAction({ oidc, receiver }: ReceiverStage, job: Job): Receiver {
  const env = oidc.runner(job);
  return createReceiver({
    url: receiver.url,
    clock: systemClock,
    mask: () => {},
    idToken: async (audience, signal) => {
      const address = `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`;
      const headers = { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
      const response = await fetch(address, { headers, signal });
      return new Secret(((await response.json()) as { value: string }).value);
    },
  });
}

/** As a run does that deploys the file of the stage after a merge. */
export async function registerTask(stage: ReceiverStage): Promise<void> {
  const { github } = stage;
  const push = asAction(stage, {
    repository: github.name,
    repositoryId: github.state.id,
    ownerId: github.state.owner.id,
    environment,
    event: 'push',
    runId: github.world.nextId(),
  });
  const task = { certificates: [certificateName], deployAt: null, extend: false };
  const tasks = [{ name: 'shop-everywhere', ...task }];
  await push.registerTasks({ file, commit: 'c'.repeat(40), tasks }, call);
}

/** A job that claims its dispatch, runs the bundle, and hands in the report. */
export function claiming(stage: ReceiverStage): ReceiverStage['job'] {
  return async (taken, bundle) => {
    const receiver = asAction(stage, claimsOf(taken, jobOf(taken)));
    const dispatchId = taken.run.inputs['certferry'] ?? '';
    const claim = await receiver.claim(dispatchId, call);
    if (claim.kind === 'taken') throw new Error(claim.why);
    const action = await bundle();
    if (action.report === undefined) throw new Error(action.log);
    await receiver.report({ dispatchId, report: action.report }, call);
    return action;
  };
}
