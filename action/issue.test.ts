import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import type { LogFacts } from '../shared/runtime/log.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { addIssue } from '../tests/simulators/github/issue-builder.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import { actionsAuthor } from './comment.ts';
import { createIssues, type Issues } from './github-issues.ts';
import { readIssueBody, writeIssueMarker, type IssueMarker } from './issue-marker.ts';
import { issueLabel, keepIssue, type WantedIssue } from './issue.ts';
import { markerKey } from './marker.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const writer = { permissions: { contents: 'read', issues: 'write' } } as const;
const key = markerKey({ file: '.github/certferry.yml' });
const run = { id: 1000, attempt: 1 };

interface Port {
  readonly issues: Issues;
  readonly call: Call;
  readonly said: readonly string[];
  cancel(): void;
}

function openPort(token: TokenOptions = writer): Port {
  const said: string[] = [];
  const say = (message: string, facts: LogFacts = {}) => {
    said.push([message, ...Object.values(facts).map(String)].join(' '));
  };
  const controller = new AbortController();
  const issues = createIssues({
    token: new Secret(gh.token(token)),
    apiUrl: gh.apiUrl,
    repository: gh.name,
    clock: systemClock,
    deadlineMs: 20_000,
    backoffMs: 5,
  });
  const log = { debug: say, info: say, warn: say, error: say };
  const call = { signal: controller.signal, log };
  return { issues, call, said, cancel: () => controller.abort() };
}

function wanted(parts: Partial<WantedIssue> = {}): WantedIssue {
  const text = 'one drifted';
  return { state: 'open', key, title: '1 drifted', text, author: actionsAuthor, run, ...parts };
}

const keep = ({ issues, call }: Port, parts: Partial<WantedIssue> = {}) =>
  keepIssue(issues, wanted(parts), call);

const bodyOf = (text: string, marker: Partial<IssueMarker> = {}) =>
  `${writeIssueMarker({ key, state: 'open', run, ...marker })}\n${text}`;

/** An issue that an earlier run of ours left. */
function ours(
  text: string,
  parts: Partial<IssueMarker> & { as?: string; labelled?: boolean } = {},
) {
  const { as = actionsAuthor, labelled = true, ...marker } = parts;
  return addIssue(gh, {
    as,
    title: '1 drifted',
    body: bodyOf(text, marker),
    state: marker.state === undefined || marker.state === 'open' ? 'open' : 'closed',
    labels: labelled ? [issueLabel] : [],
  });
}

const states = () =>
  gh.issues().map(({ number, state, body }) => {
    const text = readIssueBody(body ?? '')?.text ?? body ?? '';
    return `#${number} ${state}: ${text}`;
  });
const writes = () => gh.requests.filter(({ method }) => method !== 'GET').length;

