import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planDigest } from '../shared/core/digest.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { Merged } from '../tests/simulators/github/repository.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import type { WorkflowRun } from '../tests/simulators/github/world.ts';
import type { Artifacts } from './artifacts.ts';
import { actionsAuthor } from './comment.ts';
import { markEdits, markedSha, markerKey, writeMarker, type Marker } from './marker.ts';
import { pinsOf, readPreviews, type PreviewsWanted } from './pins.ts';
import { reportedPreview } from './plan-artifact.ts';
import { createSigner } from './plan-signature.ts';
import { commenter, openPort } from './test-github.ts';
import { changeOf, reportOf } from './test-reports.ts';
import { pastRun, reader, upload, workflowFiles } from './test-uploads.ts';

let clock: number;
let gh: GitHubSimulator;
beforeEach(async () => {
  clock = Date.parse('2026-11-25T06:00:00Z');
  // Each look at the clock is a second later, as runs that follow one another are.
  gh = await startGitHub({ files: workflowFiles, now: () => new Date((clock += 1000)) });
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const file = '.github/certferry.yml';
const key = markerKey({ file });
const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const signingSecrets = ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'];

const headOf = (number: number) => gh.state.pulls.get(number)?.headSha ?? '';
const open = (number: number, more: { readonly fork?: string } = {}) =>
  gh.openPull({ number, files: { [`file-${number}.yml`]: 'x' }, ...more });
const runOf = (number: number) => pastRun(gh, gh.event('pull_request', { number }));

function preview(number: number, edits: readonly string[], change = {}) {
  return reportOf(
    edits.map((edit) => changeOf(edit)),
    { commit: headOf(number), ...change },
  );
}

/** A pull request whose preview showed these edits and uploaded its report. */
function previewed(number: number, edits: readonly string[]): WorkflowRun {
  open(number);
  const run = runOf(number);
  upload(gh, run, preview(number, edits));
  return run;
}

function comment(number: number, change: Partial<Marker>, edits: readonly string[]) {
  const marker: Marker = {
    kind: 'preview',
    key,
    plan: planDigest(edits),
    edits: markEdits(edits),
    sha: markedSha(headOf(number)),
    run: { id: 1000, attempt: 1 },
    mac: null,
    ...change,
  };
  const signed = createSigner({ secrets: signingSecrets, repository: gh.name })?.sign(
    marker,
    number,
  );
  gh.addComment(number, `${writeMarker(signed ?? marker)}\ntext`, { as: actionsAuthor });
}

async function allowed(
  { before, sha }: Pick<Merged, 'before' | 'sha'>,
  change: Partial<PreviewsWanted> = {},
  options: { readonly plan?: string; readonly token?: TokenOptions } = {},
) {
  const { plan = planDigest([a, b, c]), token = reader } = options;
  const port = openPort(gh, token);
  const push = { branch: 'main', before, after: sha };
  const wanted = { push, key, author: actionsAuthor, repository: gh.name, signingSecrets };
  const read = await readPreviews(port.github, { ...wanted, ...change }, port.call);
  const pins = await pinsOf(read, plan, { requirePreview: false });
  const edits = [a, b, c].filter((one) => pins?.allows(one)).map((one) => one[0]);
  return { edits: pins === null ? null : edits.join(''), unseen: pins?.unseen ?? '' };
}

const nothing = (words: RegExp) => ({ edits: '', unseen: expect.stringMatching(words) as string });

describe('without a comment', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'the report that the preview run uploaded counts after a %s',
    async (method) => {
      previewed(7, [a, b]);
      const result = await allowed(gh.merge(7, method));
      expect(result.edits).toBe('ab');
      expect(result.unseen).toContain('the preview of #7 did not show this change');
    },
  );

  it('edits are compared by their whole digests', async () => {
    previewed(7, [`${a.slice(0, 63)}0`]);
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('');
  });

  it('an edit that the preview refused was not shown as one', async () => {
    open(7);
    const error = { code: 'REFUSED', message: 'no', advice: 'none' } as const;
    upload(gh, runOf(7), reportOf([changeOf(a), changeOf(b, { error })], { commit: headOf(7) }));
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('a');
  });

  it('all pull requests of a merge queue are looked up', async () => {
    previewed(7, [a]);
    previewed(8, [c]);
    expect((await allowed(gh.mergeTogether([7, 8], 'squash'))).edits).toBe('ac');
  });

  it('a report is found behind those of other workflows and files, on any page', async () => {
    open(7);
    upload(gh, runOf(7), preview(7, [a]));
    for (let index = 0; index < 5; index += 1) runOf(7);
    upload(gh, runOf(7), preview(7, [b], { file: 'other.yml' }), { name: 'certferry-other' });
    upload(gh, runOf(7), preview(7, [c]), { name: 'coverage' });
    gh.dials.pageLimit = 2;
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('a');
  });

  it('one artifact may hold the reports of several files', async () => {
    open(7);
    gh.addArtifact(runOf(7).id, 'certferry-1', {
      'report.json': JSON.stringify(preview(7, [b], { file: 'other.yml' })),
      'report-2.json': JSON.stringify(preview(7, [a])),
    });
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('a');
  });

  it('the latest run counts, and of a run the latest attempt', async () => {
    const first = previewed(7, [a]);
    upload(gh, runOf(7), preview(7, [b]));
    const merged = gh.merge(7, 'squash');
    expect((await allowed(merged)).edits).toBe('b');
    // "Re-run all jobs" of the older one.
    gh.rerun(first.id);
    gh.finishRun(first.id, 'success');
    upload(gh, first, preview(7, [c]));
    expect((await allowed(merged)).edits).toBe('c');
  });

  it('a re-run of an old deployment is held to what that pull request showed', async () => {
    previewed(7, [a]);
    const old = gh.merge(7, 'squash');
    previewed(8, [b]);
    gh.merge(8, 'squash');
    expect((await allowed(old)).edits).toBe('a');
  });
});

