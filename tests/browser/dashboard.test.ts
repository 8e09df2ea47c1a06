import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchChromium } from './chromium.ts';
import { faint, focused, outline, outside, shifts, sideways } from './dashboard-checks.ts';
import { openDashboard, sampleReport, seedBusy } from './dashboard-world.ts';
import type { Busy, DashboardWorld } from './dashboard-world.ts';
import { hostile } from './hostile.ts';

const folder = join(import.meta.dirname, '../../build/screenshots');

let browser: Browser;
let world: DashboardWorld;
let busy: Busy;
/** Every message of a page, every request to elsewhere, every dialog. */
const noise: string[] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launchChromium();
  world = await openDashboard();
  busy = await seedBusy(world);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

type Scheme = 'light' | 'dark';

async function open(width: number, colorScheme: Scheme = 'light'): Promise<BrowserContext> {
  const viewport = { width, height: width < 600 ? 844 : 900 };
  return await browser.newContext({ viewport, colorScheme });
}

async function listen(context: BrowserContext, { address } = world): Promise<Page> {
  const page = await context.newPage();
  noise.length = 0;
  page.on('console', (message) => noise.push(`${message.type()} ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    noise.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`)) noise.push(`request ${request.url()}`);
  });
  return page;
}

async function signIn(
  page: Page,
  { address, operator } = world,
  token: string = operator,
): Promise<void> {
  await page.goto(`${address}/dashboard/sign-in`);
  await page.getByLabel('Operator token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${address}/dashboard`);
}

const pages = (): Readonly<Record<string, string>> => ({
  overview: '/dashboard',
  certificates: '/dashboard/certificates',
  certificate: `/dashboard/certificates/${busy.fingerprint}`,
  tasks: '/dashboard/tasks',
  task: `/dashboard/tasks/${busy.taskId}`,
  runs: '/dashboard/runs',
  run: `/dashboard/run?${new URLSearchParams({ id: busy.runId }).toString()}`,
  'run-unmatched': `/dashboard/run?${new URLSearchParams({ id: busy.runId, show: 'unmatched' }).toString()}`,
  dispatches: '/dashboard/dispatches',
  deliveries: '/dashboard/deliveries',
  delivery: `/dashboard/deliveries/${busy.deliveryId}`,
  served: '/dashboard/served',
  notices: '/dashboard/notices',
  quota: '/dashboard/quota',
  statement: `/dashboard/quota/${busy.entityId}`,
  repositories: '/dashboard/repositories',
});

async function examine(page: Page, path: string): Promise<void> {
  expect((await page.goto(world.address + path))?.status()).toBe(200);
  expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(outside)).toEqual([]);
  expect(await page.evaluate(shifts)).toBe(0);
  const { checked, faint: weak } = await page.evaluate<{ checked: number; faint: unknown[] }>(
    faint,
  );
  expect(checked).toBeGreaterThan(100);
  expect(weak).toEqual([]);
  const seen = await page.evaluate<{ headings: number[] }>(outline);
  expect(seen).toMatchObject({ language: 'en', mains: 1, unnamed: 0 });
  const { headings } = seen;
  expect(headings.filter((level) => level === 1)).toHaveLength(1);
  expect(headings[0]).toBe(1);
  for (const [index, level] of headings.entries()) {
    expect(level - (headings[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  }
  expect(noise).toEqual([]);
}

describe.each<readonly [number, Scheme]>([
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
])('at %i px, %s', (width, scheme) => {
  it('every page fits, can be read, loads nothing from elsewhere and breaks no policy', async () => {
    await using context = await open(width, scheme);
    const page = await listen(context);
    await page.goto(`${world.address}/`);
    await page.screenshot({ path: join(folder, `sign-in-${width}-${scheme}.png`) });
    await signIn(page);
    for (const [name, path] of Object.entries(pages())) {
      await examine(page, path);
      const file = join(folder, `${name}-${width}-${scheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  });
});

describe('widths in between', () => {
  it('need no scrolling sideways either', async () => {
    await using context = await open(1280);
    const page = await listen(context);
    await signIn(page);
    for (const [name, path] of Object.entries(pages())) {
      await page.goto(world.address + path);
      for (const width of [320, 480, 599, 600, 768, 1024, 1100, 1101, 1199, 1200, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect([name, width, await page.evaluate(outside)]).toEqual([name, width, []]);
        expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
      }
    }
  });
});

describe('a keyboard', () => {
  it('is enough to sign in, find a delivery, redeliver it and sign out', async () => {
    await using context = await open(1280);
    const page = await listen(context);
    await page.goto(`${world.address}/dashboard/deliveries/${busy.deliveryId}`);
    await page.locator('#token:focus').waitFor();
    await page.keyboard.type(world.operator);
    await page.keyboard.press('Enter');
    await page.waitForURL(/deliveries\/evt_\w+$/u);

    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toEqual({
      text: 'Skip to the content',
      name: 'a',
      ring: true,
    });
    await page.keyboard.press('Enter');
    const path: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      const { text, ring } = await page.evaluate<{ text: string; ring: boolean }>(focused);
      expect([text, ring]).toEqual([text, true]);
      path.push(text);
      if (text === 'Redeliver…') break;
    }
    expect(path[0]).toBe('Deliveries');
    expect(path.at(-1)).toBe('Redeliver…');
    await page.keyboard.press('Enter');
    await page.screenshot({ path: join(folder, 'redeliver.png') });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toMatchObject({ text: 'Redeliver', name: 'button' });
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('Processed again: ');
    await page.screenshot({ path: join(folder, 'redelivered.png') });

    await page.getByRole('button', { name: 'Sign out' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/sign-in$/u);
    expect(noise).toEqual([]);
  });

  it('opens the menu of a small screen', async () => {
    await using context = await open(390);
    const page = await listen(context);
    await signIn(page);
    const menu = page.getByRole('navigation', { name: 'Pages, small screen' });
    expect(await menu.isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'Menu' }).focus();
    await page.keyboard.press('Enter');
    expect(await menu.isVisible()).toBe(true);
    expect(await page.evaluate(outside)).toEqual([]);
    await page.screenshot({ path: join(folder, 'menu-390.png') });
    await menu.getByRole('link', { name: 'Quota' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/quota$/u);
    expect(noise).toEqual([]);
  });
});

describe('somebody who hears the page', () => {
  it.each([1280, 390])('is told of tables as such, at %i px', async (width) => {
    await using context = await open(width);
    const page = await listen(context);
    await signIn(page);
    await page.goto(`${world.address}/dashboard/tasks`);
    const table = page.getByRole('table', { name: 'Tasks' });
    expect(await table.getByRole('row').count()).toBe(26);
    expect(await table.getByRole('cell').count()).toBe(25 * 5);
    expect(await table.getByRole('columnheader').count()).toBe(5);
    const nav = page.locator('[aria-current="page"]:visible');
    if (width === 1280) expect(await nav.textContent()).toBe('Tasks');
    expect(await page.locator('[aria-current="true"]').textContent()).toContain('All');
  });

  it('is told what a wrong token came to', async () => {
    await using context = await open(390);
    const page = await listen(context);
    await page.goto(`${world.address}/dashboard/sign-in`);
    await page.getByLabel('Operator token').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Nobody may sign in');
    expect(page.url()).not.toContain('wrong');
    await page.screenshot({ path: join(folder, 'refused.png') });
    // The one thing that Chromium says of it is the status.
    expect(noise).toEqual([
      'error Failed to load resource: the server responded with a status of 401 (Unauthorized)',
    ]);
  });
});

describe('a receiver that was just set up', () => {
  it('says on every page what to do next', async () => {
    await using empty = new AsyncDisposableStack();
    const fresh = await openDashboard();
    empty.defer(async () => await fresh.close());
    await using context = await open(1280);
    const page = await listen(context, fresh);
    await signIn(page, fresh, fresh.viewer);
    for (const name of ['', 'certificates', 'tasks', 'runs', 'quota', 'repositories']) {
      await page.goto(`${fresh.address}/dashboard/${name}`.replace(/\/$/u, ''));
      expect(await page.locator('.empty').isVisible()).toBe(true);
      await page.screenshot({ path: join(folder, `empty-${name === '' ? 'overview' : name}.png`) });
    }
  });
});

describe('texts of strangers', () => {
  it.each([1280, 390])('stay text, and inside of the page, at %i px', async (width) => {
    await using away = new AsyncDisposableStack();
    const evil = await openDashboard();
    away.defer(async () => await evil.close());
    const { seed } = evil;
    const paths = ['', '/certificates', '/tasks', '/runs', '/dispatches', '/deliveries', '/quota'];
    for (const [index, text] of hostile.entries()) {
      const entity = await seed.entity({ id: `e${index}`, name: `${text.slice(0, 90)}${index}` });
      const repository = await seed.repository(entity, { full_name: text.slice(0, 140) });
      const source = await seed.source(entity, { name: `${text}${index}` });
      const certificate = await seed.certificate(entity, {
        name: text,
        days: [-80, 2 + index],
        fingerprint: index.toString(16).padStart(64, '0'),
      });
      const task = await seed.task(repository, { name: text, file: text, state: 'error' });
      await seed.dispatch(task, { state: 'lost', last_error: text });
      const report = JSON.stringify(sampleReport(10, { file: `${text}${index}` })).replaceAll(
        '"pay3.shop.example.com"',
        JSON.stringify(text),
      );
      const run = await seed.run(repository, JSON.parse(report));
      const delivery = await seed.delivery(source, {
        event: JSON.stringify({ type: text, data: { lineage: text } }),
      });
      if (index % 4 === 0) {
        paths.push(
          `/certificates/${certificate.fingerprint}`,
          `/tasks/${task.id}`,
          `/run?${new URLSearchParams({ id: run.id }).toString()}`,
          `/deliveries/${delivery.id}`,
          `/quota/${entity.id}`,
        );
      }
    }
    await using context = await open(width);
    const page = await listen(context, evil);
    await signIn(page, evil);
    for (const path of paths) {
      const answer = await page.goto(`${evil.address}/dashboard${path}`);
      expect(answer?.status()).toBe(200);
      expect([path, await page.evaluate(outside)]).toEqual([path, []]);
      expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
      expect(await page.locator('main script, main img, main style, main iframe').count()).toBe(0);
      expect(await page.locator('h1').count()).toBe(1);
    }
    await page.goto(`${evil.address}/dashboard/certificates`);
    await page.screenshot({ path: join(folder, `hostile-${width}.png`), fullPage: true });
    expect(noise).toEqual([]);
  });
});
