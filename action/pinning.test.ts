import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createJobWorld, file } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import { issue } from '../tests/pki.ts';
import type { TriggerEvent } from '../tests/simulators/github/events.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { act as actIn, type Acted, type Acting } from './test-run.ts';
import { pastRun, reader, upload, workflowFiles } from './test-uploads.ts';

let world: JobWorld;
let gh: GitHubSimulator;
let folder: string;
beforeEach(async () => {
  world = await createJobWorld();
  gh = await startGitHub({ files: { ...workflowFiles, [file]: world.deployment } });
  folder = await mkdtemp(join(tmpdir(), 'certferry-pinning-'));
  world.add('api');
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
  await world.close();
  await rm(folder, { recursive: true });
});

const act = (event: TriggerEvent, options: Acting = {}): Promise<Acted> =>
  actIn({ world, gh, folder }, event, { token: gh.token(reader), ...options });

/** A pull request that its preview has shown. */
async function show(number: number, options: Acting = {}): Promise<Acted> {
  gh.openPull({ number, files: { [`notes/${number}.md`]: 'why' } });
  return await act(gh.event('pull_request', { number }), options);
}

/** The cloud without one of its resources: somebody has deleted it. */
function without(name: string): Acting {
  const providers = world.providers.map((spec) => ({
    ...spec,
    load: async () => {
      const provider = await spec.load();
      return {
        connect: async (...given: Parameters<typeof provider.connect>) => {
          const connected = await provider.connect(...given);
          const products = connected.products.map((product) => ({
            ...product,
            async *discover(...asked: Parameters<typeof product.discover>) {
              for await (const resource of product.discover(...asked)) {
                if (resource.label !== name) yield resource;
              }
            },
          }));
          return { ...connected, products };
        },
      };
    },
  }));
  return { providers };
}

/** Another certificate for the same names: it was renewed. */
async function renewed(): Promise<Readonly<Record<string, string>>> {
  const next = await issue(world.authority, { domains: ['*.example.com'] });
  return { SHOP_CHAIN: next.chain, SHOP_KEY: next.key };
}

const states = ({ reports }: Acted) =>
  Object.fromEntries(
    reports.flatMap(({ tasks }) =>
      tasks.flatMap(({ changes }) => changes.map(({ name, status }) => [name, status])),
    ),
  );
const reasons = ({ reports }: Acted) =>
  reports
    .flatMap(({ tasks }) => tasks.flatMap(({ changes }) => changes))
    .map(({ error }) => `${error?.code}: ${error?.message}`)
    .join('\n');
const writes = () => world.cloud.calls.filter(({ operation }) => operation === 'set').length;

describe('between preview and merge', () => {
  it('nothing has changed: what was shown is deployed, and a re-run writes nothing', async () => {
    await show(7);
    const merged = gh.merge(7, 'squash');
    expect(states(await act(merged.event))).toEqual({ api: 'success' });
    const before = writes();
    const again = await act(merged.event, { run: { id: 1, attempt: 2 } });
    expect([again.exitCode, states(again), writes()]).toEqual([0, { api: 'kept' }, before]);
  });

  it('a resource came that nobody saw: it is held back, the others go on', async () => {
    await show(7);
    world.add('late');
    const run = await act(gh.merge(7, 'squash').event);
    expect(states(run)).toEqual({ api: 'success', late: 'held' });
    expect(reasons(run)).toContain('PLAN_STALE: the preview of #7 did not show this change');
  });

  it('a resource was deleted: nothing is said of it, the others go on', async () => {
    world.add('www');
    await show(7);
    const run = await act(gh.merge(7, 'squash').event, without('api'));
    expect([run.exitCode, states(run)]).toEqual([0, { www: 'success' }]);
  });

  it('a resource was renamed: the new one is another one, which nobody saw', async () => {
    await show(7);
    world.add('renamed');
    const run = await act(gh.merge(7, 'squash').event, without('api'));
    expect([run.exitCode, states(run), writes()]).toEqual([2, { renamed: 'held' }, 0]);
  });

  it('a resource got the wanted certificate by other means: it is kept', async () => {
    await show(7);
    world.cloud.store(world.wanted.leaf);
    world.cloud.record('api').default = world.refs.wanted;
    const run = await act(gh.merge(7, 'squash').event);
    expect([run.exitCode, states(run), writes()]).toEqual([0, { api: 'kept' }, 0]);
  });

  it('a resource got yet another certificate: it is held back', async () => {
    await show(7);
    const other = await issue(world.authority, { domains: ['api.example.com'] });
    world.cloud.record('api').default = world.cloud.store(other.leaf);
    const run = await act(gh.merge(7, 'squash').event);
    expect([run.exitCode, states(run), writes()]).toEqual([2, { api: 'held' }, 0]);
  });

  it('the certificate was renewed, whose key signs where no account has a secret: held back, and that is told', async () => {
    await show(7);
    const run = await act(gh.merge(7, 'squash').event, { env: await renewed() });
    expect([run.exitCode, states(run), writes()]).toEqual([2, { api: 'held' }, 0]);
    expect(reasons(run)).toMatch(
      /the secrets that it is signed with \(.* private keys where no account has one\) are others/u,
    );
  });
});

