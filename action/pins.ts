import { planDigest } from '../shared/core/digest.ts';
import { DeployError } from '../shared/core/errors.ts';
import type { Pins } from '../shared/core/pin.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { GitHub, PullRequest, Push } from './github.ts';
import { reportedPreview, type Reported } from './plan-artifact.ts';
import { completed, shownEdits, signedPreview, storedPreview } from './plan-shown.ts';
import type { ReadPlans, Shown } from './plan-shown.ts';
import { createSigner } from './plan-signature.ts';

/** The pull requests of a push and what their previews of one file showed. */
export interface Previewed {
  readonly pulls: readonly PullRequest[];
  /** One for each pull request. */
  readonly shown: readonly Shown[];
  /** Why the previews could not be read: then nothing is allowed. */
  readonly failure: string | undefined;
  /** What the report of a run tells of one of them; asked only where its comment does not tell it. */
  readonly reported: (pull: number) => Promise<Reported>;
}

export interface PreviewsWanted {
  readonly push: Push;
  /** Of the deployment file; made by `markerKey`. */
  readonly key: string;
  /** Who writes our comments. */
  readonly author: string;
  /** `owner/name`. */
  readonly repository: string;
  /** What the previews were signed with; see `createSigner`. */
  readonly signingSecrets: readonly string[];
  /** Given where the deployment file names a receiver: then its word counts and no comment does. */
  readonly readPlans?: ReadPlans | undefined;
}

/** Where the previews cannot even be asked for: nothing is allowed. */
export function unreadable(failure: string): Previewed {
  const reported = async (): Promise<Reported> => ({ kind: 'missing', why: failure });
  return { pulls: [], shown: [], failure, reported };
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

/**
 * Reads what the merged pull requests of a push previewed: from the receiver where there is one, else
 * from the comments that carry our signature, else from the reports that their runs have uploaded.
 * Rejects only with `CANCELLED`.
 */
export async function readPreviews(
  github: GitHub,
  wanted: PreviewsWanted,
  call: Call,
): Promise<Previewed> {
  const { push, key, author, repository, readPlans } = wanted;
  let pulls: readonly PullRequest[] = [];
  try {
    pulls = await pullsOf(push, github, call);
    const signer = createSigner({ secrets: wanted.signingSecrets, repository });
    const shown = await Promise.all(
      pulls.map((pull) =>
        readPlans === undefined
          ? signedPreview(github, { pull, key, author, signer }, call)
          : storedPreview(pull, readPlans, call),
      ),
    );
    const reported = async (number: number): Promise<Reported> => {
      const pull = pulls.find((one) => one.number === number);
      return pull === undefined
        ? { kind: 'missing', why: `#${number} is not of this push` }
        : await reportedPreview(github, { pull, key }, call);
    };
    return { pulls, shown, failure: undefined, reported };
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return { ...unreadable(error.message), pulls };
  }
}

/**
 * What may be carried out after a push. Fails closed: previews that cannot be read or believed, or that
 * a merged pull request never had, allow nothing. A push without a pull request is a person's own
 * decision and is pinned only where `requirePreview` says so. Rejects only with `CANCELLED`.
 */
export async function pinsOf(
  previewed: Previewed,
  plan: string,
  options: { readonly requirePreview: boolean },
): Promise<Pins | null> {
  const { pulls, failure, reported } = previewed;
  const nothing = (unseen: string): Pins => ({ allows: () => false, unseen });
  if (failure !== undefined) {
    return nothing(`the preview could not be read, so nobody knows what was approved: ${failure}`);
  }
  if (pulls.length === 0) {
    return options.requirePreview
      ? nothing('this push belongs to no pull request, and "require-preview" is true')
      : null;
  }
  // Most merges bring no edit: then nobody needs to look any further.
  if (plan === planDigest([])) return nothing('there was no edit to pin');
  const shown = await completed(previewed.shown, plan, reported);
  const without = shown.flatMap((one) => (one.kind === 'nothing' ? [one.why] : []));
  const believed = shown.flatMap((one) =>
    one.kind === 'nothing' || one.kind === 'unproven' ? [] : [one],
  );
  if (believed.length === 0) return nothing(without.join('; '));
  const named = [...new Set(believed.map(({ pull }) => `#${pull}`))].join(', ');
  const unseen = `the preview of ${named} did not show this change: the resource, the certificate on it or the wanted certificate is another one since`;
  const older = believed.flatMap(({ pull, at }) =>
    at === null ? [] : [`#${pull} was last previewed at ${at.slice(0, 12)}, and pushed to since`],
  );
  return {
    allows: shownEdits(believed, plan),
    unseen: [unseen, ...older, ...without].join('; '),
  };
}
