import {
  type BaseRequest,
  createRedactor,
  type Violation as ViolationOf,
} from '../common/recorder.ts';
import type { Service } from './operation.ts';

/** Parameters are `path`, `query` and `body`; the region is that of the host, or of the project in the path. */
export interface RecordedRequest extends BaseRequest<Service> {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly host: string;
  /** HTTP status of the answer; undefined without one. */
  status: number | undefined;
}
export type Violation = ViolationOf<Service>;

export const redact = createRedactor('private_key', 'enc_private_key', 'id_token', 'token');
