import type { Deployment } from '../core/deployment.ts';
import { DeployError } from '../core/errors.ts';
import type { Edit, Plan, Run, Target } from '../core/model.ts';
import { pin } from '../core/pin.ts';
import type { Pins } from '../core/pin.ts';
import { Secret } from '../core/secret.ts';
import { planExitCode, planVerdict, runExitCode, runVerdict } from '../core/verdict.ts';
import { deploy } from '../engine/deploy.ts';
import type { Ports, Progress } from '../engine/ports.ts';
import { preview } from '../engine/preview.ts';
import type { Preview } from '../engine/preview.ts';
import type { Call, Product } from '../providers/provider.ts';
import { offlineReport, planReport, problemsReport, runReport } from '../report/json.ts';
import type { ReportContext } from '../report/json.ts';
import { createDnsFindings } from '../tls/dns-findings.ts';
import { createDns } from '../tls/dns.ts';
import { createProbe } from '../tls/probe.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { prepare } from './prepare.ts';
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

export interface DeployOptions extends JobOptions {
  /** What a preview showed; null: the deployment is not pinned to one. Called once, with the plan. */
  readonly pins: (plan: Plan) => Promise<Pins | null>;
}

/**
 * A report of one file, from its text to the last proof. Both doors run these three. None rejects:
 * bad input is a report with the verdict `invalid`, and a run that breaks off before it has a plan is
 * one that says why (`cancelled`, `error`), so that the reports of other files are not lost with it.
 */
export async function previewJob(door: Door, options: JobOptions, call: Call): Promise<Report> {
  return await reported('preview', door, options, async (about) => {
    const result = await prepare(options.file, door, { offline: false });
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { plan, products } = await planned(result.prepared, door, options, call);
    const context = about(planVerdict(plan), planExitCode(plan));
    return planReport(plan, { ...context, undo: undoOf(products) });
  });
}

/** What can be said of a file without secrets and without asking any cloud. */
export async function offlineJob(door: Door, options: JobOptions): Promise<Report> {
  return await reported('preview', door, options, async (about) => {
    const result = await prepare(options.file, door, { offline: true });
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { deployment, certificates, findings } = result.prepared;
    return offlineReport(
      { deployment, certificates: [...certificates.values()], findings },
      about('offline', 0),
    );
  });
}

export async function deployJob(door: Door, options: DeployOptions, call: Call): Promise<Report> {
  return await reported('deploy', door, options, async (about) => {
    const result = await prepare(options.file, door, { offline: false });
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { prepared } = result;
    const { plan, products } = await planned(prepared, door, options, call);
    const rollbacks = new Map(prepared.deployment.tasks.map((task) => [task.name, task.rollback]));
    const run: Run = await deploy(
      plan,
      {
        products: products.map((product) => patient(product, options.verifyTimeoutMs)),
        materials: prepared.materials,
        held: pin(plan, await options.pins(plan)),
        rollback: (task) => rollbacks.get(task) ?? 'on-failure',
      },
      portsOf(prepared.deployment, door, options.progress),
      call,
    );
    const context = about(runVerdict(run), runExitCode(run));
    return runReport(run, { ...context, undo: undoOf(products) });
  });
}

type About = (verdict: Report['verdict'], exitCode: number) => ReportContext;

/** Runs the work of a job; what it throws becomes a report that says so. */
async function reported(
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

async function planned(
  prepared: Prepared,
  door: Door,
  options: JobOptions,
  call: Call,
): Promise<Preview> {
  const { deployment, certificates, findings } = prepared;
  return await preview(
    {
      deployment,
      certificates,
      findings,
      providers: door.providers,
      door: { ...door, secret: secretReader(door) },
    },
    portsOf(deployment, door, options.progress),
    call,
  );
}

function portsOf(deployment: Deployment, door: Door, progress: Ports['progress']): Ports {
  const dns = createDns();
  return {
    clock: door.clock,
    probe: createProbe({ clock: door.clock, connectTo: connectTo(deployment), dns }),
    dnsFindings: createDnsFindings({ dns }),
    progress,
  };
}

/** `connect_to` of the target that an edit came from. */
function connectTo(deployment: Deployment) {
  return (edit: Edit) =>
    deployment.tasks
      .find((task) => task.name === edit.task)
      ?.targets.find((target) => target.product === edit.resource.target)?.connectTo;
}

function secretReader(door: Door) {
  return (ref: { readonly env: string }) => {
    const value = door.env(ref.env);
    if (value === undefined) throw new Error(`the secret ${ref.env} was not checked before use`);
    return new Secret(value);
  };
}

/** The same product, with another idea of how long its edges may take. */
function patient(product: Product, verifyTimeoutMs: number | undefined): Product {
  if (verifyTimeoutMs === undefined) return product;
  return {
    ...product,
    capabilities: { ...product.capabilities, settlesWithinMs: verifyTimeoutMs },
  };
}

function undoOf(products: readonly Product[]): ReportContext['undo'] {
  const none = new Set<Target>(
    products.filter((one) => one.capabilities.undo === 'none').map((one) => one.target),
  );
  return (target) => !none.has(target);
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
