import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

import { createRoot } from '../../tests/pki.ts';
import { isRootSubject } from './roots.ts';

const subject = (pem: string) => new X509Certificate(pem).subject;

it('knows every root that Node brings, by its subject', () => {
  expect(rootCertificates.length).toBeGreaterThan(50);
  expect(rootCertificates.map(subject).filter((name) => !isRootSubject(name))).toEqual([]);
});

it('takes no other name for a root, not even a part of one', async () => {
  const [known = ''] = rootCertificates.map(subject);
  const stranger = subject((await createRoot('nobody trusts this')).pem);
  for (const name of [stranger, '', known.slice(0, -1), `${known}\nCN=more`]) {
    expect(isRootSubject(name)).toBe(false);
  }
});

it('counts the roots of NODE_EXTRA_CA_CERTS, which only a new process reads', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'certferry-roots-'));
  try {
    const { pem } = await createRoot('company root');
    const path = join(folder, 'extra.pem');
    await writeFile(path, pem);
    const script = `
      const { isRootSubject } = await import(process.argv[1]);
      process.stdout.write(String(isRootSubject(process.argv[2])));`;
    const module = pathToFileURL(join(import.meta.dirname, 'roots.ts')).href;
    const args = ['--input-type=module', '-e', script, module, subject(pem)];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: path };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toBe('true');
    expect(isRootSubject(subject(pem))).toBe(false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
