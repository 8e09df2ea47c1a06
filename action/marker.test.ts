import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planDigest } from '../shared/core/digest.ts';
import {
  compact,
  markedSha,
  markEdits,
  markerBytes,
  markerKey,
  mostListedEdits,
  previewedEdits,
  readMarker,
  shortEdit,
  writeMarker,
  type Marker,
} from './marker.ts';

const hex = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'.split('')),
    minLength: length,
    maxLength: length,
  });
const digests = fc.uniqueArray(hex(64), { maxLength: 40 });

const markers = fc.record({
  kind: fc.constantFrom('preview' as const, 'result' as const),
  key: fc.record({ file: fc.string() }).map(markerKey),
  plan: fc.option(hex(64)),
  edits: fc.oneof(digests.map(markEdits), fc.constant({ kind: 'whole' as const })),
  sha: hex(40).map(markedSha),
  run: fc.record({
    id: fc.nat(Number.MAX_SAFE_INTEGER % 1e15),
    attempt: fc.integer({ min: 1, max: 50 }),
  }),
  mac: fc.option(
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => compact(Buffer.from(b))),
  ),
});

const marker: Marker = {
  kind: 'preview',
  key: markerKey({ file: '.github/certferry.yml' }),
  plan: 'ab'.repeat(32),
  edits: markEdits(['0123456789ab'.padEnd(64, '0')]),
  sha: '0123456789ab',
  run: { id: 26_000_000_001, attempt: 2 },
  mac: null,
};

describe('the marker', () => {
  it('comes back from a comment as it was written', () => {
    fc.assert(
      fc.property(markers, fc.constantFrom('\n', '\r\n'), fc.string(), (value, end, text) => {
        expect(readMarker(`${writeMarker(value)}${end}${text}`)).toEqual(value);
        expect(readMarker(writeMarker(value))).toEqual(value);
      }),
    );
  });

  it('never holds what ends or breaks an HTML comment', () => {
    fc.assert(
      fc.property(markers, (value) => {
        const inside = writeMarker(value).slice('<!--'.length, -'-->'.length);
        expect(inside).not.toMatch(/--|[<>]/u);
      }),
    );
  });

  it('is read from nothing but the start of a comment', () => {
    const line = writeMarker(marker);
    expect(readMarker(line)).toEqual(marker);
    for (const text of ['', 'hello', ` ${line}`, `> ${line}`, `\n${line}`, `x${line}`]) {
      expect(readMarker(text), text).toBeUndefined();
    }
    expect(readMarker(`${line} <!-- -->`)).toBeUndefined();
    expect(readMarker(line.replace(' v1 ', ' v2 '))).toBeUndefined();
    expect(readMarker(line.replace(':preview', ':other'))).toBeUndefined();
    expect(readMarker(line.replace(/edits=\S+/u, 'edits=abc'))).toBeUndefined();
    expect(readMarker(line.replace(/run=\S+/u, 'run=1'))).toBeUndefined();
    expect(readMarker(line.replace(/mac=\S+/u, 'mac=short'))).toBeUndefined();
  });

  it('of the first version, which had no MAC, is read as one that is not signed', () => {
    const line = writeMarker({ ...marker, mac: 'm'.repeat(43) });
    const old = line.replace(/ mac=\S+/u, '');
    expect(old).toMatch(/ run=26000000001\.2 -->$/u);
    expect(readMarker(old)).toEqual(marker);
  });

  it('survives any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        readMarker(text);
        readMarker(`<!-- certferry:preview v1 ${text}`);
      }),
    );
  });

  it('refuses to write what it could not read again', () => {
    for (const wrong of [
      { key: 'x --> y' },
      { sha: 'main' },
      { plan: 'PLAN' },
      { run: { id: -1, attempt: 1 } },
      { mac: '-->'.padEnd(43, 'm') },
    ]) {
      expect(() => writeMarker({ ...marker, ...wrong })).toThrow(/does not fit/u);
    }
    expect(() => shortEdit('not hex')).toThrow(/not in hex/u);
  });

  it('has one key for each deployment file', () => {
    const keys = ['.github/certferry.yml', '.github/certferry.yaml', ''].map((file) =>
      markerKey({ file }),
    );
    expect(new Set(keys).size).toBe(3);
    expect(markerKey({ file: '.github/certferry.yml' })).toBe(keys[0]);
  });

  it('says how many bytes it takes', () => {
    fc.assert(
      fc.property(markers, (value) => {
        expect(markerBytes(value)).toBe(Buffer.byteLength(`${writeMarker(value)}\n`));
      }),
    );
  });
});

describe('previewed edits', () => {
  const many = Array.from({ length: mostListedEdits + 1 }, (_, n) =>
    n.toString(16).padStart(12, '0').padEnd(64, 'f'),
  );

  it('are those that were marked, and no others', () => {
    fc.assert(
      fc.property(digests, digests, hex(64), (shown, others, plan) => {
        const seen = previewedEdits([{ ...marker, edits: markEdits(shown) }], plan);
        const short = new Set(shown.map(shortEdit));
        expect(shown.every(seen)).toBe(true);
        expect(others.filter(seen)).toEqual(
          others.filter((digest) => short.has(shortEdit(digest))),
        );
      }),
    );
  });

  it('are those of every merged preview together', () => {
    const [a = '', b = '', c = ''] = many;
    const seen = previewedEdits(
      [
        { ...marker, edits: markEdits([a]) },
        { ...marker, edits: markEdits([b]) },
      ],
      'x',
    );
    expect([a, b, c].map(seen)).toEqual([true, true, false]);
  });

  it('are listed up to 1,500, within a fifth of a comment', () => {
    const listed = { ...marker, edits: markEdits(many.slice(1)) };
    expect(listed.edits.kind).toBe('listed');
    expect(markerBytes(listed)).toBeLessThan(65_536 / 5);
    expect(readMarker(writeMarker(listed))).toEqual(listed);
  });

  it('count only as a whole when there are more', () => {
    const whole = { ...marker, plan: planDigest(many), edits: markEdits(many) };
    expect(whole.edits).toEqual({ kind: 'whole' });
    expect(many.every(previewedEdits([whole], planDigest(many)))).toBe(true);
    expect(many.some(previewedEdits([whole], planDigest(many.slice(1))))).toBe(false);
    expect(many.some(previewedEdits([{ ...whole, plan: null }], 'none'))).toBe(false);
  });

  it('are not taken from a result', () => {
    const [a = ''] = many;
    expect(previewedEdits([{ ...marker, kind: 'result', edits: markEdits([a]) }], 'x')(a)).toBe(
      false,
    );
  });
});
