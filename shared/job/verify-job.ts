import { verifyExitCode, verifyVerdict } from '../core/verdict.ts';
import type { DeployedResource } from '../core/verification.ts';
import { verify } from '../engine/verify.ts';
import type { Call } from '../providers/provider.ts';
import { problemsReport } from '../report/json.ts';
import { verifyReport } from '../report/verify.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { planned, portsOf, reported, undoOf } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { prepare } from './prepare.ts';

export interface VerifyOptions extends JobOptions {
  /** What was last proven, from the receiver; null without one. Rejects where it cannot be asked. */
  readonly deployed: () => Promise<readonly DeployedResource[] | null>;
}

/** Compares clouds and handshakes with what was deployed. Writes nothing. Never rejects. */
export async function verifyJob(door: Door, options: VerifyOptions, call: Call): Promise<Report> {
  return await reported('verify', door, options, async (about) => {
    const result = await prepare(
      options.file,
      door,
      { sight: 'public', pastTimes: 'accept' },
      call,
    );
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { prepared } = result;
    const deployed = await options.deployed();
    const { plan, products } = await planned(prepared, door, options, call);
    const ports = portsOf(prepared.deployment, door, options.progress);
    const { verifyTimeoutMs: windowMs } = options;
    const request = { deployed, ...(windowMs === undefined ? {} : { windowMs }) };
    const verification = await verify(plan, request, ports, call);
    const context = about(verifyVerdict(verification), verifyExitCode(verification));
    return verifyReport(verification, { ...context, undo: undoOf(products) });
  });
}
