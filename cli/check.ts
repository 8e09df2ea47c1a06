import { parseDeployment } from '../shared/config/parse-deployment.ts';
import type { Deployment, Problem } from '../shared/core/deployment.ts';
import { DeployError } from '../shared/core/errors.ts';
import type { ErrorFacts } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { check } from '../shared/engine/check.ts';
import type { AccountCheck, TargetCheck } from '../shared/engine/check.ts';
import { accountsInUse } from '../shared/engine/connect.ts';
import type { Door } from '../shared/job/door.ts';
import type { Call, PermissionCheck } from '../shared/providers/provider.ts';

/** What `certferry check --json` prints of one deployment file. */
export interface CheckReport {
  readonly version: 1;
  readonly mode: 'check';
  readonly file: string;
  readonly exitCode: 0 | 2 | 3;
  /** What is wrong with the file or a secret; no account was asked then. */
  readonly problems: readonly Problem[];
  readonly accounts: readonly AccountReport[];
}

export interface AccountReport {
  readonly account: string;
  readonly provider: string;
  /** Why the credentials cannot be used; null: they work. */
  readonly error: ErrorFacts | null;
  readonly targets: readonly TargetReport[];
}

export interface TargetReport {
  readonly target: string;
  readonly region: string | null;
  readonly otherRegions: readonly string[];
  readonly gaps: readonly { readonly region: string | null; readonly error: ErrorFacts }[];
  /** Why nothing could be asked; null: it was. */
  readonly error: ErrorFacts | null;
  readonly permissions: readonly PermissionCheck[];
}

/**
 * Whether this target can be used as far as is known. What is not known of single permissions passes;
 * where nothing at all could be found out, the cloud was not reached.
 */
export function isUsable({ error, gaps, permissions }: TargetReport): boolean {
  const has = (state: PermissionCheck['state']) => permissions.some((one) => one.state === state);
  return error === null && gaps.length === 0 && has('granted') && !has('missing');
}

function targetReport({ target, region, otherRegions, gaps, result }: TargetCheck): TargetReport {
  const failed = result.kind === 'failed';
  return {
    target,
    region,
    otherRegions,
    // The reason of a target that is not connected at all is its error.
    gaps: failed ? [] : gaps.map((gap) => ({ region: gap.region, error: gap.error })),
    error: failed ? result.error : null,
    permissions: failed ? [] : result.permissions,
  };
}

function accountReport({ account, provider, error, targets }: AccountCheck): AccountReport {
  return { account, provider, error, targets: targets.map(targetReport) };
}

/** Masks the secrets of every account; a problem for each that an account in use lacks. */
function readSecrets(
  { accounts }: Deployment,
  door: Door,
  lacks: (account: string, name: string) => void,
  used: readonly string[],
): void {
  for (const { name, provider, settings } of accounts) {
    const spec = door.providers.find(({ id }) => id === provider);
    for (const ref of spec?.secrets(settings) ?? []) {
      const value = door.env(ref.env) ?? '';
      if (value.trim() !== '') door.mask(value);
      else if (used.includes(name)) lacks(name, ref.env);
    }
  }
}

function secretOf(door: Door) {
  return (ref: { readonly env: string }) => new Secret(door.env(ref.env) ?? '');
}

/**
 * Checks the accounts of one deployment file. Needs no certificate: their secrets may be unset.
 * Exit codes: 0 all granted as far as is known, 2 something is missing or cannot be reached, 3 the
 * file or a secret of an account is wrong.
 */
export async function checkFile(file: string, door: Door, call: Call): Promise<CheckReport> {
  const report = (rest: Pick<CheckReport, 'exitCode' | 'problems' | 'accounts'>): CheckReport => ({
    version: 1,
    mode: 'check',
    file,
    ...rest,
  });
  const refused = (problems: readonly Problem[], exitCode: 2 | 3 = 3) =>
    report({ exitCode, problems, accounts: [] });
  const asAWhole = (message: string) => [{ file, line: 1, column: 1, message }];

  let text: string;
  try {
    text = await door.readFile(file);
  } catch (error) {
    return refused(asAWhole(DeployError.from(error).message.replace(/^Error: /u, '')));
  }
  const { providers } = door;
  const parsed = parseDeployment({ file, text, providers, now: door.clock.now() });
  if (!parsed.ok) return refused(parsed.problems);
  const { deployment, problemAt } = parsed;

  const problems: Problem[] = [];
  const used = accountsInUse(deployment, providers).map(({ account }) => account.name);
  const lacks = (account: string, name: string) => {
    const message = `account "${account}" needs the secret ${name}, which is not set: set it in the environment`;
    problems.push(problemAt(['accounts', account], message));
  };
  readSecrets(deployment, door, lacks, used);
  if (problems.length > 0) return refused(problems);

  try {
    const checks = await check(deployment, providers, { ...door, secret: secretOf(door) }, call);
    const accounts = checks.map(accountReport);
    const usable = accounts.every(
      ({ error, targets }) => error === null && targets.every(isUsable),
    );
    return report({ exitCode: usable ? 0 : 2, problems: [], accounts });
  } catch (thrown) {
    if (DeployError.from(thrown).code !== 'CANCELLED') throw thrown;
    return refused(asAWhole('the check was cancelled; it had written nothing'), 2);
  }
}

/** Of several files: something missing before a wrong file before fine. */
export function checkExitCode(reports: readonly CheckReport[]): 0 | 2 | 3 {
  const codes = reports.map(({ exitCode }) => exitCode);
  if (codes.includes(2)) return 2;
  return codes.includes(3) ? 3 : 0;
}

/** The reports as JSON, every text of them passed through `redact`; one that is alone stands alone. */
export function checkJson(
  reports: readonly CheckReport[],
  redact: (text: string) => string,
): string {
  const shown = reports.length === 1 ? reports[0] : reports;
  const redacted = (_key: string, value: unknown) =>
    typeof value === 'string' ? redact(value) : value;
  return `${JSON.stringify(shown, redacted, 2)}\n`;
}
