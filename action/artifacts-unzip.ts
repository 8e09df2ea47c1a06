import { Unzip, UnzipInflate } from 'fflate';

import { DeployError } from '../shared/core/errors.ts';

export interface UnzipLimits {
  readonly mostFiles: number;
  /** Of all files together, unpacked. */
  readonly mostBytes: number;
}

/** One slice unpacks to at most a thousand times as much before it is counted. */
const sliceBytes = 16_384;

/**
 * The JSON files of an archive, by name. It is read as a stream and counted while it unpacks, so that an
 * archive that lies about its sizes takes no more memory or time than one that does not. `REFUSED`
 * beyond the limits or where it cannot be read.
 */
export function unzipJson(zip: Uint8Array, limits: UnzipLimits): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let bytes = 0;
  let files = 0;
  const archive = new Unzip((file) => {
    files += 1;
    if (files > limits.mostFiles) {
      throw new DeployError('REFUSED', `it holds more than ${limits.mostFiles} files`);
    }
    if (!file.name.endsWith('.json')) return;
    const chunks: Uint8Array[] = [];
    file.ondata = (error, chunk, final) => {
      if (error !== null) throw error;
      bytes += chunk.length;
      if (bytes > limits.mostBytes) {
        const most = Math.floor(limits.mostBytes / 1_048_576);
        throw new DeployError('REFUSED', `it unpacks to more than ${most} MiB`);
      }
      chunks.push(chunk);
      if (final) found.set(file.name, Buffer.concat(chunks).toString('utf8'));
    };
    file.start();
  });
  archive.register(UnzipInflate);
  try {
    for (let start = 0; start < zip.length; start += sliceBytes) {
      const end = start + sliceBytes;
      archive.push(zip.subarray(start, end), end >= zip.length);
    }
  } catch (thrown) {
    if (thrown instanceof DeployError) throw thrown;
    throw new DeployError('REFUSED', 'it is no ZIP archive that can be read', { cause: thrown });
  }
  return found;
}
