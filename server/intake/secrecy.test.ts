import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import type { Issued } from '../../tests/pki.ts';
import { issuedEvent, issueForTest, openTestIntake, testSecret } from './test-intake.ts';
import type { TestIntake } from './test-intake.ts';

let intake: TestIntake | undefined;
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

/** Forms that the bytes of a key could be found in: PEM lines, its base64 elsewhere, DER, hex. */
function forms({ key }: Issued): readonly Buffer[] {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  const lines = key.split('\n').filter((line) => /^[A-Za-z0-9+/]{40,}/u.test(line));
  const secret = der.subarray(-32);
  return [
    ...lines.map((line) => Buffer.from(line)),
    der,
    secret,
    Buffer.from(secret.toString('hex')),
    Buffer.from(secret.toString('base64')),
    Buffer.from('PRIVATE KEY'),
  ];
}

it('a private key is in no log, no answer and no byte of the database, whatever becomes of it', async () => {
  intake = await openTestIntake();
  const { addSource, send, post, server } = intake;
  const weak = 'a-token-of-at-least-32-characters-4711';
  await addSource();
  const second = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  await addSource({
    name: 'never',
    keyMode: 'never',
    config: { keys: [second], allowed_domains: ['example.com'] },
  });
  const path = await addSource({
    name: 'weak',
    kind: 'templated',
    config: { tokens: [weak], allowed_domains: ['example.com'] },
  });

  const issued = await Promise.all(Array.from({ length: 6 }, () => issueForTest()));
  const other = await issueForTest({ domains: ['other.org'] });
  const [one, two, three, four, five, six] = issued as [
    Issued,
    Issued,
    Issued,
    Issued,
    Issued,
    Issued,
  ];
  const texts: string[] = [];
  const note = async (sent: ReturnType<typeof send>): Promise<void> => {
    const { text, headers } = await sent;
    texts.push(text, JSON.stringify([...headers]));
  };
  await note(send(issuedEvent(one)));
  await note(send(issuedEvent(one)));
  await note(send(issuedEvent(two), { secret: second }));
  await note(send(issuedEvent(three), { path: '/webhooks/issuance/main/test' }));
  await note(send(issuedEvent({ ...four, key: five.key })));
  await note(send(issuedEvent(other)));
  await note(send(issuedEvent(six), { late: 900 }));
  await note(send(four.chain + four.key, { type: 'application/x-pem-file' }));
  await note(send(`{"data": "${five.key}`, { type: 'application/json' }));
  await note(send(issuedEvent(five), { type: 'text/plain' }));
  const body = JSON.stringify({ cert: three.chain, privkey: three.key });
  const headers = { 'content-type': 'application/json', 'x-certferry-token': weak };
  await note(post(path, { body, headers }));
  await note(post(`${path}?x=${encodeURIComponent(six.key)}`, { body, headers }));

  const files = readdirSync(server.folder).map((name) => readFileSync(join(server.folder, name)));
  const places: Readonly<Record<string, Buffer>> = {
    log: Buffer.from(server.lines.join('\n')),
    answers: Buffer.from(texts.join('\n')),
    database: Buffer.concat(files),
  };
  expect(places['database']?.includes(Buffer.from(one.sha256))).toBe(true);
  expect(places['log']?.includes(Buffer.from('delivery stored'))).toBe(true);
  for (const [place, bytes] of Object.entries(places)) {
    for (const key of [...issued, other]) {
      for (const form of forms(key)) expect([place, bytes.includes(form)]).toEqual([place, false]);
    }
    for (const secret of [
      testSecret,
      second,
      weak,
      path.split('.')[1] ?? '',
      testSecret.slice(6),
    ]) {
      expect([place, bytes.includes(Buffer.from(secret))]).toEqual([place, false]);
    }
  }
});
