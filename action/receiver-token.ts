import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Secret } from '../shared/core/secret.ts';
import type { Clock } from '../shared/runtime/clock.ts';

/** Asks the runner for the job's OIDC token; undefined where the job may have none. */
export type IdToken = ((audience: string, signal: AbortSignal) => Promise<Secret>) | undefined;

export interface Tokens {
  /** One that is good for a while yet. */
  current(signal: AbortSignal): Promise<Secret>;
  /** One that nobody has used. */
  fresh(signal: AbortSignal): Promise<Secret>;
  /** The receiver did not accept it: never again. */
  drop(token: Secret): void;
}

/** A token is not sent in the last minute of its life: clocks differ, and requests take time. */
const spareMs = 60_000;
/** For a token that does not show its end. GitHub's live for five minutes. */
const assumedMs = 120_000;

const advice =
  'give the job "permissions: id-token: write"; runs of forks and of Dependabot have none';

const Payload = z.object({ exp: z.number() });

/** Only to know when to ask for the next one: who checks the token is the receiver. */
function endOf(token: Secret, now: Date): number {
  const [, payload = ''] = token.reveal().split('.');
  try {
    const read = Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (read.success) return read.data.exp * 1000;
  } catch {
    // Not a JWT that can be read.
  }
  return now.getTime() + assumedMs + spareMs;
}

/** The job's tokens for one audience. Askers at the same time share one question. */
export function createTokens(idToken: IdToken, audience: string, clock: Clock): Tokens {
  let kept: { readonly token: Secret; readonly until: number } | undefined;
  let asking: Promise<Secret> | undefined;

  async function fresh(signal: AbortSignal): Promise<Secret> {
    if (idToken === undefined) {
      throw new DeployError('PERMISSION_MISSING', `the job has no OIDC token: ${advice}`);
    }
    try {
      return await idToken(audience, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      // The runner sets these two only where the job may have a token.
      if (/ACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)/u.test(message)) {
        throw new DeployError('PERMISSION_MISSING', `the job has no OIDC token: ${advice}`);
      }
      throw new DeployError('CLOUD_UNAVAILABLE', 'the runner gave no OIDC token', {
        cause: thrown,
      });
    }
  }

  return {
    fresh,
    async current(signal) {
      if (kept !== undefined && clock.now().getTime() < kept.until) return kept.token;
      asking ??= fresh(signal).finally(() => {
        asking = undefined;
      });
      const token = await asking;
      kept = { token, until: endOf(token, clock.now()) - spareMs };
      return token;
    },
    drop(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}
