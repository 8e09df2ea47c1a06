import { DeployError } from '../shared/core/errors.ts';
import type { RunId } from './marker.ts';

/**
 * The first line of our issue. It finds the issue again and tells which run wrote it last:
 *
 *     <!-- certferry:issue v1 key=… state=open run=123.1 -->
 *
 * Anyone can write such a line: an issue is ours only when its author is too.
 */
export interface IssueMarker {
  /** Tells the issues of several deployment files apart; made by `markerKey`. */
  readonly key: string;
  /** What we made of it; `double`: two runs raced, and another issue is the one. */
  readonly state: 'open' | 'closed' | 'double';
  readonly run: RunId;
}

const pattern =
  /^<!-- certferry:issue v1 key=(?<key>[\w.]{12}) state=(?<state>open|closed|double) run=(?<id>\d{1,15})\.(?<attempt>\d{1,6}) -->$/u;

/** The marker as one line without its line end. Throws `INTERNAL` for a value that does not fit. */
export function writeIssueMarker({ key, state, run }: IssueMarker): string {
  const line = `<!-- certferry:issue v1 key=${key} state=${state} run=${run.id}.${run.attempt} -->`;
  if (!pattern.test(line))
    throw new DeployError('INTERNAL', 'a value does not fit into the marker of the issue');
  return line;
}

export interface MarkedIssue {
  readonly marker: IssueMarker;
  /** Everything below the marker. */
  readonly text: string;
}

/** An issue body that starts with a marker, taken apart; undefined for every other text. */
export function readIssueBody(body: string): MarkedIssue | undefined {
  const [line = '', ...rest] = body.split(/\r?\n/u);
  const groups = pattern.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { key = '', state, id, attempt } = groups;
  return {
    marker: {
      key,
      state: state === 'closed' || state === 'double' ? state : 'open',
      run: { id: Number(id), attempt: Number(attempt) },
    },
    text: rest.join('\n'),
  };
}

/** The bytes that a marker and its line end take at most from what an issue may hold. */
export const issueMarkerBytes = 120;
