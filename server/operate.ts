import { CommanderError } from 'commander';

import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { KeyringError } from './keyring.ts';
import { createScrubber } from './log.ts';
import { OperateError } from './operate/context.ts';
import type { OperateContext } from './operate/context.ts';
import { operateProgram } from './operate/program.ts';
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
  const program = operateProgram(context);
  const { commands } = program;
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
