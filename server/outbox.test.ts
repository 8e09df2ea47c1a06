import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fingerprint, openStage, stageFile, type Stage } from './dispatch/test-stage.ts';
import { claimDispatch } from './outbox-claim.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  expect(stage.github.violations).toEqual([]);
  await stage.close();
});

const posts = () => stage.github.requestsOf('actions/create-workflow-dispatch').length;
const looks = () => stage.github.requestsOf('actions/list-workflow-runs').length;

/** Turns the time in small steps and lets the outbox work at each. */
async function pass(seconds: number, step = 5): Promise<void> {
  for (let at = 0; at < seconds; at += step) {
    stage.clock.advance(step);
    await stage.pump();
  }
}

/** A certificate for a task has come, and its quiet time is over. */
async function arrived(name = 'www.example.com', text = '1'): Promise<void> {
  await stage.arrive(name, fingerprint(text));
  stage.clock.advance(31);
}

async function only() {
  const [row, more] = await stage.dispatches();
  if (row === undefined || more !== undefined) throw new Error('not exactly one dispatch');
  return row;
}

function run(index = 0) {
  const found = stage.runs()[index];
  if (found === undefined) throw new Error(`no run ${index}`);
  return found;
}

async function claim(index = 0, attempt = 1) {
  const [row] = await stage.dispatches();
  const claimant = { repository: stage.repository, runId: run(index).id, attempt };
  return await claimDispatch(stage.server.ports, row?.id ?? '', claimant, stage.timings);
}

describe('a certificate', () => {
  it('starts a run that carries our id, the task and the file', async () => {
    await stage.register([{ name: 'shop' }]);
    await stage.arrive('www.example.com', fingerprint('1'));
    await stage.pump();
    expect(posts()).toBe(0);
    stage.clock.advance(31);
    await stage.pump();
    const row = await only();
    expect(run()).toMatchObject({
      inputs: { certferry: row.id, task: 'shop', file: stageFile },
      displayTitle: `certs ${row.id}`,
      headBranch: 'main',
    });
    expect(row).toMatchObject({
      state: 'sent',
      attempts: 1,
      github_run_id: run().id,
      run_url: `https://github.com/octo/shop/actions/runs/${run().id}`,
    });
    expect((await stage.task('shop')).state).toBe('scheduling');
  });

  it('that comes with forty others within a minute makes one run', async () => {
    await stage.register([{ name: 'shop' }]);
    for (let index = 0; index < 40; index += 1) {
      await stage.arrive('www.example.com', fingerprint(String(index)));
      await pass(2, 1);
    }
    expect(posts()).toBe(0);
    await pass(40);
    expect(posts()).toBe(1);
    const rows = await stage.dispatches();
    expect(rows).toHaveLength(40);
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['sent']));
    expect(rows.filter((row) => row.leader_id === null)).toHaveLength(1);
  });

  it('is not put off for ever by others that never end', async () => {
    await stage.register([{ name: 'shop' }]);
    for (let index = 0; index < 40 && posts() === 0; index += 1) {
      await stage.arrive('www.example.com', fingerprint(String(index)));
      await pass(10);
    }
    expect(posts()).toBe(1);
    const seconds = (stage.clock.now().getTime() - Date.parse('2026-11-25T10:00:00Z')) / 1000;
    expect(seconds).toBeGreaterThan(290);
    expect(seconds).toBeLessThan(320);
  });

  it('makes one run per file, whatever number of its tasks use it', async () => {
    await stage.register([
      { name: 'a' },
      { name: 'b', certificates: ['www.example.com', 'docs.example.com'] },
    ]);
    await stage.register([{ name: 'c' }], { file: 'other.yml' });
    await stage.arrive('www.example.com', fingerprint('1'));
    await stage.arrive('docs.example.com', fingerprint('2'));
    await pass(40);
    const carried = stage.runs().map(({ inputs }) => `${inputs['task']} of ${inputs['file']}`);
    expect(carried.sort()).toEqual([`a, b of ${stageFile}`, 'c of other.yml']);
    expect((await stage.task('b')).state).toBe('scheduling');
  });

  it('that comes while a run is under way makes another', async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    await stage.pump();
    await claim();
    await arrived('www.example.com', '2');
    await stage.pump();
    expect(stage.runs()).toHaveLength(2);
  });

  it('starts nothing where the repository was switched off meanwhile', async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    const { db } = stage.server.ports;
    await db.updateTable('repositories').set({ disabled_at: '2026-11-25T00:00:00Z' }).execute();
    await stage.pump();
    expect([posts(), (await only()).state]).toEqual([0, 'cancelled']);
  });
});

