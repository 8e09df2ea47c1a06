import {
  type BaseRequest,
  createRedactor,
  type Violation as ViolationOf,
} from '../common/recorder.ts';
import type { Service } from './hosts.ts';

/** The operation is the action, the region `X-TC-Region`. */
export interface RecordedRequest extends BaseRequest<Service> {
  /** As the `Host` header said, without the port. */
  readonly host: string;
}
export type Violation = ViolationOf<Service>;

export const redact = createRedactor(
  'PrivateKey',
  'CertificatePrivateKey',
  'CertKey',
  'GmPrivateKey',
  'GmEncPrivateKey',
  'KeyPassword',
  'WebIdentityToken',
);