describe('a comment that does not say it', () => {
  it.each([
    [
      'was signed with other secrets',
      { signingSecrets: ['another-secret-of-40-characters-012345'] },
    ],
    ['cannot be checked, since there is no secret', { signingSecrets: [] }],
  ])('because it %s gives way to the report', async (_, change) => {
    previewed(7, [a]);
    comment(7, {}, [b, c]);
    expect((await allowed(gh.merge(7, 'squash'), change)).edits).toBe('a');
  });

  it('because it had too many edits to list them gives way for another plan only', async () => {
    previewed(7, [a, b]);
    comment(7, { edits: { kind: 'whole' } }, [a, b, c]);
    const merged = gh.merge(7, 'squash');
    expect((await allowed(merged)).edits).toBe('abc');
    expect(gh.requestsOf('actions/list-workflow-runs-for-repo')).toEqual([]);
    expect((await allowed(merged, {}, { plan: planDigest([a, c]) })).edits).toBe('ab');
  });

  it('and no report either: both are told', async () => {
    open(7);
    comment(7, { edits: { kind: 'whole' } }, [a]);
    const words = /#7 had too many edits to list.*have uploaded no JSON report.*upload-artifact/u;
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(words));
  });
});

describe('nobody looks at artifacts', () => {
  const looked = () => gh.requests.filter(({ path }) => path.includes('/actions/'));

  it('where a signed comment lists what it showed', async () => {
    previewed(7, [a]);
    comment(7, {}, [b]);
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('b');
    expect(looked()).toEqual([]);
  });

  it('where there is a receiver, whatever it says', async () => {
    previewed(7, [a]);
    const readPlans = async () => [];
    const result = await allowed(gh.merge(7, 'squash'), { readPlans });
    expect(result).toEqual(nothing(/receiver holds no preview/u));
    expect(looked()).toEqual([]);
  });

  it('where there is no edit, or no pull request', async () => {
    previewed(7, [a]);
    await allowed(gh.merge(7, 'squash'), {}, { plan: planDigest([]) });
    const event = gh.push({ x: 'y' });
    const before = String(event.payload['before']);
    expect((await allowed({ before, sha: event.sha })).edits).toBeNull();
    expect(looked()).toEqual([]);
  });
});

describe('an artifact that does not count', () => {
  it.each([
    ['of a deployment', { mode: 'deploy' }, /is of a deploy, not of a preview/u],
    ['of another file', { file: 'other.yml' }, /is of another deployment file/u],
    ['of another commit', { commit: '0'.repeat(40) }, /is of another commit/u],
    ['of a cancelled preview', { verdict: 'cancelled' }, /preview that was cancelled/u],
    ['without a plan', { digest: null }, /has no plan/u],
    ['of another run', { run: 'https://github.com/octo/shop/actions/runs/1' }, /another run/u],
    ['of another version', { version: 2 }, /no JSON report of this version/u],
    ['with a key nobody knows', { extra: true }, /no JSON report of this version/u],
  ])('allows nothing: a report %s', async (_, change, words) => {
    open(7);
    upload(gh, runOf(7), JSON.stringify({ ...preview(7, [a]), ...change }));
    const said = new RegExp(
      `no preview.*no artifact of the preview runs of #7.*${words.source}`,
      'u',
    );
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(said));
  });

  it.each([
    ['not JSON', 'report.json', '{"version": 1,', /"report\.json" is no JSON report/u],
    ['null', 'report.json', 'null', /"report\.json" is no JSON report/u],
    ['no JSON file', 'report.txt', '{}', /holds no JSON file/u],
  ])('allows nothing: %s', async (_, path, text, words) => {
    open(7);
    upload(gh, runOf(7), text, { path });
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(words));
  });

  it('allows nothing: expired', async () => {
    open(7);
    const artifact = upload(gh, runOf(7), preview(7, [a]));
    artifact.expired = true;
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(
      nothing(/"certferry-1" of run \d+ has expired/u),
    );
    expect(gh.requestsOf('actions/download-artifact')).toEqual([]);
  });

  it('allows nothing: too large, which is not downloaded', async () => {
    open(7);
    const artifact = upload(gh, runOf(7), preview(7, [a]));
    const zip = new Uint8Array(33 * 1_048_576);
    gh.state.artifacts.set(artifact.id, { ...artifact, zip });
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(/larger than 32 MiB/u));
    expect(gh.requestsOf('actions/download-artifact')).toEqual([]);
  });

  it('allows nothing: of a run of a fork, whose artifacts nobody lists', async () => {
    open(7, { fork: 'mallory/shop' });
    upload(gh, runOf(7), preview(7, [a, b, c]));
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(/runs of a fork show nothing/u));
    expect(gh.requestsOf('actions/list-workflow-run-artifacts')).toEqual([]);
  });

  it('allows nothing: of a run of the same commit that no pull request has started', async () => {
    open(7);
    const event = gh.event('push', { branch: 'change-7' });
    upload(gh, pastRun(gh, event), preview(7, [a]));
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(/uploaded no JSON report/u));
  });

  it('allows nothing: of the head before the last push to the pull request', async () => {
    previewed(7, [a]);
    gh.pushToPull(7, { more: '1' });
    expect(await allowed(gh.merge(7, 'squash'))).toEqual(nothing(/uploaded no JSON report/u));
  });

  it('does not hide an older one that counts', async () => {
    previewed(7, [a]);
    upload(gh, runOf(7), 'broken');
    const expired = upload(gh, runOf(7), preview(7, [b]));
    expired.expired = true;
    expect((await allowed(gh.merge(7, 'squash'))).edits).toBe('a');
  });
});

