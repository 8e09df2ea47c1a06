import { z } from 'zod';

import { AwsError } from '../errors.ts';
import { inputChecker, tag } from '../input.ts';
import type { StoredCertificate } from '../model.ts';
import { type Context, operationsOf } from '../operation.ts';

export const acm = operationsOf('acm', inputChecker('ValidationException'));

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html */
export const certificateArn = z
  .string()
  .min(20)
  .max(2048)
  .regex(/^arn:[\w+=/,.@-]+:acm:[\w+=/,.@-]*:[0-9]+:[\w+=,.@-]+(\/[\w+=,.@-]+)*$/u);

export const tags = z.array(tag).min(1).max(50);

export function seconds(at: Date | number): number {
  return Math.floor(Number(at) / 1000);
}

/** Live ACM writes `RSA-2048` where its own filter and enumeration say `RSA_2048`. */
export function onTheWire(keyType: string | undefined): string | undefined {
  return keyType?.replace('_', '-');
}

export function getCertificate({ region }: Context, arn: string): StoredCertificate {
  const certificate = region.certificates.get(arn);
  if (certificate === undefined) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Could not find certificate ${arn} in account ${region.account.id}.`,
    );
  }
  return certificate;
}

export function addTags(certificate: StoredCertificate, added: z.output<typeof tags>): void {
  for (const { Key } of added) {
    if (Key.toLowerCase().startsWith('aws:')) {
      throw new AwsError(
        'InvalidTagException',
        `Tag keys starting with 'aws:' are reserved: ${Key}`,
      );
    }
  }
  const all = new Map([
    ...certificate.tags,
    ...added.map(({ Key, Value }) => [Key, Value ?? ''] as const),
  ]);
  if (all.size > 50)
    throw new AwsError('TooManyTagsException', 'A certificate has at most 50 tags.');
  for (const [key, value] of all) certificate.tags.set(key, value);
}
