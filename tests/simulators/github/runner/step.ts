import type { TriggerEvent } from '../events.ts';
import type { WorkflowCommand } from './commands.ts';

export interface StepOptions {
  /** Only the addresses and the files of a commit are asked of it. */
  readonly github: {
    readonly apiUrl: string;
    readonly serverUrl: string;
    readonly graphqlUrl: string;
    checkout(sha: string, directory: string): Promise<void>;
  };
  readonly event: TriggerEvent;
  /** `github.token` of the job. */
  readonly token: string;
  /** Script to run. Default: `runs.main` of `action.yml`, else `dist/index.js`. */
  readonly entry?: string;
  /** Folder that holds `action.yml` and `dist`. Default: the current one. */
  readonly action?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** `env` of the step: secrets, proxies, certificates of loopback servers. */
  readonly env?: Readonly<Record<string, string>>;
  /** Values of `env` that come from secrets: hidden before the step starts. */
  readonly secrets?: readonly string[];
  /** Where all temporary files go; kept afterwards. Default: a fresh folder, removed at the end. */
  readonly directory?: string;
  /** A folder to run in. Default: a fresh one with the files of `event.sha`. */
  readonly workspace?: string;
  readonly workflow?: string;
  /** Default: `.github/workflows/certferry.yml`. */
  readonly workflowPath?: string;
  readonly run?: { readonly id: number; readonly attempt: number; readonly number?: number };
  /** "Re-run with debug logging". */
  readonly debug?: boolean;
  /** Texts from outside that must not become commands, besides payload and workspace. */
  readonly untrusted?: readonly string[];
  readonly timeoutMs?: number;
  /** The machine is gone at once: no signal that could be caught, no word to anybody. */
  readonly lost?: AbortSignal;
  /** A person presses "Cancel", or the job's time is over: see `RunningStep.cancel`. */
  readonly cancelled?: AbortSignal;
  /** How long the runner waits after SIGINT and after SIGTERM. */
  readonly cancel?: { readonly afterInterruptMs?: number; readonly afterTerminateMs?: number };
  /** Each line of output as it comes, before masking. */
  readonly onLine?: (line: string) => void;
}

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly title: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  /** Whether it was told to stop before it had ended. */
  readonly cancelled: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What people see: both streams, masked, commands in the runner's own rendering. */
  readonly log: string;
  readonly commands: readonly WorkflowCommand[];
  /** Commands that data dictated. Must be empty. */
  readonly injected: readonly WorkflowCommand[];
  /** What GitHub keeps: ten of each kind, masked, at most 4,096 characters. */
  readonly annotations: readonly Annotation[];
  /** Groups that were opened, in order. */
  readonly groups: readonly string[];
  readonly masks: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Masked; null when nothing was written or when it was over 1 MiB and dropped. */
  readonly summary: string | null;
  /** What the runner itself complains about: a summary too large, a file it cannot read. */
  readonly complaints: readonly string[];
}
