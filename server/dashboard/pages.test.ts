import type { KyselyPlugin } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createWatchSeed } from '../../tests/browser/dashboard-seed-watch.ts';
import { createSeed, sha256 } from '../../tests/browser/dashboard-seed.ts';
import type { Seed } from '../../tests/browser/dashboard-seed.ts';
import { hostile } from '../../tests/browser/hostile.ts';
import type { Entity, Repository } from '../database/schema.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { retryNotice } from '../notices/list.ts';
import { testTokens } from '../test-server.ts';
import { policy } from './desk.ts';
import { sections } from './layout.ts';
import { dashboardPart } from './part.ts';
import { faultsOf } from './test-markup.ts';
import { openDashboardStage } from './test-visitor.ts';
import type { Stage, Visitor } from './test-visitor.ts';

let stage: Stage;
let seed: Seed;
let visitor: Visitor;
beforeEach(async () => {
  stage = await openDashboardStage();
  seed = createSeed(stage.server);
  visitor = stage.visitor();
  await visitor.signIn(testTokens.operator);
});
afterEach(async () => {
  await stage.close();
});

const lists: readonly string[] = Object.values(sections).map(([path]) => path);

async function read(path: string): Promise<string> {
  const { status, html } = await visitor.get(path);
  expect([path, status]).toEqual([path, 200]);
  expect(faultsOf(html)).toEqual([]);
  return html;
}

/** All the pages of a list, by its links to the next one. */
async function readAll(path: string): Promise<readonly string[]> {
  const pages: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const html: string = await read(next);
    pages.push(html);
    if (pages.length > 50) throw new Error('the list has no end');
    const [, href] = /<a href="([^"]+)" rel="next">/u.exec(html) ?? [];
    next = href?.replaceAll('&amp;', '&');
  }
  return pages;
}

const count = (text: string, part: string | RegExp): number => text.split(part).length - 1;

async function oneOfEach(text: string): Promise<{
  readonly entity: Entity;
  readonly repository: Repository;
  readonly paths: readonly string[];
}> {
  const id = sha256(text).slice(0, 12);
  const entity = await seed.entity({
    id: `e-${id}`, // As long as the command lets a name be; lists of these are sorted by it.
    name: `${text.slice(0, 80)}${id}`,
  });
  const repository = await seed.repository(entity, {
    full_name: text.slice(0, 140),
    workflow: text,
    default_branch: text,
    environment: text,
    job_workflow_ref: text,
  });
  const source = await seed.source(entity, { name: `${text}${id}`, kind: text });
  const certificate = await seed.certificate(entity, {
    name: text,
    days: [-80, 5],
    fingerprint: sha256(text),
    source_id: source.id,
    facts: JSON.stringify({
      issuer: text,
      subject: text,
      serial: text,
      keyAlgorithm: text,
      domains: [text, text],
      ips: [text],
    }),
  });
  await seed.read(certificate, repository);
  const file = `${text}${id}`;
  const task = await seed.task(repository, {
    name: text,
    file,
    commit_sha: text,
    state: 'error',
    certificates: [text],
  });
  await seed.dispatch(task, { state: 'lost', last_error: text, run_url: text });
  const report = reportWith(
    [
      {
        name: text,
        state: 'error',
        changes: [{ resource: text, status: 'rollback-error', error: 'INTERNAL' }],
      },
    ],
    { file, commit: text, run: text, verdict: 'error' },
  );
  const evil = JSON.stringify(report).replaceAll(
    JSON.stringify('www.example.com'),
    JSON.stringify(text),
  );
  const run = await seed.run(repository, JSON.parse(evil));
  const delivery = await seed.delivery(source, {
    delivery_id: text,
    fingerprint: certificate.fingerprint,
    response: JSON.stringify({ ignored: text, deploys: true }),
    event: JSON.stringify({ type: text, data: { lineage: text } }),
  });
  await seed.entry(entity, 'grant', 3, 1);
  return {
    entity,
    repository,
    paths: [
      `/dashboard/certificates/${certificate.fingerprint}`,
      `/dashboard/tasks/${task.id}`,
      `/dashboard/run?${new URLSearchParams({ id: run.id }).toString()}`,
      `/dashboard/deliveries/${delivery.id}`,
      `/dashboard/quota/${entity.id}`,
      `/dashboard/deliveries?${new URLSearchParams({ source: source.name }).toString()}`,
      `/dashboard/certificates?${new URLSearchParams({ q: text.slice(0, 90) }).toString()}`,
    ],
  };
}

