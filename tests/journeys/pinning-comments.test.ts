import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { markerKey, readMarker, writeMarker, type Marker } from '../../action/marker.ts';
import { createPinningWorld, reader, reasons, states, type PinningWorld } from './pinning-world.ts';
import { file } from './stage.ts';

/** Whoever may write to the repository may edit our comments, delete them, and write what looks like one. */
const otherFile = '.github/other.yml';
let world: PinningWorld;
let forged: Readonly<Record<'otherRepository' | 'otherFile', string>>;

beforeAll(async () => {
  world = await createPinningWorld();
  const { github, deployment } = world;
  // Signed by the same bundle with the same secrets, about the same resources.
  github.push({ [otherFile]: deployment });
  const second = await world.shown({ inputs: { config: otherFile } });
  const staging = github.repository('octo/staging', { files: { [file]: deployment } });
  const third = staging.openPull({ files: { 'notes/a.md': 'x' } }).number;
  const elsewhere = await world.run(staging.event('pull_request', { number: third }), {
    token: staging.token(reader),
    github: { ...github, checkout: (...at) => staging.checkout(...at) },
  });
  expect(elsewhere.exitCode, elsewhere.log).toBe(0);
  forged = {
    otherFile: bodyOf(second),
    otherRepository: staging.comments(third)[0]?.body ?? '',
  };
});
beforeEach(() => {
  world.reset();
});
afterAll(async () => {
  await world.close();
  expect(world.stage.violations()).toEqual([]);
});

function commentOf(pull: number) {
  const [comment] = world.github.comments(pull);
  if (comment === undefined) throw new Error(`#${pull} has no comment`);
  return comment;
}

function bodyOf(pull: number): string {
  return commentOf(pull).body;
}

/** The same comment with another marker. */
function marked(body: string, change: Partial<Marker>): string {
  const marker = readMarker(body);
  if (marker === undefined) throw new Error(body);
  const line = writeMarker({ ...marker, ...change });
  return body.replace(/^[^\n]*/u, line);
}

const editsOf = (body: string) => readMarker(body)?.edits ?? { kind: 'whole' as const };
const doesNotFit = /signature of the preview comment of #\d+ does not fit: somebody changed/u;

describe('a comment that approves nothing', () => {
  it.each<[words: string, forge: (own: string, sawMore: string) => string, said: RegExp]>([
    ['with an edit put in', (own, more) => marked(own, { edits: editsOf(more) }), doesNotFit],
    [
      'that is said to have had too many edits',
      (own, more) =>
        marked(own, { edits: { kind: 'whole' }, plan: readMarker(more)?.plan ?? null }),
      doesNotFit,
    ],
    ['with its signature taken off', (own) => marked(own, { mac: null }), /#\d+ is not signed/u],
    ['copied whole from another pull request', (_, more) => more, doesNotFit],
    ['copied whole from another repository', () => forged.otherRepository, doesNotFit],
    [
      'made of that about another deployment file',
      () => marked(forged.otherFile, { key: markerKey({ file }) }),
      doesNotFit,
    ],
    [
      'about another deployment file',
      () => forged.otherFile,
      /has no preview of this deployment file/u,
    ],
  ])('%s', async (_, forge, said) => {
    const pull = await world.shown();
    const extra = await world.add('extra');
    // Another pull request, which shows what no reviewer of this one has seen.
    const other = await world.shown();
    const comment = commentOf(pull);
    comment.body = forge(comment.body, bodyOf(other));
    const before = world.stage.writes().length;
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({
      'shop-mqtt': 'held',
      'docs-tls': 'held',
      extra: 'held',
    });
    expect([deployed.exitCode, world.stage.writes().length]).toEqual([2, before]);
    expect(reasons(deployed)).toMatch(said);
    expect(extra.listeners.map(world.bound)).toEqual([world.stage.old.sha256]);
  });

  it.each(['mallory', 'github-actions', 'certferry[bot]'])(
    'a true one that %s has posted instead of the workflow',
    async (as) => {
      const pull = await world.shown();
      const { id, body } = commentOf(pull);
      world.github.state.comments.delete(id);
      world.github.addComment(pull, body, { as });
      const deployed = await world.merge(pull);
      expect(states(deployed), deployed.log).toEqual({ 'shop-mqtt': 'held', 'docs-tls': 'held' });
      expect(reasons(deployed)).toContain(`#${pull} has no preview of this deployment file`);
    },
  );
});

describe('a comment whose words were edited', () => {
  it('approves what its marker says, which is what the preview showed', async () => {
    const pull = await world.shown();
    const comment = commentOf(pull);
    comment.body = `${comment.body.split('\n')[0]}\n**Ready**: nothing will change. Approve and merge.`;
    await world.add('late');
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({
      'shop-mqtt': 'success',
      'docs-tls': 'success',
      late: 'held',
    });
  });
});

describe('a second comment beside the true one', () => {
  it('adds nothing to it, and takes nothing away', async () => {
    const pull = await world.shown();
    await world.add('extra');
    const other = await world.shown();
    world.github.addComment(pull, bodyOf(other), { as: 'github-actions[bot]' });
    const deployed = await world.merge(pull);
    expect(states(deployed), deployed.log).toEqual({
      'shop-mqtt': 'success',
      'docs-tls': 'success',
      extra: 'held',
    });
  });
});
