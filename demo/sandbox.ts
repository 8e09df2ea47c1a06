import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createStage, region } from '../tests/journeys/stage.ts';
import type { Stage } from '../tests/journeys/stage.ts';

/**
 * Simulated clouds that stay up, to try the command line on: real servers on loopback, with resources
 * that serve a certificate that ends soon. `. build/sandbox/env` gives a shell the logins, a renewed
 * certificate and the command `certferry`. Ctrl+C ends it and takes its folder away.
 */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'build', 'sandbox');

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The secrets under the names that `certferry init` gives them. */
function exportsOf({ env }: Stage): string {
  const { SHOP_CHAIN_PEM: chain = '', SHOP_KEY_PEM: key = '', ...logins } = env;
  const variables = {
    ...logins,
    SITE_CHAIN_PEM: chain,
    SITE_KEY_PEM: key,
    NODE_EXTRA_CA_CERTS: join(folder, 'root.pem'),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [...lines, `export PATH=${quoted(join(folder, 'bin'))}:"$PATH"`, ''].join('\n');
}

async function open(stage: Stage): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'bin'), { recursive: true });
  const command = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(join(root, 'cli', 'certferry.mjs'))} "$@"\n`;
  await Promise.all([
    writeFile(join(folder, 'root.pem'), stage.root),
    // Keys of simulated clouds and of a certificate that nobody trusts; for their owner all the same.
    writeFile(join(folder, 'env'), exportsOf(stage), { mode: 0o600 }),
    writeFile(join(folder, 'bin', 'certferry'), command, { mode: 0o755 }),
  ]);
}

const stage = await createStage();
const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop());
try {
  await open(stage);
  const day = (date: Date) => date.toISOString().slice(0, 10);
  console.log(`A simulated AWS account is up: in ${region} an Application, a Network and a Classic Load
Balancer, and a CloudFront distribution. All serve a certificate for shop.example.com that ends on
${day(stage.old.notAfter)}; a renewed one, until ${day(stage.renewed.notAfter)}, waits to be deployed.

In another terminal, in this folder:

  . build/sandbox/env

gives you the command certferry, the login and the renewed certificate. The README goes on from there.
Ready. Ctrl+C ends it.`);
  await stopped;
} finally {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
}
