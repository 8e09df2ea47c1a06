/** One line of the bench. */
export interface Figure {
  readonly work: string;
  readonly seen: string;
  /** What is compared: a ratio, a rate. */
  readonly figure: string;
  readonly aim: string;
  /** Null: nothing to compare it with here; `aim` says why. */
  readonly holds: boolean | null;
}
