import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface CliOptions {
  readonly cwd: string;
  /** All that the process has besides `PATH` and `HOME`. */
  readonly env?: Readonly<Record<string, string>>;
  /** A module that is run first: what a test pretends about the process. */
  readonly before?: string;
  /** Each piece of standard error as it comes. */
  readonly onStderr?: (text: string) => void;
}

export interface CliResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface RunningCli {
  readonly done: Promise<CliResult>;
  kill(signal: NodeJS.Signals): void;
  /** Nobody reads this stream any more, as when `head` has seen enough. */
  leave(stream: 'stdout' | 'stderr'): void;
}

const timeoutMs = 60_000;

/** Starts the command line as a person does; it is killed when it does not end in time. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const { cwd, env = {}, before, onStderr } = options;
  const first = before === undefined ? [] : ['--import', `data:text/javascript,${before}`];
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...first, join(import.meta.dirname, '..', 'cli', 'certferry.mjs'), ...args],
    {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(text);
  });
  const done = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      resolve({ exitCode, signal, stdout, stderr, durationMs: performance.now() - startedAt });
    });
  });
  return {
    done,
    kill: (signal) => child.kill(signal),
    leave: (stream) => child[stream].destroy(),
  };
}

export const runCli = (args: readonly string[], options: CliOptions): Promise<CliResult> =>
  startCli(args, options).done;