describe('the one issue', () => {
  it('is created with its label and found again, though pull requests stand in the list', async () => {
    gh.openPull({ files: { a: '1' } });
    const port = openPort();
    expect(await keep(port)).toEqual({
      kind: 'created',
      url: 'https://github.com/octo/shop/issues/2',
    });
    expect(gh.issues()).toMatchObject([
      { title: '1 drifted', body: bodyOf('one drifted'), labels: ['certferry'], state: 'open' },
    ]);
    expect(await keep(port)).toMatchObject({ kind: 'unchanged' });
    expect(writes()).toBe(1);
  });

  it('is not written again by a later run that says the same', async () => {
    ours('one drifted');
    const later = { run: { id: 2000, attempt: 1 } };
    expect(await keep(openPort(), later)).toMatchObject({ kind: 'unchanged' });
    expect(writes()).toBe(0);
  });

  it('is edited in place when there is something else to say', async () => {
    const { number } = ours('one drifted');
    const later = { text: 'two drifted', title: '2 drifted', run: { id: 2000, attempt: 1 } };
    expect(await keep(openPort(), later)).toMatchObject({ kind: 'updated' });
    expect(gh.issues()).toMatchObject([
      { number, title: '2 drifted', body: bodyOf('two drifted', { run: later.run }) },
    ]);
    expect(writes()).toBe(1);
  });

  it('is found behind 250 other issues of the same author', async () => {
    for (let n = 0; n < 125; n += 1) addIssue(gh, { title: `chatter ${n}` });
    const { number } = ours('old');
    for (let n = 0; n < 125; n += 1) addIssue(gh, { title: `more ${n}` });
    expect(await keep(openPort())).toMatchObject({ kind: 'updated' });
    expect(gh.issues()).toHaveLength(251);
    expect(gh.state.issues.get(number)?.body).toBe(bodyOf('one drifted'));
    expect(gh.requestsOf('issues/list-for-repo')).toHaveLength(3);
  });

  it('is found though a person took its label away', async () => {
    ours('old', { labelled: false });
    expect(await keep(openPort())).toMatchObject({ kind: 'updated' });
    expect(states()).toEqual(['#1 open: one drifted']);
  });

  it('stays locked, and is edited all the same', async () => {
    const issue = ours('old');
    issue.locked = true;
    expect(await keep(openPort())).toMatchObject({ kind: 'updated' });
    expect(gh.issues()).toMatchObject([{ locked: true }]);
  });

  it.each(['mallory', 'mallory[bot]', 'github-actions'])(
    'is not that of %s, whatever it holds',
    async (as) => {
      ours('forged', { as });
      const port = openPort();
      expect(await keep(port)).toMatchObject({ kind: 'created' });
      expect(await keep(port, { state: 'closed', text: 'fine' })).toMatchObject({ kind: 'closed' });
      expect(states()).toEqual(['#1 open: forged', '#2 closed: fine']);
    },
  );

  it('is not that of another file, nor one that only quotes the marker', async () => {
    ours('other', { key: markerKey({ file: 'other.yml' }) });
    addIssue(gh, { body: `quoted: ${bodyOf('x')}` });
    addIssue(gh, { body: null });
    expect(await keep(openPort())).toMatchObject({ kind: 'created' });
    expect(gh.issues()).toHaveLength(4);
  });

  it('is written by an App as its own', async () => {
    ours('of the workflow token');
    const port = openPort({ ...writer, as: 'ferry[bot]' });
    expect(await keep(port, { author: 'ferry[bot]' })).toMatchObject({ kind: 'created' });
    expect(await keep(port, { author: 'ferry[bot]' })).toMatchObject({ kind: 'unchanged' });
  });

  it('is known though GitHub gives it back with other line ends', async () => {
    ours('line one\nline two');
    const [issue] = gh.issues();
    if (issue !== undefined) issue.body = issue.body?.replaceAll('\n', '\r\n') ?? null;
    expect(await keep(openPort(), { text: 'line one\nline two' })).toMatchObject({
      kind: 'unchanged',
    });
  });
});

describe('when all is well', () => {
  const fine = { state: 'closed', title: 'all well', text: 'fine' } as const;

  it('the issue is closed with a last word, once', async () => {
    ours('one drifted');
    const port = openPort();
    expect(await keep(port, fine)).toMatchObject({ kind: 'closed' });
    expect(gh.issues()).toMatchObject([
      {
        state: 'closed',
        stateReason: 'completed',
        title: 'all well',
        body: bodyOf('fine', { state: 'closed' }),
      },
    ]);
    expect(await keep(port, fine)).toEqual({ kind: 'nothing' });
    expect(writes()).toBe(1);
  });

  it('and nothing is open, nothing is written', async () => {
    expect(await keep(openPort(), fine)).toEqual({ kind: 'nothing' });
    expect(writes()).toBe(0);
  });

  it('and it comes back, the same issue is opened again', async () => {
    ours('one drifted');
    const port = openPort();
    await keep(port, fine);
    const back = { text: 'drifted again', run: { id: 2000, attempt: 1 } };
    expect(await keep(port, back)).toMatchObject({ kind: 'reopened' });
    expect(gh.issues()).toMatchObject([
      { number: 1, state: 'open', stateReason: 'reopened', title: '1 drifted' },
    ]);
    expect(states()).toEqual(['#1 open: drifted again']);
  });

  it('and it comes back, the newest of many closed ones is opened, on whatever page', async () => {
    for (let n = 0; n < 101; n += 1) ours(`closed ${n}`, { state: 'closed' });
    ours('a double', { state: 'double' });
    expect(await keep(openPort())).toMatchObject({ kind: 'reopened' });
    expect(gh.issues().filter(({ state }) => state === 'open')).toMatchObject([{ number: 101 }]);
    expect(gh.issues()).toHaveLength(102);
  });
});

