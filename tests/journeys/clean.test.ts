import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openOldClouds } from './clean-stage.ts';
import type { CleanStage } from './clean-stage.ts';
import { first, names } from './stage.ts';
import { deployed, knownRun, permissions } from './undo-stage.ts';
import type { KnownRun } from './undo-stage.ts';

/**
 * Three clouds with what two months of deployments have left, cleaned up by a schedule. Each test goes
 * on where the one before ended.
 */
let stage: CleanStage;
let run: KnownRun;
beforeAll(async () => {
  stage = await openOldClouds();
  run = await deployed(stage);
  expect(run.exitCode, run.log).toBe(0);
}, 120_000);
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const clean = (inputs: Readonly<Record<string, string>> = {}, given = {}) =>
  knownRun(stage, stage.github.event('schedule'), {
    inputs: { mode: 'clean', 'verify-timeout': '2', ...inputs },
    ...given,
  });
const objectOf = ({ report }: KnownRun, ref: string) =>
  report?.cleanUp?.objects.find((one) => one.ref === ref);
const accountsOf = ({ report }: KnownRun) =>
  Object.fromEntries((report?.cleanUp?.accounts ?? []).map((one) => [one.account, one.proven]));
const deletions = () =>
  stage.writes().filter(({ operation }) => operation.startsWith('Delete')).length;

describe('a clean-up by a schedule', () => {
  it('keeps everything of an account where one resource does not serve what the file wants', async () => {
    const { endpoint } = first(stage.alb.listeners);
    endpoint.wrong(stage.old);
    const before = stage.held();
    const cleaned = await clean();
    endpoint.heal();
    expect(cleaned.exitCode, cleaned.log).toBe(2);
    expect(cleaned.report).toMatchObject({ mode: 'clean', verdict: 'held', tasks: [] });
    expect(accountsOf(cleaned)).toEqual({
      'aws-prod': false,
      'tencent-prod': true,
      'huawei-prod': true,
    });
    const { spare } = stage.objects;
    const gone = before.difference(stage.held());
    expect(gone).toEqual(new Set([spare.ssl, spare.elb]));
    const kept = objectOf(cleaned, spare.acm);
    expect(kept).toMatchObject({ status: 'kept', account: 'aws-prod', store: 'ACM' });
    expect(kept?.reason).toMatch(/not everything of this account is proven: aws\/alb .*shop-web/u);
    expect(cleaned.annotations.map(({ kind, title }) => [kind, title])).toEqual([
      ['warning', 'aws-prod'],
    ]);
    expect(cleaned.annotations[0]?.message).toContain('nothing of this account is removed');
  });

  it('removes what carries our tag, is past the grace period and is referenced nowhere', async () => {
    const before = stage.held();
    const cleaned = await clean();
    expect(cleaned.exitCode, cleaned.log).toBe(0);
    expect(cleaned.report).toMatchObject({ mode: 'clean', verdict: 'success' });
    const { spare } = stage.objects;
    const gone = before.difference(stage.held());
    expect(gone).toEqual(new Set([spare.acm, spare.central]));
    for (const ref of gone) expect(objectOf(cleaned, ref)).toMatchObject({ status: 'removed' });
    expect(cleaned.summary).toMatch(/^## ✅ Cleaned up: 2 certificate objects removed/mu);
    expect(cleaned.summary).toContain('Removed (2)');
    expect(cleaned.outputs).toMatchObject({ verdict: 'success', changed: 'false' });
  });

  it('says of everything that it kept why', async () => {
    const cleaned = await clean();
    expect(cleaned.exitCode, cleaned.log).toBe(0);
    expect(cleaned.report?.verdict).toBe('unchanged');
    const { used, foreign, recent, undo } = stage.objects;
    for (const [where, ref] of Object.entries(used)) {
      expect([where, objectOf(cleaned, ref)]).toEqual([
        where,
        expect.objectContaining({ status: 'kept', reason: expect.stringMatching(/^used by /u) }),
      ]);
    }
    expect(objectOf(cleaned, used.tenant)?.reason).toContain('distribution-tenant');
    expect(objectOf(cleaned, used.tencentWaf)?.reason).toContain('WAF');
    expect(objectOf(cleaned, recent)?.reason).toMatch(/grace period is 30 days/u);
    // The run of today may still be undone; the objects that nothing tags are not even looked at.
    expect(objectOf(cleaned, undo)).toMatchObject({
      status: 'kept',
      reason: 'needed to roll a run back',
    });
    for (const ref of Object.values(foreign)) {
      expect(objectOf(cleaned, ref)).toBeUndefined();
      expect(stage.held()).toContain(ref);
    }
    expect(cleaned.report?.findings).toEqual([]);
    expect(cleaned.summary).toContain('Kept');
  });

  it('leaves the run undoable: what it replaced is bound again', async () => {
    const event = stage.github.event('workflow_dispatch', { inputs: { rollback: String(run.id) } });
    const undone = await knownRun(stage, event, { inputs: { 'verify-timeout': '2' } });
    const classic = undone.report?.tasks[0]?.changes.find(({ product }) => product === 'aws/clb');
    expect(classic, undone.log).toMatchObject({ status: 'rolled-back', proof: { served: true } });
    expect(first(stage.classic.listeners).held()).toBe(stage.objects.undo);
    const again = await knownRun(stage, stage.github.event('workflow_dispatch'));
    expect(again.exitCode, again.log).toBe(0);
  });

  it('goes by the grace period alone where it may not read the reports, and says so', async () => {
    const { 'pull-requests': comments } = permissions;
    const token = stage.github.token({
      permissions: { contents: 'read', 'pull-requests': comments },
    });
    const cleaned = await clean({}, { token });
    expect(cleaned.exitCode, cleaned.log).toBe(0);
    expect(cleaned.report?.findings).toMatchObject([{ code: 'receipts-unknown', level: 'notice' }]);
    expect(cleaned.report?.findings[0]?.message).toContain('actions: read');
    // Used by nothing since today, and nobody could be asked about today.
    expect(objectOf(cleaned, stage.objects.undo)?.status).toBe('removed');
  });

  it('is refused on a pull request and on a push, before any cloud is asked', async () => {
    const before = deletions();
    const asked = stage.aws.requests.length;
    const { number } = stage.github.openPull({ files: { 'README.md': names.join(' ') } });
    for (const event of [
      stage.github.event('pull_request', { number }),
      stage.github.push({ 'README.md': 'more' }),
    ]) {
      const refused = await stage.run(event, { inputs: { mode: 'clean' } });
      expect(refused.exitCode).toBe(3);
      expect(refused.log).toContain('start it by a schedule');
    }
    expect(deletions()).toBe(before);
    expect(stage.aws.requests).toHaveLength(asked);
  });
});
