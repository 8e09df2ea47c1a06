import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import { Report } from '../shared/wire/report.ts';
import { unzipJson } from './artifacts-unzip.ts';
import { artifactPrefix, type Artifact, type Artifacts } from './artifacts.ts';

/** Where a report was found. */
export interface Uploaded {
  readonly report: Report;
  readonly run: number;
  readonly artifact: string;
}

export interface Searched {
  /** The newest first. */
  readonly found: readonly Uploaded[];
  /** Why what was there did not count, in words. */
  readonly flaws: readonly string[];
}

// A report of ten thousand resources has about 15 MB, packed a twentieth of that.
const mostZipBytes = 32 * 1_048_576;
const limits = { mostFiles: 200, mostBytes: 128 * 1_048_576 };

type Port = Pick<Artifacts, 'artifactsOf' | 'download'>;

/** Text that came from an artifact, fit for a message. */
function named(text: string): string {
  return `"${text.replace(/[^\w./ -]/gu, '?').slice(0, 80)}"`;
}

function parsed(text: string): Report | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Report.safeParse(json).data;
}

/** A report says itself which run wrote it; one that was carried over from another run does not count. */
function isOf(report: Report, run: number): boolean {
  const id = /\/runs\/(\d{1,15})(?:\/|$)/u.exec(report.run ?? '')?.[1];
  return id === undefined || Number(id) === run;
}

function reportsIn(
  zip: Uint8Array,
  { run, artifact, wanted }: Omit<Uploaded, 'report'> & { readonly wanted: Wanted },
): Searched {
  const found: Uploaded[] = [];
  const flaws: string[] = [];
  const files = unzipJson(zip, limits);
  if (files.size === 0) flaws.push('it holds no JSON file');
  for (const [name, text] of files) {
    const report = parsed(text);
    const flaw =
      report === undefined
        ? 'is no JSON report of this version of Certferry'
        : isOf(report, run)
          ? wanted(report)
          : 'is the report of another run';
    if (report !== undefined && flaw === undefined) found.push({ report, run, artifact });
    else flaws.push(`${named(name)} ${flaw ?? ''}`);
  }
  return { found, flaws };
}

/** Undefined: this report counts. Otherwise why not, to be read after its name: "is of another file". */
export type Wanted = (report: Report) => string | undefined;

async function reportsOf(
  github: Port,
  { run, artifact, wanted }: { run: number; artifact: Artifact; wanted: Wanted },
  call: Call,
): Promise<Searched> {
  const where = `artifact ${named(artifact.name)} of run ${run}`;
  if (artifact.expired) return { found: [], flaws: [`${where} has expired`] };
  try {
    const zip = await github.download(artifact, mostZipBytes, call);
    const { found, flaws } = reportsIn(zip, { run, artifact: artifact.name, wanted });
    return { found, flaws: flaws.map((flaw) => `${where}: ${flaw}`) };
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED' || error.code === 'PERMISSION_MISSING') throw error;
    return { found: [], flaws: [`${where}: ${error.message}`] };
  }
}

/**
 * The wanted reports among the artifacts of one run, `all` or the newest only. An artifact that has
 * expired, is too large, cannot be had or holds something else is a flaw in words. Rejects where the
 * artifacts cannot be listed, or where the token may not download them.
 */
export async function searchRun(
  github: Port,
  search: { readonly run: number; readonly wanted: Wanted; readonly all: boolean },
  call: Call,
): Promise<Searched> {
  const { run, wanted, all } = search;
  const found: Uploaded[] = [];
  const flaws: string[] = [];
  for (const artifact of await github.artifactsOf(run, call)) {
    const one = await reportsOf(github, { run, artifact, wanted }, call);
    found.push(...one.found);
    flaws.push(...one.flaws);
    if (found.length > 0 && !all) break;
  }
  return { found, flaws };
}

/** What to do so that there is an artifact next time. */
export const uploadAdvice = `upload the output "report" of the Action with actions/upload-artifact, under a name that begins with "${artifactPrefix}"`;

/** The first few of many. */
export function firstOf(flaws: readonly string[]): string {
  const most = 3;
  const more = flaws.length > most ? `; and ${flaws.length - most} more` : '';
  return `${flaws.slice(0, most).join('; ')}${more}`;
}
