import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { launchChromium } from '../tests/browser/chromium.ts';
import { commentPage } from '../tests/browser/comment-page.ts';

/**
 * Draws a comment as GitHub shows it: `node scripts/picture.ts comment.md comment.png [--width 900]
 * [--height 1600]`. A comment higher than `--height` is cut there.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '900' },
    height: { type: 'string', default: '1600' },
  },
});
const [source, picture] = positionals;
const width = Number(values.width);
const height = Number(values.height);
if (source === undefined || picture === undefined || !(width >= 200) || !(height >= 200)) {
  console.error('usage: picture.ts <markdown file> <png file> [--width 900] [--height 1600]');
  process.exitCode = 2;
} else {
  const browser = await launchChromium();
  try {
    // Twice the density: the picture stays sharp where a page shows it smaller.
    const page = await browser.newPage({ viewport: { width, height: 400 }, deviceScaleFactor: 2 });
    await page.setContent(commentPage(await readFile(source, 'utf8')));
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
