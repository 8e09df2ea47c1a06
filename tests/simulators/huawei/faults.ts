import type { BaseFault, Faults as FaultsOf } from '../common/faults.ts';
import type { Service } from './operation.ts';

/**
 * - `job-fails`: a CDN write is accepted, and its job ends as `configure_failed`.
 * - `lost`: hits writes to a CDN domain or a listener.
 *
 * The region is that of the host, or of the project in the path.
 */
export interface Fault extends BaseFault<Service, 'job-fails'> {
  /** HTTP status of `error`. */
  readonly status?: number;
}
export type Faults = FaultsOf<Fault>;
