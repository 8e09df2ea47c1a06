import type { ParsedDeployment } from '../config/parse-deployment.ts';
import { parseDeployment } from '../config/parse-deployment.ts';
import type { Door } from './door.ts';

/**
 * Reads and parses a deployment file. `pastTimes: 'refuse'` is for what is still to be approved; a run
 * at the time itself, or after it, has to read the same file. Never throws.
 */
export async function readDeployment(
  file: string,
  door: Pick<Door, 'readFile' | 'providers' | 'clock'>,
  { pastTimes }: { readonly pastTimes: 'refuse' | 'accept' },
): Promise<ParsedDeployment> {
  let text: string;
  try {
    text = await door.readFile(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ file, line: 1, column: 1, message }] };
  }
  const { providers, clock } = door;
  return parseDeployment({
    file,
    text,
    providers,
    ...(pastTimes === 'refuse' ? { now: clock.now() } : {}),
  });
}
