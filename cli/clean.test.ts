import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createJobWorld, file } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import { silentLog } from '../shared/runtime/log.ts';
import { Report } from '../shared/wire/report.ts';
import { issue } from '../tests/pki.ts';
import { cleanText, cleanVerb } from './clean.ts';
import type { CleanFlags } from './clean.ts';

const longAgo = new Date('2026-01-01T00:00:00Z');

let world: JobWorld;
let unused: string;
beforeEach(async () => {
  world = await createJobWorld();
  world.add('api');
  const { leaf } = await issue(world.authority, { domains: ['*.example.com'] });
  unused = world.cloud.store(leaf, { managed: true, storedAt: longAgo });
});
afterEach(() => world.close());

const call = { signal: new AbortController().signal, log: silentLog };
const clean = async (flags: Partial<CleanFlags> = {}) => {
  const verb = cleanVerb({ olderThan: 30, ...flags });
  const report = Report.parse(await verb(world.door, world.options, call));
  return { report, text: cleanText(report) };
};
const deletions = () => world.cloud.calls.filter(({ operation }) => operation === 'delete');

describe('certferry clean', () => {
  it('is a dry run: says what would go, what stays and why', async () => {
    await world.deploy();
    // The certificate that was deployed takes the place of the old one a moment ago.
    const soon = await clean();
    expect(soon.report).toMatchObject({ verdict: 'unchanged', exitCode: 0 });
    expect(soon.text).toMatch(/ kept crt-.*replaced at the earliest on/u);
    const { report, text } = await clean({ olderThan: 0 });
    expect(report).toMatchObject({ verdict: 'ready', exitCode: 0, mode: 'clean' });
    expect(text).toContain(`- removable ${unused}, certificates of prod: stored on 2026-01-01`);
    expect(text).toMatch(new RegExp(`kept ${world.refs.wanted}, .*used by api`, 'u'));
    expect(text).toContain('1 certificate object can be removed and 1 kept');
    expect(text).toContain('nothing was removed: --yes removes them');
    expect(text).toContain('--keep');
    expect(deletions()).toEqual([]);
    // What Certferry did not put there is nobody's business.
    expect(text).not.toContain(world.refs.old);
  });

  it('removes with --yes what nothing needs, and nothing else', async () => {
    await world.deploy();
    const { report, text } = await clean({ olderThan: 0, yes: true });
    expect(report).toMatchObject({ verdict: 'success', exitCode: 0 });
    expect(report.cleanUp?.accounts).toEqual([
      { account: 'prod', proven: true, resources: 1, reason: null },
    ]);
    expect(text).toContain('1 certificate object removed');
    expect(world.cloud.refs()).toEqual([world.refs.old, world.refs.wanted]);
    expect(deletions()).toHaveLength(1);
  });

  it('keeps what a run needs whose report is named with --keep', async () => {
    world.cloud.record('api').default = unused;
    const deployed = await world.deploy();
    await world.write({ 'report.json': JSON.stringify(deployed) });
    const keep = [`${world.root}/report.json`];
    const { report } = await clean({ olderThan: 0, yes: true, keep });
    expect(report.verdict).toBe('unchanged');
    expect(report.findings).toEqual([]);
    expect(report.cleanUp?.objects.find(({ ref }) => ref === unused)).toMatchObject({
      status: 'kept',
      reason: 'needed to roll a run back',
    });
    expect(world.cloud.refs()).toContain(unused);
  });

  it('removes nothing from an account where what the file wants is not deployed, exit 2', async () => {
    const { report, text } = await clean({ yes: true, olderThan: 0 });
    expect(report).toMatchObject({ verdict: 'held', exitCode: 2 });
    expect(text).toContain('nothing of this account is removed');
    expect(text).toContain('memory/one api');
    expect(deletions()).toEqual([]);
  });

  it('removes nothing from an account where handshakes show something else, exit 2', async () => {
    await world.deploy();
    world.stick('api');
    const verb = cleanVerb({ olderThan: 0, yes: true });
    const options = { ...world.options, verifyTimeoutMs: 200 };
    const report = await verb(world.door, options, call);
    expect(report).toMatchObject({ verdict: 'held', exitCode: 2 });
    expect(report.cleanUp?.accounts[0]).toMatchObject({ proven: false, resources: 0 });
    expect(report.cleanUp?.accounts[0]?.reason).toContain('it is not what is served');
    expect(deletions()).toEqual([]);
  });

  it('says which permission is missing, exit 1', async () => {
    await world.deploy();
    world.cloud.faults.order({ fault: 'denied', operation: 'delete' });
    const { report, text } = await clean({ olderThan: 0, yes: true });
    expect(report).toMatchObject({ verdict: 'error', exitCode: 1 });
    expect(text).toMatch(/✗ failed .*memory:delete.*PERMISSION_MISSING/u);
  });

  it('names the line of a file that is wrong, exit 3', async () => {
    await world.write({ [file]: world.deployment.replace('version: 1', 'version: 2') });
    const { report, text } = await clean();
    expect(report.exitCode).toBe(3);
    expect(text).toContain('✗ line 1, column 10');
  });
});
