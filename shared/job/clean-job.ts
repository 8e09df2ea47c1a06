import type { CleanedUp } from '../core/cleanup.ts';
import type { Problem } from '../core/deployment.ts';
import { cleanUp } from '../engine/cleanup.ts';
import type { Call } from '../providers/provider.ts';
import type { Door } from './door.ts';
import { planned, portsOf } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { prepare } from './prepare.ts';

export interface CleanOptions extends JobOptions {
  /** How long an object is kept after another one has taken its place. */
  readonly graceDays: number;
  /** Only says what would go. */
  readonly dryRun: boolean;
}

export type Cleaned =
  | { readonly ok: true; readonly results: readonly CleanedUp[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Removes certificate objects that Certferry once put into the accounts of a deployment file, that
 * nothing uses or wants, and that are past their grace period. Reads the clouds first: an account that
 * could not be read is left alone. Rejects where the run is cancelled before that.
 */
export async function cleanJob(door: Door, options: CleanOptions, call: Call): Promise<Cleaned> {
  const { graceDays, dryRun } = options;
  const result = await prepare(options.file, door, { sight: 'public', pastTimes: 'accept' }, call);
  if (!result.ok) return result;
  const { prepared } = result;
  const { plan, stores } = await planned(prepared, door, options, call);
  const ports = portsOf(prepared.deployment, door, options.progress);
  const request = { plan, keep: new Set<string>(), graceDays, dryRun };
  return { ok: true, results: await cleanUp(stores, request, ports, call) };
}
