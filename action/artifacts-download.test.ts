import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { downloadZip, type Download } from './artifacts-download.ts';

let server: Server;
let origin: string;
let seen: IncomingMessage[];
let answers: ((response: ServerResponse) => void)[];
beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, response) => {
    seen.push(request);
    (answers.shift() ?? send('archive'))(response);
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const send = (text: string) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/zip' }).end(text);
};
const fail = (status: number) => (response: ServerResponse) => {
  response.writeHead(status).end('no');
};
const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('part', () => response.destroy());
};
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

async function download(
  change: Partial<Download> = {},
  artifact: { readonly bytes: number; readonly sha256: string | null } = { bytes: 7, sha256: null },
) {
  let located = 0;
  const slept: number[] = [];
  const given: Download = {
    doing: { words: 'downloading the artifact', permission: 'actions: read', repeatable: true },
    mostBytes: 2_097_152,
    locate: async () => {
      located += 1;
      return { status: 302, location: `${origin}/blob.zip?sig=secret-signature` };
    },
    apiUrl: origin,
    clock: {
      now: () => new Date(),
      sleep: async (ms) => {
        slept.push(ms);
      },
    },
    signal: new AbortController().signal,
    ...change,
  };
  const result = await downloadZip(artifact, given).then(
    (zip) => Buffer.from(zip).toString(),
    (thrown: unknown) => thrown as Error & { readonly code: string },
  );
  return { result, located, slept };
}

const failed = (code: string, words: RegExp) => ({
  code,
  message: expect.stringMatching(words) as string,
});

describe('an archive', () => {
  it('is fetched where GitHub says, without a token', async () => {
    expect((await download()).result).toBe('archive');
    expect(seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/blob.zip?sig=secret-signature', undefined],
    ]);
  });

  it('must be what GitHub knows it to be', async () => {
    const same = { bytes: 7, sha256: digestOf('archive') };
    expect((await download({}, same)).result).toBe('archive');
    const other = await download({}, { bytes: 7, sha256: digestOf('another') });
    expect(other.result).toMatchObject(failed('CLOUD_UNEXPECTED', /not what was uploaded/u));
    expect(other.located).toBe(1);
  });

  it('that is too large is not even asked for', async () => {
    const { result, located } = await download({}, { bytes: 2_097_153, sha256: null });
    expect(result).toMatchObject(failed('REFUSED', /larger than 2 MiB/u));
    expect(located).toBe(0);
  });

  it('that is larger than it was said to be is given up on the way', async () => {
    answers = [
      (response) => {
        response.writeHead(200);
        const more = () => {
          if (!response.destroyed) response.write(Buffer.alloc(1_048_576), more);
        };
        more();
      },
    ];
    expect((await download()).result).toMatchObject(failed('REFUSED', /larger than 2 MiB/u));
  });
});

describe('a storage that fails', () => {
  it.each([
    ['answers 503', fail(503)],
    ['answers 429', fail(429)],
    ['finds the address too old', fail(403)],
    ['breaks off', breakOff],
    ['breaks the connection', (response: ServerResponse) => response.destroy()],
  ])('and %s is tried again at a fresh address', async (_, answer) => {
    answers = [answer, answer];
    expect(await download()).toEqual({ result: 'archive', located: 3, slept: [1000, 4000] });
  });

  it('for good is told with its host, and never with the signature', async () => {
    answers = Array.from({ length: 4 }, () => fail(500));
    const { result, located } = await download();
    expect(result).toMatchObject(failed('CLOUD_UNAVAILABLE', /storage at 127\.0\.0\.1.* 500/u));
    expect(String(result)).not.toContain('secret-signature');
    expect(located).toBe(3);
  });

  it('and does not know the archive is not asked again', async () => {
    answers = [fail(404)];
    const { result, located } = await download();
    expect(result).toMatchObject(failed('REFUSED', /answered 404/u));
    expect(located).toBe(1);
  });

  it('is not asked again after a cancel', async () => {
    const stop = new AbortController();
    answers = [
      (response) => {
        stop.abort();
        response.destroy();
      },
    ];
    expect((await download({ signal: stop.signal })).located).toBe(1);
  });
});

describe('an address that cannot be trusted', () => {
  it.each([
    ['none', 302, undefined],
    ['no address at all', 302, 'nowhere'],
    ['a file', 302, 'file:///etc/passwd'],
    ['an answer that is no redirect', 200, 'https://storage.example.com/x'],
    ['plain HTTP from a GitHub that speaks HTTPS', 302, 'http://storage.example.com/x'],
  ])('is refused: %s', async (_, status, location) => {
    const apiUrl = 'https://api.github.com';
    const { result } = await download({ apiUrl, locate: async () => ({ status, location }) });
    expect(result).toMatchObject(failed('CLOUD_UNEXPECTED', /no address to download it from/u));
    expect(seen).toEqual([]);
  });
});
