import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { offlineReport, planReport, runReport } from '../../shared/report/json.ts';
import { commentMarkdown, summaryMarkdown } from '../../shared/report/markdown.ts';
import type { Report } from '../../shared/wire/report.ts';
import { launchChromium } from './chromium.ts';
import { commentPage } from './comment-page.ts';
import { hostile } from './hostile.ts';
import { context, hostilePlan, plan, samplePlan, sampleRun, shop } from './sample-plans.ts';

const summaryUrl = 'https://github.com/example/shop/actions/runs/17';
const comment = (report: Report) => commentMarkdown(report, { limit: 60_000, summaryUrl });
const incomplete = context({ verdict: 'incomplete', exitCode: 2 });
const deploying = context({ mode: 'deploy', verdict: 'partial', exitCode: 1 });

const offline = offlineReport(
  {
    deployment: {
      file: '.github/certferry.yml',
      accounts: [],
      receiver: null,
      contacts: [],
      monitor: [],
      certificates: [],
      tasks: [
        {
          name: 'shop-everywhere',
          accounts: ['prod'],
          certificates: ['shop', 'secret'],
          targets: [],
          enableHttps: false,
          allowUnmatched: false,
          rollback: 'on-failure',
          contacts: [],
          deployAt: null,
          extend: false,
        },
      ],
    },
    certificates: [shop],
    findings: [],
  },
  context({ verdict: 'offline' }),
);
const everyHostile = plan(hostile.flatMap((text) => hostilePlan(text).tasks));

const honest: Readonly<Record<string, string>> = {
  '3 edits': comment(planReport(samplePlan(3), context())),
  '30 edits': comment(planReport(samplePlan(30), incomplete)),
  '3,000 edits': comment(planReport(samplePlan(3000), incomplete)),
  'a deployment': comment(runReport(sampleRun(30), deploying)),
  'a fork': comment(offline),
};
const comments: Readonly<Record<string, string>> = {
  ...honest,
  'hostile names': comment(planReport(everyHostile, incomplete)),
};

let browser: Browser;
let page: Page;
/** Every request beyond the page itself, and every dialog. */
const noise: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('request', (request) => noise.push(`request ${request.url()}`));
  page.on('dialog', (dialog) => {
    noise.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
});
afterAll(async () => {
  await browser.close();
});

async function show(markdown: string, width = 900): Promise<void> {
  noise.length = 0;
  await page.setViewportSize({ width, height: 800 });
  await page.setContent(commentPage(markdown));
}

// The functions that run inside of the page are text: the project has no types of a browser.
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const unfold = 'for (const each of document.querySelectorAll("details")) each.open = true';
const tablesOutside = `(() => {
  const column = document.querySelector('.markdown-body').getBoundingClientRect();
  return [...document.querySelectorAll('.markdown-body table')].filter((table) => {
    const { left, right, width } = table.getBoundingClientRect();
    return width > 0 && (left < column.left || right > column.right + 0.5);
  }).length;
})()`;
const tablesThatScroll = `[...document.querySelectorAll('.markdown-body table')]
  .filter((table) => table.scrollWidth > table.clientWidth).length`;
const tagNames = `[...new Set([...document.querySelectorAll('.markdown-body *')].map((each) => each.localName))]`;
const handlers = `[...document.querySelectorAll('.markdown-body *')].flatMap((each) =>
  [...each.attributes].map(({ name }) => name)).filter((name) => /^on|^style$|^src$|^id$/.test(name)).length`;
const looseText = `(() => {
  const walker = document.createTreeWalker(document.querySelector('.markdown-body'), NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('code')) text += walker.currentNode.data;
  return text;
})()`;
const folded = `[...document.querySelectorAll('details')].map((each) =>
  [each.querySelector('summary').textContent, each.open])`;