describe('every page', () => {
  it('says what may load, and that nobody frames or keeps it', async () => {
    for (const path of lists) {
      const { headers } = await visitor.get(path);
      expect(headers.get('content-security-policy')).toBe(policy);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
    }
  });

  it('loads nothing but the stylesheet and the icon of this receiver', async () => {
    const html = await read('/dashboard');
    const loaded = [...html.matchAll(/<(?:link|img)[^>]+(?:href|src)="([^"]+)"/gu)].map(
      ([, path = '']) => path,
    );
    expect(new Set(loaded).size).toBe(2);
    for (const path of loaded) {
      expect(path).toMatch(/^\/dashboard\/assets\/[a-z]+-[0-9a-f]{12}\.(?:css|svg)$/u);
      const { status, headers, html: text } = await stage.visitor().get(path);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toContain('immutable');
      expect(text).not.toMatch(/@import|url\(/u);
    }
  });

  it('says what to do where there is nothing yet', async () => {
    for (const path of lists) {
      const html = await read(path);
      expect(html).toMatch(/class="(?:empty|calm)"/u);
    }
    expect(await read('/dashboard/repositories')).toContain('operate.ts repo add OWNER/NAME');
    expect(await read('/dashboard')).toContain('operate.ts entity add NAME');
  });

  it('answers what is not there with a page that leads back', async () => {
    for (const path of [
      '/dashboard/nothing',
      '/dashboard/certificates/none',
      '/dashboard/tasks/none',
      '/dashboard/run?id=none',
      '/dashboard/run',
      '/dashboard/deliveries/none',
      '/dashboard/quota/none',
    ]) {
      const { status, html } = await visitor.get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(html).toContain('Back to the overview');
      expect(faultsOf(html)).toEqual([]);
    }
  });

  it('survives cursors and choices that no page has written', async () => {
    const { paths } = await oneOfEach('shop.example.com');
    for (const bad of [
      'x',
      '[]',
      '["a"]',
      '["a","b","c"]',
      '[1,2]',
      "['",
      '%00',
      '-1',
      '1e999',
      '9'.repeat(40),
    ]) {
      const value = encodeURIComponent(bad);
      for (const path of [...lists, ...paths]) {
        const more = path.includes('?') ? '&' : '?';
        await read(
          `${path}${more}from=${value}&state=${value}&show=${value}&q=${value}&before=${value}&page=${value}`,
        );
      }
    }
  });
});

