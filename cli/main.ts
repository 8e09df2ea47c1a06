import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { DeployError } from '../shared/core/errors.ts';
import { deployJob } from '../shared/job/deploy-job.ts';
import { proxyVariables } from '../shared/job/door.ts';
import type { Door } from '../shared/job/door.ts';
import type { JobOptions } from '../shared/job/job-parts.ts';
import { previewJob } from '../shared/job/preview-job.ts';
import { redactReport } from '../shared/job/redact-report.ts';
import { rollbackJob } from '../shared/job/rollback-job.ts';
import { verifyJob } from '../shared/job/verify-job.ts';
import { providers } from '../shared/providers/index.ts';
import type { Call } from '../shared/providers/provider.ts';
import { reportText } from '../shared/report/text.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { createFileReader, findFiles } from '../shared/runtime/files.ts';
import { Report } from '../shared/wire/report.ts';
import { checkExitCodes, checkFiles } from './check-command.ts';
import { cleanFiles } from './clean.ts';
import { init, starterClouds } from './init.ts';
import type { StarterCloud } from './init.ts';
import { notifyExitCodes, notifyFiles } from './notify.ts';
import { policyText } from './policy.ts';
import { createProgress } from './progress.ts';
import type { ProgressView } from './progress.ts';
import { createRedactor } from './redact.ts';
import type { Redactor } from './redact.ts';
import { schemaText } from './schema.ts';

