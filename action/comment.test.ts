import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { actionsAuthor, findComments, upsertComment } from './comment.ts';
import { markEdits, markedSha, markerKey, writeMarker, type Marker } from './marker.ts';
import { commenter, openPort, type TestPort } from './test-github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
  gh.openPull({ number: 7, files: { 'certs.yml': 'x' } });
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const key = markerKey({ file: '.github/certferry.yml' });

function mark(change: Partial<Marker> = {}): Marker {
  return {
    kind: 'preview',
    key,
    plan: 'ab'.repeat(32),
    edits: markEdits(['0123456789ab']),
    sha: markedSha(gh.state.pulls.get(7)?.headSha ?? ''),
    run: { id: 1000, attempt: 1 },
    mac: null,
    ...change,
  };
}

const genuine = () => true;

const write = (port: TestPort, text: string, marker: Marker = mark()) =>
  upsertComment(port.github, { pull: 7, marker, text, author: actionsAuthor, genuine }, port.call);

const bodyOf = (marker: Marker, text: string) => `${writeMarker(marker)}\n${text}`;

function add(marker: Marker, text: string, as = actionsAuthor) {
  return gh.addComment(7, bodyOf(marker, text), { as });
}

const bodies = () => gh.comments(7).map(({ body }) => body);

describe('the one comment', () => {
  it('is created where there is none, under the marker', async () => {
    const done = await write(openPort(gh), 'plan');
    const [comment] = gh.comments(7);
    expect(bodies()).toEqual([bodyOf(mark(), 'plan')]);
    expect(done).toEqual({
      kind: 'created',
      url: `https://github.com/octo/shop/pull/7#issuecomment-${comment?.id}`,
    });
  });

  it('is edited in place, and left alone when nothing changed', async () => {
    const { id } = add(mark(), 'old plan');
    const port = openPort(gh);
    const newer = mark({ run: { id: 1001, attempt: 1 } });
    expect(await write(port, 'new plan', newer)).toMatchObject({ kind: 'updated' });
    expect(await write(port, 'new plan', newer)).toMatchObject({ kind: 'unchanged' });
    expect(gh.comments(7)).toMatchObject([{ id, body: bodyOf(newer, 'new plan') }]);
    expect(gh.requestsOf('issues/update-comment')).toHaveLength(1);
  });

  it('is one again after there were two', async () => {
    const first = add(mark(), 'one');
    add(mark(), 'two');
    const newer = mark({ run: { id: 1001, attempt: 1 } });
    expect(await write(openPort(gh), 'plan', newer)).toMatchObject({ kind: 'updated' });
    expect(gh.comments(7)).toMatchObject([{ id: first.id, body: bodyOf(newer, 'plan') }]);
  });

  it('is found behind 101 others', async () => {
    for (let n = 0; n < 101; n += 1) gh.addComment(7, `chatter ${n}`);
    const ours = add(mark(), 'old');
    gh.addComment(7, 'last word');
    expect(await write(openPort(gh), 'new')).toMatchObject({ kind: 'updated' });
    expect(gh.comments(7)).toHaveLength(103);
    expect(gh.state.comments.get(ours.id)?.body).toBe(bodyOf(mark(), 'new'));
  });

  it.each(['mallory', 'mallory[bot]', 'github-actions'])(
    'is not that of %s, whatever it holds',
    async (as) => {
      const foreign = add(mark(), 'forged', as);
      expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'created' });
      expect(foreign.history).toHaveLength(1);
      expect(gh.comments(7)).toHaveLength(2);
    },
  );

  it('is not one of our own with another key, another kind, or the marker further down', async () => {
    add(mark({ key: markerKey({ file: 'other.yml' }) }), 'other file');
    add(mark({ kind: 'result' }), 'result');
    gh.addComment(7, `quoted: ${bodyOf(mark(), 'x')}`, { as: actionsAuthor });
    expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'created' });
    expect(gh.comments(7)).toHaveLength(4);
    expect(gh.comments(7).every(({ history }) => history.length === 1)).toBe(true);
  });

  it('is written by an App as its own', async () => {
    const port = openPort(gh, { ...commenter, as: 'ferry[bot]' });
    add(mark(), 'from the workflow token');
    const request = { pull: 7, marker: mark(), text: 'plan', author: 'ferry[bot]', genuine };
    expect(await upsertComment(port.github, request, port.call)).toMatchObject({ kind: 'created' });
    expect(await upsertComment(port.github, request, port.call)).toMatchObject({
      kind: 'unchanged',
    });
  });

  it('gives deploy what the preview showed', async () => {
    add(mark(), 'plan');
    add(mark({ kind: 'result' }), 'result');
    const { github, call } = openPort(gh);
    const whose = { kind: 'preview', key, author: actionsAuthor } as const;
    expect(await findComments(github, 7, whose, call)).toMatchObject([{ marker: mark() }]);
  });
});

