import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployError } from '../core/errors.ts';
import { silentLog } from '../runtime/log.ts';
import { Report } from '../wire/report.ts';
import { deployJob } from './deploy-job.ts';
import { offlineJob, previewJob } from './preview-job.ts';
import { createJobWorld, file } from './test-world.ts';
import type { JobWorld } from './test-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld();
});
afterEach(() => world.close());

const statuses = (report: Report) =>
  report.tasks.flatMap((task) => task.changes.map(({ name, status }) => `${name} ${status}`));
const writes = () => world.cloud.calls.filter(({ operation }) => operation === 'set').length;
const call = { signal: new AbortController().signal, log: silentLog };

describe('a preview', () => {
  it('reports what would change, and writes nothing', async () => {
    world.add('api');
    const report = await world.preview();
    expect(Report.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      mode: 'preview',
      verdict: 'ready',
      exitCode: 0,
      file,
      commit: world.options.commit,
      run: world.options.run,
      problems: [],
    });
    expect(statuses(report)).toEqual(['api pending']);
    expect(writes()).toBe(0);
  });

  it('of a file with problems is invalid, exit 3, and asks no cloud', async () => {
    world.add('api');
    delete world.env['SHOP_KEY'];
    const report = await world.preview();
    expect(report).toMatchObject({ verdict: 'invalid', exitCode: 3, digest: null, tasks: [] });
    expect(report.problems.map(({ message }) => message).join()).toContain('SHOP_KEY');
    expect(world.cloud.calls).toEqual([]);
  });

  it('that finds nothing at all is no success', async () => {
    expect(await world.preview()).toMatchObject({ verdict: 'refused', exitCode: 2 });
  });

  it('that was cancelled says so, and is a report all the same', async () => {
    world.add('api');
    world.cloud.faults.order({ fault: 'hang', operation: 'list' });
    const stop = new AbortController();
    const running = world.preview(stop.signal);
    setTimeout(() => stop.abort(), 30);
    const report = await running;
    expect(Report.parse(report)).toMatchObject({ verdict: 'cancelled', exitCode: 2, tasks: [] });
    expect(report.problems).toEqual([
      {
        file,
        line: 1,
        column: 1,
        message: 'the run was cancelled before anything was written; run it again',
      },
    ]);
  });

  it('with a defect of ours is an error with its name, exit 1, and not a rejection', async () => {
    world.add('api');
    const progress = () => {
      throw new TypeError('x is not a function');
    };
    const report = await previewJob(world.door, { ...world.options, progress }, call);
    expect(report).toMatchObject({ verdict: 'error', exitCode: 1 });
    expect(report.problems[0]?.message).toMatch(
      /^INTERNAL: TypeError: x is not a function\. This is a defect of Certferry/u,
    );
  });
});

describe('an offline preview', () => {
  it('needs no secret and asks no cloud', async () => {
    world.add('api');
    for (const name of Object.keys(world.env)) delete world.env[name];
    const report = await offlineJob(world.door, world.options, call);
    expect(Report.parse(report)).toMatchObject({
      mode: 'preview',
      verdict: 'offline',
      exitCode: 0,
      tasks: [{ name: 'everywhere', certificates: [{ name: 'shop', sha256: null }] }],
    });
    expect(world.cloud.calls).toEqual([]);
    expect(world.masked).toEqual([]);
  });

  it('is invalid where the file is', async () => {
    await world.write({ [file]: world.deployment.replace('version: 1', 'version: 2') });
    expect(await offlineJob(world.door, world.options, call)).toMatchObject({
      verdict: 'invalid',
      exitCode: 3,
    });
  });
});