describe('artifacts that cannot be read', () => {
  it('for want of a permission allow nothing, and the permission is named', async () => {
    previewed(7, [a]);
    const words = /no preview.*cannot be read either.*"actions: read"/u;
    expect(await allowed(gh.merge(7, 'squash'), {}, { token: commenter })).toEqual(nothing(words));
  });

  it.each([
    ['actions/list-workflow-runs-for-repo', '500', /gave an error/u],
    ['actions/list-workflow-runs-for-repo', 'mangled', /answered otherwise/u],
    ['actions/list-workflow-runs-for-repo', 'secondary-limit', /limits the requests/u],
    ['actions/list-workflow-run-artifacts', '404', /does not find it/u],
    ['actions/list-workflow-run-artifacts', 'reset', /no answer/u],
    ['actions/list-workflow-run-artifacts', 'mangled', /answered otherwise/u],
    ['actions/download-artifact', '410', /does not find it/u],
    ['actions/download-artifact', '502', /gave an error/u],
    ['actions/download-artifact', 'mangled', /no address to download it from/u],
  ] as const)('allow nothing: %s answers %s', async (operation, kind, words) => {
    previewed(7, [a]);
    const merged = gh.merge(7, 'squash');
    gh.faults.add({ operation, kind, times: 9, retryAfterSeconds: 3600 });
    expect(await allowed(merged)).toEqual(nothing(words));
  });

  it('for a moment are asked for again', async () => {
    previewed(7, [a]);
    const merged = gh.merge(7, 'squash');
    gh.faults.add({ operation: 'actions/list-workflow-runs-for-repo', kind: '502' });
    gh.faults.add({ operation: 'actions/list-workflow-run-artifacts', kind: 'secondary-limit' });
    gh.faults.add({ operation: 'actions/download-artifact', kind: 'reset' });
    expect((await allowed(merged)).edits).toBe('a');
  });

  it('because the run was cancelled reject', async () => {
    previewed(7, [a]);
    const port = openPort(gh, reader);
    port.cancel();
    const pull = { number: 7, headSha: headOf(7) };
    const reading = reportedPreview(port.github, { pull, key }, port.call);
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('on GitHub Enterprise Server', () => {
  it('a report is read where artifacts are, and missed in words where they are not', async () => {
    await gh.close();
    gh = await startGitHub({ ghes: true, files: workflowFiles });
    previewed(7, [a]);
    const merged = gh.merge(7, 'squash');
    expect((await allowed(merged)).edits).toBe('a');
    gh.faults.add({ operation: 'actions/list-workflow-run-artifacts', kind: '404', times: 9 });
    expect(await allowed(merged)).toEqual(nothing(/cannot be read either.*does not find it/u));
  });
});

it('at most sixty runs of one head are looked at', async () => {
  const started = Array.from({ length: 61 }, (_, id) => ({
    id,
    event: 'pull_request',
    workflow: '.github/workflows/certferry.yml',
    headSha: 'f'.repeat(40),
    headBranch: 'x',
    foreign: false,
    startedAt: new Date(0),
  }));
  const listed: number[] = [];
  const never = async () => {
    throw new Error('nobody should ask for this');
  };
  const port: Artifacts = {
    runsOfHead: async () => started,
    artifactsOf: async (id) => {
      listed.push(id);
      return [];
    },
    getRun: never,
    download: never,
    defaultBranch: never,
  };
  const { call } = openPort(gh);
  const pull = { number: 7, headSha: 'f'.repeat(40) };
  const result = await reportedPreview(port, { pull, key }, call);
  expect(result).toMatchObject({ why: expect.stringContaining('60 latest') as string });
  expect(listed).toHaveLength(60);
});
