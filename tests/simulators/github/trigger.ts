/** What starts a workflow run: the payload file and the variables that follow from it. */
export interface TriggerEvent {
  readonly name: string;
  readonly payload: Record<string, unknown>;
  readonly repository: string;
  /** `GITHUB_SHA`: for a pull request the test merge, not its head. */
  readonly sha: string;
  readonly ref: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly actor: string;
}
