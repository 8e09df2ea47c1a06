import type { Secret } from '../core/secret.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import type { Clock } from '../runtime/clock.ts';
import type { JobReceiver } from './job-receiver.ts';

/** What a door (Action, command line) hands in: everything of the process that a run may touch. */
export interface Door {
  /** Reads a text file of the repository by its relative path; rejects with words a user can act on. */
  readonly readFile: (path: string) => Promise<string>;
  readonly env: (name: string) => string | undefined;
  /** Makes sure that the log never shows this value. Called before the value is used. */
  readonly mask: (value: string) => void;
  /** A fresh OIDC token for an audience; undefined where the run has none. */
  readonly idToken: ((audience: string, signal: AbortSignal) => Promise<Secret>) | undefined;
  /** Proxy variables of the process: HTTPS_PROXY, HTTP_PROXY, NO_PROXY in either case. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Names the run in the clouds' audit trails. */
  readonly session: string;
  readonly clock: Clock;
  readonly providers: readonly ProviderSpec[];
  /**
   * The receiver at an address; undefined where this process cannot prove to one who it is. Throws
   * `CONFIG_INVALID` where the run lacks what it takes.
   */
  readonly receiver?: ((url: string) => JobReceiver) | undefined;
}

const proxyNames = [
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'https_proxy',
  'http_proxy',
  'no_proxy',
];

export function proxyVariables(env: Door['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    proxyNames.flatMap((name) => {
      const value = env(name);
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
