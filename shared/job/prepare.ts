import { parseDeployment } from '../config/parse-deployment.ts';
import type {
  Account,
  CertificateRequest,
  Deployment,
  Problem,
  SecretRef,
} from '../core/deployment.ts';
import { readMaterial } from '../core/material.ts';
import type { Certificate, CertificateName, Finding, Material } from '../core/model.ts';
import { accountsInUse } from '../engine/connect.ts';
import type { Door } from './door.ts';
import { isRootSubject } from './roots.ts';

/** A deployment file that was read, checked and filled with its certificates. */
export interface Prepared {
  readonly deployment: Deployment;
  readonly certificates: ReadonlyMap<CertificateName, Certificate>;
  readonly materials: ReadonlyMap<CertificateName, Material>;
  /** Remarks about the certificates: a mended chain, one that ends soon. */
  readonly findings: readonly Finding[];
}

export type PrepareResult =
  | { readonly ok: true; readonly prepared: Prepared }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
    };

/** A problem at the line of a key; the parser knows where that stands. */
type ProblemAt = (path: readonly string[], message: string) => Problem;

/**
 * From a path to everything a run needs, or every problem at once: syntax, schema, missing secrets,
 * certificates that cannot be deployed. Asks no cloud. `offline` is for runs that have no secrets
 * (forks): it checks the file and the certificates whose public part is in the repository.
 */
export async function prepare(
  file: string,
  door: Door,
  options: { readonly offline: boolean },
): Promise<PrepareResult> {
  let text: string;
  try {
    text = await door.readFile(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ file, line: 1, column: 1, message }] };
  }
  const parsed = parseDeployment({
    file,
    text,
    providers: door.providers,
    now: door.clock.now(),
  });
  if (!parsed.ok) return parsed;
  const { deployment, problemAt } = parsed;

  if (!options.offline) maskSecrets(deployment, door);
  const used = inUse(deployment, door);
  const problems = options.offline ? [] : missingSecrets(used, problemAt, door);
  const certificates = new Map<CertificateName, Certificate>();
  const materials = new Map<CertificateName, Material>();
  const findings: Finding[] = parsed.notes.map(({ line, message }) => ({
    code: 'file-remark',
    level: 'notice',
    subject: `${file}:${line}`,
    message,
  }));
  for (const request of used.certificates) {
    const report = (message: string) =>
      problems.push(
        problemAt(['certificates', request.name], `certificate "${request.name}": ${message}`),
      );
    const pem = await readPem(request, door, options.offline);
    if (pem.kind === 'skipped') {
      if (pem.reason !== undefined) {
        findings.push({
          code: 'not-checked',
          level: 'notice',
          subject: request.name,
          message: pem.reason,
        });
      }
      continue;
    }
    if (pem.kind === 'problem') {
      report(pem.message);
      continue;
    }
    const result = readMaterial({
      name: request.name,
      // Only a receiver can know that a certificate was issued; anything from secrets is uploaded.
      type: 'uploaded',
      chain: pem.chain,
      key: pem.key,
      now: door.clock.now(),
      isRootSubject,
    });
    if (!result.ok) {
      for (const message of result.problems) report(message);
      continue;
    }
    findings.push(...result.findings);
    certificates.set(request.name, result.certificate);
    if (result.material !== null) {
      door.mask(result.material.key.reveal());
      materials.set(request.name, result.material);
    }
  }
  return problems.length > 0
    ? { ok: false, problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column) }
    : { ok: true, prepared: { deployment, certificates, materials, findings } };
}

type InUse = Pick<Deployment, 'accounts' | 'certificates'>;

/** What no task uses is a note of the file and stops nothing: its secrets are not needed either. */
function inUse(deployment: Deployment, door: Door): InUse {
  const { tasks, certificates } = deployment;
  return {
    accounts: accountsInUse(deployment, door.providers).map(({ account }) => account),
    certificates: certificates.filter(({ name }) =>
      tasks.some((task) => task.certificates.includes(name)),
    ),
  };
}

function isUnset(ref: SecretRef, door: Door): boolean {
  const value = door.env(ref.env);
  return value === undefined || value.trim() === '';
}

function accountSecrets({ provider, settings }: Account, door: Door): readonly SecretRef[] {
  return door.providers.find((one) => one.id === provider)?.secrets(settings) ?? [];
}

const keyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

/**
 * Every secret that the run has, used or not, before any of them is looked at. A chain is public and
 * not masked, since masking its lines would blank unrelated text; a key that was put into it is.
 */
function maskSecrets({ accounts, certificates }: Deployment, door: Door): void {
  const mask = (ref: SecretRef) => {
    if (!isUnset(ref, door)) door.mask(door.env(ref.env) ?? '');
  };
  for (const account of accounts) for (const ref of accountSecrets(account, door)) mask(ref);
  for (const { source } of certificates) {
    mask(source.key);
    if (source.kind !== 'env') continue;
    for (const key of door.env(source.chain.env)?.match(keyBlock) ?? []) door.mask(key);
  }
}

const secretAdvice = 'set it in the "env:" of the workflow step from a secret, for example';

/** Every secret that is needed and that the run does not have. */
function missingSecrets(
  { accounts, certificates }: InUse,
  problemAt: ProblemAt,
  door: Door,
): Problem[] {
  const problems: Problem[] = [];
  const check = (ref: SecretRef, path: readonly string[], use: string) => {
    if (!isUnset(ref, door)) return;
    problems.push(
      problemAt(
        path,
        `${use} needs the secret ${ref.env}, which is not set; ${secretAdvice} ${ref.env}: \${{ secrets.${ref.env} }}`,
      ),
    );
  };
  for (const account of accounts) {
    for (const ref of accountSecrets(account, door)) {
      check(ref, ['accounts', account.name], `account "${account.name}"`);
    }
  }
  for (const { name, source } of certificates) {
    const path = ['certificates', name, 'from'];
    check(source.key, path, `certificate "${name}"`);
    if (source.kind === 'env') check(source.chain, path, `certificate "${name}"`);
  }
  return problems;
}

type Pem =
  | { readonly kind: 'pem'; readonly chain: string; readonly key: string | undefined }
  | { readonly kind: 'problem'; readonly message: string }
  /** Without a reason: already reported as a missing secret. */
  | { readonly kind: 'skipped'; readonly reason?: string };

async function readPem(request: CertificateRequest, door: Door, offline: boolean): Promise<Pem> {
  const { source } = request;
  // Without its key, which is reported already, the public part is judged all the same.
  const key = offline || isUnset(source.key, door) ? undefined : door.env(source.key.env);
  if (source.kind === 'env') {
    if (offline) {
      return {
        kind: 'skipped',
        reason: 'it comes from a secret, which this run does not have; it was not checked',
      };
    }
    const chain = door.env(source.chain.env);
    return isUnset(source.chain, door) || chain === undefined
      ? { kind: 'skipped' }
      : { kind: 'pem', chain, key };
  }
  try {
    return { kind: 'pem', chain: await door.readFile(source.chain), key };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
}
