import type { Deployment, Task } from '../shared/core/deployment.ts';
import type { ErrorFacts } from '../shared/core/errors.ts';
import { DeployError } from '../shared/core/errors.ts';
import type { Edit, Finding } from '../shared/core/model.ts';
import type { Pins } from '../shared/core/pin.ts';
import { deployJob } from '../shared/job/deploy-job.ts';
import type { DeployOptions } from '../shared/job/deploy-job.ts';
import { reported } from '../shared/job/job-parts.ts';
import { readDeployment } from '../shared/job/read-deployment.ts';
import type { Call } from '../shared/providers/provider.ts';
import { handIn } from './hand-in.ts';
import { markerKey } from './marker.ts';
import { pinsOf, readPreviews, unreadable } from './pins.ts';
import type { Previewed } from './pins.ts';
import type { Claim, Receiver } from './receiver.ts';
import { pastTimesAreKnown, register } from './register.ts';
import { receiverOf, signingOf } from './session.ts';
import type { Done, FileJob } from './session.ts';
import type { Dispatch, Verb } from './verb.ts';

type DeployVerb = Extract<Verb, { readonly kind: 'deploy' }>;

/** What bounds a deployment, besides the plan itself. */
type Bounds = Pick<DeployOptions, 'tasks' | 'pastTimes' | 'outside' | 'waits' | 'notes'>;

/** A run that dies is refunded when this is over, or when GitHub says that the run has ended. */
const leaseSeconds = 7200;

/**
 * Deploys one file: registers its tasks after a push, claims what a receiver has started, reserves and
 * settles quota, and hands in the report. Undefined: another run carries it, and nothing is to be said.
 */
export async function deployFile(
  job: FileJob,
  verb: DeployVerb,
  call: Call,
): Promise<Done | undefined> {
  const { file, session, options } = job;
  const { door, inputs } = session;
  const parsed = await readDeployment(file, door, { pastTimes: 'accept' });
  const deployment = parsed.ok ? parsed.deployment : undefined;
  const receiver = deployment === undefined ? undefined : receiverOf(deployment, session);
  // Read while the clouds are: GitHub and they know nothing of each other.
  const previews =
    verb.push === null ? undefined : previewsOf(job, verb.push, { deployment, receiver }, call);
  const pins = async (digest: string): Promise<Pins | null> =>
    previews === undefined ? null : pinsOf(await previews, digest, inputs);

  let bounds: Bounds;
  try {
    const admitted = await admit(job, verb, { deployment, receiver }, call);
    if (admitted.kind === 'taken') {
      session.runtime.log.print(`nothing to do: ${admitted.why}`);
      return undefined;
    }
    ({ bounds } = admitted);
  } catch (thrown) {
    const report = await reported('deploy', door, options, async () => {
      throw DeployError.from(thrown);
    });
    return { report, pulls: await pullsOf(previews) };
  }
  const ledger = receiver?.ledger({ file, leaseSeconds });
  const report = await deployJob(
    door,
    { ...options, ...bounds, ledger, pins: async (plan) => await pins(plan.digest) },
    call,
  );
  const pulls = await pullsOf(previews);
  if (receiver === undefined) return { report, pulls };
  const dispatchId = verb.dispatch?.id ?? null;
  const keep = async () => await handIn(report, { receiver, dispatchId, session }, call);
  return { report, pulls, handIn: keep };
}

/** It rejects only where the run was cancelled before anything was known. */
async function pullsOf(previews: Promise<Previewed> | undefined): Promise<readonly number[]> {
  const { pulls = [] } = (await previews?.catch(() => undefined)) ?? {};
  return pulls.map((pull) => pull.number);
}

type Admitted =
  | { readonly kind: 'admitted'; readonly bounds: Bounds }
  | { readonly kind: 'taken'; readonly why: string };

const unbounded: Bounds = { pastTimes: 'refuse' };

interface Found {
  /** Undefined: the file does not parse. */
  readonly deployment: Deployment | undefined;
  readonly receiver: Receiver | undefined;
}

