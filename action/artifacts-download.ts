import { createHash } from 'node:crypto';

import { defaults } from '@actions/github/lib/utils';
import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import type { Doing } from './github-errors.ts';

export interface Download {
  readonly doing: Doing;
  readonly mostBytes: number;
  /** Asks GitHub where the archive is; the address is good for a minute. */
  readonly locate: () => Promise<{
    readonly status: number;
    readonly location?: string | undefined;
  }>;
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The first wait before another try; the second is four times as long. */
  readonly backoffMs?: number;
}

const mostTries = 3;

/** The `fetch` that Octokit uses: it knows the proxies of the runner, and nothing of our token. */
const FetchFunction = z.custom<typeof fetch>((value) => typeof value === 'function');
const send = FetchFunction.parse(defaults.request?.['fetch']);

function addressOf({ doing, apiUrl }: Download, status: number, location = ''): URL {
  const address = URL.parse(location);
  const protocols = ['https:', new URL(apiUrl).protocol];
  if (status >= 300 && status < 400 && address !== null && protocols.includes(address.protocol)) {
    return address;
  }
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `${doing.words}: GitHub answered ${status} and no address to download it from`,
  );
}

function tooLarge({ doing, mostBytes }: Download): DeployError {
  const most = Math.floor(mostBytes / 1_048_576);
  return new DeployError('REFUSED', `${doing.words}: it is larger than ${most} MiB`);
}

/** Reads no more than it may, whatever the length that was announced. */
async function bodyOf(response: Response, download: Download): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > download.mostBytes) throw tooLarge(download);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function once(download: Download): Promise<Uint8Array> {
  const { doing, signal } = download;
  const { status, location } = await download.locate();
  const address = addressOf(download, status, location);
  const response = await send(address, { headers: { 'user-agent': 'certferry' }, signal });
  if (response.ok) return await bodyOf(response, download);
  await response.body?.cancel();
  // The address holds a signature: only its host is told.
  const words = `${doing.words}: the storage at ${address.host} answered ${response.status}`;
  const passing = response.status >= 500 || response.status === 429 || response.status === 403;
  throw new DeployError(passing ? 'CLOUD_UNAVAILABLE' : 'REFUSED', words);
}

function failure(thrown: unknown, { doing }: Download): unknown {
  // Octokit's own errors are told by whoever runs this.
  if (thrown instanceof DeployError || !(thrown instanceof TypeError)) return thrown;
  const { cause } = thrown;
  const code = z.object({ code: z.string() }).safeParse(cause).data?.code ?? thrown.message;
  return new DeployError(
    'CLOUD_UNAVAILABLE',
    `${doing.words}: its storage gave no answer (${code})`,
    { cause: thrown },
  );
}

/**
 * An archive of an artifact: asked for at GitHub, fetched from the storage that it names without our
 * token, compared with the digest that GitHub knows. A failure of the storage is tried again, twice.
 */
export async function downloadZip(
  artifact: { readonly bytes: number; readonly sha256: string | null },
  download: Download,
): Promise<Uint8Array> {
  const { doing, clock, signal, backoffMs = 1000 } = download;
  if (artifact.bytes > download.mostBytes) throw tooLarge(download);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const zip = await once(download);
      const sha256 = createHash('sha256').update(zip).digest('hex');
      if (artifact.sha256 === null || artifact.sha256 === sha256) return zip;
      throw new DeployError(
        'CLOUD_UNEXPECTED',
        `${doing.words}: what its storage holds is not what was uploaded`,
      );
    } catch (thrown) {
      const told = failure(thrown, download);
      const passing = told instanceof DeployError && told.code === 'CLOUD_UNAVAILABLE';
      if (!passing || attempt >= mostTries || signal.aborted) throw told;
      await clock.sleep(backoffMs * 4 ** (attempt - 1), signal);
    }
  }
}
