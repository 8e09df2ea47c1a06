import { CommanderError } from 'commander';

import { DeployError } from '../shared/core/errors.ts';
import { providers } from '../shared/providers/index.ts';
import { createProgram } from './program.ts';
import type { Surroundings } from './session.ts';

const failureExit = 1;

/** The command line. Resolves to the exit code; never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  const around: Surroundings = {
    out: process.stdout,
    err: process.stderr,
    env: (name) => process.env[name],
    folder: process.cwd(),
    providers,
  };
  let exitCode = 0;
  const program = createProgram(around, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 3;
    around.err.write(`certferry: ${DeployError.from(error).message}\n`);
    return failureExit;
  }
}
