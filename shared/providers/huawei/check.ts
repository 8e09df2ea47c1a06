import { randomUUID } from 'node:crypto';

import type { DeployError } from '../../core/errors.ts';
import { wireCode } from './failure.ts';

/** Names in the right form of things that certainly do not exist. */
export function nowhere() {
  const uuid = randomUUID();
  return {
    uuid,
    hex: uuid.replaceAll('-', ''),
    // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
    domain: `${uuid}.invalid`,
  };
}

/** IAM is asked before a service looks for what a call names, or reads what it brings. */
export function isAnswer(error: DeployError): boolean {
  const looked = ['RESOURCE_GONE', 'CERTIFICATE_REJECTED'].includes(error.code);
  return looked && wireCode(error) !== undefined;
}
