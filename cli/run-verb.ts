import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DeployError } from '../shared/core/errors.ts';
import type { Door } from '../shared/job/door.ts';
import type { JobOptions } from '../shared/job/job-parts.ts';
import { redactReport } from '../shared/job/redact-report.ts';
import type { Call } from '../shared/providers/provider.ts';
import { reportText } from '../shared/report/text.ts';
import { Report } from '../shared/wire/report.ts';
import { screen, withSession } from './session.ts';
import type { Surroundings } from './session.ts';

export interface RunFlags {
  readonly json?: boolean;
  readonly report?: string;
  readonly verifyTimeout?: number;
}

const failureExit = 1;

export type Verb = (door: Door, options: JobOptions, call: Call) => Promise<Report>;

/**
 * Carries a verb out for each deployment file and prints the report, as `text` has it where that is
 * given. Resolves to the worst exit code.
 */
export function runVerb(
  verb: Verb,
  config: string,
  flags: RunFlags,
  around: Surroundings,
  text: (report: Report) => string = (report) => reportText(report, screen(around)),
): Promise<number> {
  return withSession(config, around, async ({ door, files, call, progress, redactor }) => {
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
    around.out.write(
      flags.json === true ? json : redactor.text(`${reports.map(text).join('\n')}\n`),
    );
    const worst = Math.max(...reports.map((report) => severity(report.exitCode))) % 10;
    if (flags.report === undefined) return worst;
    return (await save(flags.report, json, around.err)) ? worst : failureExit;
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

/** A report from a path of this machine. */
export async function readReport(path: string): Promise<Report> {
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
