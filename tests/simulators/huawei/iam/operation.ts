import { HuaweiError } from '../errors.ts';
import { inputChecker } from '../input.ts';
import { operationsOf } from '../operation.ts';

export const iamOperation = operationsOf('iam', inputChecker('iam', '400', 'Invalid'));
export const stsOperation = operationsOf('sts', inputChecker('sts', 'PAP5.0001', 'Invalid'));

export function iamError(status: number, message: string): HuaweiError {
  return new HuaweiError('iam', String(status), message, status);
}
