import { z } from 'zod';

/** One call as it went by, with everything that is needed to make it again. */
export const Recorded = z.object({
  id: z.int(),
  /** Index of the cloud it went to. */
  cloud: z.int(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())]).optional()),
  body: z.string(),
  /** Calls whose replies hold something that this call names: it could not be made before them. */
  after: z.array(z.int()),
  status: z.int(),
});
export type Recorded = z.infer<typeof Recorded>;

/** What the bare client prints. */
export const BareRun = z.object({ ms: z.number(), calls: z.int(), failed: z.int() });
