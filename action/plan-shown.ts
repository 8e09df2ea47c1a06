import type { EditDigest } from '../shared/core/model.ts';
import type { Call } from '../shared/providers/provider.ts';
import { findComments, type OurComment } from './comment.ts';
import type { GitHub, PullRequest } from './github.ts';
import { markedSha, previewedEdits, type Marker } from './marker.ts';
import type { Reported } from './plan-artifact.ts';
import type { Signer } from './plan-signature.ts';

/** What the preview of one pull request showed, by a witness that nobody can talk round. */
export type Shown =
  /** Says a comment of ours whose signature fits. `at`: see `stored`. */
  | {
      readonly kind: 'signed';
      readonly pull: number;
      readonly marker: Marker;
      readonly at: string | null;
    }
  /** Says the receiver, which takes it from a run of that very pull request only. */
  | {
      readonly kind: 'stored';
      readonly pull: number;
      readonly edits: ReadonlySet<EditDigest>;
      /** The commit that was previewed, where the pull request was pushed to since. */
      readonly at: string | null;
    }
  /** Says the JSON report that a run of this very head has uploaded. */
  | {
      readonly kind: 'reported';
      readonly pull: number;
      readonly edits: ReadonlySet<EditDigest>;
      readonly at: null;
    }
  /** No comment proves anything; the report of a run may. */
  | {
      readonly kind: 'unproven';
      readonly pull: number;
      readonly why: string;
      readonly advice: string;
    }
  /** There is no witness at all; the reason names the pull request and what to do. */
  | { readonly kind: 'nothing'; readonly pull: number; readonly why: string };

/** What a preview showed, as the receiver keeps it. */
export interface StoredPlan {
  readonly digest: string;
  readonly edits: readonly EditDigest[];
  readonly headSha: string;
}

/** Asks the receiver for the previews of one deployment file on a pull request. */
export type ReadPlans = (pull: number, call: Call) => Promise<readonly StoredPlan[]>;

function again(pull: number): string {
  return `run the preview of #${pull} again ("Re-run all jobs" of its workflow run) and then this run, or start the workflow by hand`;
}

/** Rejects where the receiver does not answer: then nobody knows, whatever a comment says. */
export async function storedPreview(
  { number: pull, headSha }: PullRequest,
  readPlans: ReadPlans,
  call: Call,
): Promise<Shown> {
  const plans = await readPlans(pull, call);
  if (plans.length === 0) {
    const why = `the receiver holds no preview of this deployment file for #${pull} (it keeps none of a pull request that went into another branch then), and where there is a receiver no comment counts; ${again(pull)}`;
    return { kind: 'nothing', pull, why };
  }
  const heads = plans.map((plan) => plan.headSha);
  const at = heads.includes(headSha) ? null : (heads[0] ?? null);
  return { kind: 'stored', pull, edits: new Set(plans.flatMap(({ edits }) => edits)), at };
}

/**
 * What a comment says whose signature fits. Whoever may write to the repository may change any comment
 * of ours, or make one of another comment of the same author; so the others do not count at all.
 */
export async function signedPreview(
  github: Pick<GitHub, 'listComments'>,
  request: {
    readonly pull: PullRequest;
    readonly key: string;
    readonly author: string;
    readonly signer: Signer | null;
  },
  call: Call,
): Promise<Shown> {
  const { key, author, signer } = request;
  const { number: pull, headSha } = request.pull;
  const comments = await findComments(github, pull, { kind: 'preview', key, author }, call);
  // After a race the oldest comment is the one that was kept and edited.
  const genuine = comments.find(({ marker }) => signer?.accepts(marker, pull));
  if (genuine === undefined) return { kind: 'unproven', pull, ...whyNot(comments, pull, signer) };
  const { marker } = genuine;
  return {
    kind: 'signed',
    pull,
    marker,
    at: marker.sha === markedSha(headSha) ? null : marker.sha,
  };
}

interface Why {
  readonly why: string;
  /** What to do, if nothing else proves it. */
  readonly advice: string;
}

function whyNot(comments: readonly OurComment[], pull: number, signer: Signer | null): Why {
  if (comments.length === 0) {
    return {
      why: `#${pull} has no preview of this deployment file in a comment`,
      advice: 'open a pull request that is previewed, or start the workflow by hand',
    };
  }
  if (signer === null) {
    return {
      why: `nothing can prove what the preview comment of #${pull} showed: the deployment file names no receiver, and this run has no secret of it (access keys, or private keys where no account has one) of 16 characters or more that the preview could be signed with`,
      advice: 'name a receiver, set such a secret, or start the workflow by hand',
    };
  }
  if (comments.every(({ marker }) => marker.mac === null)) {
    return {
      why: `the preview comment of #${pull} is not signed: it was written by an earlier version of Certferry or in a run without the secrets that it is signed with, or somebody changed it`,
      advice: again(pull),
    };
  }
  return {
    why: `the signature of the preview comment of #${pull} does not fit: somebody changed the comment, or the secrets that it is signed with (the access keys of the deployment file; its private keys where no account has one) are others than in the run of the preview: changed since, or set differently in its workflow`,
    advice: again(pull),
  };
}

/**
 * What was shown, with what the report of a run tells of the pull requests whose comment does not: it
 * proves nothing, or had too many edits to list them and the plan is another one now.
 */
export async function completed(
  all: readonly Shown[],
  planDigest: string,
  reported: (pull: number) => Promise<Reported>,
): Promise<readonly Shown[]> {
  const asked = all.map(async (shown): Promise<readonly Shown[]> => {
    const { pull } = shown;
    if (shown.kind === 'unproven') {
      const report = await reported(pull);
      const { why, advice } = shown;
      return report.kind === 'found'
        ? [fromReport(pull, report)]
        : [{ kind: 'nothing', pull, why: `${why}; ${report.why}; ${advice}` }];
    }
    const whole = shown.kind === 'signed' && shown.marker.edits.kind === 'whole';
    if (!whole || shown.marker.plan === planDigest) return [shown];
    const report = await reported(pull);
    if (report.kind === 'found') return [shown, fromReport(pull, report)];
    const why = `the comment of #${pull} had too many edits to list them, so it counts only for exactly the same plan; ${report.why}`;
    return [shown, { kind: 'nothing', pull, why }];
  });
  return (await Promise.all(asked)).flat();
}

function fromReport(pull: number, { edits }: Extract<Reported, { kind: 'found' }>): Shown {
  return { kind: 'reported', pull, edits: new Set(edits), at: null };
}

/** Which edits any of these previews showed. */
export function shownEdits(
  all: readonly Shown[],
  planDigest: string,
): (digest: EditDigest) => boolean {
  const markers: Marker[] = [];
  const stored = new Set<EditDigest>();
  for (const shown of all) {
    switch (shown.kind) {
      case 'signed':
        markers.push(shown.marker);
        break;
      case 'stored':
      case 'reported':
        for (const edit of shown.edits) stored.add(edit);
        break;
      case 'unproven':
      case 'nothing':
        break;
    }
  }
  const marked = previewedEdits(markers, planDigest);
  return (digest) => stored.has(digest) || marked(digest);
}
