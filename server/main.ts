import { readFileSync } from 'node:fs';

import { systemClock } from './clock.ts';
import { createLog, errorFacts } from './log.ts';
import { readSettings, SettingsError } from './settings.ts';
import type { Environment, Settings } from './settings.ts';

/** The only place of the server that sees the process's environment. */
export const environment: Environment = {
  variable: (name) => process.env[name],
  readFile: (path) => readFileSync(path, 'utf8'),
};

/**
 * Runs the receiver until SIGTERM or SIGINT. Resolves to the exit code: 0 after an orderly end, 1 when
 * it could not start or failed, 3 when settings are missing or wrong.
 */
export async function main(): Promise<number> {
  const settings = settingsOrWords();
  if (settings === undefined) return 3;
  const log = createLog({ level: settings.logLevel, secrets: settings.secrets });
  const { startReceiver } = await import('./receiver.ts');
  const stop = Promise.withResolvers<{ readonly code: number; readonly why: string }>();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      // Who asks a second time does not want to wait: nothing that was answered is lost by it.
      process.once(signal, () => process.exit(1));
      stop.resolve({ code: 0, why: signal });
    });
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      log.error('unexpected failure', { ...errorFacts(thrown), stack });
      stop.resolve({ code: 1, why: event });
    });
  }
  try {
    const receiver = await startReceiver(settings, { clock: systemClock, log });
    const { code, why } = await stop.promise;
    log.info('stopping', { why });
    await receiver.stop();
    log.info('stopped');
    return code;
  } catch (thrown) {
    log.error('the receiver failed', errorFacts(thrown));
    return 1;
  }
}

function settingsOrWords(): Settings | undefined {
  try {
    return readSettings(environment);
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown;
    const lines = thrown.problems.map((problem) => `  - ${problem}\n`).join('');
    process.stderr.write(`The receiver does not start:\n${lines}See docs/receiver.md.\n`);
    return undefined;
  }
}

if (import.meta.main) process.exit(await main());
