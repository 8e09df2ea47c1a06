import type {
  Change,
  Edit,
  Finding,
  Gap,
  Outcome,
  Plan,
  Receipt,
  Remark,
  ResourceState,
} from '../core/model.ts';
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
      /** In a verification also one that is kept. */
      readonly edit: Change;
      readonly state: ResourceState;
      /** What is being done, or how it ended, in words. */
      readonly doing: string;
    }
  | {
      /** A rollback by hand: only the receipt is known. */
      readonly kind: 'undo';
      readonly receipt: Receipt;
      readonly state: ResourceState;
      readonly doing: string;
    };

/** How one handshake, or a series of them within the propagation window, judged a change. */
export type ProbeVerdict =
  /**
   * Every domain that was asked is served with the wanted certificate. `detail`, where present, says
   * what the proof leaves open: domains that were not asked, addresses that gave no answer. `remarks`
   * say what clients may see besides: another kind of key, another address, a chain that is not whole.
   */
  | { readonly kind: 'served'; readonly detail?: string; readonly remarks?: readonly Remark[] }
  /** Reached, but it shows something else; `detail` says which domain and which certificate. */
  | { readonly kind: 'not-served'; readonly detail: string }
  /** No TLS answer at all from the resource's endpoints. */
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface Ports {
  readonly clock: Clock;
  /**
   * Handshakes with the resource's own endpoints until every domain of the change shows the wanted
   * leaf, or `windowMs` has passed. Rejects only when the call's signal is aborted.
   */
  readonly probe: (
    change: Change,
    options: { readonly windowMs: number; readonly onTry: (doing: string) => void },
    call: Call,
  ) => Promise<ProbeVerdict>;
  /**
   * Compares what DNS says about the domains of these changes with where their resources are. Bounded
   * in time; what could not be asked is a finding. Rejects only when the call's signal is aborted.
   */
  readonly dnsFindings?: (changes: readonly Change[], call: Call) => Promise<readonly Finding[]>;
  readonly progress: (event: Progress) => void;
}

/** Quota as a deployment sees it. Both are safe to repeat: an edit is charged once per run. */
export interface Ledger {
  /** Before the cloud is called. Throws where quota forbids the edit: nothing is sent then. */
  reserve(edit: Edit, call: Call): Promise<void>;
  /**
   * Once for every edit that `reserve` was called for, with how it ended, also when reserving itself
   * failed: its reply may have been lost. A failure to settle is logged and changes no outcome.
   */
  settle(outcome: Outcome, call: Call): Promise<void>;
}
