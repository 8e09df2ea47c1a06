import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createJobWorld, file } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import { Report } from '../shared/wire/report.ts';
import type { ChangeReport, ErrorReport, TaskReport } from '../shared/wire/report.ts';
import { startGitHub, type GitHubSimulator } from '../tests/simulators/github/github.ts';
import { createCommandReader } from '../tests/simulators/github/runner/commands.ts';
import { actionsAuthor } from './comment.ts';
import { createRunnerLog } from './log.ts';
import { previewedEdits, readMarker, shortEdit, writeMarker } from './marker.ts';
import { createMasks } from './mask.ts';
import { createSigner, type Signing } from './plan-signature.ts';
import { annotate, markerOf, publishComments, publishJson, publishSummary } from './publish.ts';
import type { Tools } from './publish.ts';
import { commenter, openPort, type TestPort } from './test-github.ts';

// Not a real key: AWS's own documentation shows it.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const run = { id: 26_000_000_001, attempt: 2 };
const summaryUrl = 'https://github.com/octo/shop/actions/runs/26000000001/attempts/2';

let world: JobWorld;
let preview: Report;
let deployed: Report;
let folder: string;
beforeAll(async () => {
  world = await createJobWorld();
  for (const name of ['api', 'pay', 'www']) world.add(name);
  world.cloud.record('www').default = world.cloud.store(world.wanted.leaf);
  preview = await world.preview();
  world.stick('pay');
  deployed = await world.deploy();
  folder = await mkdtemp(join(tmpdir(), 'certferry-publish-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

interface Printed extends Tools {
  /** Commands to the runner, as it understood them. */
  commands(): readonly { name: string; title: string; text: string; at: string }[];
  text(): string;
}

function print(): Printed {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const log = createRunnerLog({ write, debug: false });
  const masks = createMasks(() => {});
  masks.add(secret);
  return {
    log,
    masks,
    text: () => text,
    commands: () => {
      const reader = createCommandReader();
      return text.split('\n').flatMap((line) => {
        const command = reader.read(line);
        if (command === undefined) return [];
        const { title = '', file: where = '', line: row, col } = command.properties;
        const at = [where, row, col].filter((part) => part !== undefined).join(':');
        return [{ name: command.name, title, text: command.data, at }];
      });
    },
  };
}

function only<T>(items: readonly T[] | undefined): T {
  const [item, ...others] = items ?? [];
  if (item === undefined || others.length > 0) throw new Error('not exactly one');
  return item;
}

function withTask(report: Report, edit: (task: TaskReport) => Partial<TaskReport>): Report {
  const task = only(report.tasks);
  return { ...report, tasks: [{ ...task, ...edit(task) }] };
}

const withChanges = (report: Report, changes: (all: readonly ChangeReport[]) => ChangeReport[]) =>
  withTask(report, (task) => ({ changes: changes(task.changes) }));

const refusal: ErrorReport = { code: 'REFUSED', message: 'two tasks want it', advice: 'Choose.' };

/** The first change as many times as asked, each with a digest and names of its own. */
const many = (count: number) =>
  withChanges(preview, ([first]) =>
    Array.from({ length: count }, (_, index) => ({
      ...first!,
      digest: index.toString(16).padStart(8, '0').repeat(8),
      label: `resource-${index}`,
      domains: [`a-rather-long-name-${index}.shop.example.com`],
    })),
  );

describe('the marker of a report', () => {
  it('lists the edits of a preview, and neither what is refused nor what is kept', () => {
    const [first, second] = preview.tasks[0]!.changes;
    const report = withChanges(preview, ([one, ...others]) => [
      { ...one!, status: 'held', error: refusal },
      ...others,
    ]);
    const marker = markerOf(report, run);
    expect(marker).toMatchObject({ kind: 'preview', plan: preview.digest, run });
    expect(marker.sha).toBe(world.options.commit?.slice(0, 12));
    const edits = marker.edits.kind === 'listed' ? [...marker.edits.short] : [];
    expect(edits).toEqual([shortEdit(second!.digest!)]);
    const showed = previewedEdits([marker], preview.digest!);
    expect([first, second].map((one) => showed(one!.digest!))).toEqual([false, true]);
  });

  it('of a result shows no edits at all', () => {
    expect(markerOf(deployed, run)).toMatchObject({
      kind: 'result',
      edits: { kind: 'listed', short: new Set() },
    });
  });

  it('of a run that came to no plan is still one', () => {
    const report: Report = { ...preview, digest: null, commit: null, tasks: [] };
    expect(markerOf(report, run)).toMatchObject({ plan: null, sha: '0'.repeat(12) });
  });

  it('is the same for preview and result of one file, and another for another file', () => {
    expect(markerOf(deployed, run).key).toBe(markerOf(preview, run).key);
    expect(markerOf({ ...preview, file: 'b.yml' }, run).key).not.toBe(markerOf(preview, run).key);
  });
});

describe('comments', () => {
  let gh: GitHubSimulator;
  beforeEach(async () => {
    gh = await startGitHub();
    for (const number of [7, 8]) gh.openPull({ number, files: { [`${number}.yml`]: 'x' } });
  });
  afterEach(async () => {
    expect(gh.violations).toEqual([]);
    await gh.close();
  });

  const publish = (
    report: Report,
    printed: Printed,
    port: TestPort = openPort(gh),
    pulls: readonly number[] = [7],
    signing: Signing | null = { secrets: [secret], repository: gh.name },
  ) =>
    publishComments(
      report,
      { github: port.github, author: actionsAuthor, pulls, run, summaryUrl, signing },
      printed,
      port.call,
    );

  const bodies = (pull: number) => gh.comments(pull).map(({ body }) => body);

  const markerOn = (pull: number) => readMarker(only(bodies(pull))) ?? markerOf(deployed, run);

  it('are signed where they are previews, each for its own pull request', async () => {
    await publish(preview, print(), openPort(gh), [7, 8]);
    const signer = createSigner({ secrets: [secret], repository: gh.name });
    const fits = [7, 8].map((on) => [7, 8].map((for_) => signer?.accepts(markerOn(on), for_)));
    expect(fits).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(only(bodies(7))).not.toContain(secret);
  });

  it('are not signed where they are results, nor where the receiver knows what was shown', async () => {
    await publish(deployed, print());
    await publish(preview, print(), openPort(gh), [8], null);
    expect([7, 8].map((pull) => markerOn(pull).mac)).toEqual([null, null]);
  });

  it('of a preview that cannot be signed come with a warning: its merge will be held back', async () => {
    const cases: readonly (readonly [Report, number])[] = [
      [preview, 1],
      [{ ...preview, tasks: [] }, 0],
      [deployed, 0],
    ];
    for (const [report, warnings] of cases) {
      const printed = print();
      const signing = { secrets: ['changeit'], repository: gh.name };
      await publish(report, printed, openPort(gh), [7], signing);
      const titles = printed.commands().map(({ title }) => title);
      expect(titles).toEqual(
        Array.from({ length: warnings }, () => 'The preview cannot be signed'),
      );
    }
    expect(gh.comments(7).map(({ body }) => readMarker(body)?.mac)).toEqual([null, null]);
  });

  it('that somebody made look newer than any run are still written anew', async () => {
    await publish(preview, print());
    const forged = { ...markerOn(7), sha: 'f'.repeat(12), run: { id: 9e14, attempt: 1 } };
    const [first] = gh.comments(7);
    if (first === undefined) throw new Error('no comment');
    const port = openPort(gh);
    await port.github.updateComment(first.id, `${writeMarker(forged)}\nforged`, port.call);
    await publish(preview, print());
    expect(markerOn(7).run).toEqual(run);
    expect(only(bodies(7))).toContain('Ready: 2 edits');
  });

  it('start with the marker and say what the report says', async () => {
    const printed = print();
    const url = await publish(preview, printed);
    expect(markerOn(7)).toEqual({ ...markerOf(preview, run), mac: expect.any(String) as string });
    expect(only(bodies(7))).toContain('Ready: 2 edits');
    expect(url).toBe(`https://github.com/octo/shop/pull/7#issuecomment-${gh.comments(7)[0]?.id}`);
    expect(printed.text()).toContain(`comment on #7 created: ${url}`);
  });

  it.each([
    [1400, 'listed'],
    [4000, 'whole'],
  ])('of %i edits fit with their marker, and point to the summary', async (count, kind) => {
    await publish(many(count), print());
    const body = only(bodies(7));
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(body)).toBeGreaterThan(40_000);
    expect(readMarker(body)?.edits.kind).toBe(kind);
    expect(body).toContain(summaryUrl);
  });

  it('are written to every pull request of the push; the first address is the output', async () => {
    const url = await publish(deployed, print(), openPort(gh), [7, 8]);
    expect([bodies(7), bodies(8)].map((all) => all.length)).toEqual([1, 1]);
    expect(url).toContain('/pull/7#');
  });

  it('that fail are warnings, and stop no other', async () => {
    gh.lock(7);
    const printed = print();
    const url = await publish(deployed, printed, openPort(gh), [7, 8]);
    expect(bodies(7)).toEqual([]);
    expect(url).toContain('/pull/8#');
    expect(only(printed.commands())).toMatchObject({
      name: 'warning',
      title: 'No comment on the pull request',
      text: expect.stringContaining('The job summary holds the report.') as string,
    });
  });

  it('of a token that may not say which permission is missing', async () => {
    const printed = print();
    await publish(preview, printed, openPort(gh, { ...commenter, readOnly: true }));
    expect(only(printed.commands()).text).toContain('"pull-requests: write"');
  });

  it('that a cancel cuts off are warnings too, not the end of everything', async () => {
    const port = openPort(gh);
    port.cancel();
    const printed = print();
    expect(await publish(deployed, printed, port)).toBeUndefined();
    expect(only(printed.commands())).toMatchObject({ name: 'warning' });
  });

  it('hide a secret of a cloud reply, also where markup would break it', async () => {
    const report = withChanges(deployed, (all) =>
      all.map((change) => ({
        ...change,
        label: `name-${secret}`,
        error: change.error === null ? null : { ...refusal, message: `signed with ${secret}` },
      })),
    );
    await publish(report, print());
    const body = only(bodies(7));
    expect(body).toContain('***');
    for (const piece of secret.split('/')) expect(body).not.toContain(piece);
  });
});

describe('the job summary', () => {
  const path = () => join(folder, `summary-${Math.random()}.md`);

  it('grows by each report', async () => {
    const target = path();
    for (const report of [preview, deployed]) {
      await publishSummary(report, { path: target, files: 2 }, print());
    }
    const text = await readFile(target, 'utf8');
    expect(text).toMatch(/^## .*Ready: 2 edits[\s\S]*\n\n## .*Partly deployed/u);
  });

  it('is not written where there is none', async () => {
    const printed = print();
    for (const none of [undefined, '']) {
      await publishSummary(preview, { path: none, files: 1 }, printed);
    }
    expect(printed.text()).toBe('');
  });

  it('that cannot be written is a warning', async () => {
    const printed = print();
    await publishSummary(preview, { path: join(folder, 'none', 'x.md'), files: 1 }, printed);
    expect(only(printed.commands())).toMatchObject({
      name: 'warning',
      title: 'No job summary',
      text: expect.stringContaining('ENOENT') as string,
    });
  });

  it('of several large files stays below the 1 MiB at which GitHub drops it', async () => {
    const target = path();
    const large = many(3000);
    for (let file = 0; file < 3; file += 1) {
      await publishSummary(large, { path: target, files: 3 }, print());
    }
    const { length } = await readFile(target);
    expect(length).toBeLessThan(1_048_576);
    expect(length).toBeGreaterThan(800_000);
  });

  it('of thousands of files ends where it is full, and says so', async () => {
    const target = path();
    await writeFile(target, 'x'.repeat(1_048_500));
    const printed = print();
    await publishSummary(preview, { path: target, files: 5000 }, printed);
    expect((await readFile(target)).length).toBe(1_048_500);
    expect(printed.text()).toMatch(/the job summary is full/u);
  });
});

describe('the JSON report', () => {
  it('is the report, in a folder that is made for it', async () => {
    const path = join(folder, 'new', 'deep', 'report.json');
    expect(await publishJson(deployed, path, print())).toBe(true);
    expect(Report.parse(JSON.parse(await readFile(path, 'utf8')))).toEqual(deployed);
  });

  it('stays JSON whatever a secret looks like, and holds none', async () => {
    const path = join(folder, 'secret.json');
    const printed = print();
    // A key id of a simulator may be any word; JSON's own must not be hidden.
    for (const word of ['true', 'null', 'api"pay', '  "problems"']) printed.masks.add(word);
    const report = withChanges(deployed, (all) =>
      all.map((change) => ({ ...change, choice: `${secret} "api"pay"` })),
    );
    expect(await publishJson(report, path, printed)).toBe(true);
    const text = await readFile(path, 'utf8');
    const parsed = Report.parse(JSON.parse(text));
    expect(only(parsed.tasks).changes[0]?.choice).toBe('*** "***"');
    expect(text).not.toContain(secret);
  });

  it('that cannot be written is an error that says why, and false', async () => {
    const taken = join(folder, 'a-file');
    await writeFile(taken, '');
    const printed = print();
    expect(await publishJson(preview, join(taken, 'report.json'), printed)).toBe(false);
    expect(only(printed.commands())).toMatchObject({
      name: 'error',
      title: 'The JSON report could not be written',
    });
  });
});

describe('annotations', () => {
  const annotations = (report: Report) => {
    const printed = print();
    annotate(report, printed);
    printed.log.finish();
    return printed.commands();
  };

  it('stand at line and column of each problem', () => {
    const problems = [
      { file, line: 3, column: 7, message: 'unknown key "taks"; did you mean "tasks"?' },
      { file, line: 9, column: 1, message: '100% wrong,\nas: it stands' },
    ];
    const report: Report = { ...preview, verdict: 'invalid', tasks: [], findings: [], problems };
    expect(annotations(report)).toEqual([
      { name: 'error', title: 'Deployment file', text: problems[0]?.message, at: `${file}:3:7` },
      {
        name: 'error',
        title: 'Deployment file',
        text: '100% wrong, as: it stands',
        at: `${file}:9:1`,
      },
    ]);
  });

  it('do not blame the file for a run that broke off', () => {
    const problems = [{ file, line: 1, column: 1, message: 'INTERNAL: no' }];
    const report: Report = { ...preview, verdict: 'error', tasks: [], findings: [], problems };
    expect(only(annotations(report)).title).toBe('Certferry');
  });

  it('are at most ten of a kind, the last one counting the rest', () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({
      file,
      line: index + 1,
      column: 1,
      message: `problem ${index}`,
    }));
    const report: Report = { ...preview, verdict: 'invalid', tasks: [], findings: [], problems };
    const all = annotations(report);
    expect(all).toHaveLength(10);
    expect(all.at(-1)?.text).toBe('16 more of this kind are in the log and in the job summary');
  });

  it('tell what failed, what was held back and what could not be read', () => {
    const gap = {
      account: 'prod',
      product: 'aws/alb',
      region: 'eu-central-1',
      error: { code: 'PERMISSION_MISSING', message: 'no acm:List', advice: 'Grant it.' },
    } as const;
    const failed = { ...refusal, code: 'VERIFY_FAILED', message: 'shows another' } as const;
    const report = withTask(
      withChanges({ ...deployed, findings: [] }, ([one, two]) => [
        { ...one!, status: 'held', error: refusal },
        { ...two!, status: 'rollback-error', error: failed, rollbackError: refusal },
      ]),
      () => ({ gaps: [gap], findings: [] }),
    );
    expect(annotations(report).map(({ name, title, text }) => [name, title, text])).toEqual([
      [
        'error',
        'aws/alb of prod/eu-central-1 could not be read',
        'PERMISSION_MISSING: no acm:List. Grant it.',
      ],
      ['warning', 'memory/one api: held', 'REFUSED: two tasks want it. Choose.'],
      [
        'error',
        'memory/one pay: rollback-error',
        'VERIFY_FAILED: shows another. Choose. Undoing it: REFUSED: two tasks want it. Choose.',
      ],
    ]);
  });

  it('warn of a certificate without a match, unless the task allows that', () => {
    const report = withTask({ ...preview, findings: [] }, () => ({
      certificatesWithoutMatch: ['docs'],
    }));
    expect(annotations(report)).toMatchObject([
      { name: 'warning', title: 'Certificate "docs" matches nothing' },
    ]);
    expect(annotations(withTask(report, () => ({ allowUnmatched: true })))).toEqual([]);
  });

  it('say why a run that found nothing at all is red', () => {
    const nothing = withTask({ ...preview, verdict: 'refused', findings: [] }, () => ({
      changes: [],
      allowUnmatched: true,
    }));
    expect(annotations(nothing)).toMatchObject([{ name: 'error', title: 'Nothing matches' }]);
    expect(annotations({ ...nothing, verdict: 'offline' })).toEqual([]);
  });

  it('repeat remarks that warn, and leave notices to the summary', () => {
    const remark = { code: 'x', subject: null, message: 'look at this' } as const;
    const findings: Report['findings'] = [
      { ...remark, level: 'warning' },
      { ...remark, level: 'notice' },
    ];
    const report = withTask({ ...preview, findings }, () => ({
      findings: [{ ...remark, level: 'warning', subject: 'api' }],
    }));
    expect(annotations(report).map(({ name, title }) => [name, title])).toEqual([
      ['warning', 'Remark'],
      ['warning', 'api'],
    ]);
  });

  it('cannot be dictated by a name of the cloud, and hide secrets', () => {
    const hostile = [
      'x\n::error file=a::forged',
      '##[error]forged',
      '::stop-commands::x',
      'a,title=forged::y',
      `${secret}%0A::warning::forged`,
    ];
    for (const label of hostile) {
      const report = withChanges({ ...deployed, findings: [] }, ([, two]) => [
        { ...two!, label, status: 'error', error: { ...refusal, message: label } },
      ]);
      const all = annotations(withTask(report, () => ({ findings: [] })));
      expect(all).toHaveLength(1);
      expect(all[0]).toMatchObject({ name: 'error', at: file });
      expect(all[0]?.title).toMatch(/^memory\/one .*: error$/u);
      expect(JSON.stringify(all)).not.toContain(secret);
    }
  });
});
