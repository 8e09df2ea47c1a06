import { Hono } from 'hono';

import { forgetUsedTokens, type Authenticate } from '../oidc.ts';
import type { StateOptions } from '../outbox-states.ts';
import { createOutbox } from '../outbox.ts';
import type { AppEnv, Part } from '../part.ts';
import type { Ports } from '../ports.ts';
import { repeat } from '../repeat.ts';
import { actionRoutes } from '../routes/action.ts';
import { githubRoutes } from '../routes/github.ts';
import { enqueueDue, failForgotten, forgetOld } from '../scheduler.ts';
import { createGitHubRuns } from './api.ts';
import { createLogin } from './login.ts';
import { defaultTimings, type Timings } from './timings.ts';

export interface DispatchOptions {
  readonly authenticate: Authenticate;
  readonly timings?: Partial<Timings>;
  /** Writes a notice in the transaction that gives up a dispatch or a task; besides the log. */
  readonly onGivenUp?: StateOptions['onGivenUp'];
}

/** How long a request to GitHub may go on when the receiver is told to stop. */
const graceMs = 5000;

/** Workflow runs: what the Action says, what GitHub says, the outbox, the scheduler, the sweeps. */
export function dispatchParts(ports: Ports, options: DispatchOptions): readonly Part[] {
  const { clock, settings } = ports;
  const timings = { ...defaultTimings, ...options.timings };
  const { login, apiUrl } = settings.github;
  const runs = createGitHubRuns({
    apiUrl,
    tokenFor: createLogin(login, apiUrl, timings.requestMs),
    clock,
    requestMs: timings.requestMs,
  });
  const { onGivenUp } = options;
  const outbox = createOutbox(ports, {
    runs,
    timings,
    ...(onGivenUp === undefined ? {} : { onGivenUp }),
  });
  const scheduling = { timings, onGivenUp: onGivenUp ?? (async () => {}) };

  let patient: AbortSignal | undefined;

  const routes = new Hono<AppEnv>();
  routes.route('/', actionRoutes(ports, options.authenticate, timings));
  routes.route('/', githubRoutes(ports, outbox.stateOptions));
  return [
    { name: 'action', routes },
    repeat(ports, {
      name: 'outbox',
      everySeconds: timings.tickMs / 1000,
      async work(signal) {
        patient ??= afterGrace(signal);
        await enqueueDue(ports, scheduling);
        await outbox.pump(patient);
      },
    }),
    repeat(ports, {
      name: 'sweep',
      everySeconds: 600,
      async work() {
        await failForgotten(ports);
        await forgetUsedTokens(ports);
        await forgetOld(ports);
      },
    }),
  ];
}

/** Aborted some time after the other: what was sent is worth its answer. */
function afterGrace(signal: AbortSignal): AbortSignal {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(), graceMs).unref(), {
    once: true,
  });
  return late.signal;
}