interface Streams {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

interface RunFlags {
  readonly json?: boolean;
  readonly report?: string;
  readonly verifyTimeout?: number;
}

const exitCodes = `
Exit codes: 0 all proven (or nothing to do), 1 some failed, 2 held back, refused or not readable,
3 the deployment file, a secret or a certificate is wrong.`;

const failureExit = 1;

/** The command line. Resolves to the exit code; never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  const streams: Streams = { out: process.stdout, err: process.stderr };
  let exitCode = 0;
  const program = new Command('certferry')
    .description(
      'Puts a TLS certificate on every cloud resource that needs it, and proves it is served.',
    )
    .version('0.1.0')
    .exitOverride()
    .addHelpText('after', exitCodes)
    .configureOutput({
      writeOut: (text) => streams.out.write(text),
      writeErr: (text) => streams.err.write(text),
    });
  for (const [name, words, verb] of [
    ['preview', 'show what a deployment would change; writes nothing', previewJob],
    [
      'deploy',
      'carry out what the deployment file asks for, prove it by handshakes, undo what fails',
      async (door: Door, options: JobOptions, call: Call) =>
        await deployJob(door, { ...options, pins: async () => null }, call),
    ],
    [
      'verify',
      'compare what is bound and served with what the deployment file asks for; writes nothing',
      async (door: Door, options: JobOptions, call: Call) =>
        await verifyJob(door, { ...options, deployed: async () => null }, call),
    ],
  ] as const) {
    program
      .command(name)
      .description(words)
      .argument('[config]', 'deployment file or glob', '.github/certferry.yml')
      .option(
        '--json',
        'print the JSON report on standard output (progress goes to standard error)',
      )
      .option('--report <path>', 'also write the JSON report to a file')
      .addOption(
        new Option(
          '--verify-timeout <seconds>',
          'how long a handshake may take to show the new certificate',
        ).argParser(seconds),
      )
      .addHelpText('after', exitCodes)
      .action(async (config: string, flags: RunFlags) => {
        exitCode = await run(verb, config, flags, streams);
      });
  }
  program
    .command('rollback')
    .description('undo a run: switch back to the certificates that its JSON report names')
    .argument('<report>', 'JSON report of the run (see "deploy --report", or the run\'s artifact)')
    .argument('[config]', 'deployment file', '.github/certferry.yml')
    .option('--json', 'print the JSON report on standard output')
    .option('--report <path>', 'also write the JSON report to a file')
    .addHelpText('after', exitCodes)
    .action(async (path: string, config: string, flags: RunFlags) => {
      const verb: Verb = async (door, options, call) =>
        await rollbackJob(door, { ...options, earlier: () => readReport(path) }, call);
      exitCode = await run(verb, config, flags, streams);
    });
  program
    .command('clean')
    .description(
      'list certificate objects that Certferry once uploaded and nothing uses any more; --yes removes them',
    )
    .argument('[config]', 'deployment file', '.github/certferry.yml')
    .addOption(
      new Option('--older-than <days>', 'how long a replaced one is kept')
        .argParser(days)
        .default(30),
    )
    .option('--yes', 'remove them')
    .action(async (config: string, flags: { olderThan: number; yes?: boolean }) => {
      const options = { graceDays: flags.olderThan, dryRun: flags.yes !== true };
      exitCode = await withSession(config, streams, async (session) => {
        const done = await cleanFiles(
          session.files,
          session.door,
          {
            ...options,
            progress: session.progress.event,
          },
          session.call,
        );
        session.progress.done();
        streams.out.write(session.redactor.text(done.text));
        return done.exitCode;
      });
    });
  program
    .command('init')
    .description('write a starter deployment file and its workflow')
    .addOption(
      new Option('--cloud <name...>', 'clouds to start with')
        .choices(starterClouds)
        .default(['aws'], 'aws'),
    )
    .option('--force', 'replace files that are there')
    .action(async (flags: { cloud: StarterCloud[]; force?: boolean }) => {
      const clouds = starterClouds.filter((cloud) => flags.cloud.includes(cloud));
      const done = await init(process.cwd(), { clouds, force: flags.force === true });
      streams.out.write(done.text);
      ({ exitCode } = done);
    });
  program
    .command('notify')
    .description('send a test notice to every contact of a deployment file')
    .requiredOption('--test', 'say so: nothing but a test can be sent from here')
    .argument('[config]', 'deployment file or glob', '.github/certferry.yml')
    .addHelpText('after', notifyExitCodes)
    .action(async (config: string) => {
      exitCode = await withSession(config, streams, async (session) => {
        const { files, door, call, redactor } = session;
        const done = await notifyFiles(files, door, { redact: redactor.text }, call);
        streams.out.write(redactor.text(done.text));
        return done.exitCode;
      });
    });
  program
    .command('schema')
    .description('print the JSON Schema of the deployment file, or of the report')
    .addOption(new Option('--of <what>').choices(['deployment', 'report']).default('deployment'))
    .action((flags: { of: 'deployment' | 'report' }) => {
      streams.out.write(schemaText(flags.of, providers));
    });
  program
    .command('check')
    .description(
      "prove that each account's credentials work and name missing permissions; writes nothing",
    )
    .argument('[config]', 'deployment file or glob', '.github/certferry.yml')
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText('after', checkExitCodes)
    .action(async (config: string, flags: { json?: boolean }) => {
      exitCode = await check(config, flags, streams);
    });
  program
    .command('policy')
    .description("print the least-privilege policy of a product, in its own cloud's form")
    .argument('<product>', 'for example aws/alb')
    .option('--read-only', 'only what a preview needs')
    .option('--clean-up', 'also what "clean" needs to remove old certificate objects')
    .action((product: string, flags: { readOnly?: boolean; cleanUp?: boolean }) => {
      try {
        const readOnly = flags.readOnly === true;
        const cleanUp = flags.cleanUp === true;
        streams.out.write(policyText(product, { readOnly, cleanUp }, providers));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        program.error(`error: ${error.message}`);
      }
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 3;
    streams.err.write(`certferry: ${DeployError.from(error).message}\n`);
    return failureExit;
  }
}

/** A report from a path of this machine. */
async function readReport(path: string): Promise<Report> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    throw new DeployError('CONFIG_INVALID', `${path} cannot be read`, { cause: thrown });
  }
  try {
    return Report.parse(JSON.parse(text));
  } catch (thrown) {
    const message = `${path} is not the JSON report of one run of this version of Certferry`;
    throw new DeployError('CONFIG_INVALID', message, { cause: thrown });
  }
}