describe.each(Object.entries(comments))('the comment of %s', (_, markdown) => {
  it.each([900, 390])('stays inside of its column at %i px, folded and unfolded', async (width) => {
    await show(markdown, width);
    expect(await page.evaluate<number>(overflow)).toBe(0);
    expect(await page.evaluate<number>(tablesOutside)).toBe(0);
    await page.evaluate(unfold);
    expect(await page.evaluate<number>(overflow)).toBe(0);
    expect(await page.evaluate<number>(tablesOutside)).toBe(0);
    expect(noise).toEqual([]);
  });

  it('is one heading, and HTML that a browser nests as it was written', async () => {
    await show(markdown);
    expect(await page.locator('h2').count()).toBe(1);
    expect(await page.locator('h1').count()).toBe(0);
    expect(await page.locator('.markdown-body > table table').count()).toBe(0);
    expect(await page.locator('.markdown-body table').count()).toBe(
      markdown.match(/<table>/gu)?.length,
    );
    expect(await page.locator('td').count()).toBe(markdown.match(/<td[ >]/gu)?.length);
    expect(await page.locator('.markdown-body > details').count()).toBe(
      markdown.match(/<details/gu)?.length ?? 0,
    );
  });
});

describe.each(Object.entries(honest))('the comment of %s', (_, markdown) => {
  it('needs no scrolling sideways on a wide screen', async () => {
    await show(markdown);
    await page.evaluate(unfold);
    expect(await page.evaluate<number>(tablesThatScroll)).toBe(0);
  });
});

describe('what is folded', () => {
  const details = async (markdown: string) => {
    await show(markdown);
    return await page.evaluate<[string, boolean][]>(folded);
  };

  it('is what stays as it is; a short table of edits is open', async () => {
    expect(await details(comments['3 edits'] ?? '')).toEqual([
      ['Edits (3)', true],
      ['Up to date (1)', false],
    ]);
    expect(await details(comments['30 edits'] ?? '')).toEqual([
      ['Edits (30)', false],
      ['Resources that no certificate fits (5)', false],
      ['Up to date (3)', false],
    ]);
  });

  it('is a long table of edits too, whose dropped rows are counted', async () => {
    const markdown = comments['3,000 edits'] ?? '';
    expect(await details(markdown)).toEqual([
      ['Edits (3,000)', false],
      ['Resources that no certificate fits (500)', false],
      ['Up to date (300)', false],
    ]);
    await show(markdown);
    const edits = page.locator('details', { hasText: 'Edits (3,000)' });
    const shown = await edits.locator('tr').count();
    const last = (await edits.locator('tr').last().textContent()) ?? '';
    // Besides the rows of the edits: the heads and the note itself.
    expect(last).toContain(`… and ${(3000 - (shown - 2)).toLocaleString('en-US')} more`);
    expect(await edits.locator('a').getAttribute('href')).toBe(summaryUrl);
  });

  it('is never what needs eyes', async () => {
    await show(comments['a deployment'] ?? '');
    for (const title of ['Failed (5)', 'Held back (2)', 'Could not be read']) {
      const heading = page.locator('p', { hasText: title });
      expect(await heading.isVisible()).toBe(true);
      expect(await heading.locator('xpath=ancestor::details').count()).toBe(0);
    }
    expect(
      await page.getByText('Rolled back: the old certificate is bound again.').first().isVisible(),
    ).toBe(true);
  });
});

describe('a hostile name', () => {
  it.each(hostile.map((text) => [text.slice(0, 40), text]))('is only text: %j', async (_, text) => {
    const parts = { ...incomplete, file: text, commit: text, run: null };
    const report = planReport(hostilePlan(text), parts);
    for (const markdown of [comment(report), summaryMarkdown(report, { limit: 1_000_000 })]) {
      await show(markdown);
      // The one link is ours: to the summary, where rows were left out.
      for (const each of await page.locator('a').all()) {
        expect(await each.getAttribute('href')).toBe(summaryUrl);
      }
      const allowed = ['a', 'b', 'br', 'code', 'details', 'h2', 'h3', 'p', 'sub', 'summary'];
      const tables = ['table', 'tbody', 'td', 'th', 'tr', 'wbr'];
      expect([...allowed, ...tables]).toEqual(
        expect.arrayContaining(await page.evaluate<string[]>(tagNames)),
      );
      expect(await page.evaluate<number>(handlers)).toBe(0);
      expect(await page.locator('details').count()).toBe(3);
      expect(await page.locator('table').count()).toBe(8);
      expect(await page.evaluate<string>(looseText)).not.toMatch(/[@#]|:\/\/|<!--/u);
      expect(noise).toEqual([]);
    }
  });
});

describe('the browser', () => {
  it('is asked for in plain words when it is missing', async () => {
    await expect(launchChromium('/usr/bin/no-such-browser')).rejects.toThrow(
      '/usr/bin/no-such-browser is not there; install it with "apt-get install chromium',
    );
  });
});
