import { describe, expect, it } from 'vitest';

import { DeployError } from '../core/errors.ts';
import { aside } from './aside.ts';
import { holdingWords, isNearlyFull, storeFindings } from './room.ts';
import { keptLog } from './test-kit.ts';

describe('a store of certificates', () => {
  it.each([
    { used: 16, limit: 20, full: false },
    { used: 17, limit: 20, full: true },
    { used: 113, limit: 120, full: false },
    { used: 114, limit: 120, full: true },
    { used: 130, limit: 120, full: true },
    { used: 1000, limit: null, full: false },
  ])('with $used of $limit is nearly full: $full', ({ used, limit, full }) => {
    expect(isNearlyFull({ used, limit })).toBe(full);
  });

  it.each([
    [118, '2 more fit'],
    [119, '1 more fits'],
    [120, 'no more fit'],
    [121, 'no more fit'],
  ])('says how many more it takes with %i of 120', (used, room) => {
    expect(holdingWords({ used, limit: 120 }, 'certificates')).toBe(
      `holds ${used} of 120 certificates: ${room}`,
    );
  });

  it('is no concern while nobody told how full it is', () => {
    const words = { what: 'certificates', remedy: 'remove old ones' };
    expect(storeFindings('IAM', undefined, words)).toEqual([]);
    expect(storeFindings('IAM', { used: 9, limit: 9 }, words)).toEqual([
      {
        code: 'store-nearly-full',
        level: 'warning',
        subject: 'IAM',
        message: 'it holds 9 of 9 certificates: no more fit; remove old ones',
      },
    ]);
  });
});

describe('a reading aside', () => {
  const call = (signal = new AbortController().signal) => ({ signal, log: keptLog() });

  it('gives what was read', async () => {
    expect(await aside(async () => 7, call())).toBe(7);
  });

  it('never rejects: a failure is nothing, and only the debug log has it', async () => {
    const at = call();
    const denied = new DeployError('PERMISSION_MISSING', 'lacks elb:quotas:list');
    expect(await aside(() => Promise.reject(denied), at)).toBeUndefined();
    expect(at.log.lines).toEqual([expect.stringMatching(/^debug .*lacks elb:quotas:list/u)]);
    expect(await aside(() => Promise.reject(new TypeError('no')), at)).toBeUndefined();
    expect(at.log.lines.at(-1)).toMatch(/^warn /u);
  });

  it('ends with the run, without an error of its own', async () => {
    const stop = new AbortController();
    const waiting = aside(
      (within) =>
        new Promise((_, reject) => {
          within.signal.addEventListener('abort', () => {
            reject(within.signal.reason as Error);
          });
        }),
      call(stop.signal),
    );
    stop.abort();
    expect(await waiting).toBeUndefined();
  });
});
