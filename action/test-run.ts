import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { JobWorld } from '../shared/job/test-world.ts';
import type { ProviderSpec } from '../shared/providers/provider.ts';
import { Report } from '../shared/wire/report.ts';
import type { TriggerEvent } from '../tests/simulators/github/events.ts';
import type { GitHubSimulator } from '../tests/simulators/github/github.ts';
import { prepare } from '../tests/simulators/github/runner/environment.ts';
import { createReader } from '../tests/simulators/github/runner/reader.ts';
import type { Annotation, StepOptions } from '../tests/simulators/github/runner/step.ts';
import { createRunnerLog } from './log.ts';
import { createMasks } from './mask.ts';
import { runAction } from './run.ts';
import { commenter } from './test-github.ts';

/** What a run needs around it. */
export interface Stage {
  readonly world: JobWorld;
  readonly gh: GitHubSimulator;
  /** Where each run gets a folder of its own. */
  readonly folder: string;
}

export interface Acted {
  readonly runId: number;
  readonly exitCode: number | undefined;
  readonly thrown: unknown;
  readonly outputs: Readonly<Record<string, string>>;
  readonly reports: readonly Report[];
  readonly summary: string;
  /** Everything that was printed, masks included. */
  readonly printed: string;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly workspace: string;
}

export interface Acting extends Partial<StepOptions> {
  readonly providers?: readonly ProviderSpec[];
  readonly signal?: AbortSignal;
}

let runs = 26_000_000_000;

/** One run of the Action in this process, in the environment that the runner would set up. */
export async function act(
  { world, gh, folder }: Stage,
  event: TriggerEvent,
  options: Acting = {},
): Promise<Acted> {
  runs += 1;
  const { providers = world.providers, signal = new AbortController().signal, ...step } = options;
  const request: StepOptions = {
    github: gh,
    event,
    token: gh.token(commenter),
    run: { id: runs, attempt: 1 },
    entry: 'action.yml',
    ...step,
    env: { ...world.env, ...step.env },
  };
  const { env, files, workspace } = await prepare(request, join(folder, String(runs)));
  let printed = '';
  const write = (text: string) => {
    printed += text;
  };
  const log = createRunnerLog({ write, debug: false });
  const outputs: Record<string, string> = {};
  const result: { exitCode?: number; thrown?: unknown } = {};
  try {
    result.exitCode = await runAction({
      env: (name) => env[name],
      log,
      masks: createMasks(write),
      providers,
      signal,
      setOutput: (name, value) => {
        outputs[name] = value;
      },
      idToken: async () => {
        throw new Error('nobody should ask for a token');
      },
    });
  } catch (thrown) {
    result.thrown = thrown;
  }
  log.finish();
  const reader = createReader(request);
  for (const line of printed.split('\n')) reader.read(line);
  const { report = '' } = outputs;
  const paths = report.startsWith('[') ? z.array(z.string()).parse(JSON.parse(report)) : [report];
  const texts = report === '' ? [] : await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return {
    runId: request.run?.id ?? runs,
    exitCode: result.exitCode,
    thrown: result.thrown,
    outputs,
    reports: texts.map((text) => Report.parse(JSON.parse(text))),
    summary: await readFile(files['step_summary'] ?? '', 'utf8'),
    printed,
    log: reader.log.join('\n'),
    annotations: reader.annotations,
    workspace,
  };
}
