import type { Deployment } from '../core/deployment.ts';
import { DeployError } from '../core/errors.ts';
import type { Change, Target } from '../core/model.ts';
import { Secret } from '../core/secret.ts';
import type { Ports, Progress } from '../engine/ports.ts';
import { preview } from '../engine/preview.ts';
import type { Preview } from '../engine/preview.ts';
import type { Call, Product } from '../providers/provider.ts';
import { problemsReport } from '../report/json.ts';
import type { ReportContext } from '../report/json.ts';
import { createDnsFindings } from '../tls/dns-findings.ts';
import { createDns } from '../tls/dns.ts';
import { createProbe } from '../tls/probe.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import type { Prepared } from './prepare.ts';

/** What one run of one deployment file is told. */
export interface JobOptions {
  readonly file: string;
  readonly commit: string | null;
  /** Address or id of the run. */
  readonly run: string | null;
  readonly progress: (event: Progress) => void;
  /** How long a handshake may take to show the new certificate; undefined: what the product needs. */
  readonly verifyTimeoutMs: number | undefined;
}

/** The frame of a report, with how the job ended. */
export type About = (verdict: Report['verdict'], exitCode: number) => ReportContext;

/**
 * Runs the work of a job; what it throws becomes a report that says so, so that the reports of other
 * files are not lost with it.
 */
export async function reported(
  mode: Report['mode'],
  door: Door,
  options: JobOptions,
  work: (about: About) => Promise<Report>,
): Promise<Report> {
  const about = describer(mode, door, options, door.clock.now());
  try {
    return await work(about);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    const problem = (message: string) => [{ file: options.file, line: 1, column: 1, message }];
    // Carrying out a plan never rejects: what was cancelled here had not begun to write.
    return error.code === 'CANCELLED'
      ? problemsReport(
          problem('the run was cancelled before anything was written; run it again'),
          about('cancelled', 2),
        )
      : problemsReport(
          problem(`${error.code}: ${error.message}. ${error.failure.advice}`),
          about('error', 1),
        );
  }
}

function describer(mode: Report['mode'], door: Door, options: JobOptions, startedAt: Date): About {
  return (verdict, exitCode) => ({
    mode,
    file: options.file,
    commit: options.commit,
    run: options.run,
    startedAt,
    now: door.clock.now(),
    undo: () => true,
    verdict,
    exitCode,
  });
}

export async function planned(
  prepared: Prepared,
  door: Door,
  options: JobOptions,
  call: Call,
): Promise<Preview> {
  const { deployment, certificates, findings, prices } = prepared;
  return await preview(
    {
      deployment,
      certificates,
      findings,
      prices,
      providers: door.providers,
      door: loginDoor(door),
    },
    portsOf(deployment, door, options.progress),
    call,
  );
}

/** What logging in to clouds is handed. */
export function loginDoor(door: Door) {
  return { ...door, secret: secretReader(door) };
}

export function portsOf(deployment: Deployment, door: Door, progress: Ports['progress']): Ports {
  const dns = createDns();
  return {
    clock: door.clock,
    probe: createProbe({ clock: door.clock, connectTo: connectTo(deployment), dns, names: dns }),
    dnsFindings: createDnsFindings({ dns }),
    progress,
  };
}

/** `connect_to` of the target that a change came from. */
function connectTo(deployment: Deployment) {
  return (change: Change) =>
    deployment.tasks
      .find((task) => task.name === change.task)
      ?.targets.find((target) => target.product === change.resource.target)?.connectTo;
}

function secretReader(door: Door) {
  return (ref: { readonly env: string }) => {
    const value = door.env(ref.env);
    if (value === undefined) throw new Error(`the secret ${ref.env} was not checked before use`);
    return new Secret(value);
  };
}

export function undoOf(products: readonly Product[]): ReportContext['undo'] {
  const none = new Set<Target>(
    products.filter((one) => one.capabilities.undo === 'none').map((one) => one.target),
  );
  return (target) => !none.has(target);
}
