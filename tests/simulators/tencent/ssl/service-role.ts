import { TencentError } from '../errors.ts';
import type { Account } from '../model.ts';

/** Throws unless the account lets the certificate service look through its other products. */
export function checkServiceRole({ flags }: Account): void {
  if (flags.sslServiceRole) return;
  throw new TencentError(
    'FailedOperation.RoleNotFoundAuthorization',
    'The service role SSL_QCSLinkedRoleInReplaceLoadCertificate is not authorized.',
  );
}
