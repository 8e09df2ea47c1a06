import { getIDToken, setOutput } from '@actions/core';

import { DeployError } from '../shared/core/errors.ts';
import { providers } from '../shared/providers/index.ts';
import { createRunnerLog } from './log.ts';
import { createMasks } from './mask.ts';
import { runAction } from './run.ts';

const write = (text: string) => process.stdout.write(text);
const masks = createMasks(write);
const log = createRunnerLog({
  write,
  debug: process.env['RUNNER_DEBUG'] === '1',
  redact: (text) => masks.redact(text),
});
const stop = new AbortController();
// A cancelled job gets SIGINT, SIGTERM 7.5 s later, and is killed 2.5 s after that.
process.on('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());

try {
  process.exitCode = await runAction({
    env: (name) => process.env[name],
    log,
    masks,
    providers,
    signal: stop.signal,
    setOutput,
    idToken: getIDToken,
  });
} catch (thrown) {
  const error = DeployError.from(thrown);
  const message = masks.redact(`${error.code}: ${error.message}. ${error.failure.advice}`);
  log.annotate({ level: 'error', title: 'Certferry', message });
  process.exitCode = error.code === 'CONFIG_INVALID' ? 3 : 1;
} finally {
  log.finish();
  // A timer of a library may still hold the process, which a cancelled job's runner would then kill.
  if (stop.signal.aborted) process.stdout.write('', () => process.exit());
}
