import {
  type BaseRequest,
  createRedactor,
  type Violation as ViolationOf,
} from '../common/recorder.ts';
import type { Service } from './operation.ts';

/** The region is that of the credential scope. */
export type RecordedRequest = BaseRequest<Service>;
export type Violation = ViolationOf<Service>;

export const redact = createRedactor('PrivateKey', 'WebIdentityToken', 'SessionToken');
