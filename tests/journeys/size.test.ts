import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tables } from '../browser/inert.ts';
import { expectInertBody, expectIntact } from './hostile-shown.ts';
import { file, openHostileWorld, type HostileWorld } from './hostile-world.ts';
import type { ActionRun } from './stage.ts';

async function worldOf(domains: number): Promise<HostileWorld> {
  const world = await openHostileWorld();
  for (let index = 0; index < domains; index += 1) {
    const domain = `n${String(index).padStart(5, '0')}.shop.example.com`;
    world.account.addCdnDomain({ domain, certificate: world.bound });
  }
  world.open({ [file]: world.deployment('[{ product: tencent/cdn }]') });
  return world;
}

describe('a preview of one account with 10,000 resources to change', () => {
  const many = 10_000;
  let world: HostileWorld;
  let run: ActionRun;
  beforeAll(async () => {
    world = await worldOf(many);
    const tell =
      "process.on('exit', () => console.error('peak KiB: ' + process.resourceUsage().maxRSS))";
    run = await world.preview({
      // A runner of GitHub has 16 GB; this must not need them.
      env: {
        NODE_OPTIONS: `--max-old-space-size=768 --import=data:text/javascript,${encodeURIComponent(tell)}`,
      },
    });
  }, 120_000);
  afterAll(async () => {
    await world.close();
    expect(world.violations()).toEqual([]);
  });

  it('is green, and counts every edit', () => {
    expect(run.exitCode, run.log.slice(0, 3000)).toBe(0);
    const all = String(many);
    expect(run.outputs).toMatchObject({
      verdict: 'ready',
      resources: all,
      matched: all,
      edits: all,
    });
  });

  it('holds every resource once in the JSON report', () => {
    const [task, ...others] = run.report?.tasks ?? [];
    expect(others).toEqual([]);
    expect(task?.counts).toMatchObject({ resources: many, matched: many, edits: many, held: 0 });
    expect(new Set(task?.changes.map(({ name }) => name)).size).toBe(many);
    expect(
      task?.changes.every(({ action, status }) => action === 'replace' && status === 'pending'),
    ).toBe(true);
  });

  it('fits into one comment, whose counts stay true and which says where the rest is', () => {
    const [body = '', ...others] = world.comments();
    expect(others).toEqual([]);
    expectInertBody(body);
    expect(body).toMatch(/^## .*10,000 edits/mu);
    expect(body).toContain(' edits=* ');
    for (const { said, shown, leftOut } of tables(body)) expect(shown + leftOut).toBe(said);
    const edits = tables(body).find(({ said }) => said === many);
    expect(edits?.shown).toBeGreaterThan(50);
    expect(body).toMatch(
      /… and 9,\d{3} more, see <a href="[^"]+\/actions\/runs\/\d+\/attempts\/1">the job summary/u,
    );
  });

  it('fits into the job summary, which GitHub would drop as a whole above 1 MiB', () => {
    expect(run.summary).not.toBeNull();
    expect(Buffer.byteLength(run.summary ?? '')).toBeLessThan(1_048_576);
    for (const { said, shown, leftOut } of tables(run.summary ?? ''))
      expect(shown + leftOut).toBe(said);
  });

  it('floods neither the log nor the memory', () => {
    const { stderr, log, annotations } = run;
    expect(log.split('\n').length).toBeLessThan(100);
    expect(annotations.length).toBeLessThan(11);
    const peak = Number(/peak KiB: (\d+)/u.exec(stderr)?.[1]);
    process.stdout.write(
      `peak memory of a preview of ${many} edits: ${Math.round(peak / 1024)} MiB\n`,
    );
    expect(peak).toBeLessThan(1024 * 1024);
    expectIntact({ ...run, stderr: stderr.replace(/^peak KiB.*$/mu, '') });
  });
});

describe('a merge of more edits than a comment can list', () => {
  const many = 1600;
  let world: HostileWorld;
  beforeAll(async () => {
    world = await worldOf(many);
    const shown = await world.preview();
    expect(shown.exitCode, shown.log).toBe(0);
    expect(world.comments()[0]).toContain(' edits=* ');
  }, 60_000);
  afterAll(async () => {
    await world.close();
    expect(world.violations()).toEqual([]);
  });

  it('holds all of them back when one is among them that nobody saw, else carries them out', async () => {
    const { event } = world.github.merge(7, 'squash');
    const added = world.account.addCdnDomain({
      domain: 'one-more.shop.example.com',
      certificate: world.bound,
    });
    const held = await world.run(event);
    expect(held.exitCode, held.log.slice(0, 3000)).toBe(2);
    expect(codes(held)).toEqual(new Set(['PLAN_STALE']));
    expect(held.report?.tasks[0]?.counts).toMatchObject({ edits: many + 1, held: many + 1 });
    expect(world.tencent.writes()).toEqual([]);

    const { chain, key } = world.wanted;
    added.changeCertificate({ chain, key });
    // At the rate that the cloud bears 1,600 changes take minutes: the first of them are enough.
    const run = await world.runUntil(event, /reading back/u);
    expect(run.report?.verdict).toBe('cancelled');
    expect(run.report?.tasks[0]?.counts).toMatchObject({ edits: many, kept: 1 });
    expect(codes(run)).toEqual(new Set(['CANCELLED']));
    const changed = world.tencent.writes().map(({ operation }) => operation);
    expect(changed).toContain('UpdateDomainConfig');
  }, 60_000);
});

function codes(run: ActionRun): ReadonlySet<string | undefined> {
  const changes = run.report?.tasks.flatMap((task) => task.changes) ?? [];
  return new Set(changes.flatMap(({ error }) => (error === null ? [] : [error.code])));
}
