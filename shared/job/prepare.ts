import type { Deployment, Problem } from '../core/deployment.ts';
import { DeployError, errorFacts } from '../core/errors.ts';
import { readMaterial } from '../core/material.ts';
import type { Certificate, CertificateName, Finding, Material, Prices } from '../core/model.ts';
import { accountsInUse } from '../engine/connect.ts';
import type { Call } from '../providers/provider.ts';
import type { Door } from './door.ts';
import type { JobReceiver } from './job-receiver.ts';
import { readPem } from './pem.ts';
import type { Sight } from './pem.ts';
import { readDeployment } from './read-deployment.ts';
import { isRootSubject } from './roots.ts';
import { maskSecrets, missingSecrets } from './secrets.ts';
import type { InUse, ProblemAt } from './secrets.ts';

/** A deployment file that was read, checked and filled with its certificates. */
export interface Prepared {
  readonly deployment: Deployment;
  readonly certificates: ReadonlyMap<CertificateName, Certificate>;
  readonly materials: ReadonlyMap<CertificateName, Material>;
  /** Remarks about the certificates: a mended chain, one that ends soon. */
  readonly findings: readonly Finding[];
  /** Undefined without a receiver, and where the run cannot ask it. */
  readonly prices: Prices | undefined;
}

export type PrepareResult =
  | { readonly ok: true; readonly prepared: Prepared }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
    };

export interface PrepareOptions {
  /**
   * `offline` is for runs that have no secrets (forks): it checks the file and the certificates whose
   * public part is in the repository. `public` is for previews.
   */
  readonly sight: Sight;
  readonly pastTimes: 'refuse' | 'accept';
  /** Only these tasks; undefined: all of the file. */
  readonly tasks?: readonly string[] | undefined;
}

/**
 * From a path to everything a run needs, or every problem at once: syntax, schema, missing secrets,
 * certificates that cannot be deployed. Asks no cloud. Rejects only where the receiver cannot be asked.
 */
export async function prepare(
  file: string,
  door: Door,
  options: PrepareOptions,
  call: Call,
): Promise<PrepareResult> {
  const { sight } = options;
  const parsed = await readDeployment(file, door, options);
  if (!parsed.ok) return parsed;
  const { problemAt } = parsed;
  const deployment = narrowed(parsed.deployment, options.tasks);

  if (sight !== 'offline') maskSecrets(deployment, door);
  const used = inUse(deployment, door);
  const problems = sight === 'offline' ? [] : missingSecrets(used, problemAt, door);
  const findings: Finding[] = parsed.notes.map(({ line, message }) => ({
    code: 'file-remark',
    level: 'notice',
    subject: `${file}:${line}`,
    message,
  }));
  const receiver =
    sight === 'offline'
      ? null
      : connectReceiver(deployment, door, { problems, problemAt, findings });
  const read = await readCertificates(used, { door, sight, receiver, problemAt }, call);
  problems.push(...read.problems);
  findings.push(...read.findings);

  const fingerprints = [...new Set([...read.certificates.values()].map(({ sha256 }) => sha256))];
  const prices =
    receiver === null || problems.length > 0
      ? undefined
      : await receiver.prices(fingerprints, call);
  const { certificates, materials } = priced(read, prices);
  problems.push(...mixedTypes(deployment, certificates, problemAt));
  return problems.length > 0
    ? { ok: false, problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column) }
    : { ok: true, prepared: { deployment, certificates, materials, findings, prices } };
}

function narrowed(deployment: Deployment, tasks: readonly string[] | undefined): Deployment {
  if (tasks === undefined) return deployment;
  return { ...deployment, tasks: deployment.tasks.filter(({ name }) => tasks.includes(name)) };
}

/** What no task uses is a note of the file and stops nothing: its secrets are not needed either. */
export function inUse(deployment: Deployment, door: Pick<Door, 'providers'>): InUse {
  const { tasks, certificates } = deployment;
  return {
    accounts: accountsInUse(deployment, door.providers).map(({ account }) => account),
    certificates: certificates.filter(({ name }) =>
      tasks.some((task) => task.certificates.includes(name)),
    ),
  };
}