describe('two receivers on one database', () => {
  it('start one run', async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    const signal = new AbortController().signal;
    await Promise.all([stage.outbox.pump(signal), stage.outbox.pump(signal)]);
    expect([posts(), stage.runs().length]).toEqual([1, 1]);
  });
});

describe('an answer that says nothing', () => {
  beforeEach(async () => {
    await stage.register([{ name: 'shop' }]);
  });

  it.each(['502', 'reset', 'hang', 'mangled'] as const)(
    'about a run that exists is never followed by another run: %s',
    async (kind) => {
      stage.github.faults.add({
        kind,
        operation: 'actions/create-workflow-dispatch',
        carriedOut: true,
      });
      await arrived();
      await stage.pump();
      expect((await only()).state).toBe('sending');
      await pass(300);
      expect([posts(), stage.runs().length]).toEqual([1, 1]);
      expect(await only()).toMatchObject({ state: 'sent', github_run_id: run().id });
    },
  );

  it('about a run that does not exist is followed by one after two minutes of looking', async () => {
    stage.github.faults.add({ kind: '502', operation: 'actions/create-workflow-dispatch' });
    await arrived();
    await stage.pump();
    await pass(115);
    expect(posts()).toBe(1);
    expect(looks()).toBeGreaterThanOrEqual(10);
    await pass(90);
    expect([posts(), stage.runs().length]).toEqual([2, 1]);
    expect(await only()).toMatchObject({ state: 'sent', attempts: 2, github_run_id: run().id });
  });

  it('is not taken for "no run" while GitHub cannot be asked', async () => {
    stage.github.faults.add({
      kind: '502',
      operation: 'actions/create-workflow-dispatch',
      carriedOut: true,
    });
    stage.github.faults.add({ kind: '503', operation: 'actions/list-workflow-runs', times: 30 });
    await arrived();
    await stage.pump();
    await pass(700);
    expect(posts()).toBe(1);
    stage.github.faults.clear();
    await pass(60);
    expect([posts(), (await only()).state]).toEqual([1, 'sent']);
  });

  it('is cleared up by the run itself when it claims', async () => {
    stage.github.faults.add({ kind: 'reset', carriedOut: true });
    await arrived();
    await stage.pump();
    await claim();
    expect(await only()).toMatchObject({ state: 'running', github_run_id: run().id });
    await pass(300);
    expect(posts()).toBe(1);
  });

  it('which run it is, as from an Enterprise Server, is cleared up by looking', async () => {
    await stage.close();
    stage = await openStage({ ghes: true });
    await stage.register([{ name: 'shop' }]);
    await arrived();
    await stage.pump();
    expect(await only()).toMatchObject({ state: 'sending', last_error: null });
    await pass(15);
    expect(await only()).toMatchObject({ state: 'sent', github_run_id: run().id });
    expect(stage.runs()).toHaveLength(1);
  });
});

describe('a limit of GitHub', () => {
  it('is waited for as long as it says, counts as no try, and holds back every other request', async () => {
    await stage.register([{ name: 'shop' }]);
    await stage.register([{ name: 'docs' }], { file: 'docs.yml' });
    stage.github.faults.add({ kind: 'secondary-limit', retryAfterSeconds: 600, times: 1 });
    await arrived();
    await stage.pump();
    const asked = stage.github.requests.length;
    await pass(590);
    expect(stage.github.requests.length).toBeLessThanOrEqual(asked + 1);
    await pass(30);
    const rows = await stage.dispatches();
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ]);
    expect(stage.runs()).toHaveLength(2);
  });

  it('may last until the reset of the hour', async () => {
    await stage.register([{ name: 'shop' }]);
    stage.github.faults.add({ kind: 'primary-limit', retryAfterSeconds: 1800 });
    await arrived();
    await stage.pump();
    await pass(1770, 30);
    expect(posts()).toBe(1);
    await pass(60);
    expect([posts(), (await only()).state]).toEqual([2, 'sent']);
  });
});

