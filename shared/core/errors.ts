/** Who has to act before the same attempt can succeed. Drives the exit code and the wording. */
export type Party = 'user' | 'cloud' | 'us';

export interface Failure {
  readonly who: Party;
  readonly retry: 'later' | 'never';
  /** The HTTP status the receiver answers with. */
  readonly http: number;
  /** What to do next, in words for a comment and for the documentation. */
  readonly advice: string;
}

/** The one table of everything that can go wrong: retry, HTTP status, exit code and words follow it. */
export const failures = {
  CONFIG_INVALID: {
    who: 'user',
    retry: 'never',
    http: 422,
    advice: 'Correct the deployment file at the line that is named.',
  },
  CREDENTIALS_REJECTED: {
    who: 'user',
    retry: 'never',
    http: 424,
    advice: 'Check the secrets or the role of this account; they are wrong, expired or revoked.',
  },
  PERMISSION_MISSING: {
    who: 'user',
    retry: 'never',
    http: 424,
    advice: 'Grant the action that is named to the credentials of this account.',
  },
  CERTIFICATE_REJECTED: {
    who: 'user',
    retry: 'never',
    http: 424,
    advice: 'Deploy a certificate that this product accepts; the message says what it refused.',
  },
  RESOURCE_GONE: {
    who: 'user',
    retry: 'never',
    http: 424,
    advice: 'The resource no longer exists; preview again.',
  },
  QUOTA_EXHAUSTED: {
    who: 'user',
    retry: 'never',
    http: 409,
    advice: 'Free a slot or raise the limit that is named, then run again.',
  },
  REFUSED: {
    who: 'user',
    retry: 'never',
    http: 409,
    advice: 'A rule forbids this change; the message says which and how to allow it.',
  },
  PLAN_STALE: {
    who: 'user',
    retry: 'never',
    http: 409,
    advice:
      'Nobody saw this change in a preview. Open a pull request, or run the deployment by hand.',
  },
  CANCELLED: {
    who: 'user',
    retry: 'never',
    http: 499,
    advice: 'The run was cancelled before this was done; run it again.',
  },
  RESOURCE_BUSY: {
    who: 'cloud',
    retry: 'later',
    http: 503,
    advice: 'Another change to this resource is under way; run again when it has ended.',
  },
  RATE_LIMITED: {
    who: 'cloud',
    retry: 'later',
    http: 503,
    advice: 'The cloud limits the rate of calls of this account; run again in some minutes.',
  },
  CLOUD_UNAVAILABLE: {
    who: 'cloud',
    retry: 'later',
    http: 503,
    advice: 'The cloud could not be reached or failed; run again when it has recovered.',
  },
  VERIFY_FAILED: {
    who: 'cloud',
    retry: 'never',
    http: 502,
    advice:
      'The wanted certificate was not proven in time; the message says what was seen instead. Look what stands in front of the resource and whether the cloud is still busy, then run again.',
  },
  DRIFTED: {
    who: 'user',
    retry: 'never',
    http: 409,
    advice:
      'Find out who changed it in the cloud, then deploy again (start the workflow by hand) or change the deployment file.',
  },
  OUTCOME_UNKNOWN: {
    who: 'cloud',
    retry: 'never',
    http: 504,
    advice:
      'The request was sent and its result is not known; the next run reads it and settles it.',
  },
  CLOUD_UNEXPECTED: {
    who: 'us',
    retry: 'never',
    http: 502,
    advice: 'The reply is not one Certferry knows; report the field that is named as a bug.',
  },
  INTERNAL: {
    who: 'us',
    retry: 'never',
    http: 500,
    advice: 'This is a defect of Certferry; report it with the run log.',
  },
} as const satisfies Record<string, Failure>;

export type FailureCode = keyof typeof failures;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of a const table
export const failureCodes = Object.keys(failures) as FailureCode[];

/** The one error class: code, message, cause and how long to wait. Carries no secret, ever. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: FailureCode;
  /** When the cloud said how long to wait. Milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FailureCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get failure(): Failure {
    return failures[this.code];
  }

  /** Anything thrown becomes a DeployError; what is not one already is a defect of ours, `INTERNAL`. */
  static from(thrown: unknown): DeployError {
    if (thrown instanceof DeployError) return thrown;
    if (thrown instanceof Error && thrown.name === 'AbortError') {
      return new DeployError('CANCELLED', 'the run was cancelled', { cause: thrown });
    }
    const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return new DeployError('INTERNAL', message, { cause: thrown });
  }

  /** The same failure with what was being done in front: "uploading …: <message>". */
  during(doing: string): DeployError {
    return new DeployError(this.code, `${doing}: ${this.message}`, {
      cause: this.cause ?? this,
      retryAfterMs: this.retryAfterMs,
    });
  }
}

/** The public face of an error in plans, outcomes and reports. */
export interface ErrorFacts {
  readonly code: FailureCode;
  readonly message: string;
}

export function errorFacts(error: DeployError): ErrorFacts {
  return { code: error.code, message: error.message };
}
