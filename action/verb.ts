import type { Event, WorkflowDispatchEvent } from './event.ts';
import type { Push } from './github.ts';
import type { Inputs } from './inputs.ts';

/** What a workflow that was started by hand, or by a receiver, was told. */
export interface Dispatch {
  /** Id of the receiver's wish; null: a person started it. */
  readonly id: string | null;
  /** Only this task; null: all. */
  readonly task: string | null;
  /** Only this deployment file; null: all of the input `config`. */
  readonly file: string | null;
}

/** What a run is to do, decided from the event and the inputs alone. */
export type Verb =
  /** A comment goes to `pull`, where there is one. */
  | { readonly kind: 'preview'; readonly pull: number | null; readonly headSha: string | null }
  /** No secrets, so no cloud: parse, validate, check certificates. */
  | { readonly kind: 'offline'; readonly headSha: string; readonly why: string }
  /** Pinned to the preview of what was merged. */
  | { readonly kind: 'deploy'; readonly push: Push; readonly dispatch: null }
  /** Nothing is pinned to a preview; what a receiver started is held to what was merged before. */
  | { readonly kind: 'deploy'; readonly push: null; readonly dispatch: Dispatch }
  /** Compares what is served with what was deployed; writes nothing. */
  | { readonly kind: 'verify' }
  /** `earlier`: id of the run to undo, or the path of its report. */
  | { readonly kind: 'rollback'; readonly earlier: string; readonly file: string | null }
  /** Removes old certificate objects that nothing needs. */
  | { readonly kind: 'clean' }
  | { readonly kind: 'nothing'; readonly why: string }
  /** The workflow asks for what Certferry must not do. */
  | { readonly kind: 'refused'; readonly why: string };

const offDefault: Verb = {
  kind: 'refused',
  why: 'deployments start only from the default branch, where the deployment file was reviewed; merge first',
};

/**
 * `auto`: preview on pull requests and in the merge queue, deploy on a push to the default branch and
 * on `workflow_dispatch` there, verify on a schedule. A deployment never starts from anything else than
 * the default branch, whatever `mode` says: nobody has reviewed that file.
 */
export function verbOf(event: Event, { mode, rollback }: Pick<Inputs, 'mode' | 'rollback'>): Verb {
  if (mode === 'clean') return cleanOf(event, rollback);
  switch (event.kind) {
    case 'pull_request': {
      if (mode === 'deploy' || mode === 'rollback' || mode === 'verify') {
        return {
          kind: 'refused',
          why: 'a pull request is previewed, never deployed; use "mode: auto" and deploy on the push that merges it',
        };
      }
      if (event.action === 'closed') {
        return { kind: 'nothing', why: 'the pull request is closed; its merge is a push' };
      }
      const { headSha, origin, number } = event;
      if (origin !== 'same-repository') {
        const whose = origin === 'fork' ? 'a fork' : 'Dependabot';
        return { kind: 'offline', headSha, why: `pull requests of ${whose} have no secrets` };
      }
      return { kind: 'preview', pull: number, headSha };
    }
    case 'merge_group':
      return mode === 'deploy' || mode === 'rollback'
        ? offDefault
        : { kind: 'preview', pull: null, headSha: event.headSha };
    case 'push': {
      if (mode === 'rollback') return rollbackOnly;
      if (mode === 'verify') return event.toDefaultBranch ? { kind: 'verify' } : offDefault;
      if (event.toDefaultBranch && mode !== 'preview') {
        const { branch, before, after, named } = event;
        return { kind: 'deploy', push: { branch, before, after, named }, dispatch: null };
      }
      return mode === 'deploy' ? offDefault : { kind: 'preview', pull: null, headSha: event.after };
    }
    case 'workflow_dispatch':
      return byHand(event, mode, rollback);
    case 'schedule':
      if (mode === 'preview') return { kind: 'preview', pull: null, headSha: null };
      if (mode === 'rollback') return rollbackOnly;
      return mode === 'deploy'
        ? { kind: 'deploy', push: null, dispatch: { id: null, task: null, file: null } }
        : { kind: 'verify' };
    case 'unsupported':
      // A tag, or a branch that is gone: an ordinary push that is none of our business.
      if (event.name === 'push') return { kind: 'nothing', why: event.reason };
      return {
        kind: 'refused',
        why: `the event ${event.name} is not for Certferry: ${event.reason}`,
      };
  }
}

const rollbackOnly: Verb = {
  kind: 'refused',
  why: '"mode: rollback" undoes one run and is started by hand: trigger the workflow by workflow_dispatch',
};

/** Nothing else may start it: no pull request has a say in what is removed. */
function cleanOf(event: Event, rollback: string): Verb {
  switch (event.kind) {
    case 'schedule':
      return { kind: 'clean' };
    case 'workflow_dispatch': {
      if (!event.onDefaultBranch) return cleanOnly;
      const told = event.inputs['rollback']?.trim() ?? '';
      if (told === '' && rollback === '') return { kind: 'clean' };
      return { kind: 'refused', why: 'a rollback was asked for, and "mode" is clean: use auto' };
    }
    case 'pull_request':
    case 'merge_group':
    case 'push':
    case 'unsupported':
      return cleanOnly;
  }
}

const cleanOnly: Verb = {
  kind: 'refused',
  why: '"mode: clean" removes certificate objects from the clouds: start it by a schedule, or by workflow_dispatch on the default branch',
};

function byHand(
  event: WorkflowDispatchEvent,
  mode: Inputs['mode'],
  rollback: Inputs['rollback'],
): Verb {
  const told = (name: string) => {
    const value = event.inputs[name]?.trim() ?? '';
    return value === '' ? null : value;
  };
  if (mode === 'preview') return { kind: 'preview', pull: null, headSha: null };
  if (!event.onDefaultBranch) return offDefault;
  if (mode === 'verify') return { kind: 'verify' };
  const earlier = told('rollback') ?? (rollback === '' ? null : rollback);
  const file = told('file');
  if (earlier !== null) {
    if (mode === 'deploy') {
      return { kind: 'refused', why: 'a rollback was asked for, and "mode" is deploy: use auto' };
    }
    return { kind: 'rollback', earlier, file };
  }
  if (mode === 'rollback') {
    return {
      kind: 'refused',
      why: '"mode: rollback" needs the run to undo: give its id, or the path of its JSON report, in the input "rollback"',
    };
  }
  return {
    kind: 'deploy',
    push: null,
    dispatch: { id: told('certferry'), task: told('task'), file },
  };
}
