import { describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../../tests/pki.ts';
import { readCertificate } from '../../core/certificate.ts';
import { markIn, ourMarks, ownLeaf } from './elb-marks.ts';

const root = await createRoot('Marks');
const [shop, other] = await Promise.all([
  issue(root, { domains: ['shop.example.com'] }),
  issue(root, { domains: ['shop.example.com'] }),
]);
const { sha256 } = readCertificate(shop.leaf);
const listed = {
  ...ourMarks({ subject: '*.shop.example.com', sha256, kind: 'shared' }),
  id: '0123456789abcdef0123456789abcdef',
  type: 'server',
  certificate: shop.chain,
};

describe('a certificate object', () => {
  it('is known again by its name, its description and its leaf', () => {
    expect(listed.name).toBe(`certferry-_.shop.example.com-${sha256.slice(0, 8)}`);
    expect(markIn(listed)).toEqual({ sha256, kind: 'shared' });
    expect(ownLeaf(listed)).toBe(sha256);
  });

  it.each([
    ['has another name', { name: 'shop' }],
    ['has no name', { name: null }],
    ['has a name of another leaf', { name: 'certferry-shop-00000000' }],
    ['has no description', { description: null }],
    ['has more in its description', { description: `${listed.description}, keep it` }],
    ['was described by hand', { description: 'managed by certferry' }],
    ['holds another leaf by now', { certificate: other.chain }],
    ['holds nothing that can be read', { certificate: null }],
    ['vouches for clients', { type: 'client' }],
  ])('is not ours when it %s', (_, part) => {
    expect(ownLeaf({ ...listed, ...part })).toBeUndefined();
  });
});
