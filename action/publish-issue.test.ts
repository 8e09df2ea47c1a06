import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Finding } from '../shared/core/model.ts';
import { Secret } from '../shared/core/secret.ts';
import type { VerifyOutcome } from '../shared/core/verification.ts';
import { verifyReport } from '../shared/report/verify.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import type { Report, Verdict } from '../shared/wire/report.ts';
import { hostile } from '../tests/browser/hostile.ts';
import { read } from '../tests/browser/inert.ts';
import {
  context,
  daysFromToday,
  keep,
  plan,
  replace,
  resource,
  sampleResource,
  shop,
  taskPlan,
} from '../tests/browser/sample-plans.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import type { TokenOptions } from '../tests/simulators/github/tokens.ts';
import { actionsAuthor } from './comment.ts';
import { createIssues } from './github-issues.ts';
import { readIssueBody } from './issue-marker.ts';
import { createRunnerLog } from './log.ts';
import { createMasks } from './mask.ts';
import { publishIssue } from './publish-issue.ts';

// Not a real key: AWS's own documentation shows it.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

let gh: GitHubSimulator;
beforeEach(async () => {
  gh = await startGitHub();
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const writer = { permissions: { issues: 'write' } } as const;

async function publish(
  report: Report,
  token: TokenOptions = writer,
  signal = new AbortController(),
) {
  let printed = '';
  const write = (part: string) => {
    printed += part;
  };
  const log = createRunnerLog({ write, debug: false });
  const masks = createMasks(() => {});
  masks.add(secret);
  const issues = createIssues({
    token: new Secret(gh.token(token)),
    apiUrl: gh.apiUrl,
    repository: gh.name,
    clock: systemClock,
    backoffMs: 5,
  });
  const url = await publishIssue(
    report,
    { issues, author: actionsAuthor, run: { id: 26_000_000_001, attempt: 1 } },
    { log, masks },
    { signal: signal.signal, log },
  );
  return { url, printed };
}

const www = resource('tencent/cdn', 'www.shop.example.com');

function report(
  outcomes: readonly VerifyOutcome[],
  verdict: Verdict,
  parts: Parameters<typeof context>[0] = {},
  lost: readonly Finding[] = [],
): Report {
  const changes = outcomes.map(({ change }) => change);
  const deployed = { resource: 'x', task: 't', domains: [], fingerprint: shop.sha256, at: '' };
  const whole = {
    plan: plan([taskPlan('t', { certificates: [shop], changes })]),
    outcomes,
    lost: lost.map((finding) => ({ deployed, drifted: true, finding })),
    expiring: [],
    cancelled: verdict === 'cancelled',
  };
  return verifyReport(whole, context({ verdict, ...parts }));
}

const drifted = (message: string, at = www): VerifyOutcome => ({
  status: 'drifted',
  change: replace('t', at, shop),
  proof: { accepted: true, readBack: false, served: null },
  error: { code: 'DRIFTED', message },
});
const proof = { accepted: true, readBack: true, served: true };
const well: VerifyOutcome = {
  status: 'proven',
  change: keep('t', www, shop),
  proof,
  findings: [],
};

const bodies = () => gh.issues().map(({ body }) => body ?? '');

describe('the issue of a verification', () => {
  it('tells of drift, and is closed when it is mended', async () => {
    const first = await publish(report([drifted('somebody bound another')], 'drifted'));
    expect(first.url).toBe('https://github.com/octo/shop/issues/1');
    expect(first.printed).toContain('issue created: https://github.com/octo/shop/issues/1');
    expect(gh.issues()).toMatchObject([
      { title: 'Certferry: 1 resource not as deployed (.github/certferry.yml)', state: 'open' },
    ]);
    expect(bodies()[0]).toContain('Not as deployed');

    const next = { startedAt: daysFromToday(1), now: daysFromToday(1.01) };
    const same = await publish(report([drifted('somebody bound another')], 'drifted', next));
    expect(same.printed).toContain('issue unchanged');

    const mended = await publish(report([well], 'success'));
    expect(mended.printed).toContain('issue closed');
    expect(gh.issues()).toMatchObject([
      { title: 'Certferry: all as deployed (.github/certferry.yml)', state: 'closed' },
    ]);
    expect(gh.requests.filter(({ method }) => method !== 'GET')).toHaveLength(2);
  });

  it('is not touched by a run that saw too little, nor by a deployment', async () => {
    await publish(report([drifted('x')], 'drifted'));
    const asked = gh.requests.length;
    expect((await publish(report([well], 'incomplete'))).url).toBeUndefined();
    expect((await publish(report([well], 'cancelled'))).url).toBeUndefined();
    await publish({ ...report([well], 'success'), mode: 'deploy' });
    expect(gh.requests).toHaveLength(asked);
    expect(gh.issues()).toMatchObject([{ state: 'open' }]);
  });

  it('is one for each deployment file', async () => {
    await publish(report([drifted('x')], 'drifted', { file: 'a.yml' }));
    await publish(report([drifted('x')], 'drifted', { file: 'b.yml' }));
    await publish(report([well], 'success', { file: 'a.yml' }));
    expect(gh.issues().map(({ title, state }) => `${state} ${title}`)).toEqual([
      'closed Certferry: all as deployed (a.yml)',
      'open Certferry: 1 resource not as deployed (b.yml)',
    ]);
  });

  it('holds no secret, in whatever part of the report one came in', async () => {
    const at = resource('aws/alb', secret, { label: secret });
    const file = `${secret}.yml`;
    await publish(report([drifted(`said ${secret}`, at)], 'drifted', { file }));
    expect(JSON.stringify(gh.issues())).not.toContain(secret.slice(0, 12));
    expect(bodies()[0]).toContain('Not as deployed');
  });

  it('fits GitHub with 3,000 drifts', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => drifted('x', sampleResource(index)));
    const { printed } = await publish(report(many, 'drifted'));
    expect(printed).toContain('issue created');
    expect(bodies()[0]?.length).toBeLessThan(65_536);
  });

  it('stays ours and whole, whatever the clouds and the file call things', async () => {
    const lost = hostile.map((text): Finding => ({
      code: 'https-off',
      level: 'warning',
      subject: text,
      message: text,
    }));
    const all = hostile.map((text) =>
      drifted(text, resource('aws/alb', text, { label: text, account: text, region: text })),
    );
    await publish(report(all, 'drifted', {}, lost));
    const again = await publish(report(all, 'drifted', {}, lost));
    expect(again.printed).toContain('issue unchanged');
    const text = readIssueBody(bodies()[0] ?? '')?.text ?? '';
    expect(read(text).faults).toEqual([]);
    expect(text).not.toContain('<!--');
  });
});

describe('an issue that cannot be written', () => {
  it('is a warning that names the permission', async () => {
    const denied = { permissions: { 'pull-requests': 'write' } } as const;
    const { url, printed } = await publish(report([drifted('x')], 'drifted'), denied);
    expect(url).toBeUndefined();
    expect(printed).toMatch(
      /^::warning title=No issue::.*add "issues: write" to the permissions/mu,
    );
  });

  it('is a warning where the run was cancelled meanwhile', async () => {
    const stop = new AbortController();
    stop.abort();
    const { printed } = await publish(report([drifted('x')], 'drifted'), writer, stop);
    expect(printed).toMatch(/::warning title=No issue::.*cancelled/u);
  });
});
