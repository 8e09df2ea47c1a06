import type { DeployError } from '../../core/errors.ts';
import type { Target } from '../../core/model.ts';
import { tryEach } from '../../core/trial.ts';
import type { Trial } from '../../core/trial.ts';
import type { PermissionCheck } from '../provider.ts';
import { wireCode } from './errors.ts';
import { awsPermissions } from './policy.ts';

/** A service looked at what was asked, and found it wrong or missing. */
const answers =
  /^(?:Validation(?:Error)?|InvalidArgument|InvalidParameter(?:Value)?|InvalidInput|InvalidAssociation|PreconditionFailed|InvalidIfMatchVersion)$/u;

/**
 * IAM is asked before a service looks for what a call names, or reads what it brings. The form of a
 * request is checked before that, so a complaint about the form tells nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function isAnswer(error: DeployError): boolean {
  const wire = wireCode(error);
  if (wire === undefined || /validation errors? detected/u.test(error.message)) return false;
  return (
    error.code === 'RESOURCE_GONE' || error.code === 'CERTIFICATE_REJECTED' || answers.test(wire)
  );
}

/** Tries what this target declares; `trials` must hold one for each. */
export async function checkTarget(
  target: Target,
  trials: Readonly<Record<string, Trial>>,
): Promise<readonly PermissionCheck[]> {
  const { read = [], write = [] } = awsPermissions.get(target) ?? {};
  return await tryEach([...read, ...write], trials, isAnswer);
}
