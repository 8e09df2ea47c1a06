import type { Caller } from '../../runtime/caller.ts';
import type { Login } from './login.ts';

/** What ACM of one account and region bears; shared by all who call it there. */
export interface AcmCallers {
  /** For operations that ACM allows once a second: importing and listing. */
  readonly slow: Caller;
  /** For those that it allows ten times a second. */
  readonly quick: Caller;
}

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html#api-rate-limits */
export function acmCallers(login: Login): AcmCallers {
  return {
    // A little below the documented one a second: requests do not travel equally long.
    slow: login.caller({ concurrency: 1, perSecond: 0.9 }),
    quick: login.caller({ concurrency: 8, perSecond: 9.5, burst: 10 }),
  };
}