describe('texts of strangers', () => {
  it('cannot be anything but text, on any page', async () => {
    const paths = new Set(lists);
    for (const text of hostile) for (const path of (await oneOfEach(text)).paths) paths.add(path);
    for (const path of paths) {
      const pages = path.includes('?') ? [await read(path)] : await readAll(path);
      for (const html of pages) {
        expect(html).not.toMatch(/<script|<h1>(?:Approved|after)|<img src="http/iu);
        expect(html.replaceAll(/[\n\t]/gu, '')).not.toMatch(/[\p{Cc}\u202E\u2066\u200B\u{E0041}]/u);
        for (const [, href = ''] of html.matchAll(/ (?:href|src|action)="([^"]*)"/gu)) {
          expect(href).toMatch(/^(?:\/dashboard(?:[/?]|$)|#main$|https:\/\/)/u);
        }
      }
    }
  });
});

describe('long lists', () => {
  it('come page by page, each row once', async () => {
    const entity = await seed.entity({ id: 'acme', name: 'acme' });
    const repository = await seed.repository(entity);
    const source = await seed.source(entity);
    for (let index = 0; index < 60; index += 1) {
      const name = `host-${index}-end.example.com`;
      await seed.certificate(entity, { name, days: [-10, 50 + (index % 5)] });
      const task = await seed.task(repository, { name: `task-${index}-end` });
      await seed.dispatch(task, { state: 'sent' });
      const file = `file-${index}-end`;
      await seed.run(repository, reportWith([], { file }));
      await seed.delivery(source, {
        event: JSON.stringify({
          type: 'certificate.issued',
          data: { lineage: `about-${index}-end` },
        }),
      });
      await seed.entity({ name: `entity-${index}-end` });
      await seed.repository(entity, { full_name: `acme/repo-${index}-end` });
    }
    const wanted = [
      ['/dashboard/certificates', 'host-', '.example.com</bdi></a'],
      ['/dashboard/tasks', '>task-', '</bdi>'],
      ['/dashboard/runs', '>file-', '</code>'],
      ['/dashboard/dispatches', '>task-', '</bdi>'],
      ['/dashboard/deliveries', '>about-', '</bdi>'],
      ['/dashboard/quota', '>entity-', '</bdi>'],
      ['/dashboard/repositories', '>acme/repo-', '</bdi>'],
    ] as const;
    for (const [path, before, after] of wanted) {
      const pages = await readAll(path);
      expect([path, pages.length]).toEqual([path, 3]);
      const all = pages.join('');
      for (let index = 0; index < 60; index += 1) {
        const text = `${before}${index}-end${after}`;
        expect([text, count(all, text)]).toEqual([text, 1]);
      }
    }
  });

  it('cost the same number of queries whatever their length', async () => {
    let queries = 0;
    const counter: KyselyPlugin = {
      transformQuery({ node }) {
        queries += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const { ports } = stage.server;
    const app = stage.server.app(dashboardPart({ ...ports, db: ports.db.withPlugin(counter) }));
    const ask = async () => {
      const counts: number[] = [];
      for (const path of lists) {
        queries = 0;
        const { status } = await app.request(path, { headers: { cookie: visitor.cookie ?? '' } });
        expect(status).toBe(200);
        counts.push(queries);
      }
      return counts;
    };
    await oneOfEach('one.example.com');
    const few = await ask();
    for (let index = 0; index < 20; index += 1) await oneOfEach(`many-${index}.example.com`);
    expect(await ask()).toEqual(few);
    expect(Math.max(...few)).toBeLessThan(20);
  });
});

describe('a certificate', () => {
  it('shows no key in any form', async () => {
    const entity = await seed.entity();
    const secret = 'c2VjcmV0LWJ5dGVzLW9mLXRoZS1rZXk';
    const row = await seed.certificate(entity, {
      days: [-1, 80],
      key_form: 'encrypted',
      key_data: Buffer.from(secret),
      key_id: 'k1',
    });
    for (const path of [`/dashboard/certificates/${row.fingerprint}`, '/dashboard/certificates']) {
      const html = await read(path);
      expect(html).not.toContain(secret);
      expect(html).not.toContain(Buffer.from(secret).toString('base64'));
      expect(html).not.toContain('BEGIN');
    }
  });

  it('is current, superseded, revoked or ended', async () => {
    const entity = await seed.entity();
    const source = await seed.source(entity);
    const of = async (days: readonly [number, number], name = 'a.example.com') =>
      (await seed.certificate(entity, { name, days })).fingerprint;
    const before = await of([-60, 30]);
    const now = await of([-1, 89]);
    const revoked = await of([0, 90]);
    const ended = await of([-90, -1], 'b.example.com');
    const later = await of([1, 90], 'c.example.com');
    const short = await of([-40, 6], 'd.example.com');
    await stage.server.ports.db
      .insertInto('certificate_revocations')
      .values({
        fingerprint: revoked,
        entity_id: entity.id,
        source_id: source.id,
        revoked_at: seed.at(0),
      })
      .execute();
    const wanted = [
      [before, 'superseded'],
      [now, 'current'],
      [revoked, 'revoked'],
      [ended, 'ended, no successor'],
      [later, 'not yet valid'],
      [short, 'ends within a week'],
    ] as const;
    for (const [fingerprint, words] of wanted) {
      const html = await read(`/dashboard/certificates/${fingerprint}`);
      const [, state] =
        /<dt>State<\/dt>\s*<dd><span[^>]*><svg.*?<\/svg>([^<]*)</su.exec(html) ?? [];
      expect(state).toBe(words);
    }
    const ending = await read('/dashboard/certificates?state=ending');
    expect(count(ending, 'role="row"')).toBe(3);
    expect(ending).toContain('>b.example.com</bdi>');
    expect(ending).toContain('>d.example.com</bdi>');
  });
});

describe('the overview', () => {
  it('names what needs a person, and no longer when that was seen to', async () => {
    const entity = await seed.entity({ name: 'acme' });
    const repository = await seed.repository(entity, { full_name: 'acme/shop' });
    const task = await seed.task(repository, { name: 'payments' });
    const lost = await seed.dispatch(task, { state: 'lost', created_at: seed.at(-2) });
    const file = 'a.yml';
    await seed.run(repository, reportWith([], { file, verdict: 'held' }), {
      finished_at: seed.at(-1),
    });
    await seed.certificate(entity, { name: 'old.example.com', days: [-80, 4] });
    await seed.entry(entity, 'grant', 10, 5);
    await seed.entry(entity, 'consume', 8, 4);
    const watch = createWatchSeed(stage.server, seed);
    const oncall = await watch.contact(repository, 'oncall');
    const notice = await watch.notice(
      oncall,
      { kind: 'test', by: 'maria' },
      { state: 'failed', sent_at: null, last_error: 'no such mailbox' },
    );
    const before = await read('/dashboard');
    expect(before).toContain('no such mailbox');
    for (const words of [
      'Runs that failed or were held back (1)',
      'Dispatches that were lost (1)',
      'Contacts that could not be told (1)',
      'Certificates that end without a successor (1)',
      'Quota that runs low (1)',
    ]) {
      expect(before.replaceAll(/\s+/gu, ' ')).toContain(words);
    }

    await seed.dispatch(task, { state: 'success', created_at: seed.at(-1) });
    await seed.run(repository, reportWith([], { file }), { finished_at: seed.at(-0.5) });
    await seed.certificate(entity, { name: 'old.example.com', days: [-1, 89] });
    await seed.entry(entity, 'grant', 100, 1);
    const { retried } = await retryNotice(stage.server.ports, notice);
    expect({ state: lost.state, retried }).toEqual({ state: 'lost', retried: true });
    expect(await read('/dashboard')).toContain('class="calm"');
  });
});

describe('the statement', () => {
  it('sums to the balance, on every page of it', async () => {
    const entity = await seed.entity({ id: 'acme', name: 'acme' });
    await seed.entry(entity, 'grant', 500, 80);
    for (let index = 0; index < 119; index += 1) {
      await seed.entry(entity, index % 7 === 6 ? 'refund' : 'consume', 1, 70 - index / 2);
    }
    const pages = await readAll('/dashboard/quota/acme');
    expect(pages).toHaveLength(5);
    const sums = pages.map((html) => {
      const [text = ''] = /(?<=<p class="sum">).*?(?=<\/p>)/su.exec(html) ?? [];
      const numbers =
        text
          .replaceAll('−', '-')
          .match(/[+-]?\d+/gu)
          ?.map(Number) ?? [];
      const [opening = 0, granted = 0, consumed = 0, refunded = 0, closing = 0] = numbers;
      expect(opening + granted + consumed + refunded).toBe(closing);
      return { opening, closing };
    });
    expect(sums[0]?.closing).toBe(await stage.server.ports.ledger.balance('acme'));
    for (const [index, { opening }] of sums.entries()) {
      expect(opening).toBe(sums[index + 1]?.closing ?? 0);
    }
    expect(pages[0]).toContain('aria-label="Balance from 27 Aug 2026, 0, to 25 Nov 2026, 415"');
  });
});

describe('a run', () => {
  it('with 10,000 resources comes page by page, those that failed first', async () => {
    const entity = await seed.entity();
    const repository = await seed.repository(entity);
    const changes = Array.from({ length: 10_000 }, (_, index) => ({
      resource: `tencent/cdn:prod/host-${index}`,
      status: index % 1000 === 999 ? ('error' as const) : ('success' as const),
      ...(index % 1000 === 999 ? { error: 'VERIFY_FAILED' as const } : {}),
    }));
    const report = reportWith([{ name: 'all', state: 'partial', changes }]);
    const run = await seed.run(repository, report);
    const path = `/dashboard/run?${new URLSearchParams({ id: run.id }).toString()}`;
    const first = await read(path);
    expect(count(first, '<article>')).toBe(50);
    expect(count(first, 'VERIFY_FAILED')).toBe(10);
    expect(first).toContain('Page 1 of 200');
    expect(first.length).toBeLessThan(200_000);
    const last = await read(`${path}&page=200`);
    expect(count(last, '<article>')).toBe(50);
    expect(last).not.toContain('rel="next"');
    const failed = await read(`${path}&show=error`);
    expect(count(failed, '<article>')).toBe(10);
    expect(failed).toContain('The wanted certificate was not proven in time');
    expect(await read(`${path}&page=201`)).toContain('The list is shorter than that.');
    expect(await read('/dashboard/runs')).toContain('see the run');
  });

  it('shows how far each resource came', async () => {
    const entity = await seed.entity();
    const repository = await seed.repository(entity);
    const base = reportWith([
      {
        name: 'shop',
        state: 'partial',
        changes: [
          { resource: 'tencent/cdn:prod/a', status: 'rolled-back', error: 'VERIFY_FAILED' },
        ],
      },
    ]);
    const [task] = base.tasks;
    const proof = { accepted: true, readBack: true, served: false };
    const tasks =
      task === undefined
        ? []
        : [{ ...task, changes: task.changes.map((one) => ({ ...one, proof })) }];
    const run = await seed.run(repository, { ...base, tasks });
    const html = await read(`/dashboard/run?${new URLSearchParams({ id: run.id }).toString()}`);
    const steps = [
      ...html.matchAll(/<b>(Accepted|Read back|Served|Undone)<\/b\s*><span>([^<]*)</gu),
    ];
    expect(steps.map(([, step, words]) => [step, words])).toEqual([
      ['Accepted', 'by the cloud'],
      ['Read back', 'as it was wanted'],
      ['Served', 'not seen'],
      ['Undone', 'it is as it was found'],
    ]);
    expect(html).toContain('Rolled back: the old certificate is bound again.');
  });

  it('of another version is said to be that', async () => {
    const repository = await seed.repository(await seed.entity());
    const run = await seed.run(repository, reportWith([]), {
      report: JSON.stringify({ version: 2, tasks: [{ changes: [{}] }] }),
    });
    const html = await read(`/dashboard/run?${new URLSearchParams({ id: run.id }).toString()}`);
    expect(html).toContain('was written by another version');
  });
});
