import type { Edit, Gap, Plan, ResourceState } from '../core/model.ts';
import type { Call } from '../providers/provider.ts';
import type { Clock } from '../runtime/clock.ts';

/** What a watcher of a long run is told. Values are for people: labels, never secrets. */
export type Progress =
  | { readonly kind: 'connecting'; readonly accounts: number }
  | { readonly kind: 'discovering'; readonly places: number }
  | {
      readonly kind: 'discovered';
      readonly account: string;
      readonly target: string;
      readonly region: string | null;
      readonly resources: number;
    }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | { readonly kind: 'planned'; readonly plan: Plan }
  | {
      readonly kind: 'change';
      readonly edit: Edit;
      readonly state: ResourceState;
      /** What is being done, or how it ended, in words. */
      readonly doing: string;
    };

/** How one handshake, or a series of them within the propagation window, judged an edit. */
export type ProbeVerdict =
  /** Every domain of the edit is served with the wanted certificate. */
  | { readonly kind: 'served' }
  /** Reached, but it shows something else; `detail` says which domain and which certificate. */
  | { readonly kind: 'not-served'; readonly detail: string }
  /** No TLS answer at all from the resource's endpoints. */
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface Ports {
  readonly clock: Clock;
  /**
   * Handshakes with the resource's own endpoints until every domain of the edit shows the wanted
   * leaf, or `windowMs` has passed. Rejects only when the call's signal is aborted.
   */
  readonly probe: (
    edit: Edit,
    options: { readonly windowMs: number; readonly onTry: (doing: string) => void },
    call: Call,
  ) => Promise<ProbeVerdict>;
  readonly progress: (event: Progress) => void;
}
