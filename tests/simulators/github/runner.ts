import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isInjected } from './runner/commands.ts';
import { prepare, type Prepared } from './runner/environment.ts';
import { parseFileCommands } from './runner/files.ts';
import { createLineSplitter, createReader, type StepReader } from './runner/reader.ts';
import type { StepOptions, StepResult } from './runner/step.ts';

export type { Annotation, StepOptions, StepResult } from './runner/step.ts';

export interface RunningStep {
  readonly done: Promise<StepResult>;
  readonly workspace: string;
  /** As a person who presses "Cancel": SIGINT, then SIGTERM, then the end. */
  cancel(): void;
}

interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly timedOut: boolean;
  readonly cancelled: boolean;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the clock that always ends a step, and the sequence of a cancel. */
function guard(child: ChildProcess, options: StepOptions) {
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, action: () => void) => {
    timers.push(setTimeout(action, ms));
  };
  const { afterInterruptMs = 7500, afterTerminateMs = 2500 } = options.cancel ?? {};
  const state = { timedOut: false, cancelled: false };
  later(options.timeoutMs ?? 60_000, () => {
    state.timedOut = true;
    child.kill('SIGKILL');
  });
  const leave = () => child.kill('SIGKILL');
  options.lost?.addEventListener('abort', leave, { once: true });
  const cancel = () => {
    state.cancelled = child.exitCode === null && child.signalCode === null;
    child.kill('SIGINT');
    later(afterInterruptMs, () => {
      child.kill('SIGTERM');
      later(afterTerminateMs, () => child.kill('SIGKILL'));
    });
  };
  options.cancelled?.addEventListener('abort', cancel, { once: true });
  return {
    state,
    stop() {
      options.lost?.removeEventListener('abort', leave);
      options.cancelled?.removeEventListener('abort', cancel);
      for (const timer of timers) clearTimeout(timer);
    },
    cancel,
  };
}

/** Every string of the payload and every small file of the workspace: what the step did not write. */
async function textsFromOutside(
  options: StepOptions,
  workspace: string,
): Promise<readonly string[]> {
  const strings = (value: unknown): readonly string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
  };
  const texts = [...strings(options.event.payload), ...(options.untrusted ?? [])];
  for (const entry of await readdir(workspace, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await stat(path)).size < 262_144)
      texts.push(await readFile(path, 'utf8'));
  }
  return texts;
}

const summaryLimit = 1_048_576;

async function resultOf(step: {
  readonly prepared: Prepared;
  readonly reader: StepReader;
  readonly ending: Ending;
  readonly texts: readonly string[];
}): Promise<StepResult> {
  const { prepared, reader, ending, texts } = step;
  const complaints: string[] = [];
  const read = (name: string) => readFile(prepared.files[name] ?? '', 'utf8');
  const parsed = async (name: string) => {
    try {
      return parseFileCommands(await read(name));
    } catch (thrown) {
      complaints.push(`Unable to process file command '${name}' successfully. ${String(thrown)}`);
      return {};
    }
  };
  const outputs = await parsed('output');
  const state = await parsed('state');
  const env = await parsed('env');
  if ('NODE_OPTIONS' in env) complaints.push("Can't store NODE_OPTIONS output parameter");
  const summary = await read('step_summary');
  const size = Buffer.byteLength(summary);
  if (size > summaryLimit) {
    const kibibytes = Math.ceil(size / 1024);
    complaints.push(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kibibytes}k.`,
    );
  }
  const masked = summary.split('\n').map((line) => reader.masks.apply(line));
  return {
    ...ending,
    log: reader.log.join('\n'),
    commands: reader.commands,
    injected: reader.commands.filter((command) => isInjected(command, texts)),
    annotations: reader.annotations,
    groups: reader.groups,
    masks: reader.masks.values,
    outputs,
    state,
    env,
    path: (await read('path')).split('\n').filter((line) => line !== ''),
    summary: size === 0 || size > summaryLimit ? null : masked.join('\n'),
    complaints,
  };
}

/**
 * Runs a step as GitHub's runner does: a child process with temporary files, variables and inputs,
 * whose output is read for commands. Always ends: with the process, by cancel, or by the timeout.
 */
export async function startStep(options: StepOptions): Promise<RunningStep> {
  const root = options.directory ?? (await mkdtemp(join(tmpdir(), 'runner-')));
  await mkdir(root, { recursive: true });
  const leave = async () => {
    if (options.directory === undefined) await rm(root, { recursive: true, force: true });
  };
  const prepared = await prepare(options, root).catch(async (thrown: unknown) => {
    await leave();
    throw thrown;
  });
  const { env, entry, workspace } = prepared;
  const texts = await textsFromOutside(options, workspace);
  const reader = createReader(options);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [entry], {
    cwd: workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const splitter = createLineSplitter((line) => {
      reader.read(line);
    });
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      splitter.push(chunk);
    });
    return splitter;
  });
  const watch = guard(child, options);
  const ended = new Promise<Ending>((done, fail) => {
    child.on('error', fail);
    child.on('close', (exitCode, signal) => {
      watch.stop();
      stdout?.end();
      stderr?.end();
      const durationMs = performance.now() - startedAt;
      const printed = { stdout: stdout?.text ?? '', stderr: stderr?.text ?? '' };
      done({ exitCode, signal, ...watch.state, durationMs, ...printed });
    });
  });
  const finish = async (): Promise<StepResult> => {
    const result = await resultOf({ prepared, reader, ending: await ended, texts });
    await leave();
    return result;
  };
  return {
    done: finish(),
    workspace,
    cancel: () => {
      watch.cancel();
    },
  };
}

/** Runs a step to its end. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  const step = await startStep(options);
  return step.done;
}
