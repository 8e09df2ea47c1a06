import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planDigest } from '../shared/core/digest.ts';
import { DeployError } from '../shared/core/errors.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { Merged } from '../tests/simulators/github/repository.ts';
import { actionsAuthor } from './comment.ts';
import type { Push } from './github.ts';
import { markEdits, markedSha, markerKey, writeMarker, type Marker } from './marker.ts';
import { pinsOf, readPreviews, unreadable, type PreviewsWanted } from './pins.ts';
import type { ReadPlans } from './plan-shown.ts';
import { createSigner } from './plan-signature.ts';
import { openPort } from './test-github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const file = '.github/certferry.yml';
const key = markerKey({ file });
const edit = (letter: string) => letter.repeat(64);
const [a, b, c] = ['a', 'b', 'c'].map(edit) as [string, string, string];
const free = { requirePreview: false };
// Not a real key: AWS's own documentation shows it.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const signingSecrets = [secret];

function open(number: number, files = { [`file-${number}.yml`]: 'x' }): void {
  gh.openPull({ number, files });
}

/** A marker as the Action writes it, signed for its pull request. */
function marked(number: number, edits: readonly string[], change: Partial<Marker> = {}): Marker {
  const marker: Marker = {
    kind: 'preview',
    key,
    plan: planDigest(edits),
    edits: markEdits(edits),
    sha: markedSha(gh.state.pulls.get(number)?.headSha ?? ''),
    run: { id: 1000, attempt: 1 },
    mac: null,
    ...change,
  };
  const signer = createSigner({ secrets: signingSecrets, repository: gh.name });
  return signer?.sign(marker, number) ?? marker;
}

function put(number: number, marker: Marker, as = actionsAuthor) {
  return gh.addComment(number, `${writeMarker(marker)}\nwhat is shown`, { as });
}

function showed(number: number, edits: readonly string[], change: Partial<Marker> = {}, as = '') {
  return put(number, marked(number, edits, change), as || actionsAuthor);
}

const request = (push: Push, change: Partial<PreviewsWanted> = {}): PreviewsWanted => ({
  push,
  key,
  author: actionsAuthor,
  repository: gh.name,
  signingSecrets,
  ...change,
});

async function read(
  { before, sha }: Pick<Merged, 'before' | 'sha'>,
  change: Partial<PreviewsWanted> = {},
) {
  const port = openPort(gh);
  const push = { branch: 'main', before, after: sha };
  return await readPreviews(port.github, request(push, change), port.call);
}

/** Which of the three edits a push may carry out, and what is said of the others; null: all. */
async function allowed(
  merged: Pick<Merged, 'before' | 'sha'>,
  plan = planDigest([a, b, c]),
  change: Partial<PreviewsWanted> = {},
) {
  const pins = await pinsOf(await read(merged, change), plan, free);
  if (pins === null) return null;
  const edits = [a, b, c].filter((one) => pins.allows(one)).map((one) => one[0]);
  return { edits: edits.join(''), unseen: pins.unseen };
}

describe('after a merge', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'by %s only what the preview showed is allowed',
    async (method) => {
      open(7);
      showed(7, [a, b]);
      const result = await allowed(gh.merge(7, method));
      expect(result?.edits).toBe('ab');
      expect(result?.unseen).toContain('the preview of #7 did not show this change');
    },
  );

  it('without a preview of this file nothing is', async () => {
    open(7);
    showed(7, [a], { key: markerKey({ file: 'other.yml' }) });
    showed(7, [b], { kind: 'result' });
    gh.addComment(7, 'no marker', { as: actionsAuthor });
    expect(await allowed(gh.merge(7, 'squash'))).toEqual({
      edits: '',
      unseen: expect.stringContaining('#7 has no preview of this deployment file') as string,
    });
  });

  it.each(['mallory', 'mallory[bot]', 'github-actions'])(
    'a marker that %s wrote shows nothing',
    async (as) => {
      open(7);
      showed(7, [a, b, c], {}, as);
      expect((await allowed(gh.merge(7, 'squash')))?.edits).toBe('');
    },
  );

  it('a preview without edits allows none', async () => {
    open(7);
    showed(7, []);
    expect((await allowed(gh.merge(7, 'squash')))?.edits).toBe('');
  });

  it('of two comments of ours only the older one counts: it is the one that is edited', async () => {
    open(7);
    showed(7, [a]);
    showed(7, [b]);
    expect((await allowed(gh.merge(7, 'squash')))?.edits).toBe('a');
  });

  it('a marker with "edits=*" stands for the very plan, and for no other', async () => {
    open(7);
    showed(7, [a, b, c], { edits: { kind: 'whole' } });
    const merged = gh.merge(7, 'squash');
    expect((await allowed(merged))?.edits).toBe('abc');
    expect((await allowed(merged, planDigest([a, b])))?.edits).toBe('');
  });

  it('a marker with "edits=*" and no plan stands for nothing', async () => {
    open(7);
    showed(7, [a], { edits: { kind: 'whole' }, plan: null });
    expect((await allowed(gh.merge(7, 'squash')))?.edits).toBe('');
  });
});

