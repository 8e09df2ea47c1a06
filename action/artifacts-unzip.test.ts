import { deflateRawSync } from 'node:zlib';

import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

import { zip as stored } from '../tests/simulators/github/zip.ts';
import { unzipJson } from './artifacts-unzip.ts';

const limits = { mostFiles: 5, mostBytes: 1_000_000 };
const text = JSON.stringify({ text: 'certferry '.repeat(20_000) });

/** As actions/upload-artifact makes it: written in a stream, with the sizes behind each file. */
function streamed(files: Readonly<Record<string, string>>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    chunks.push(chunk);
  });
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    const bytes = strToU8(content);
    file.push(bytes.subarray(0, bytes.length / 2));
    file.push(bytes.subarray(bytes.length / 2), true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

const entries = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)]));

describe('an archive', () => {
  it.each([
    ['stored', stored],
    ['deflated', (files: Readonly<Record<string, string>>) => zipSync(entries(files))],
    ['written in a stream', streamed],
  ] as const)('%s gives its JSON files, and no others', (_, make) => {
    const zip = make({ 'a.json': text, 'log.txt': 'x', 'out/b.json': '{}' });
    expect([...unzipJson(zip, limits)]).toEqual([
      ['a.json', text],
      ['out/b.json', '{}'],
    ]);
  });

  it('of random text comes out byte for byte, whatever the size of its pieces', () => {
    const random = Array.from({ length: 90_000 }, () => Math.random().toString(36)[3]).join('');
    for (const make of [stored, streamed]) {
      expect(unzipJson(make({ 'a.json': random }), limits).get('a.json')).toBe(random);
    }
  });

  it('that unpacks to more than it may is refused', () => {
    const zip = zipSync(entries({ 'a.json': '0'.repeat(600_000), 'b.json': '0'.repeat(600_000) }));
    expect(() => unzipJson(zip, limits)).toThrow(/unpacks to more than 0 MiB/u);
  });

  it('that lies about its sizes is refused before it takes the memory', () => {
    const bomb = deflateRawSync(Buffer.alloc(300_000_000));
    const honest = Buffer.from(zipSync(entries({ 'a.json': '' }), { level: 0 }));
    // A local header with a made-up length of what it unpacks to.
    const header = Buffer.from(honest.subarray(0, 30 + 'a.json'.length));
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(bomb.length, 18);
    header.writeUInt32LE(10, 22);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unzipJson(Buffer.concat([header, bomb]), limits)).toThrow(/unpacks to more than/u);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
  });

  it('of too many files is refused', () => {
    const names = Array.from({ length: 6 }, (_, index) => [`${index}.txt`, 'x']);
    const zip = stored(Object.fromEntries(names) as Record<string, string>);
    expect(() => unzipJson(zip, limits)).toThrow(/more than 5 files/u);
  });

  it.each([
    ['cut off', () => zipSync(entries({ 'a.json': text })).subarray(0, 300)],
    [
      'damaged',
      () => {
        const zip = zipSync(entries({ 'a.json': text }));
        return zip.fill(0xff, 60, 200);
      },
    ],
  ])('that is %s is refused', (_, make) => {
    expect(() => unzipJson(make(), limits)).toThrow(/no ZIP archive that can be read/u);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['something else', Buffer.from('<html>not found</html>'.repeat(50))],
    ['no file', zipSync({})],
  ])('that is %s gives no file', (_, bytes) => {
    expect(unzipJson(bytes, limits).size).toBe(0);
  });
});