describe('a newer run', () => {
  const newer = { id: 2000, attempt: 1 };

  it('is not overwritten by a late one', async () => {
    const older = gh.state.pulls.get(7)?.headSha ?? '';
    gh.pushToPull(7, { more: '1' });
    const { body, id } = add(mark({ run: newer }), 'newer');
    const late = mark({ sha: markedSha(older), run: { id: 1000, attempt: 3 } });
    expect(await write(openPort(gh), 'late', late)).toMatchObject({ kind: 'superseded' });
    expect(gh.state.comments.get(id)?.body).toBe(body);
  });

  it('gives way when the head holds everything of its own', async () => {
    const older = gh.state.pulls.get(7)?.headSha ?? '';
    gh.pushToPull(7, { more: '1' });
    add(mark({ sha: markedSha(older), run: newer }), 'of an older head');
    expect(await write(openPort(gh), 'of the new head')).toMatchObject({ kind: 'updated' });
  });

  it('of the same head gives way only to a run that was started again', async () => {
    add(mark({ run: newer }), 'newer');
    expect(await write(openPort(gh), 'late')).toMatchObject({ kind: 'superseded' });
    const again = mark({ run: { id: 1000, attempt: 2 } });
    expect(await write(openPort(gh), 'again', again)).toMatchObject({ kind: 'updated' });
    const attempts = mark({ run: { id: 1000, attempt: 3 } });
    expect(await write(openPort(gh), 'third', attempts)).toMatchObject({ kind: 'updated' });
    expect(await write(openPort(gh), 'second, late', again)).toMatchObject({ kind: 'superseded' });
  });

  it('stays when the two heads cannot be compared', async () => {
    add(mark({ sha: 'f'.repeat(12), run: newer }), 'newer');
    const port = openPort(gh);
    expect(await write(port, 'late')).toMatchObject({ kind: 'superseded' });
    expect(port.said.join()).toMatch(/cannot be compared/u);
  });
});

describe('a comment that somebody changed', () => {
  it('is written anew, however new the run is that it claims to be of', async () => {
    const { id } = add(mark({ sha: 'f'.repeat(12), run: { id: 9e14, attempt: 9 } }), 'forged');
    const port = openPort(gh);
    const request = { pull: 7, marker: mark(), text: 'plan', author: actionsAuthor };
    const asked: Marker[] = [];
    const done = await upsertComment(
      port.github,
      {
        ...request,
        genuine: (marker) => {
          asked.push(marker);
          return false;
        },
      },
      port.call,
    );
    expect(done).toMatchObject({ kind: 'updated' });
    expect(gh.state.comments.get(id)?.body).toBe(bodyOf(mark(), 'plan'));
    expect(asked.map(({ run }) => run.id)).toEqual([9e14]);
  });

  it('is found also as the first version of Certferry wrote it', async () => {
    const old = bodyOf(mark(), 'old').replace(' mac=none -->', ' -->');
    expect(old).not.toContain('mac');
    const { id } = gh.addComment(7, old, { as: actionsAuthor });
    expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'updated' });
    expect(gh.comments(7)).toMatchObject([{ id, body: bodyOf(mark(), 'plan') }]);
  });
});

describe('two runs at once', () => {
  it.each([
    [1000, 1001],
    [1001, 1000],
  ])('end with one comment, that of the newer run (%i, %i)', async (a, b) => {
    // Both see no comment, and both create one.
    gh.rendezvous('issues/create-comment', 2);
    const runs = [a, b].map((id) => mark({ run: { id, attempt: 1 } }));
    const done = await Promise.all(
      runs.map((marker) => write(openPort(gh), `run ${marker.run.id}`, marker)),
    );
    expect(done.map(({ kind }) => kind)).not.toContain('failed');
    expect(bodies()).toEqual([bodyOf(mark({ run: { id: 1001, attempt: 1 } }), 'run 1001')]);
  });
});