describe('a deployment', () => {
  it('proves each change by a handshake, and a second one writes nothing', async () => {
    world.add('api');
    world.add('pay');
    const report = await world.deploy();
    expect(report).toMatchObject({ mode: 'deploy', verdict: 'success', exitCode: 0 });
    expect(report.tasks[0]?.changes.map(({ proof }) => proof)).toEqual([
      { accepted: true, readBack: true, served: true },
      { accepted: true, readBack: true, served: true },
    ]);
    const before = writes();
    expect(before).toBe(2);
    expect(await world.deploy()).toMatchObject({ verdict: 'unchanged', exitCode: 0 });
    expect(writes()).toBe(before);
  });

  it('undoes what is not served, unless the task says never', async () => {
    world.add('api');
    world.add('pay');
    world.stick('pay');
    const undone = await world.deploy();
    expect(undone).toMatchObject({ verdict: 'partial', exitCode: 1 });
    expect(statuses(undone)).toEqual(['api success', 'pay rolled-back']);
    expect(world.cloud.record('pay').default).toBe(world.refs.old);

    await world.write({ [file]: `${world.deployment}    rollback: never\n` });
    const left = await world.deploy();
    expect(statuses(left)).toEqual(['api kept', 'pay error']);
    expect(world.cloud.record('pay').default).toBe(world.refs.wanted);
  });

  it('waits as long for a handshake as it is told to', async () => {
    world.add('api');
    world.stick('api');
    const options = { ...world.options, verifyTimeoutMs: 1_000, pins: async () => null };
    const started = performance.now();
    const report = await deployJob(world.door, options, call);
    expect(statuses(report)).toEqual(['api rolled-back']);
    // The product itself would have been given 400 ms.
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
  });

  it('holds back what its pins do not allow, and asks for them once, with the plan', async () => {
    world.add('api');
    world.add('pay');
    const { tasks, digest } = await world.preview();
    const seen = tasks[0]?.changes.find(({ name }) => name === 'api')?.digest;
    const asked: string[] = [];
    const report = await deployJob(
      world.door,
      {
        ...world.options,
        pins: async (plan) => {
          asked.push(plan.digest);
          return { allows: (edit) => edit === seen, unseen: 'nobody saw it' };
        },
      },
      call,
    );
    expect(asked).toEqual([digest]);
    expect(report).toMatchObject({ verdict: 'held', exitCode: 2 });
    expect(statuses(report)).toEqual(['api success', 'pay held']);
    expect(report.tasks[0]?.changes[1]?.error).toMatchObject({
      code: 'PLAN_STALE',
      message: 'nobody saw it',
    });
    expect(world.cloud.record('pay').default).toBe(world.refs.old);
  });

  it('whose pins cannot be asked for writes nothing', async () => {
    world.add('api');
    const pins = async () => {
      throw new DeployError('CLOUD_UNEXPECTED', 'reading comments: no list');
    };
    const report = await deployJob(world.door, { ...world.options, pins }, call);
    expect(report).toMatchObject({ verdict: 'error', exitCode: 1, tasks: [] });
    expect(report.problems[0]?.message).toContain('reading comments: no list');
    expect(writes()).toBe(0);
  });

  it('that was cancelled while it proves puts that back, starts no other, and says so', async () => {
    world.add('api');
    world.stick('api');
    const stop = new AbortController();
    const report = await deployJob(
      world.door,
      {
        ...world.options,
        verifyTimeoutMs: 60_000,
        pins: async () => null,
        progress: (event) => {
          if (event.kind === 'change' && event.doing === 'handshakes') stop.abort();
        },
      },
      { ...call, signal: stop.signal },
    );
    expect(report).toMatchObject({ verdict: 'cancelled', exitCode: 1 });
    expect(statuses(report)).toEqual(['api rolled-back']);
    expect(world.cloud.record('api').default).toBe(world.refs.old);
  });

  it('of an invalid file asks neither for pins nor the cloud', async () => {
    world.add('api');
    await world.write({ [file]: 'version: 1\n' });
    const pins = async () => {
      throw new Error('nobody should ask');
    };
    const report = await deployJob(world.door, { ...world.options, pins }, call);
    expect(report).toMatchObject({ mode: 'deploy', verdict: 'invalid', exitCode: 3 });
    expect(world.cloud.calls).toEqual([]);
  });

  it('holds no byte of the key in its report', async () => {
    world.add('api');
    const text = JSON.stringify(await world.deploy());
    for (const line of world.wanted.key.split('\n').slice(1, -2)) expect(text).not.toContain(line);
  });
});
