import type { BaseFault, Faults as FaultsOf } from '../common/faults.ts';
import type { Service } from './hosts.ts';

/**
 * - `truncated`: HTTP 200 whose JSON breaks off. `empty`: HTTP 200 with `{}`.
 * - `job-fails`: accepted, and its job fails; with `afterEffect` the change is there all the same. Its
 *   `message` is the job's; jobs often have none.
 * - `job-hangs`: accepted, and its job never ends.
 *
 * The operation is the action: `UpdateDomainConfig`.
 */
export type Fault = BaseFault<Service, 'truncated' | 'empty' | 'job-fails' | 'job-hangs'>;
export type Faults = FaultsOf<Fault>;
