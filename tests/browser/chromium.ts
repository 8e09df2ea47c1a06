import { access } from 'node:fs/promises';

import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it. */
export const chromiumPath = '/usr/bin/chromium';

/**
 * Starts Debian's Chromium. Rejects with what to do when it is not installed: these tests are never
 * skipped. The flags keep it from calling home, which a closed network refuses many times over.
 */
export async function launchChromium(path: string = chromiumPath): Promise<Browser> {
  try {
    await access(path);
  } catch (error) {
    const message = `${path} is not there; install it with "apt-get install chromium fonts-liberation fonts-noto-color-emoji"`;
    throw new Error(message, { cause: error });
  }
  return await chromium.launch({
    executablePath: path,
    headless: true,
    args: [
      // Chromium's own sandbox does not start as root, as in containers.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