describe('a run that GitHub refuses to start', () => {
  it('is tried again with longer and longer pauses, then given up and told', async () => {
    await stage.register([{ name: 'shop' }]);
    stage.github.faults.add({ kind: '404', times: 99 });
    await arrived();
    await stage.pump();
    expect(await only()).toMatchObject({ state: 'waiting', attempts: 1 });
    const times: number[] = [];
    for (let minute = 0; minute < 12 * 60; minute += 1) {
      const before = posts();
      await pass(60, 60);
      if (posts() > before) times.push(minute);
    }
    expect(posts()).toBe(6);
    const pauses = times.map((time, index) => time - (times[index - 1] ?? -1));
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    const row = await only();
    expect(row).toMatchObject({ state: 'lost', attempts: 6 });
    expect(row.last_error).toContain('default branch');
    expect((await stage.task('shop')).state).toBe('error');
    expect(stage.givenUp).toMatchObject([
      { dispatchId: row.id, repositoryId: stage.repository.id, why: row.last_error },
    ]);
    expect(stage.server.lines.some((line) => line.includes('workflow run given up'))).toBe(true);
  });

  it('is started as soon as what was wrong is mended', async () => {
    await stage.register([{ name: 'shop' }]);
    stage.github.push({ '.github/workflows/certificates.yml': 'on: push' });
    await arrived();
    await stage.pump();
    expect(stage.runs()).toHaveLength(0);
    stage.github.push({
      '.github/workflows/certificates.yml':
        'on: { workflow_dispatch: { inputs: { certferry: {}, task: {}, file: {} } } }',
    });
    await pass(65);
    expect((await only()).state).toBe('sent');
  });
});

describe('a run that never begins', () => {
  beforeEach(async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    await stage.pump();
  });

  it.each(['failure', 'startup_failure'])('is asked for again after %s', async (conclusion) => {
    stage.github.finishRun(run().id, conclusion);
    await pass(120);
    expect(stage.runs()).toHaveLength(2);
    expect(await only()).toMatchObject({
      state: 'sent',
      attempts: 2,
      github_run_id: run(1).id,
    });
  });

  it('is asked for again when GitHub no longer has it', async () => {
    stage.github.state.runs.delete(run().id);
    await pass(120);
    expect([posts(), (await only()).state]).toEqual([2, 'sent']);
  });

  it('is given up after six tries', async () => {
    for (let hour = 0; hour < 30 && (await only()).state !== 'lost'; hour += 1) {
      for (const { id, status } of stage.runs()) {
        if (status !== 'completed') stage.github.finishRun(id, 'failure');
      }
      await pass(3600, 60);
    }
    expect([posts(), (await only()).state]).toEqual([6, 'lost']);
    expect(stage.givenUp).toHaveLength(1);
  });

  it('may wait for an approval for a month', async () => {
    run().status = 'waiting';
    await pass(30 * 86_400, 3600);
    expect([posts(), (await only()).state]).toEqual([1, 'sent']);
    const reads = stage.github.requestsOf('actions/get-workflow-run').length;
    expect(reads).toBeLessThan(800);
    run().status = 'in_progress';
    await pass(1800, 300);
    expect((await only()).state).toBe('running');
    expect((await stage.task('shop')).state).toBe('processing');
  }, 90_000);

  it('is not asked for again when somebody cancelled it', async () => {
    stage.github.finishRun(run().id, 'cancelled');
    await pass(600, 30);
    expect([posts(), (await only()).state]).toEqual([1, 'cancelled']);
    expect((await stage.task('shop')).state).toBe('cancelled');
  });
});

describe('a run that claimed', () => {
  beforeEach(async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    await stage.pump();
    await claim();
  });

  it('and dies without a report is an error, not a reason for another run', async () => {
    stage.github.finishRun(run().id, 'failure');
    await pass(3600, 60);
    expect(posts()).toBe(1);
    expect(await only()).toMatchObject({
      state: 'error',
      last_error: 'the workflow run ended (failure) without a report',
    });
    expect((await stage.task('shop')).state).toBe('error');
    expect(stage.givenUp).toHaveLength(1);
  });

  it('goes on when it is run again by hand', async () => {
    stage.github.finishRun(run().id, 'failure');
    await pass(120, 30);
    await claim(0, 2);
    expect(await only()).toMatchObject({ state: 'running', claimed_by: `${run().id}.2` });
    // GitHub still shows the end of the first attempt.
    await pass(120, 30);
    expect((await only()).state).toBe('running');
  });
});

describe('a restart', () => {
  it('loses nothing that waits, was sent, or runs', async () => {
    await stage.register([{ name: 'shop' }]);
    await arrived();
    await stage.restart();
    await stage.pump();
    expect(stage.runs()).toHaveLength(1);
    await stage.restart();
    run().status = 'in_progress';
    await pass(60);
    expect((await only()).state).toBe('running');
    await claim();
    await stage.restart();
    stage.github.finishRun(run().id, 'failure');
    await pass(600, 30);
    expect([posts(), (await only()).state]).toEqual([1, 'error']);
  });
});
