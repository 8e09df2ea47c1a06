import type { Event } from './event.ts';
import type { Push } from './github.ts';
import type { Inputs } from './inputs.ts';

/** What a run is to do, decided from the event and the input `mode` alone. */
export type Verb =
  /** A comment goes to `pull`, where there is one. */
  | { readonly kind: 'preview'; readonly pull: number | null; readonly headSha: string | null }
  /** No secrets, so no cloud: parse, validate, check certificates. */
  | { readonly kind: 'offline'; readonly headSha: string; readonly why: string }
  /** `push`: pinned to the preview of what was merged. By hand nothing is pinned. */
  | {
      readonly kind: 'deploy';
      readonly push: Push | null;
    }
  | { readonly kind: 'nothing'; readonly why: string }
  /** The workflow asks for what Certferry must not do. */
  | { readonly kind: 'refused'; readonly why: string };

/**
 * `auto`: preview on pull requests and in the merge queue, deploy on a push to the default branch and
 * on `workflow_dispatch` there. A deployment never starts from anything else than the default branch,
 * whatever `mode` says: nobody has reviewed that file.
 */
export function verbOf(event: Event, mode: Inputs['mode']): Verb {
  const offDefault: Verb = {
    kind: 'refused',
    why: 'deployments start only from the default branch, where the deployment file was reviewed; merge first',
  };
  switch (event.kind) {
    case 'pull_request': {
      if (mode === 'deploy') {
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
      return mode === 'deploy'
        ? offDefault
        : { kind: 'preview', pull: null, headSha: event.headSha };
    case 'push': {
      if (event.toDefaultBranch && mode !== 'preview') {
        const { branch, before, after, named } = event;
        return { kind: 'deploy', push: { branch, before, after, named } };
      }
      return mode === 'deploy' ? offDefault : { kind: 'preview', pull: null, headSha: event.after };
    }
    case 'workflow_dispatch':
      if (mode === 'preview') return { kind: 'preview', pull: null, headSha: null };
      return event.onDefaultBranch ? { kind: 'deploy', push: null } : offDefault;
    case 'schedule':
      if (mode === 'preview') return { kind: 'preview', pull: null, headSha: null };
      return {
        kind: 'refused',
        why: 'verifying on a schedule is not yet supported by this version; "mode: preview" shows on a schedule what would change',
      };
    case 'unsupported':
      // A tag, or a branch that is gone: an ordinary push that is none of our business.
      if (event.name === 'push') return { kind: 'nothing', why: event.reason };
      return {
        kind: 'refused',
        why: `the event ${event.name} is not for Certferry: ${event.reason}`,
      };
  }
}
