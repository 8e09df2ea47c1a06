import { Command, CommanderError } from 'commander';

import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { KeyringError } from './keyring.ts';
import { createScrubber } from './log.ts';
import { certificateCommand } from './operate/certificates.ts';
import { OperateError } from './operate/context.ts';
import type { OperateContext } from './operate/context.ts';
import { entityCommand } from './operate/entities.ts';
import { keyCommand } from './operate/keys.ts';
import { operatorCommand } from './operate/operators.ts';
import { quotaCommand } from './operate/quota.ts';
import { repositoryCommand } from './operate/repositories.ts';
import { sourceCommand } from './operate/sources.ts';
import { upkeepCommands } from './operate/upkeep.ts';
import { Problem } from './problem.ts';
import { SettingsError } from './settings.ts';
import type { Environment } from './settings.ts';

export interface OperateWorld {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * The operator's command line. Resolves to the exit code: 0 done, 1 it could not be done, 3 the command
 * or the environment is wrong. Never rejects.
 */
export async function operate(argv: readonly string[], world: OperateWorld): Promise<number> {
  const { environment, clock, out, err } = world;
  const context: OperateContext = { environment, clock, say: (line) => out(`${line}\n`) };
  const program = new Command('operate')
    .description(
      'Registers entities, repositories and sources, grants quota and keeps the database of the\n' +
        'receiver. CERTFERRY_DATA names its folder. Works while the receiver runs, where not said otherwise.',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 it could not be done, 3 wrong command or environment.',
    );
  const commands = [
    entityCommand(context),
    repositoryCommand(context),
    sourceCommand(context),
    certificateCommand(context),
    quotaCommand(context),
    keyCommand(context),
    operatorCommand(context),
    ...upkeepCommands(context),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...commands.flatMap((one) => [one, ...one.commands])]) {
    command.exitOverride().configureOutput({ writeOut: out, writeErr: err });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 3;
    const scrub = createScrubber([]);
    if (thrown instanceof SettingsError) {
      err(`${thrown.problems.join('\n')}\n`);
      return 3;
    }
    err(`${scrub(wordsOf(thrown))}\n`);
    return 1;
  }
}

function wordsOf(thrown: unknown): string {
  if (thrown instanceof OperateError || thrown instanceof KeyringError) return thrown.message;
  if (thrown instanceof Problem) return thrown.details.detail ?? thrown.details.title;
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

if (import.meta.main) {
  const { environment } = await import('./main.ts');
  process.exitCode = await operate(process.argv.slice(2), {
    environment,
    clock: systemClock,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