describe('several pull requests in one push', () => {
  it('allow what any of their previews showed', async () => {
    open(7);
    open(8);
    showed(7, [a]);
    showed(8, [b]);
    const result = await allowed(gh.mergeTogether([7, 8], 'squash'));
    expect(result?.edits).toBe('ab');
    expect(result?.unseen).toMatch(/the preview of #8, #7 did not show/u);
  });

  it('allow no more where one of them was never previewed', async () => {
    open(7);
    open(8);
    showed(7, [a]);
    expect((await allowed(gh.mergeTogether([7, 8], 'merge')))?.edits).toBe('a');
  });
});

describe('a comment that its signature does not fit', () => {
  const words = /signature of the preview comment of #7 does not fit.*"Re-run all jobs".*by hand/u;

  async function expectNothing(change: Partial<PreviewsWanted> = {}, said = words) {
    const result = await allowed(gh.merge(7, 'squash'), planDigest([a, b, c]), change);
    expect(result).toEqual({ edits: '', unseen: expect.stringMatching(said) as string });
  }

  it.each([
    ['with other edits', () => ({ edits: markEdits([a, b, c]) })],
    ['with one edit less', () => ({ edits: markEdits([a]) })],
    ['with all edits', () => ({ edits: { kind: 'whole' as const } })],
    ['with another plan', () => ({ plan: planDigest([a]) })],
    ['with another head', () => ({ sha: '0'.repeat(12) })],
    ['with another run', () => ({ run: { id: 1001, attempt: 1 } })],
    ['with another attempt', () => ({ run: { id: 1000, attempt: 2 } })],
    ['with a made-up MAC', () => ({ mac: 'm'.repeat(43) })],
  ])('allows nothing: %s', async (_, change) => {
    open(7);
    put(7, { ...marked(7, [a, b]), ...change() });
    await expectNothing();
  });

  it('allows nothing: moved from another pull request', async () => {
    open(7);
    open(8);
    put(7, marked(8, [a, b, c]));
    await expectNothing();
  });

  it('allows nothing: made of that of another file', async () => {
    open(7);
    put(7, { ...marked(7, [a, b, c], { key: markerKey({ file: 'other.yml' }) }), key });
    await expectNothing();
  });

  it('allows nothing: taken from another repository', async () => {
    open(7);
    showed(7, [a, b, c]);
    await expectNothing({ repository: 'octo/staging' });
  });

  it.each([
    ['was changed', ['another-secret-of-40-characters-0123456789']],
    ['came to it', [secret, 'another-secret-of-40-characters-0123456789']],
  ])('allows nothing: a secret %s since', async (_, secrets) => {
    open(7);
    showed(7, [a, b, c]);
    await expectNothing({ signingSecrets: secrets }, /or the secrets that it is signed with/u);
  });

  it.each([
    ['that never had one', ' mac=none -->'],
    ['of the first version', ' -->'],
  ])('allows nothing: a comment %s', async (_, end) => {
    open(7);
    const line = writeMarker({ ...marked(7, [a, b, c]), mac: null });
    gh.addComment(7, `${line.replace(' mac=none -->', end)}\nx`, { as: actionsAuthor });
    await expectNothing({}, /preview comment of #7 is not signed.*by hand/u);
  });

  it.each([
    ['no secret at all', []],
    ['only short ones', ['changeit', '123456789012345']],
    ['only blanks', [' '.repeat(40)]],
  ])('allows nothing where the run has %s', async (_, secrets) => {
    open(7);
    showed(7, [a, b, c]);
    await expectNothing({ signingSecrets: secrets }, /nothing can prove.*name a receiver/u);
  });

  it('takes nothing from one of ours beside it whose signature fits', async () => {
    open(7);
    put(7, { ...marked(7, []), edits: markEdits([a, b, c]) });
    showed(7, [b]);
    expect((await allowed(gh.merge(7, 'squash')))?.edits).toBe('b');
  });

  it('takes nothing from the other pull request of the same push', async () => {
    open(7);
    open(8);
    put(7, { ...marked(7, []), edits: markEdits([b, c]) });
    showed(8, [a]);
    const result = await allowed(gh.mergeTogether([7, 8], 'squash'));
    expect(result?.edits).toBe('a');
    expect(result?.unseen).toMatch(/the preview of #8 did not show.*of #7 does not fit/u);
  });
});

describe('an earlier comment of the same pull request, put back', () => {
  it('allows what that preview showed, as it did show it', async () => {
    open(7);
    put(7, marked(7, [a], { run: { id: 900, attempt: 1 } }));
    const shown = gh.state.pulls.get(7)?.headSha.slice(0, 12) ?? '';
    gh.pushToPull(7, { more: '1' });
    const result = await allowed(gh.merge(7, 'squash'));
    expect(result?.edits).toBe('a');
    expect(result?.unseen).toContain(`#7 was last previewed at ${shown}, and pushed to since`);
  });
});

describe('with a receiver', () => {
  const plan = (edits: readonly string[]) => ({
    digest: planDigest(edits),
    edits,
    headSha: gh.state.pulls.get(7)?.headSha ?? '',
  });
  const stored =
    (plans: Readonly<Record<number, readonly string[]>>): ReadPlans =>
    async (pull) => {
      const edits = plans[pull];
      return edits === undefined ? [] : [plan(edits)];
    };
  const all = planDigest([a, b, c]);

  it('the stored plan counts, and no comment, however well it is signed', async () => {
    open(7);
    showed(7, [b, c]);
    const result = await allowed(gh.merge(7, 'squash'), all, { readPlans: stored({ 7: [a] }) });
    expect(result?.edits).toBe('a');
    expect(result?.unseen).toContain('the preview of #7 did not show this change');
    expect(gh.requestsOf('issues/list-comments')).toEqual([]);
  });

  it('a plan of an earlier head counts, and that it is one is told', async () => {
    open(7);
    const old = { ...plan([a]), headSha: 'f'.repeat(40) };
    const result = await allowed(gh.merge(7, 'squash'), all, { readPlans: async () => [old] });
    expect(result?.edits).toBe('a');
    expect(result?.unseen).toContain('#7 was last previewed at ffffffffffff, and pushed to since');
  });

  it('edits are compared by their whole digests', async () => {
    open(7);
    const near = `${a.slice(0, 63)}0`;
    const readPlans = stored({ 7: [near] });
    expect((await allowed(gh.merge(7, 'squash'), all, { readPlans }))?.edits).toBe('');
  });

  it('a pull request without a stored plan allows nothing, whatever its comment says', async () => {
    open(7);
    showed(7, [a, b, c]);
    expect(await allowed(gh.merge(7, 'squash'), all, { readPlans: stored({}) })).toEqual({
      edits: '',
      unseen: expect.stringMatching(
        /receiver holds no preview of this deployment file for #7.*no comment counts.*by hand/u,
      ) as string,
    });
  });

  it('a stored plan without edits allows none', async () => {
    open(7);
    const result = await allowed(gh.merge(7, 'squash'), all, { readPlans: stored({ 7: [] }) });
    expect(result?.edits).toBe('');
    expect(result?.unseen).toContain('did not show this change');
  });

  it('several pull requests in one push allow what any of their plans showed', async () => {
    open(7);
    open(8);
    const merged = gh.mergeTogether([7, 8], 'squash');
    const both = await allowed(merged, all, { readPlans: stored({ 7: [a], 8: [c] }) });
    expect(both?.edits).toBe('ac');
    const one = await allowed(merged, all, { readPlans: stored({ 8: [c] }) });
    expect(one?.edits).toBe('c');
    expect(one?.unseen).toMatch(/the preview of #8 did not show.*no preview.*for #7/u);
  });

  it('that does not answer for one pull request nothing is allowed', async () => {
    open(7);
    open(8);
    showed(7, [a, b, c]);
    showed(8, [a, b, c]);
    const readPlans: ReadPlans = async (pull) => {
      if (pull === 8) return [plan([a, b, c])];
      throw new DeployError('CLOUD_UNAVAILABLE', 'reading the preview of #7: no answer');
    };
    const merged = gh.mergeTogether([7, 8], 'squash');
    expect(await allowed(merged, all, { readPlans })).toEqual({
      edits: '',
      unseen: expect.stringMatching(
        /could not be read.*reading the preview of #7: no answer/u,
      ) as string,
    });
    expect((await read(merged, { readPlans })).pulls.map(({ number }) => number)).toEqual([8, 7]);
  });

  it('a cancel while it is asked rejects', async () => {
    open(7);
    const readPlans: ReadPlans = async () => {
      throw new DeployError('CANCELLED', 'reading the preview of #7: cancelled');
    };
    const reading = read(gh.merge(7, 'squash'), { readPlans });
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('a direct push is not pinned, and asks it nothing', async () => {
    const event = gh.push({ [file]: 'x' });
    const { before } = event.payload as { before: string };
    const readPlans: ReadPlans = async () => {
      throw new DeployError('INTERNAL', 'asked for no pull request');
    };
    expect(await allowed({ before, sha: event.sha }, all, { readPlans })).toBeNull();
  });
});

describe('a push without a pull request', () => {
  it('is not pinned, unless previews are required', async () => {
    const event = gh.push({ [file]: 'x' });
    const { before } = event.payload as { before: string };
    const previewed = await read({ before, sha: event.sha });
    expect(previewed).toMatchObject({ pulls: [], shown: [], failure: undefined });
    expect(await pinsOf(previewed, planDigest([a]), free)).toBeNull();
    const pins = await pinsOf(previewed, planDigest([a]), { requirePreview: true });
    expect(pins?.allows(a)).toBe(false);
    expect(pins?.unseen).toContain('"require-preview" is true');
  });
});

describe('an index that does not know the merge yet', () => {
  it('does not make a merge look like a direct push: the commit names its pull request', async () => {
    open(7);
    showed(7, [a]);
    const { before, sha } = gh.merge(7, 'squash');
    gh.lagCommitLookups(3);
    const port = openPort(gh);
    const push = { branch: 'main', before, after: sha, named: 7 };
    const previewed = await readPreviews(port.github, request(push), port.call);
    expect(previewed.pulls.map((pull) => pull.number)).toEqual([7]);
    const pins = await pinsOf(previewed, planDigest([a]), free);
    expect([a, b].map((one) => pins?.allows(one))).toEqual([true, false]);
  });

  it('does not take the word of a commit for it', async () => {
    open(7);
    showed(7, [a]);
    const { payload, sha } = gh.push({ c: 'looks like a merge (#7)' });
    const port = openPort(gh);
    for (const named of [7, 404]) {
      const push = { branch: 'main', before: String(payload['before']), after: sha, named };
      expect((await readPreviews(port.github, request(push), port.call)).pulls).toEqual([]);
    }
  });
});

describe('previews that cannot be read', () => {
  it.each([
    ['repos/list-pull-requests-associated-with-commit', '403', /lacks a permission|refused/u],
    ['repos/list-pull-requests-associated-with-commit', '500', /gave an error/u],
    ['issues/list-comments', '403', /403/u],
    ['issues/list-comments', '404', /does not find it/u],
    ['issues/list-comments', 'reset', /no answer/u],
    ['issues/list-comments', 'mangled', /answered otherwise/u],
  ] as const)('allow nothing: %s answers %s', async (operation, kind, words) => {
    open(7);
    showed(7, [a, b, c]);
    const merged = gh.merge(7, 'squash');
    gh.faults.add({ operation, kind, times: 9 });
    const result = await allowed(merged);
    expect(result?.edits).toBe('');
    expect(result?.unseen).toContain('the preview could not be read');
    expect(result?.unseen).toMatch(words);
  });

  it('because nobody can be asked allow nothing', async () => {
    const pins = await pinsOf(
      unreadable('the input "github-token" is empty'),
      planDigest([a]),
      free,
    );
    expect(pins?.allows(a)).toBe(false);
    expect(pins?.unseen).toContain('the input "github-token" is empty');
  });

  it('still say which pull requests wait for the result', async () => {
    open(7);
    const merged = gh.merge(7, 'squash');
    gh.faults.add({ operation: 'issues/list-comments', kind: '403', times: 9 });
    expect((await read(merged)).pulls.map(({ number }) => number)).toEqual([7]);
  });

  it('because the run was cancelled reject: there is nothing to decide any more', async () => {
    open(7);
    const { before, sha } = gh.merge(7, 'squash');
    const port = openPort(gh);
    port.cancel();
    const push = { branch: 'main', before, after: sha };
    const reading = readPreviews(port.github, request(push), port.call);
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
