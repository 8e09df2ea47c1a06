import { errors, jwtVerify } from 'jose';
import { z } from 'zod';

import type { Clock } from './clock.ts';
import { createIssuerKeys, IssuerUnavailable } from './oidc-keys.ts';
import { Problem } from './problem.ts';

/** What a checked token says about the workflow job that holds it. */
export interface Claims {
  readonly jti: string;
  readonly expiresAt: Date;
  readonly repositoryId: number;
  readonly ownerId: number;
  /** `owner/name`: for words, never for a decision. */
  readonly repository: string;
  readonly event: string;
  readonly ref: string;
  /** Of a pull request the branch it goes into, as `main`; no other event has one. */
  readonly baseRef?: string;
  readonly sha: string;
  readonly runId: number;
  readonly attempt: number;
  /** Null: the job names no environment. */
  readonly environment: string | null;
  readonly jobWorkflowRef: string | null;
}

const id = z
  .string()
  .regex(/^[1-9]\d{0,15}$/u)
  .transform(Number);

/** GitHub writes ids and numbers as texts. `sub` has had two forms: it is not read. */
const TokenClaims = z.object({
  jti: z.string().min(1).max(200),
  exp: z.number(),
  repository: z.string().max(300),
  repository_id: id,
  repository_owner_id: id,
  event_name: z.string().min(1).max(100),
  ref: z.string().max(500),
  base_ref: z.string().max(500).default(''),
  sha: z.string().max(64),
  run_id: id,
  run_attempt: id,
  environment: z.string().optional(),
  job_workflow_ref: z.string().optional(),
});

export interface VerifierOptions {
  readonly issuer: string;
  /** The receiver's own address, as the Action asks for it. */
  readonly audience: string;
  readonly clock: Clock;
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/** Checks a token; throws a `Problem` with a stable code for one that proves nothing. */
export type VerifyToken = (token: string) => Promise<Claims>;

const clockToleranceSeconds = 60;
const maxAge = '10m';
const longestToken = 16_384;

/** A refusal because of the token itself. `detail` says what to do about it. */
export function refusedToken(code: string, detail: string, cause?: unknown): Problem {
  return new Problem(
    {
      status: 401,
      code,
      title: 'The OIDC token is refused',
      detail,
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    },
    { cause },
  );
}

function claimProblem(error: errors.JWTClaimValidationFailed | errors.JWTExpired): Problem {
  const { claim, reason } = error;
  if (reason === 'missing') {
    return refusedToken('TOKEN_CLAIMS', `its claim "${claim}" is missing`, error);
  }
  switch (claim) {
    case 'iss':
      return refusedToken('TOKEN_ISSUER', 'it comes from another issuer', error);
    case 'aud':
      return refusedToken(
        'TOKEN_AUDIENCE',
        "it was made for another audience; the deployment file's receiver.url must be this receiver's CERTFERRY_URL",
        error,
      );
    case 'exp':
      return refusedToken('TOKEN_EXPIRED', 'it has expired; ask for a new one', error);
    case 'nbf':
      return refusedToken('TOKEN_NOT_YET_VALID', 'it is not valid yet; compare the clocks', error);
    case 'iat':
      return error instanceof errors.JWTExpired
        ? refusedToken('TOKEN_TOO_OLD', 'it is older than ten minutes; ask for a new one', error)
        : refusedToken(
            'TOKEN_NOT_YET_VALID',
            'it comes from the future; compare the clocks',
            error,
          );
    default:
      return refusedToken('TOKEN_CLAIMS', `its claim "${claim}" is unreadable`, error);
  }
}

function problemOf(thrown: unknown): unknown {
  if (thrown instanceof IssuerUnavailable) {
    return new Problem(
      {
        status: 503,
        code: 'ISSUER_UNAVAILABLE',
        title: 'The keys of the token issuer could not be read',
        detail: 'nothing is wrong with the token; try again in some seconds',
        headers: { 'retry-after': '5' },
      },
      { cause: thrown },
    );
  }
  if (thrown instanceof errors.JWTClaimValidationFailed || thrown instanceof errors.JWTExpired) {
    return claimProblem(thrown);
  }
  if (thrown instanceof errors.JOSEAlgNotAllowed) {
    return refusedToken('TOKEN_ALGORITHM', 'it is not signed with RS256', thrown);
  }
  if (
    thrown instanceof errors.JWKSNoMatchingKey ||
    thrown instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return refusedToken('TOKEN_KEY', 'it is signed by a key that the issuer does not list', thrown);
  }
  if (thrown instanceof errors.JWSSignatureVerificationFailed) {
    return refusedToken('TOKEN_SIGNATURE', 'its signature does not fit', thrown);
  }
  if (thrown instanceof errors.JOSEError) {
    return refusedToken('TOKEN_MALFORMED', 'it is not a signed token', thrown);
  }
  return thrown;
}

/**
 * GitHub's OIDC tokens: issuer, signature (RS256 and nothing else), audience, times and the claims that
 * decisions need. A clock may be off by a minute.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function createTokenVerifier(options: VerifierOptions): VerifyToken {
  const { issuer, audience, clock } = options;
  const keys = createIssuerKeys(options);
  return async (token) => {
    if (token.length > longestToken) {
      throw refusedToken('TOKEN_MALFORMED', 'it is longer than a token of GitHub');
    }
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ['RS256'],
        clockTolerance: clockToleranceSeconds,
        maxTokenAge: maxAge,
        requiredClaims: ['exp', 'iat', 'jti'],
        currentDate: clock.now(),
      });
      const read = TokenClaims.safeParse(payload);
      if (!read.success) {
        const claim = String(read.error.issues[0]?.path[0]);
        throw refusedToken('TOKEN_CLAIMS', `its claim "${claim}" is missing or unreadable`);
      }
      const { base_ref: baseRef, ...claims } = read.data;
      return {
        jti: claims.jti,
        expiresAt: new Date(claims.exp * 1000),
        repositoryId: claims.repository_id,
        ownerId: claims.repository_owner_id,
        repository: claims.repository,
        event: claims.event_name,
        ref: claims.ref,
        // Empty where the run is of no pull request.
        ...(baseRef === '' ? {} : { baseRef }),
        sha: claims.sha,
        runId: claims.run_id,
        attempt: claims.run_attempt,
        environment: claims.environment ?? null,
        jobWorkflowRef: claims.job_workflow_ref ?? null,
      };
    } catch (thrown) {
      throw problemOf(thrown);
    }
  };
}
