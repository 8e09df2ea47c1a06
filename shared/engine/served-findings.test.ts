import { expect, it } from 'vitest';

import { servedFindings } from './served-findings.ts';

it('makes a finding of its own about the resource of each thing that a proof leaves open or saw besides', () => {
  const remarks = [
    { code: 'dns-serves-other', level: 'warning', message: 'DNS leads elsewhere' },
    { code: 'other-key-served', level: 'notice', message: 'some get another one' },
  ] as const;
  const detail = '20 of its 57 domains were asked';
  expect(servedFindings('shop', { kind: 'served', detail, remarks })).toEqual([
    { code: 'partly-proven', level: 'notice', subject: 'shop', message: detail },
    { ...remarks[0], subject: 'shop' },
    { ...remarks[1], subject: 'shop' },
  ]);
});

it('finds nothing where a proof is whole', () => {
  expect(servedFindings('shop', { kind: 'served' })).toEqual([]);
});
