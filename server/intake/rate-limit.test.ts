import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createTestClock } from '../test-server.ts';
import { addressKey, createRateLimit } from './rate-limit.ts';

describe('a rate limit', () => {
  it('lets a burst through, then the pace', () => {
    const clock = createTestClock();
    const limit = createRateLimit(clock, { per_minute: 60, burst: 3 });
    for (let taken = 0; taken < 3; taken += 1) {
      expect(limit.wait('a')).toBe(0);
      limit.take('a');
    }
    expect(limit.wait('a')).toBe(1);
    expect(limit.wait('b')).toBe(0);
    clock.advance(1);
    expect(limit.wait('a')).toBe(0);
  });

  it('never lets through more than burst and pace together allow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }), (pauses) => {
        const clock = createTestClock();
        const limit = createRateLimit(clock, { per_minute: 30, burst: 5 });
        let passed = 0;
        let elapsed = 0;
        for (const pause of pauses) {
          clock.advance(pause);
          elapsed += pause;
          if (limit.wait('a') === 0) {
            passed += 1;
            limit.take('a');
          }
          expect(passed).toBeLessThanOrEqual(5 + elapsed / 2);
        }
      }),
    );
  });

  it('forgets whom it has not heard of for the longest, and stays small', () => {
    const limit = createRateLimit(createTestClock(), { per_minute: 1, burst: 1 });
    limit.take('first');
    for (let index = 0; index < 10_000; index += 1) limit.take(`key ${index}`);
    expect(limit.wait('first')).toBe(0);
    expect(limit.wait('key 9999')).toBeGreaterThan(0);
  });

  it('is not refilled by a clock that is set back', () => {
    const clock = createTestClock();
    const limit = createRateLimit(clock, { per_minute: 60, burst: 1 });
    limit.take('a');
    clock.advance(-3600);
    expect(limit.wait('a')).toBe(1);
  });
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('%s shares a limit with all of %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
