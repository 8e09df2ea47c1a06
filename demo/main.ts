import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { shortFingerprint } from '../shared/core/certificate.ts';
import { createStage, file } from '../tests/journeys/stage.ts';
import type { ActionRun, Stage } from '../tests/journeys/stage.ts';
import { commentText } from './comment-text.ts';
import { renewalAct } from './renewal.ts';
import { createScript } from './script.ts';

/**
 * The main job on one machine: a pull request, its preview, the merge, the deployment and the proof.
 * The clouds and GitHub are simulated by real servers on loopback; the Action is the committed bundle, run
 * as GitHub runs it; every handshake is a real one. Exits 0 only when every check held.
 */
/** `--comment <file>` keeps the preview's markdown: the picture in the README is made from it. */
const { values } = parseArgs({ options: { comment: { type: 'string' } } });
const script = createScript(process.stdout);
const { say, title, check, table } = script;

const bundle = join(import.meta.dirname, '..', 'dist', 'index.js');
if (!existsSync(bundle)) throw new Error('dist/index.js is missing; run "npm run build" first');

const shown = (fingerprints: Readonly<Record<string, string>>, stage: Stage) =>
  Object.entries(fingerprints).map(([product, sha256]) => [
    product,
    shortFingerprint(sha256),
    sha256 === stage.renewed.sha256
      ? `the renewed certificate, until ${stage.renewed.notAfter.toISOString().slice(0, 10)}`
      : `the old certificate, until ${stage.old.notAfter.toISOString().slice(0, 10)}`,
  ]);

const head = ['resource of', 'leaf SHA-256', 'which is'];

/** What people see of a step's log: no masks, no groups, commands in plain words. */
function logLine(line: string): void {
  if (/^::(?:add-mask|group|endgroup)/u.test(line)) return;
  if (line.startsWith('certificate imported')) return;
  const command = /^::(?:warning|error|notice)[^:]*::(.*)$/u.exec(line);
  say(`    ${command?.[1] ?? line}`);
}

function expectRun(run: ActionRun, what: string, exitCode: number, verdict: string): void {
  check(`${what}: exit code ${exitCode}, verdict ${verdict}`, () => {
    if (run.exitCode === exitCode && run.report?.verdict === verdict) return undefined;
    return `exit code ${run.exitCode}, verdict ${run.report?.verdict}\n${run.log}`;
  });
}

const stage = await createStage({ allClouds: true });
try {
  title(
    '1. The deployment file',
    `${file} asks for one certificate on nine products of three clouds`,
  );
  say(stage.deployment);

  title('2. What is served today', 'real TLS handshakes with each resource');
  table(head, shown(await stage.served(), stage));

  const pull = stage.github.openPull({
    number: 7,
    title: 'Deploy the shop certificate everywhere',
    files: { [file]: stage.deployment },
  });
  title(`3. Pull request #${pull.number}`, 'the Action previews it; this is its comment');
  const preview = await stage.run(stage.github.event('pull_request', { number: pull.number }));
  expectRun(preview, 'preview', 0, 'ready');
  const comment = stage.github.comments(pull.number).at(-1)?.body ?? '';
  say(commentText(comment, script.width));
  if (values.comment !== undefined) await writeFile(values.comment, comment);
  check('the preview wrote nothing to the cloud', () => {
    const writes = stage.writes().map((one) => one.operation);
    return writes.length === 0 ? undefined : writes.join(', ');
  });

  title('4. Merge', 'the push deploys exactly what the preview showed');
  const merged = stage.github.merge(pull.number, 'squash');
  const deploy = await stage.run(merged.event, { onLine: logLine });
  expectRun(deploy, 'deployment', 0, 'success');

  title('5. What is served now', 'the same handshakes again');
  const after = await stage.served();
  table(head, shown(after, stage));
  check('every resource serves the renewed certificate', () => {
    const others = Object.entries(after).filter(([, one]) => one !== stage.renewed.sha256);
    return others.length === 0 ? undefined : others.map(([product]) => product).join(', ');
  });
  const result = stage.github.comments(pull.number).at(-1)?.body ?? '';
  say(`The result on #${pull.number}:`);
  say(commentText(result, script.width));

  title('6. Once more', 'a second run finds everything in place');
  const before = stage.writes().length;
  const again = await stage.run(stage.github.event('workflow_dispatch', {}));
  expectRun(again, 'second run', 0, 'unchanged');
  check('the second run made no write at all', () => {
    const writes = stage.writes().length - before;
    return writes === 0 ? undefined : `${writes} writes`;
  });

  check('every call was one that the clouds and GitHub document', () => {
    const odd = stage.violations();
    return odd.length === 0 ? undefined : JSON.stringify(odd, null, 2);
  });
} finally {
  await stage.close();
}
if (values.comment === undefined) await renewalAct(script);
process.exitCode = script.end();
