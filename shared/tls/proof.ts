import type { Change, Endpoint } from '../core/model.ts';
import type { Answer } from './answer.ts';
import type { Handshake } from './handshake.ts';
import type { Offer } from './offer.ts';
import type { Question } from './questions.ts';

/** One handshake, as the probe makes them: bounded, and in its queue. */
export type Ask = (question: Question, place: Endpoint, offer: Offer) => Promise<Handshake>;

/** What a proven change was proven with. */
export interface Proof {
  readonly change: Change;
  readonly questions: readonly Question[];
  /** Every address that was asked, of the resource itself or instead of it. */
  readonly places: readonly Endpoint[];
  readonly answers: readonly Answer[];
}