async function admit(
  { file, session, options }: FileJob,
  { push, dispatch }: DeployVerb,
  { deployment, receiver }: Found,
  call: Call,
): Promise<Admitted> {
  const { door, runtime } = session;
  const now = door.clock.now();
  if (push === null) {
    if (dispatch.id === null)
      return { kind: 'admitted', bounds: byHand(dispatch, deployment, now) };
    if (deployment === undefined) return { kind: 'admitted', bounds: unbounded };
    if (receiver === undefined) {
      const message = `a receiver has started this run, and ${file} names none that this job can ask what it may change; start the workflow by hand, or name the receiver in the file`;
      return {
        kind: 'admitted',
        bounds: { pastTimes: 'accept', outside: () => ({ code: 'REFUSED', message }) },
      };
    }
    const claim = await receiver.claim(dispatch.id, call);
    if (claim.kind === 'taken') return claim;
    return { kind: 'admitted', bounds: claimed(claim, file) };
  }
  if (deployment === undefined || receiver === undefined) {
    return { kind: 'admitted', bounds: unbounded };
  }
  if (!(await pastTimesAreKnown(deployment, receiver, { now, call }))) {
    return { kind: 'admitted', bounds: unbounded };
  }
  const commit = options.commit ?? push.after;
  const { superseded, cancelled } = await register(
    deployment,
    commit,
    { receiver, door, log: runtime.log },
    call,
  );
  for (const name of cancelled) runtime.log.print(`task ${name} is gone: cancelled`);
  const bounds: Bounds = { pastTimes: 'accept', waits: ({ deployAt }) => deployAt !== null };
  return { kind: 'admitted', bounds: superseded ? { ...bounds, outside: isSuperseded } : bounds };
}

function isSuperseded(): ErrorFacts {
  return {
    code: 'PLAN_STALE',
    message:
      'a newer push has brought another version of this file since: only that one is deployed',
  };
}

/** A person decides: one task, at once, or all but those that wait for their time. */
function byHand(dispatch: Dispatch, deployment: Deployment | undefined, now: Date): Bounds {
  const { task } = dispatch;
  if (task === null) {
    const waits = ({ deployAt }: Task) => deployAt !== null && deployAt > now;
    return { pastTimes: 'accept', waits };
  }
  if (deployment !== undefined && !deployment.tasks.some(({ name }) => name === task)) {
    const names = deployment.tasks.map(({ name }) => name).join(', ');
    throw new DeployError(
      'CONFIG_INVALID',
      `the input "task" names "${task.slice(0, 64)}", and ${deployment.file} has: ${names}`,
    );
  }
  return { pastTimes: 'accept', tasks: [task] };
}

/** Nobody previewed this run: it only renews what a merged run has covered, unless a task says more. */
function claimed(claim: Extract<Claim, { readonly kind: 'claimed' }>, file: string): Bounds {
  if (claim.file !== null && claim.file !== file) {
    throw new DeployError('REFUSED', `the receiver has started this run for ${claim.file}`);
  }
  const scopes = new Map(
    claim.tasks.map(({ name, extend, covered }) => [name, { extend, covered: new Set(covered) }]),
  );
  const outside = (edit: Edit): ErrorFacts | undefined => {
    const scope = scopes.get(edit.task);
    if (scope?.extend === true || scope?.covered.has(edit.resource.id) === true) return undefined;
    return {
      code: 'PLAN_STALE',
      message:
        'no merged run of this task has covered this resource, and nobody previewed this one; open a pull request, or let the task say "extend: true"',
    };
  };
  const notes: readonly Finding[] =
    claim.note === null
      ? []
      : [{ code: 'late', level: 'warning', subject: null, message: claim.note }];
  return { pastTimes: 'accept', tasks: [...scopes.keys()], outside, notes };
}

function previewsOf(
  { file, session }: FileJob,
  push: NonNullable<DeployVerb['push']>,
  { deployment, receiver }: Found,
  call: Call,
): Promise<Previewed> {
  const { github, inputs } = session;
  if (github === undefined) return Promise.resolve(unreadable('the input "github-token" is empty'));
  if (deployment !== undefined && deployment.receiver !== null && receiver === undefined) {
    return Promise.resolve(unreadable('the receiver, which keeps it, cannot be asked by this job'));
  }
  const { secrets, repository } =
    deployment === undefined ? { secrets: [], repository: '' } : signingOf(deployment, session);
  const found = readPreviews(
    github,
    {
      push,
      key: markerKey({ file }),
      author: inputs.commentAuthor,
      repository,
      signingSecrets: secrets,
      readPlans:
        receiver === undefined
          ? undefined
          : async (pull, asking) => await receiver.readPlans({ pull, file }, asking),
    },
    call,
  );
  // An invalid file ends the job before anybody waits for this.
  found.catch(() => undefined);
  return found;
}