function days(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 3650)) throw new InvalidArgumentError('1 to 3650 days');
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 7200)) throw new InvalidArgumentError('1 to 7200 seconds');
  return value;
}

type Verb = (door: Door, options: JobOptions, call: Call) => Promise<Report>;

/** What a command on deployment files works with. */
interface Session {
  readonly door: Door;
  readonly files: readonly string[];
  readonly call: Call;
  readonly progress: ProgressView;
  readonly redactor: Redactor;
}

/** Opens the door of this process for one command, and stops it on the first Ctrl+C. */
async function withSession(
  config: string,
  { err }: Streams,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const root = process.cwd();
  const redactor = createRedactor();
  const env = (name: string) => process.env[name];
  const door: Door = {
    readFile: createFileReader(root),
    env,
    mask: redactor.add,
    idToken: undefined,
    proxy: proxyVariables(env),
    session: `certferry-${randomBytes(4).toString('hex')}`,
    clock: systemClock,
    providers,
  };
  // At a prompt a file may be named by its whole path; reports name it as the repository does.
  const named = isAbsolute(config) ? relative(root, config) : config;
  const found = await findFiles(root, named);
  const files = found.length > 0 ? found : [named];
  const stop = new AbortController();
  const progress = createProgress(err, { redact: redactor.text, clock: systemClock });
  const interrupt = () => {
    progress.log.warn('stopping: what is in flight is finished or undone; once more stops at once');
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const call = { signal: stop.signal, log: progress.log };
    return await work({ door, files, call, progress, redactor });
  } finally {
    progress.done();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function run(verb: Verb, config: string, flags: RunFlags, streams: Streams): Promise<number> {
  return withSession(config, streams, async ({ door, files, call, progress, redactor }) => {
    const reports: Report[] = [];
    for (const file of files) {
      const options: JobOptions = {
        file,
        commit: null,
        run: null,
        progress: progress.event,
        verifyTimeoutMs: flags.verifyTimeout === undefined ? undefined : flags.verifyTimeout * 1000,
      };
      reports.push(redactReport(await verb(door, options, call), redactor.text));
    }
    progress.done();
    const json = `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`;
    streams.out.write(flags.json === true ? json : redactor.text(shown(reports, streams.out)));
    const worst = Math.max(...reports.map((report) => severity(report.exitCode))) % 10;
    if (flags.report === undefined) return worst;
    return (await save(flags.report, json, streams.err)) ? worst : failureExit;
  });
}

function check(config: string, flags: { json?: boolean }, streams: Streams): Promise<number> {
  return withSession(config, streams, async ({ door, files, call, progress, redactor }) => {
    const options = { ...screen(streams.out), json: flags.json === true, redact: redactor.text };
    const { text, exitCode } = await checkFiles(files, door, options, call);
    progress.done();
    streams.out.write(text);
    return exitCode;
  });
}

/** False where it cannot be written: what was deployed has been printed by then. */
async function save(path: string, text: string, err: NodeJS.WriteStream): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return true;
  } catch (error) {
    err.write(`certferry: writing the report: ${DeployError.from(error).message}\n`);
    return false;
  }
}

/** Of several files the worst decides: failed before held back before a wrong file before fine. */
function severity(exitCode: number): number {
  return ({ 0: 0, 3: 13, 2: 22, 1: 31 } as Record<number, number>)[exitCode] ?? 31;
}

function shown(reports: readonly Report[], out: NodeJS.WriteStream): string {
  return `${reports.map((report) => reportText(report, screen(out))).join('\n')}\n`;
}

function screen(out: NodeJS.WriteStream): { readonly width: number; readonly colour: boolean } {
  return { width: Math.min(out.columns ?? 100, 140), colour: colours(out) };
}

/** Colours only for eyes: a terminal, and nobody asked for none (https://no-color.org). */
function colours(out: NodeJS.WriteStream): boolean {
  return out.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
}
