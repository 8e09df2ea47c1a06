import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { expectInertBody, expectIntact } from './hostile-shown.ts';
import { openHostileWorld, pull, type HostileWorld } from './hostile-world.ts';

/**
 * GitHub Enterprise Server: the API below a path, links to the company's own host, and an API that lags
 * behind the one of github.com.
 */
const host = 'https://ghes.example.com/octo/shop';
let world: HostileWorld;
beforeEach(async () => {
  world = await openHostileWorld({ github: { ghes: true } });
  world.account.addCdnDomain({ domain: 'img.shop.example.com', certificate: world.bound });
});
afterEach(async () => {
  await world.close();
  expect(world.violations()).toEqual([]);
});

const deployer = {
  permissions: { contents: 'read', 'pull-requests': 'write', actions: 'read' },
} as const;

/** What is carried out fails at once: no handshake can reach this world. */
function refuseChanges(): void {
  world.tencent.faults.add({
    operation: 'UpdateDomainConfig',
    kind: 'error',
    code: 'FailedOperation',
  });
}

describe('on an Enterprise Server', () => {
  it('a preview is commented, linked to the own host, and a merge is pinned to it', async () => {
    expect(new URL(world.github.apiUrl).pathname).toBe('/api/v3');
    world.open();
    const shown = await world.preview();
    expect(shown.exitCode, shown.log).toBe(0);
    expectIntact(shown);
    expect(shown.outputs['comment']).toMatch(
      /^https:\/\/ghes\.example\.com\/octo\/shop\/pull\/7#issuecomment-\d+$/u,
    );
    expect(shown.report?.run).toMatch(
      /^https:\/\/ghes\.example\.com\/octo\/shop\/actions\/runs\/\d+\/attempts\/1$/u,
    );
    expect(shown.summary).toContain(`${host}/actions/runs/`);
    for (const body of world.comments()) {
      expectInertBody(body);
      expect(body).not.toContain('github.com');
    }
    refuseChanges();
    const merged = await world.merge();
    expect(merged.exitCode, merged.log).toBe(1);
    expect(merged.report?.tasks[0]?.counts).toMatchObject({ edits: 1, error: 1, held: 0 });
    expect(world.comments()).toHaveLength(2);
    expect(world.comments()[1]).toContain(`${host}/actions/runs/`);
  });

  it('an older or newer version of the API is asked as it is', async () => {
    world.github.dials.apiVersions = ['2031-01-01'];
    world.open();
    const shown = await world.preview();
    expect(shown.exitCode, shown.log).toBe(0);
    expect(world.comments()).toHaveLength(1);
    const refused = world.github.requests.filter(({ status }) => status === 400);
    expect(refused).toHaveLength(1);
    expect(shown.log).toContain('GitHub does not know this version of its API');
  });

  it('a report in an artifact is read, although no digest of it is told', async () => {
    const { github } = world;
    github.push({ '.github/workflows/certferry.yml': 'name: C\non: pull_request\njobs: {}\n' });
    world.open();
    const event = github.event('pull_request', { number: pull });
    const run = github.startRun(event, { workflow: 'certferry.yml' });
    const shown = await world.run(event, { run: { id: run.id, attempt: 1 } });
    expect(shown.exitCode, shown.log).toBe(0);
    github.finishRun(run.id, 'success');
    github.addArtifact(run.id, 'certferry-1', { 'report.json': JSON.stringify(shown.report) });
    github.state.comments.clear();
    refuseChanges();
    const merged = await world.merge({ token: github.token(deployer) });
    expect(merged.exitCode, merged.log).toBe(1);
    expect(merged.report?.tasks[0]?.counts).toMatchObject({ edits: 1, error: 1, held: 0 });
    expect(github.requestsOf('actions/download-artifact')).toHaveLength(1);
  });

  it('a server that is down for good costs the comment, and nothing else', async () => {
    world.open();
    world.github.faults.add({ kind: 'reset', times: 99 });
    const shown = await world.preview();
    expect(shown.exitCode, shown.log).toBe(0);
    expect(shown.annotations.map(({ message }) => message).join()).toMatch(
      /reading the comments of pull request #7: GitHub gave no answer/u,
    );
    expect(shown.summary).toContain('1 edit');
    expect(shown.report?.verdict).toBe('ready');
  });
});
