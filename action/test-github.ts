import { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import type { Log, LogFacts } from '../shared/runtime/log.ts';
import type { GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import { createGitHub, type GitHub } from './github.ts';

/** A port to the simulator, with what it waited for and said. */
export interface TestPort {
  readonly github: GitHub;
  readonly call: Call;
  readonly slept: readonly number[];
  readonly said: readonly string[];
  cancel(): void;
}

export interface TestPortOptions extends TokenOptions {
  readonly deadlineMs?: number;
  readonly limitPauseSeconds?: number;
}

export const commenter = {
  permissions: { contents: 'read', 'pull-requests': 'write' },
} as const satisfies TokenOptions;

/** The port that `main.ts` would make, with a clock that does not wait. */
export function openPort(gh: GitHubSimulator, options: TestPortOptions = commenter): TestPort {
  const { deadlineMs = 20_000, limitPauseSeconds = 60, ...token } = options;
  const slept: number[] = [];
  const said: string[] = [];
  const clock: Clock = {
    now: () => new Date(),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
    },
  };
  const say = (message: string, facts: LogFacts = {}) => {
    said.push([message, ...Object.values(facts).map(String)].join(' '));
  };
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const controller = new AbortController();
  const github = createGitHub({
    token: new Secret(gh.token(token)),
    apiUrl: gh.apiUrl,
    repository: gh.name,
    clock,
    deadlineMs,
    backoffMs: 5,
    limitPauseSeconds,
  });
  return {
    github,
    call: { signal: controller.signal, log },
    slept,
    said,
    cancel() {
      controller.abort();
    },
  };
}