describe('runs that race', () => {
  it('leave one open issue after both created one, the older one', async () => {
    gh.rendezvous('issues/create', 2);
    const second = { text: 'two drifted', run: { id: 1001, attempt: 1 } };
    const done = await Promise.all([keep(openPort()), keep(openPort(), second)]);
    expect(done.map(({ kind }) => kind)).not.toContain('failed');
    expect(gh.issues().filter(({ state }) => state === 'open')).toMatchObject([{ number: 1 }]);
    expect(gh.issues()[1]).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
    expect(states()[1]).toContain('The one that is kept is #1.');
    // Whoever came first, the next run finds one issue.
    const third = { text: 'three drifted', run: { id: 1002, attempt: 1 } };
    await keep(openPort(), third);
    expect(gh.issues().filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(states()[0]).toBe('#1 open: three drifted');
  });

  it('are cleaned up after by the next one', async () => {
    ours('one drifted');
    ours('one drifted');
    ours('one drifted');
    expect(await keep(openPort())).toMatchObject({ kind: 'unchanged' });
    expect(gh.issues().map(({ state }) => state)).toEqual(['open', 'closed', 'closed']);
  });

  it('are all closed when all is well', async () => {
    ours('one');
    ours('two');
    const fine = { state: 'closed', text: 'fine' } as const;
    expect(await keep(openPort(), fine)).toMatchObject({ kind: 'closed' });
    expect(gh.issues().every(({ state }) => state === 'closed')).toBe(true);
  });

  it('let the newer one have the last word', async () => {
    ours('newer', { run: { id: 2000, attempt: 1 } });
    const port = openPort();
    expect(await keep(port, { text: 'older' })).toMatchObject({ kind: 'superseded' });
    expect(await keep(port, { state: 'closed', text: 'fine' })).toMatchObject({
      kind: 'superseded',
    });
    expect(writes()).toBe(0);
    const again = { text: 'looked again', run: { id: 1000, attempt: 2 } };
    expect(await keep(port, again)).toMatchObject({ kind: 'updated' });
  });

  it('do not open again what a newer one has closed', async () => {
    ours('fine', { state: 'closed', run: { id: 2000, attempt: 1 } });
    expect(await keep(openPort(), { text: 'older' })).toMatchObject({ kind: 'superseded' });
    expect(gh.issues()).toMatchObject([{ state: 'closed' }]);
  });
});

describe('what goes wrong', () => {
  it.each([
    ['no permission for issues', { permissions: { 'pull-requests': 'write' } }],
    ['only reading', { permissions: { issues: 'read' } }],
    ['a run of a fork', { ...writer, readOnly: true }],
  ] as const)('is said in words with the permission to add: %s', async (_, token) => {
    const done = await keep(openPort(token));
    expect(done).toMatchObject({
      kind: 'failed',
      error: {
        code: 'PERMISSION_MISSING',
        message: expect.stringContaining('add "issues: write" to the permissions of the job'),
      },
    });
    expect(gh.issues()).toEqual([]);
  });

  it('is said where the issues of the repository are turned off', async () => {
    gh.faults.add({ operation: 'issues/create', kind: '410', times: 5 });
    expect(await keep(openPort())).toMatchObject({
      kind: 'failed',
      error: { code: 'REFUSED', message: expect.stringContaining('turn them on in its settings') },
    });
    expect(gh.requestsOf('issues/create')).toHaveLength(1);
  });

  it('makes no second issue when GitHub made it and then failed', async () => {
    gh.faults.add({ operation: 'issues/create', kind: '502', carriedOut: true });
    const port = openPort();
    expect(await keep(port)).toMatchObject({ kind: 'created' });
    expect(states()).toEqual(['#1 open: one drifted']);
    expect(port.said).toContainEqual(expect.stringContaining('whether the issue was written'));
  });

  it('is tried again where GitHub failed before it made anything', async () => {
    gh.faults.add({ operation: 'issues/create', kind: '502' });
    expect(await keep(openPort())).toMatchObject({ kind: 'created' });
    expect(gh.issues()).toHaveLength(1);
  });

  it('looks again where the issue was deleted since it was read', async () => {
    ours('old');
    gh.faults.add({ operation: 'issues/update', kind: '410' });
    expect(await keep(openPort())).toMatchObject({ kind: 'updated' });
    expect(states()).toEqual(['#1 open: one drifted']);
  });

  it('is said when it stays so', async () => {
    gh.faults.add({ operation: 'issues/list-for-repo', kind: '500', times: 9 });
    expect(await keep(openPort())).toMatchObject({
      kind: 'failed',
      error: {
        code: 'CLOUD_UNAVAILABLE',
        message: expect.stringContaining('looking for our issue'),
      },
    });
  });

  it('names the field of an answer that is not GitHub’s', async () => {
    gh.faults.add({ operation: 'issues/create', kind: 'mangled' });
    expect(await keep(openPort())).toMatchObject({
      kind: 'failed',
      error: { code: 'CLOUD_UNEXPECTED', message: expect.stringContaining('number') },
    });
  });

  it('rejects only when it is cancelled', async () => {
    const port = openPort();
    port.cancel();
    await expect(keep(port)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(writes()).toBe(0);
  });

  it('leaves a double open that it may not close, and says so', async () => {
    ours('one drifted');
    ours('one drifted');
    gh.faults.add({ operation: 'issues/update', kind: '403' });
    const port = openPort();
    expect(await keep(port)).toMatchObject({ kind: 'unchanged' });
    expect(port.said).toContainEqual(expect.stringContaining('a second issue of ours stays open'));
  });
});

describe('on GitHub Enterprise Server', () => {
  it('is created, closed and opened again with what that knows', async () => {
    await gh.close();
    gh = await startGitHub({ ghes: true });
    const port = openPort();
    expect(await keep(port)).toMatchObject({ kind: 'created' });
    expect(await keep(port, { state: 'closed' })).toMatchObject({ kind: 'closed' });
    expect(await keep(port)).toMatchObject({ kind: 'reopened' });
    ours('a double');
    expect(await keep(port)).toMatchObject({ kind: 'unchanged' });
    expect(gh.issues().map(({ state }) => state)).toEqual(['open', 'closed']);
  });
});

describe('the marker of an issue', () => {
  it('is read as it was written, at the start of the body only', () => {
    const marker: IssueMarker = { key, state: 'double', run: { id: 26_000_000_001, attempt: 3 } };
    const line = writeIssueMarker(marker);
    expect(readIssueBody(`${line}\nsome\ntext`)).toEqual({ marker, text: 'some\ntext' });
    expect(readIssueBody(`x${line}`)).toBeUndefined();
    expect(readIssueBody(`\n${line}`)).toBeUndefined();
    expect(readIssueBody('')).toBeUndefined();
  });

  it('takes no value that could end it', () => {
    expect(() => writeIssueMarker({ key: '--><b>x</b>', state: 'open', run })).toThrow(
      'does not fit',
    );
  });
});
