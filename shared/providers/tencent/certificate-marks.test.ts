import { expect, it } from 'vitest';

import { parseFingerprint } from '../../core/certificate.ts';
import { isOurs, markedFingerprint, ourMarks } from './certificate-marks.ts';

const sha256 = parseFingerprint('ab'.repeat(32));
if (sha256 === undefined) throw new Error('a fingerprint of the test is none');
const listed = { ...ourMarks({ name: 'shop of 2026', sha256 }), From: 'upload' };
const [managed, fingerprint] = listed.Tags;

it('knows what it has marked itself', () => {
  expect(isOurs(listed)).toBe(true);
  expect(markedFingerprint(listed)).toBe(sha256);
});

it.each([
  ['has another name', { Alias: 'the shop' }],
  ['has no name', { Alias: null }],
  ['has the name of another one of ours', { Alias: 'certferry shop of 2026 cdcdcdcd' }],
  ['has no tags', { Tags: null }],
  ['lost the tag that says whose it is', { Tags: [fingerprint] }],
  ['lost the tag that says what it is', { Tags: [managed] }],
  ['is tagged as not managed', { Tags: [{ ...managed, TagValue: 'false' }, fingerprint] }],
  ['was bought', { From: 'trustasia' }],
  ['does not say where it is from', { From: null }],
])('does not take for its own what %s', (_, part) => {
  expect(isOurs({ ...listed, ...part } as typeof listed)).toBe(false);
});
