import { z } from 'zod';

import { defaultTimings } from '../../server/dispatch/timings.ts';

/**
 * Loaded into a receiver's process before it starts (`node --import`): the same receiver with less
 * patience, as its `Timings` are no setting of the operator. Half a minute of quiet after each
 * certificate is right for people and too long for tests.
 */
const given: unknown = JSON.parse(process.env['CERTFERRY_STAGE_TIMINGS'] ?? '{}');
const Milliseconds = z.number().nonnegative();
Object.assign(
  defaultTimings,
  z.record(z.string(), z.union([Milliseconds, z.array(Milliseconds)])).parse(given),
);
