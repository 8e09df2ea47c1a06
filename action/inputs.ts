const modes = ['auto', 'preview', 'deploy', 'verify', 'rollback', 'clean'] as const;
export type Mode = (typeof modes)[number];

/** The inputs of action.yml, parsed once. */
export interface Inputs {
  readonly config: string;
  readonly mode: Mode;
  readonly token: string;
  readonly comment: boolean;
  /** Login that our comments appear under. */
  readonly commentAuthor: string;
  readonly requirePreview: boolean;
  /** Undefined: what each product is known to need. */
  readonly verifyTimeoutMs: number | undefined;
  /** Empty: a file in the runner's temporary folder. */
  readonly report: string;
  /** Run to undo, or the path of its JSON report; empty: none. */
  readonly rollback: string;
  /** Days that a clean-up keeps an object after another one has taken its place. */
  readonly cleanUpAfter: number;
}

export type InputsResult =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads `INPUT_*` as the runner hands them: upper-case, blanks to underscores, hyphens kept. The
 * runner enforces nothing (neither `required` nor a choice), so everything is checked here, at once.
 */
export function readInputs(env: (name: string) => string | undefined): InputsResult {
  const problems: string[] = [];
  const text = (name: string) => env(`INPUT_${name.toUpperCase()}`)?.trim() ?? '';
  const flag = (name: string, fallback: boolean): boolean => {
    const value = text(name).toLowerCase();
    if (value === '') return fallback;
    if (value !== 'true' && value !== 'false') {
      problems.push(`input "${name}" must be true or false`);
    }
    return value === 'true';
  };
  const config = text('config') || '.github/certferry.yml';
  if (config.startsWith('/') || config.split('/').includes('..')) {
    problems.push('input "config" must be a path or a glob inside the repository');
  }
  const given = text('mode') || 'auto';
  const mode = modes.find((one) => one === given);
  if (mode === undefined) {
    problems.push(
      `input "mode" must be ${modes.slice(0, -1).join(', ')} or ${modes.at(-1) ?? ''}, not "${given.slice(0, 40)}"`,
    );
  }
  const timeout = text('verify-timeout');
  const seconds = timeout === '' ? undefined : Number(timeout);
  if (seconds !== undefined && !(Number.isFinite(seconds) && seconds >= 1 && seconds <= 7200)) {
    problems.push(
      'input "verify-timeout" must be a number of seconds between 1 and 7200, or empty',
    );
  }
  const after = text('clean-up-after');
  const cleanUpAfter = after === '' ? 30 : Number(after);
  if (!(Number.isFinite(cleanUpAfter) && cleanUpAfter >= 1 && cleanUpAfter <= 3650)) {
    problems.push('input "clean-up-after" must be a number of days between 1 and 3650');
  }
  const comment = flag('comment', true);
  const requirePreview = flag('require-preview', false);
  if (problems.length > 0 || mode === undefined) return { ok: false, problems };
  return {
    ok: true,
    inputs: {
      config,
      mode,
      token: text('github-token'),
      comment,
      commentAuthor: text('comment-author') || 'github-actions[bot]',
      requirePreview,
      verifyTimeoutMs: seconds === undefined ? undefined : seconds * 1000,
      report: text('report'),
      rollback: text('rollback'),
      cleanUpAfter,
    },
  };
}
