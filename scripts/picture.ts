import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { planReport } from '../shared/report/json.ts';
import { commentMarkdown } from '../shared/report/markdown.ts';
import { launchChromium } from '../tests/browser/chromium.ts';
import { commentPage } from '../tests/browser/comment-page.ts';
import { context, samplePlan } from '../tests/browser/sample-plans.ts';

/**
 * Draws a comment as GitHub shows it: `node scripts/picture.ts comment.md comment.png [--width 900]
 * [--height 1600] [--density 2]`. A comment higher than `--height` is cut there. `sample:30` in place of
 * the markdown file is the preview of a made-up plan with 30 edits.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '900' },
    height: { type: 'string', default: '1600' },
    // Twice that of the page: the picture stays sharp where it is shown smaller.
    density: { type: 'string', default: '2' },
  },
});
const [source, picture] = positionals;
const width = Number(values.width);
const height = Number(values.height);
const deviceScaleFactor = Number(values.density);

async function markdownOf(name: string): Promise<string> {
  const [, edits] = /^sample:(\d{1,5})$/u.exec(name) ?? [];
  if (edits === undefined) return await readFile(name, 'utf8');
  const plan = samplePlan(Number(edits));
  const hasGaps = plan.tasks.some(({ gaps }) => gaps.length > 0);
  const report = planReport(plan, context(hasGaps ? { verdict: 'incomplete', exitCode: 2 } : {}));
  return commentMarkdown(report, { limit: 60_000, summaryUrl: 'https://github.com/acme/shop' });
}

const wrong = ![width >= 200, height >= 200, deviceScaleFactor >= 1].every(Boolean);
if (source === undefined || picture === undefined || wrong) {
  console.error(
    'usage: picture.ts <markdown file> <png file> [--width 900] [--height 1600] [--density 2]',
  );
  process.exitCode = 2;
} else {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width, height: 400 }, deviceScaleFactor });
    await page.setContent(commentPage(await markdownOf(source)));
    const full = Math.ceil((await page.locator('body').boundingBox())?.height ?? height);
    await page.screenshot({
      path: picture,
      fullPage: true,
      clip: { x: 0, y: 0, width, height: Math.min(full, height) },
    });
    console.log(`${picture}: ${width} x ${Math.min(full, height)}`);
  } finally {
    await browser.close();
  }
}