describe('two pull requests that touch the same resource', () => {
  it('one after the other: the second was shown against what the first has replaced since', async () => {
    await show(7);
    const env = await renewed();
    await show(8, { env });
    expect(states(await act(gh.merge(7, 'squash').event))).toEqual({ api: 'success' });
    const second = await act(gh.merge(8, 'squash').event, { env });
    expect([second.exitCode, states(second)]).toEqual([2, { api: 'held' }]);
    expect(world.cloud.record('api').default).toBe(world.refs.wanted);
    expect(reasons(second)).toContain('the preview of #8 did not show this change');
  });

  it('the second is not held back once it has been previewed again', async () => {
    await show(7);
    await act(gh.merge(7, 'squash').event);
    const env = await renewed();
    await show(8, { env });
    const run = await act(gh.merge(8, 'squash').event, { env });
    // The endpoint of this world does not know the renewed certificate, so it is tried and undone.
    expect(states(run)).toEqual({ api: 'rolled-back' });
  });

  it('in one push of a merge queue: what either has shown is deployed once', async () => {
    await show(7);
    await show(8);
    const before = writes();
    const run = await act(gh.mergeTogether([7, 8], 'merge').event);
    expect([run.exitCode, states(run), writes() - before]).toEqual([0, { api: 'success' }, 1]);
  });

  it('a re-run of the old run after the new one does not take it back', async () => {
    await show(7);
    const first = gh.merge(7, 'squash');
    await act(first.event);
    const next = await issue(world.authority, { domains: ['*.example.com'] });
    const ref = world.cloud.store(next.leaf);
    world.cloud.record('api').default = ref;
    const again = await act(first.event, { run: { id: 1, attempt: 2 } });
    expect([again.exitCode, states(again)]).toEqual([2, { api: 'held' }]);
    expect(world.cloud.record('api').default).toBe(ref);
  });
});

describe('with "comment: false"', () => {
  const inputs = { comment: 'false' };

  it('the uploaded report of the preview is what the merge is pinned to', async () => {
    const shown = await show(7, { inputs });
    const [report] = shown.reports;
    if (report === undefined) throw new Error(shown.log);
    const run = pastRun(gh, gh.event('pull_request', { number: 7 }));
    // The runner of this test has numbers of its own.
    upload(gh, run, { ...report, run: null });
    world.add('late');
    const deployed = await act(gh.merge(7, 'squash').event, { inputs });
    expect(states(deployed)).toEqual({ api: 'success', late: 'held' });
    expect(gh.comments(7)).toEqual([]);
  });

  it('and without an upload everything is held back, and what to upload is told', async () => {
    await show(7, { inputs });
    const run = await act(gh.merge(7, 'squash').event, { inputs });
    expect([run.exitCode, states(run)]).toEqual([2, { api: 'held' }]);
    expect(reasons(run)).toMatch(
      /uploaded no JSON report; to have one, upload the output "report"/u,
    );
  });
});
