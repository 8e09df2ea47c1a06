import { Argument, Command, InvalidArgumentError, Option } from 'commander';

import { deployJob } from '../shared/job/deploy-job.ts';
import { previewJob } from '../shared/job/preview-job.ts';
import { rollbackJob } from '../shared/job/rollback-job.ts';
import { verifyJob } from '../shared/job/verify-job.ts';
import { checkExitCodes, checkFiles } from './check-command.ts';
import { cleanText, cleanVerb } from './clean.ts';
import type { CleanFlags } from './clean.ts';
import { completionText, shells } from './completion.ts';
import type { Shell } from './completion.ts';
import { init, starterClouds } from './init.ts';
import type { StarterCloud } from './init.ts';
import { notifyExitCodes, notifyFiles } from './notify.ts';
import { policyText } from './policy.ts';
import { readReport, runVerb } from './run-verb.ts';
import type { RunFlags, Verb } from './run-verb.ts';
import { schemaText } from './schema.ts';
import { screen, withSession } from './session.ts';
import type { Surroundings } from './session.ts';

const exitCodes = `
Exit codes: 0 all proven (or nothing to do), 1 some failed, 2 held back, refused or not readable,
3 the deployment file, a secret or a certificate is wrong.`;

const defaultFile = '.github/certferry.yml';

/** The command line as data: commands, arguments and options. `ended` is told how the command ended. */
export function createProgram(around: Surroundings, ended: (exitCode: number) => void): Command {
  const program = new Command('certferry')
    .description(
      'Puts a TLS certificate on every cloud resource that needs it, and proves it is served.',
    )
    .version('0.1.0')
    .exitOverride()
    .addHelpText('after', exitCodes)
    .configureOutput({
      writeOut: (text) => around.out.write(text),
      writeErr: (text) => around.err.write(text),
    });
  addVerbs(program, around, ended);
  addClean(program, around, ended);
  addHelpers(program, around, ended);
  addTexts(program, around, ended);
  return program;
}

type Ended = (exitCode: number) => void;

const verbs: readonly (readonly [name: string, words: string, verb: Verb])[] = [
  ['preview', 'show what a deployment would change; writes nothing', previewJob],
  [
    'deploy',
    'carry out what the deployment file asks for, prove it by handshakes, undo what fails',
    async (door, options, call) =>
      await deployJob(door, { ...options, pins: async () => null }, call),
  ],
  [
    'verify',
    'compare what is bound and served with what the deployment file asks for; writes nothing',
    async (door, options, call) =>
      await verifyJob(door, { ...options, deployed: async () => null }, call),
  ],
];

function addVerbs(program: Command, around: Surroundings, ended: Ended): void {
  for (const [name, words, verb] of verbs) {
    program
      .command(name)
      .description(words)
      .argument('[config]', 'deployment file or glob', defaultFile)
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
        ended(await runVerb(verb, config, flags, around));
      });
  }
  program
    .command('rollback')
    .description(
      'undo a run: switch back to the certificates that its JSON report names, and prove it',
    )
    .argument('<report>', 'JSON report of the run (see "deploy --report", or the run\'s artifact)')
    .argument('[config]', 'deployment file', defaultFile)
    .option('--json', 'print the JSON report on standard output')
    .option('--report <path>', 'also write the JSON report to a file')
    .addOption(
      new Option(
        '--verify-timeout <seconds>',
        'how long a handshake may take to show the old certificate',
      ).argParser(seconds),
    )
    .addHelpText('after', exitCodes)
    .action(async (path: string, config: string, flags: RunFlags) => {
      const verb: Verb = async (door, options, call) =>
        await rollbackJob(door, { ...options, earlier: () => readReport(path) }, call);
      ended(await runVerb(verb, config, flags, around));
    });
}

function addClean(program: Command, around: Surroundings, ended: Ended): void {
  program
    .command('clean')
    .description(
      'list certificate objects that Certferry once uploaded and nothing uses any more; --yes removes them',
    )
    .argument('[config]', 'deployment file', defaultFile)
    .addOption(
      new Option('--older-than <days>', 'how long a replaced one is kept')
        .argParser(days)
        .default(30),
    )
    .option('--yes', 'remove them')
    .option(
      '--keep <report...>',
      'JSON reports of deployments that are to stay undoable: what they replaced is kept',
    )
    .option('--json', 'print the JSON report on standard output')
    .option('--report <path>', 'also write the JSON report to a file')
    .addHelpText('after', exitCodes)
    .action(async (config: string, flags: CleanFlags & RunFlags) => {
      ended(await runVerb(cleanVerb(flags), config, flags, around, cleanText));
    });
}

/** Around a deployment: a first file, credentials, contacts. */
function addHelpers(program: Command, around: Surroundings, ended: Ended): void {
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
      const done = await init(around.folder, { clouds, force: flags.force === true });
      around.out.write(done.text);
      ended(done.exitCode);
    });
  program
    .command('check')
    .description(
      "prove that each account's credentials work and name missing permissions; writes nothing",
    )
    .argument('[config]', 'deployment file or glob', defaultFile)
    .option('--json', 'print the result as JSON on standard output')
    .addHelpText('after', checkExitCodes)
    .action(async (config: string, flags: { json?: boolean }) => {
      const exitCode = await withSession(config, around, async (session) => {
        const { files, door, call, progress, redactor } = session;
        const json = flags.json === true;
        const options = { ...screen(around), json, redact: redactor.text };
        const done = await checkFiles(files, door, options, call);
        progress.done();
        around.out.write(done.text);
        return done.exitCode;
      });
      ended(exitCode);
    });
  program
    .command('notify')
    .description('send a test notice to every contact of a deployment file')
    .requiredOption('--test', 'say so: nothing but a test can be sent from here')
    .argument('[config]', 'deployment file or glob', defaultFile)
    .addHelpText('after', notifyExitCodes)
    .action(async (config: string) => {
      const exitCode = await withSession(config, around, async (session) => {
        const { files, door, call, redactor } = session;
        const done = await notifyFiles(files, door, { redact: redactor.text }, call);
        around.out.write(redactor.text(done.text));
        return done.exitCode;
      });
      ended(exitCode);
    });
}

/** What is printed without looking at any file. */
function addTexts(program: Command, around: Surroundings, ended: Ended): void {
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
        around.out.write(policyText(product, { readOnly, cleanUp }, around.providers));
        ended(0);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        program.error(`error: ${error.message}`);
      }
    });
  program
    .command('schema')
    .description('print the JSON Schema of the deployment file, or of the report')
    .addOption(
      new Option('--of <what>', 'which one')
        .choices(['deployment', 'report'])
        .default('deployment'),
    )
    .action((flags: { of: 'deployment' | 'report' }) => {
      around.out.write(schemaText(flags.of, around.providers));
      ended(0);
    });
  program
    .command('completion')
    .description('print a script that completes commands in your shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText(
      'after',
      '\nFor example, in ~/.bashrc: eval "$(certferry completion bash)"; in ~/.zshrc: source <(certferry completion zsh)',
    )
    .action((shell: Shell) => {
      const products = around.providers.flatMap(({ targets }) => targets);
      around.out.write(completionText(shell, program, products));
      ended(0);
    });
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
