import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planDigest } from '../shared/core/digest.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { Merged } from '../tests/simulators/github/repository.ts';
import { actionsAuthor } from './comment.ts';
import { markEdits, markedSha, markerKey, writeMarker, type Marker } from './marker.ts';
import { pinsOf, readPreviews } from './pins.ts';
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

function open(number: number, files = { [`file-${number}.yml`]: 'x' }): void {
  gh.openPull({ number, files });
}

function showed(number: number, edits: readonly string[], change: Partial<Marker> = {}, as = '') {
  const marker: Marker = {
    kind: 'preview',
    key,
    plan: planDigest(edits),
    edits: markEdits(edits),
    sha: markedSha(gh.state.pulls.get(number)?.headSha ?? ''),
    run: { id: 1000, attempt: 1 },
    ...change,
  };
  gh.addComment(number, `${writeMarker(marker)}\nwhat is shown`, { as: as || actionsAuthor });
}

async function read({ before, sha }: Pick<Merged, 'before' | 'sha'>) {
  const port = openPort(gh);
  const push = { branch: 'main', before, after: sha };
  return await readPreviews(port.github, { push, key, author: actionsAuthor }, port.call);
}

/** Which of the three edits a push may carry out, and what is said of the others; null: all. */
async function allowed(merged: Pick<Merged, 'before' | 'sha'>, plan = planDigest([a, b, c])) {
  const pins = pinsOf(await read(merged), plan, free);
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

describe('a push without a pull request', () => {
  it('is not pinned, unless previews are required', async () => {
    const event = gh.push({ [file]: 'x' });
    const { before } = event.payload as { before: string };
    const previewed = await read({ before, sha: event.sha });
    expect(previewed).toEqual({ pulls: [], markers: [], failure: undefined });
    expect(pinsOf(previewed, planDigest([]), free)).toBeNull();
    const pins = pinsOf(previewed, planDigest([]), { requirePreview: true });
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
    const previewed = await readPreviews(
      port.github,
      { push, key, author: actionsAuthor },
      port.call,
    );
    expect(previewed.pulls.map((pull) => pull.number)).toEqual([7]);
    expect(pinsOf(previewed, planDigest([a]), free)?.allows(a)).toBe(true);
    expect(pinsOf(previewed, planDigest([a]), free)?.allows(b)).toBe(false);
  });

  it('does not take the word of a commit for it', async () => {
    open(7);
    showed(7, [a]);
    const { payload, sha } = gh.push({ c: 'looks like a merge (#7)' });
    const port = openPort(gh);
    for (const named of [7, 404]) {
      const push = { branch: 'main', before: String(payload['before']), after: sha, named };
      const request = { push, key, author: actionsAuthor };
      expect((await readPreviews(port.github, request, port.call)).pulls).toEqual([]);
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
    const reading = readPreviews(port.github, { push, key, author: actionsAuthor }, port.call);
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
