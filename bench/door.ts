import type { Door } from '../shared/job/door.ts';
import { providers } from '../shared/providers/index.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { createFileReader } from '../shared/runtime/files.ts';
import { silentLog } from '../shared/runtime/log.ts';

/** The door of a measured process: its folder and its variables, and nobody who watches. */
export function benchDoor(): Door {
  return {
    readFile: createFileReader(process.cwd()),
    env: (name) => process.env[name],
    mask: () => {},
    idToken: undefined,
    proxy: {},
    session: 'certferry-bench',
    clock: systemClock,
    providers,
  };
}

export const jobOptions = {
  file: 'certferry.yml',
  commit: null,
  run: null,
  progress: () => {},
  verifyTimeoutMs: undefined,
  log: silentLog,
} as const;
