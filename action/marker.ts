import { createHash } from 'node:crypto';

import { DeployError } from '../shared/core/errors.ts';
import type { EditDigest } from '../shared/core/model.ts';

/**
 * The first line of each of our comments. It finds the comment again, tells which run wrote it, and
 * carries what the preview showed:
 *
 *     <!-- certferry:preview v1 key=… plan=… edits=… sha=… run=123.1 mac=… -->
 *
 * No value holds `-` or `>`, so none can end the HTML comment. Whoever may write to the repository may
 * edit the comment: the marker finds and dates it, and only its MAC proves what was shown.
 */
export interface Marker {
  readonly kind: 'preview' | 'result';
  /** Tells the comments of several deployment files apart; made by `markerKey`. */
  readonly key: string;
  /** Digest of all edits together; null when there was no plan. */
  readonly plan: string | null;
  readonly edits: MarkedEdits;
  /** The first 12 hex digits of the head that was previewed, or of the commit that was deployed. */
  readonly sha: string;
  readonly run: RunId;
  /**
   * Of all of the above, on its pull request; made by a `Signer`. Null: not signed, as results are,
   * and as were the comments of the first version, which are found all the same.
   */
  readonly mac: string | null;
}

/** A workflow run; a re-run keeps the id and counts the attempt up. */
export interface RunId {
  readonly id: number;
  readonly attempt: number;
}

/**
 * `listed`: each edit shortened to 48 bits. That is ample against accidents, and keeps 1,500 of them at
 * 12,000 characters. `whole`: there were more; only the digest of all of them together counts.
 */
export type MarkedEdits =
  | { readonly kind: 'listed'; readonly short: ReadonlySet<string> }
  | { readonly kind: 'whole' };

/** GitHub takes 65,536 characters a comment: a longer list would leave no room for the preview. */
export const mostListedEdits = 1500;

/** Base64url with `.` for `-`, since `--` has a meaning inside an HTML comment. */
export function compact(bytes: Buffer): string {
  return bytes.toString('base64url').replaceAll('-', '.');
}

/** The first six bytes of a digest as eight characters. */
export function shortEdit(digest: EditDigest): string {
  if (!/^[0-9a-f]{12,}$/u.test(digest)) {
    throw new DeployError('INTERNAL', 'the digest of an edit is not in hex');
  }
  return compact(Buffer.from(digest.slice(0, 12), 'hex'));
}

export function markEdits(digests: readonly EditDigest[]): MarkedEdits {
  const short = new Set(digests.map(shortEdit));
  return short.size > mostListedEdits ? { kind: 'whole' } : { kind: 'listed', short };
}

/**
 * Short and stable: one deployment file, one comment. The workflow is no part of it, because previews
 * and deployments may be two workflows, and a deployment has to find the preview of its file.
 */
export function markerKey({ file }: { readonly file: string }): string {
  return compact(createHash('sha256').update(file).digest().subarray(0, 9));
}

export function markedSha(sha: string): string {
  const short = sha.slice(0, 12).toLowerCase();
  // A name of another form is still told apart, and cannot break the marker.
  return /^[0-9a-f]{12}$/u.test(short)
    ? short
    : createHash('sha256').update(sha).digest('hex').slice(0, 12);
}

const pattern = new RegExp(
  [
    '^<!-- certferry:(?<kind>preview|result) v1',
    String.raw`key=(?<key>[\w.]{12})`,
    'plan=(?<plan>none|[0-9a-f]{16,64})',
    String.raw`edits=(?<edits>\*|(?:[\w.]{8}){0,${mostListedEdits}})`,
    'sha=(?<sha>[0-9a-f]{12})',
    String.raw`run=(?<id>\d{1,15})\.(?<attempt>\d{1,6})(?: mac=(?<mac>none|[\w.]{43}))? -->$`,
  ].join(' '),
  'u',
);

/** The marker as one line without its line end. Throws `INTERNAL` for a value that does not fit. */
export function writeMarker(marker: Marker): string {
  const edits = marker.edits.kind === 'whole' ? '*' : [...marker.edits.short].sort().join('');
  const { key, plan, sha, run, mac } = marker;
  const line = `<!-- certferry:${marker.kind} v1 key=${key} plan=${plan ?? 'none'} edits=${edits} sha=${sha} run=${run.id}.${run.attempt} mac=${mac ?? 'none'} -->`;
  if (!pattern.test(line))
    throw new DeployError('INTERNAL', 'a value does not fit into the marker');
  return line;
}

/** The marker that a comment starts with; undefined for every other text. */
export function readMarker(body: string): Marker | undefined {
  const end = body.search(/\r?\n|$/u);
  const groups = pattern.exec(body.slice(0, end))?.groups;
  if (groups === undefined) return undefined;
  const { kind, key = '', plan = '', edits = '', sha = '', id, attempt, mac = 'none' } = groups;
  return {
    kind: kind === 'result' ? 'result' : 'preview',
    key,
    plan: plan === 'none' ? null : plan,
    edits:
      edits === '*' ? { kind: 'whole' } : { kind: 'listed', short: new Set(edits.match(/.{8}/gu)) },
    sha,
    run: { id: Number(id), attempt: Number(attempt) },
    mac: mac === 'none' ? null : mac,
  };
}

/**
 * Whether one of these previews showed an edit. A preview with too many edits to list counts only as
 * a whole: it showed the edits of the plan with the same digest, and none of any other.
 */
export function previewedEdits(
  markers: readonly Marker[],
  planDigest: string,
): (digest: EditDigest) => boolean {
  const listed = new Set<string>();
  let all = false;
  for (const { kind, plan, edits } of markers) {
    if (kind !== 'preview') continue;
    if (edits.kind === 'listed') for (const short of edits.short) listed.add(short);
    else if (plan === planDigest) all = true;
  }
  return (digest) => all || listed.has(shortEdit(digest));
}

/** The bytes that the marker and its line end take from what a comment may hold. */
export function markerBytes(marker: Marker): number {
  return writeMarker(marker).length + 1;
}