describe('two runs that edit at once', () => {
  it.each([
    [1001, 1002],
    [1002, 1001],
  ])('leave what the newer one says (%i, %i)', async (a, b) => {
    const { id } = add(mark(), 'before');
    // Both have read the same comment, and each may be the last to write.
    gh.rendezvous('issues/update-comment', 2);
    const runs = [a, b].map((run) => mark({ run: { id: run, attempt: 1 } }));
    const done = await Promise.all(
      runs.map((marker) => write(openPort(gh), `run ${marker.run.id}`, marker)),
    );
    expect(done.map(({ kind }) => kind)).not.toContain('failed');
    expect(gh.comments(7)).toMatchObject([
      { id, body: bodyOf(mark({ run: { id: 1002, attempt: 1 } }), 'run 1002') },
    ]);
  });

  it('do not write over and over when somebody else always comes after', async () => {
    add(mark(), 'before');
    const { github, call } = openPort(gh);
    const older = bodyOf(mark(), 'an older run');
    const edits: string[] = [];
    const contested = {
      ...github,
      async updateComment(id: number, body: string) {
        edits.push(body);
        const written = await github.updateComment(id, body, call);
        Object.assign(gh.state.comments.get(id) ?? {}, { body: older });
        return written;
      },
    };
    const marker = mark({ run: { id: 1001, attempt: 1 } });
    const request = { pull: 7, marker, text: 'new', author: actionsAuthor, genuine };
    expect(await upsertComment(contested, request, call)).toMatchObject({ kind: 'updated' });
    expect(edits).toHaveLength(3);
  });

  it('have written what they wrote when it cannot be read again', async () => {
    add(mark(), 'before');
    gh.faults.add({ operation: 'issues/list-comments', kind: '403', after: 1 });
    const port = openPort(gh);
    const marker = mark({ run: { id: 1001, attempt: 1 } });
    expect(await write(port, 'new', marker)).toMatchObject({ kind: 'updated' });
    expect(port.said.join()).toMatch(/cannot be looked at again/u);
  });
});

describe('failures', () => {
  it.each([
    ['403', 'PERMISSION_MISSING'],
    ['404', 'RESOURCE_GONE'],
    ['410', 'RESOURCE_GONE'],
    ['422', 'REFUSED'],
    ['502', 'OUTCOME_UNKNOWN'],
  ] as const)('with %s of the new comment are a value, and the run goes on', async (kind, code) => {
    gh.faults.add({ operation: 'issues/create-comment', kind, times: 9 });
    expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'failed', error: { code } });
    expect(gh.comments(7)).toEqual([]);
  });

  it('of a read-only token say which permission to add', async () => {
    const port = openPort(gh, { ...commenter, readOnly: true });
    expect(await write(port, 'plan')).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('"pull-requests: write"') as string },
    });
  });

  it('of a body that is too long are told in words of GitHub', async () => {
    expect(await write(openPort(gh), 'x'.repeat(65_536))).toMatchObject({
      kind: 'failed',
      error: { code: 'REFUSED', message: expect.stringContaining('Body is too long') as string },
    });
  });

  it.each(['502', 'reset'] as const)(
    'after the comment was made (%s) neither lose nor double it',
    async (kind) => {
      gh.faults.add({ operation: 'issues/create-comment', kind, carriedOut: true });
      expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'created' });
      expect(bodies()).toEqual([bodyOf(mark(), 'plan')]);
    },
  );

  it('before it was made are tried once more', async () => {
    gh.faults.add({ operation: 'issues/create-comment', kind: '502' });
    expect(await write(openPort(gh), 'plan')).toMatchObject({ kind: 'created' });
    expect(bodies()).toHaveLength(1);
  });

  it('because someone deleted it end in a new one', async () => {
    add(mark(), 'old');
    gh.faults.add({ operation: 'issues/update-comment', kind: '404' });
    const port = openPort(gh);
    expect(await write(port, 'new')).toMatchObject({ kind: 'updated' });
    expect(bodies()).toEqual([bodyOf(mark(), 'new')]);
  });

  it('to delete a second one leave the first right', async () => {
    add(mark(), 'one');
    add(mark(), 'two');
    gh.faults.add({ operation: 'issues/delete-comment', kind: '403' });
    const port = openPort(gh);
    expect(await write(port, 'plan')).toMatchObject({ kind: 'updated' });
    expect(bodies()[0]).toBe(bodyOf(mark(), 'plan'));
    expect(port.said.join()).toMatch(/second comment of ours stays/u);
  });

  it('are not made of a cancelled run', async () => {
    const port = openPort(gh);
    port.cancel();
    await expect(write(port, 'plan')).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(gh.requests).toEqual([]);
  });
});
