import { randomBytes } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';

import { proxyVariables } from '../shared/job/door.ts';
import type { Door } from '../shared/job/door.ts';
import type { Call, ProviderSpec } from '../shared/providers/provider.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { createFileReader, findFiles } from '../shared/runtime/files.ts';
import { createProgress } from './progress.ts';
import type { ProgressView } from './progress.ts';
import { createRedactor } from './redact.ts';
import type { Redactor } from './redact.ts';

/** The process around a command, as its door hands it in. */
export interface Surroundings {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
  readonly env: (name: string) => string | undefined;
  /** Where deployment files are looked for. */
  readonly folder: string;
  readonly providers: readonly ProviderSpec[];
}

/** What a command on deployment files works with. */
export interface Session {
  readonly door: Door;
  readonly files: readonly string[];
  readonly call: Call;
  readonly progress: ProgressView;
  readonly redactor: Redactor;
}

/** Opens the door of this process for one command, and stops it on the first Ctrl+C. */
export async function withSession(
  config: string,
  { err, env, folder, providers }: Surroundings,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const redactor = createRedactor();
  const door: Door = {
    readFile: createFileReader(folder),
    env,
    mask: redactor.add,
    idToken: undefined,
    proxy: proxyVariables(env),
    session: `certferry-${randomBytes(4).toString('hex')}`,
    clock: systemClock,
    providers,
  };
  // At a prompt a file may be named by its whole path; reports name it as the repository does.
  const named = isAbsolute(config) ? relative(folder, config) : config;
  const found = await findFiles(folder, named);
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

/** How a text is to be laid out on standard output. */
export function screen({ out, env }: Surroundings): {
  readonly width: number;
  readonly colour: boolean;
} {
  // Colours only for eyes: a terminal, and nobody asked for none (https://no-color.org).
  const colour = out.isTTY && (env('NO_COLOR') ?? '') === '' && env('TERM') !== 'dumb';
  return { width: Math.min(out.columns ?? 100, 140), colour };
}
