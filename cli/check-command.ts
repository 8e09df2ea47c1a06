import type { Door } from '../shared/job/door.ts';
import type { Call } from '../shared/providers/provider.ts';
import { checkText } from './check-text.ts';
import type { CheckTextOptions } from './check-text.ts';
import { checkExitCode, checkFile, checkJson } from './check.ts';
import type { CheckReport } from './check.ts';

/** Exit codes, as the help of the command says them. */
export const checkExitCodes = `
Exit codes: 0 all granted as far as the clouds tell, 2 a permission is missing or an account or region
cannot be used, 3 the deployment file or a secret of an account is wrong.`;

/** `certferry check`: what is to be printed on standard output, and how the process ends. */
export async function checkFiles(
  files: readonly string[],
  door: Door,
  { json, ...options }: CheckTextOptions & { readonly json: boolean },
  call: Call,
): Promise<{ readonly text: string; readonly exitCode: 0 | 2 | 3 }> {
  const reports: CheckReport[] = [];
  for (const file of files) reports.push(await checkFile(file, door, call));
  return {
    text: json
      ? checkJson(reports, options.redact)
      : reports.map((report) => checkText(report, options)).join('\n'),
    exitCode: checkExitCode(reports),
  };
}
