import type { BaseFault, Faults as FaultsOf } from '../common/faults.ts';
import type { Service } from './operation.ts';

/** `lost` hits AddListenerCertificates only. */
export interface Fault extends BaseFault<Service, never> {
  /** HTTP status of `error`. */
  readonly status?: number;
}
export type Faults = FaultsOf<Fault>;
