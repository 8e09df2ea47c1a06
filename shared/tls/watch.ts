import type { Change, Remark } from '../core/model.ts';
import { answerKey, isExcused, markOf, mostSilences, wantedWords } from './answer.ts';
import type { Answer } from './answer.ts';
import { mostDomains } from './questions.ts';
import { shownWhere, some } from './shown-where.ts';

/** How a series of handshakes judged a change. The engine knows it as `ProbeVerdict`. */
export type Verdict =
  | { readonly kind: 'served'; readonly detail?: string; readonly remarks?: readonly Remark[] }
  | { readonly kind: 'not-served'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface Taken {
  readonly verdict: Verdict;
  /** No further try can change the verdict. */
  readonly done: boolean;
  readonly doing: string;
}

/** Tries in a row that must be all right after an address went back to another certificate. */
const steadyAfterFlap = 3;

/** Remembers the tries of one change: who was silent, who went back, whether anybody ever answered. */
export function createWatch(change: Change): { take(answers: readonly Answer[]): Taken } {
  const silences = new Map<string, number>();
  const hitBefore = new Set<string>();
  let tries = 0;
  let everAnswered = false;
  const flapped = new Set<string>();
  let steady = 0;

  return {
    take: (answers) => {
      tries += 1;
      const open: Answer[] = [];
      const excused: Answer[] = [];
      const proven = new Set<string>();
      for (const answer of answers) {
        const key = answerKey(answer);
        const mark = markOf(answer, change);
        const silent = mark === 'silent' ? (silences.get(key) ?? 0) + 1 : 0;
        silences.set(key, silent);
        everAnswered ||= mark !== 'silent';
        if (mark === 'hit') {
          hitBefore.add(key);
          proven.add(answer.question.label);
        } else if (mark === 'silent' && isExcused(answer, silent)) {
          excused.push(answer);
        } else {
          if (hitBefore.has(key)) flapped.add(answer.address);
          open.push(answer);
        }
      }
      const unproven = excused.filter((answer) => !proven.has(answer.question.label));
      const good = answers.length > 0 && open.length === 0 && unproven.length === 0;
      steady = good ? steady + 1 : 0;
      const hits = answers.length - open.length - excused.length;
      const doing = `handshakes, try ${tries}: ${hits} of ${answers.length} show ${wantedWords(change)}`;

      if (good) {
        const detail = openEnds(change, excused);
        const done = flapped.size === 0 || steady >= steadyAfterFlap;
        if (!done) {
          const words = `${some([...flapped])} went back from ${wantedWords(change)} to something else, and ${flapped.size === 1 ? 'was' : 'were'} not steady until the end`;
          return { done, doing, verdict: { kind: 'not-served', detail: words } };
        }
        return { done, doing, verdict: { kind: 'served', ...(detail === null ? {} : { detail }) } };
      }
      const detail = shownWhere(answers, change);
      if (everAnswered) return { done: false, doing, verdict: { kind: 'not-served', detail } };
      const hopeless = change.resource.reach === 'private' && tries >= mostSilences;
      return { done: hopeless, doing, verdict: { kind: 'unreachable', detail } };
    },
  };
}

/** What a proof leaves open, in words. */
function openEnds(change: Change, excused: readonly Answer[]): string | null {
  const ends: string[] = [];
  const { length } = change.domains;
  if (length > mostDomains) ends.push(`${mostDomains} of its ${length} domains were asked`);
  const quiet = excused.filter(
    ({ handshake: result }) => result.kind === 'no-certificate' && result.reason !== 'no-route',
  );
  const addresses = [...new Set(quiet.map((answer) => answer.address))];
  if (addresses.length > 0) ends.push(`no answer from ${some(addresses)}`);
  return ends.length === 0 ? null : ends.join('; ');
}
