import { DeployError } from '../shared/core/errors.ts';
import type { Pins } from '../shared/core/pin.ts';
import type { Call } from '../shared/providers/provider.ts';
import { findComments } from './comment.ts';
import type { GitHub, PullRequest, Push } from './github.ts';
import { previewedEdits } from './marker.ts';
import type { Marker } from './marker.ts';

/** The pull requests of a push and what their previews of one file showed. */
export interface Previewed {
  readonly pulls: readonly PullRequest[];
  readonly markers: readonly Marker[];
  /** Why the previews could not be read: then nothing is allowed. */
  readonly failure: string | undefined;
}

/**
 * GitHub's index of commits and pull requests may lag behind a push. A merge that it does not know yet
 * must not pass for a direct push, so the pull request that the commit names is asked itself.
 */
async function pullsOf(push: Push, github: GitHub, call: Call): Promise<readonly PullRequest[]> {
  const pulls = await github.pullsOfPush(push, call);
  if (pulls.length > 0 || push.named === undefined || push.named === null) return pulls;
  try {
    const pull = await github.getPull(push.named, call);
    return pull.merged && pull.mergeCommitSha === push.after ? [pull] : [];
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'RESOURCE_GONE') return [];
    throw error;
  }
}

/** Reads what the merged pull requests of a push previewed. Rejects only with `CANCELLED`. */
export async function readPreviews(
  github: GitHub,
  request: { readonly push: Push; readonly key: string; readonly author: string },
  call: Call,
): Promise<Previewed> {
  const { push, key, author } = request;
  let pulls: readonly PullRequest[] = [];
  try {
    pulls = await pullsOf(push, github, call);
    const comments = await Promise.all(
      pulls.map((pull) =>
        findComments(github, pull.number, { kind: 'preview', key, author }, call),
      ),
    );
    // After a race the oldest comment is the one that was kept and edited.
    const markers = comments.flatMap(([first]) => (first === undefined ? [] : [first.marker]));
    return { pulls, markers, failure: undefined };
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return { pulls, markers: [], failure: error.message };
  }
}

/**
 * What may be carried out after a push. Fails closed: previews that cannot be read, or that a merged
 * pull request never had, allow nothing. A push without a pull request is a person's own decision and
 * is pinned only where `requirePreview` says so.
 */
export function pinsOf(
  previewed: Previewed,
  planDigest: string,
  options: { readonly requirePreview: boolean },
): Pins | null {
  const { pulls, markers, failure } = previewed;
  const nothing = (unseen: string): Pins => ({ allows: () => false, unseen });
  if (failure !== undefined) {
    return nothing(`the preview could not be read, so nobody knows what was approved: ${failure}`);
  }
  if (pulls.length === 0) {
    return options.requirePreview
      ? nothing('this push belongs to no pull request, and "require-preview" is true')
      : null;
  }
  const named = pulls.map((pull) => `#${pull.number}`).join(', ');
  if (markers.length === 0) {
    return nothing(
      `${named} has no preview of this deployment file; open a pull request that is previewed, or start the workflow by hand`,
    );
  }
  return {
    allows: previewedEdits(markers, planDigest),
    unseen: `the preview of ${named} did not show this change: the resource, the certificate on it or the wanted certificate is another one since`,
  };
}