function connectReceiver(
  { receiver }: Deployment,
  door: Door,
  to: { readonly problems: Problem[]; readonly problemAt: ProblemAt; readonly findings: Finding[] },
): JobReceiver | null {
  if (receiver === null) return null;
  if (door.receiver === undefined) {
    to.findings.push({
      code: 'receiver-not-asked',
      level: 'notice',
      subject: null,
      message:
        'the receiver only answers workflow runs of GitHub Actions: quota is counted here and not enforced',
    });
    return null;
  }
  try {
    return door.receiver(receiver.url);
  } catch (thrown) {
    const { code, message } = errorFacts(DeployError.from(thrown));
    if (code !== 'CONFIG_INVALID') throw thrown;
    to.problems.push(to.problemAt(['receiver'], message));
    return null;
  }
}

interface Read {
  readonly certificates: ReadonlyMap<CertificateName, Certificate>;
  readonly materials: ReadonlyMap<CertificateName, Material>;
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
}

async function readCertificates(
  used: InUse,
  means: {
    readonly door: Door;
    readonly sight: Sight;
    readonly receiver: JobReceiver | null;
    readonly problemAt: ProblemAt;
  },
  call: Call,
): Promise<Read> {
  const { door, problemAt } = means;
  const certificates = new Map<CertificateName, Certificate>();
  const materials = new Map<CertificateName, Material>();
  const problems: Problem[] = [];
  const findings: Finding[] = [];
  const pems = await Promise.all(
    used.certificates.map(async (request) => await readPem(request, means, call)),
  );
  for (const [index, { name }] of used.certificates.entries()) {
    const pem = pems[index];
    if (pem === undefined) continue;
    const report = (message: string) =>
      problems.push(problemAt(['certificates', name], `certificate "${name}": ${message}`));
    if (pem.kind === 'skipped') {
      if (pem.reason !== undefined) {
        findings.push({
          code: 'not-checked',
          level: 'notice',
          subject: name,
          message: pem.reason,
        });
      }
      continue;
    }
    if (pem.kind === 'problem') {
      report(pem.message);
      continue;
    }
    const result = readMaterial({ name, ...pem, now: door.clock.now(), isRootSubject });
    if (!result.ok) {
      for (const message of result.problems) report(message);
      continue;
    }
    findings.push(...result.findings);
    certificates.set(name, result.certificate);
    if (result.material !== null) {
      door.mask(result.material.key.reveal());
      materials.set(name, result.material);
    }
  }
  return { certificates, materials, problems, findings };
}

/** The type of a certificate is what the receiver knows of its fingerprint, wherever it came from. */
function priced(
  { certificates, materials }: Read,
  prices: Prices | undefined,
): Pick<Prepared, 'certificates' | 'materials'> {
  if (prices === undefined) return { certificates, materials };
  const typed = (certificate: Certificate): Certificate => ({
    ...certificate,
    type: prices.byFingerprint.get(certificate.sha256)?.type ?? certificate.type,
  });
  return {
    certificates: new Map([...certificates].map(([name, one]) => [name, typed(one)])),
    materials: new Map(
      [...materials].map(([name, one]) => [name, { ...one, certificate: typed(one.certificate) }]),
    ),
  };
}

/** Quota is counted by task, so its certificates are all of one type. */
function mixedTypes(
  { tasks }: Deployment,
  certificates: ReadonlyMap<CertificateName, Certificate>,
  problemAt: ProblemAt,
): readonly Problem[] {
  return tasks.flatMap((task) => {
    const found = task.certificates.flatMap((name) => certificates.get(name) ?? []);
    if (new Set(found.map(({ type }) => type)).size < 2) return [];
    const words = found.map(({ name, type }) => `"${name}" is ${type}`).join(', ');
    const message = `the certificates of one task must be of one type: ${words}; make a task for each type`;
    return [problemAt(['tasks', task.name, 'certificates'], message)];
  });
}
