import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask as askOf, everything, workflow } from './asking.ts';
import { zeroSha } from './events.ts';
import { startGitHub, type GitHubSimulator } from './github.ts';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub({
    repository: 'octo/shop',
    files: { '.github/certferry.yml': 'version: 1\n', '.github/workflows/certferry.yml': workflow },
  });
});
afterEach(async () => {
  await gh.close();
});

const ask = (route: string, options?: Parameters<typeof askOf>[2]) => askOf(gh, route, options);

describe('the contract', () => {
  it('answers every operation as GitHub describes it', async () => {
    const pull = gh.openPull({ number: 7, files: [{ 'a.txt': 'one\n' }, { 'b.txt': 'two\n' }] });
    const comment = (await ask('POST /issues/7/comments', { body: { body: 'hello' } })).body;
    const issue = (
      await ask('POST /issues', { body: { title: 'Expiring', labels: ['certferry'] } })
    ).body;
    const check = (
      await ask('POST /check-runs', {
        body: { name: 'Preview', head_sha: pull.headSha, status: 'in_progress' },
      })
    ).body;
    const started = (
      await ask('POST /actions/workflows/certferry.yml/dispatches', {
        body: { ref: 'main', inputs: { 'task-id': 't1' }, return_run_details: true },
      })
    ).body;
    const run = Number(started['workflow_run_id']);
    const artifact = gh.addArtifact(run, 'report', { 'report.json': '{}' });
    const routes = [
      'GET ',
      'GET /contents/.github/certferry.yml',
      'GET /commits?sha=main&per_page=1',
      `GET /commits/${pull.headSha}`,
      `GET /compare/main...${pull.headSha}`,
      `GET /commits/${pull.headSha}/pulls`,
      'GET /pulls?state=all',
      'GET /pulls/7',
      'GET /pulls/7/files',
      'GET /issues/7/comments?per_page=100',
      `GET /issues/comments/${String(comment['id'])}`,
      'GET /issues?state=all&labels=certferry',
      'GET /issues?state=all',
      `GET /issues/${String(issue['number'])}`,
      'GET /issues/7',
      'GET /actions/workflows/certferry.yml/runs?event=workflow_dispatch&created=>=2020-01-01',
      'GET /actions/runs',
      `GET /actions/runs/${run}`,
      `GET /actions/runs/${run}/artifacts`,
      'GET /actions/artifacts?name=report',
      `GET /actions/artifacts/${artifact.id}`,
    ];
    for (const route of routes) expect((await ask(route)).status, route).toBe(200);
    const edited = await ask(`PATCH /issues/comments/${String(comment['id'])}`, {
      body: { body: 'bye' },
    });
    expect(edited.body['body']).toBe('bye');
    const closed = await ask(`PATCH /issues/${String(issue['number'])}`, {
      body: { state: 'closed' },
    });
    expect(closed.body['state_reason']).toBe('completed');
    const output = { title: 'Preview', summary: 'fine', annotations: [] };
    const done = await ask(`PATCH /check-runs/${String(check['id'])}`, {
      body: { conclusion: 'success', output },
    });
    expect(done.body['status']).toBe('completed');
    expect((await ask(`DELETE /issues/comments/${String(comment['id'])}`)).status).toBe(204);
    expect(gh.violations).toEqual([]);
  });

  it('makes event payloads as GitHub describes its webhooks', () => {
    const pull = gh.openPull({ files: { 'a.txt': 'one\n' } });
    const { number } = pull;
    gh.openPull({ files: { 'b.txt': 'x' }, fork: 'mallory/shop', draft: true });
    gh.event('pull_request', { number, action: 'opened' });
    gh.pushToPull(number, { 'a.txt': 'three\n' });
    gh.event('pull_request', { number: 2, action: 'reopened' });
    gh.event('merge_group', { number });
    gh.event('workflow_dispatch', { inputs: { 'task-id': 't' } });
    gh.event('push', { after: zeroSha });
    gh.merge(number, 'squash');
    gh.event('pull_request', { number, action: 'closed' });
    expect(gh.violations).toEqual([]);
  });

  it.each([
    ['an unknown path', 'GET /teapots', undefined, 404, 'path'],
    ['another method of a known path', 'PUT /pulls/7', {}, 404, 'path'],
    ['a number that is none', 'GET /issues/seven/comments', undefined, 422, 'path'],
    ['an unknown query key', 'GET /issues/7/comments?pages=2', undefined, 422, 'query'],
    ['a body without its field', 'POST /issues/7/comments', {}, 422, 'body'],
    ['a misspelt field', 'POST /issues/7/comments', { body: 'x', boddy: 'y' }, 422, 'body'],
    ['a field of a wrong type', 'POST /issues/7/comments', { body: 7 }, 422, 'body'],
    [
      'a misspelt field further down',
      'POST /check-runs',
      { name: 'x', head_sha: 'y', output: { title: 't', summary: 's', note: 'n' } },
      422,
      'body',
    ],
  ])('keeps %s as a violation', async (_, route, body, status, where) => {
    gh.openPull({ number: 7, files: { 'a.txt': 'one\n' } });
    const got = await ask(route, body === undefined ? {} : { body });
    expect(got.status).toBe(status);
    expect(gh.violations).toMatchObject([{ where }]);
  });

  it('has no GraphQL', async () => {
    expect(
      (await ask('POST ', { url: gh.graphqlUrl, body: { query: '{ viewer { login } }' } })).status,
    ).toBe(404);
    expect(gh.violations).toMatchObject([
      { operation: 'unknown', message: expect.stringContaining('/graphql') as string },
    ]);
  });

  it('keeps its own breaches too', async () => {
    // A repository whose times are no times cannot be described by a valid answer.
    Object.assign(gh.state, { createdAt: new Date(NaN) });
    expect((await ask('GET ')).status).toBe(500);
    expect(gh.violations).toHaveLength(1);
  });

  it('speaks as GitHub Enterprise Server under /api/v3, with ten inputs at most', async () => {
    const ghes = await startGitHub({
      ghes: true,
      files: { '.github/workflows/certferry.yml': workflow },
    });
    const url = `${ghes.apiUrl}/repos/octo/shop`;
    const token = ghes.token({ permissions: everything });
    expect(new URL(ghes.apiUrl).pathname).toBe('/api/v3');
    expect((await ask('GET ', { url, token })).status).toBe(200);
    expect(ghes.violations).toEqual([]);
    const dispatch = `${url}/actions/workflows/certferry.yml/dispatches`;
    const inputs = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`i${index}`, 'x']));
    expect(
      (await ask('POST ', { url: dispatch, token, body: { ref: 'main', inputs } })).status,
    ).toBe(422);
    expect((await ask('GET ', { url: url.replace('/api/v3', ''), token })).status).toBe(404);
    expect(ghes.violations).toHaveLength(2);
    // A client finds out by asking that this edition cannot say which run it started.
    const body = { ref: 'main', inputs: { 'task-id': 't' } };
    const detailed = { ...body, return_run_details: true };
    const refused = await ask('POST ', { url: dispatch, token, body: detailed });
    expect(refused.status).toBe(422);
    expect(refused.body['message']).toContain('"return_run_details" is not a permitted key');
    expect((await ask('POST ', { url: dispatch, token, body })).status).toBe(204);
    expect(ghes.violations).toHaveLength(2);
    const wrong = { ...detailed, inputs: 7 };
    expect((await ask('POST ', { url: dispatch, token, body: wrong })).status).toBe(422);
    expect(ghes.violations).toHaveLength(3);
    await ghes.close();
  });
});
