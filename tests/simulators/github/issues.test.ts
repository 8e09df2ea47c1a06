import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask as askOf } from './asking.ts';
import { startGitHub, type GitHubSimulator } from './github.ts';
import { addIssue } from './issue-builder.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub({ repository: 'octo/shop' });
});
afterEach(async () => {
  await gh.close();
});

const ask = (route: string, options?: Parameters<typeof askOf>[2]) => askOf(gh, route, options);
const numbers = async (query: string) =>
  ((await ask(`GET /issues?${query}`)).body as { number: number }[]).map(({ number }) => number);

describe('issues', () => {
  it('are created with labels, given as names or as objects', async () => {
    const body = { title: 'drift', body: 'x', labels: ['certferry', { name: 'Certferry' }] };
    const made = await ask('POST /issues', { body });
    expect(made).toMatchObject({
      status: 201,
      body: {
        number: 1,
        state: 'open',
        state_reason: null,
        labels: [{ name: 'certferry' }],
        user: { login: 'github-actions[bot]' },
      },
    });
    expect(made.headers.get('location')).toBe(made.body['url']);
    expect(gh.violations).toEqual([]);
  });

  it('are listed page by page, pull requests among them, the newest first unless asked', async () => {
    addIssue(gh);
    gh.openPull({ files: { a: '1' } });
    addIssue(gh);
    const first = await ask('GET /issues?per_page=2');
    expect(first.body).toMatchObject([{ number: 3 }, { number: 2, pull_request: {} }]);
    expect(first.headers.get('link')).toContain('rel="next"');
    expect(await numbers('per_page=2&page=2')).toEqual([1]);
    expect(await numbers('direction=asc')).toEqual([1, 2, 3]);
    expect(gh.violations).toEqual([]);
  });

  it('are found by state, label and creator, whatever the case', async () => {
    addIssue(gh, { labels: ['certferry'] });
    addIssue(gh, { labels: ['certferry'], state: 'closed' });
    addIssue(gh, { labels: ['certferry'], as: 'mallory' });
    addIssue(gh);
    expect(await numbers('direction=asc')).toEqual([1, 3, 4]);
    expect(await numbers('direction=asc&state=all&labels=CERTFERRY')).toEqual([1, 2, 3]);
    expect(await numbers('state=closed')).toEqual([2]);
    const creator = encodeURIComponent('github-actions[bot]');
    expect(await numbers(`direction=asc&state=all&creator=${creator}`)).toEqual([1, 2, 4]);
  });

  it('are closed with a reason and opened again', async () => {
    const { number } = addIssue(gh);
    const closed = await ask(`PATCH /issues/${number}`, {
      body: { state: 'closed', state_reason: 'completed', body: 'done' },
    });
    expect(closed.body).toMatchObject({ state: 'closed', state_reason: 'completed', body: 'done' });
    expect(closed.body['closed_at']).not.toBeNull();
    const opened = await ask(`PATCH /issues/${number}`, { body: { state: 'open' } });
    expect(opened.body).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null });
    expect(gh.violations).toEqual([]);
  });

  it('take no comment while locked, but a change', async () => {
    const { number } = addIssue(gh, { locked: true });
    const comment = await ask(`POST /issues/${number}/comments`, { body: { body: 'x' } });
    expect(comment.status).toBe(403);
    expect((await ask(`PATCH /issues/${number}`, { body: { title: 'new' } })).status).toBe(200);
  });

  it('refuse an empty or too long title and a too long body, and are as they were', async () => {
    const { number } = addIssue(gh, { title: 'as it was' });
    for (const body of [
      { title: ' ' },
      { title: 'x'.repeat(257) },
      { title: 'new', body: 'x'.repeat(65_537) },
    ]) {
      expect((await ask('POST /issues', { body })).status).toBe(422);
      expect((await ask(`PATCH /issues/${number}`, { body })).status).toBe(422);
    }
    expect(gh.issues()).toMatchObject([{ title: 'as it was', body: null }]);
  });

  it('need "issues: write" to be written, and either permission to be read', async () => {
    const reader = gh.token({ permissions: { issues: 'read' } });
    const commenter = gh.token({ permissions: { 'pull-requests': 'write' } });
    const body = { title: 'x' };
    for (const token of [reader, commenter]) {
      expect((await ask('GET /issues', { token })).status).toBe(200);
      expect((await ask('POST /issues', { token, body })).status).toBe(403);
    }
    const writer = gh.token({ permissions: { issues: 'write' } });
    expect((await ask('POST /issues', { token: writer, body })).status).toBe(201);
  });

  it('hold a misspelt field against the client', async () => {
    const { number } = addIssue(gh);
    await ask(`PATCH /issues/${number}`, { body: { stat: 'closed' } });
    expect(gh.violations).toMatchObject([{ operation: 'issues/update', where: 'body' }]);
  });
});
