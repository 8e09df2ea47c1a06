import type { ErrorFacts } from '../../core/errors.ts';

/** A separate cloud of AWS: own accounts, own endpoints, own ARN prefix. */
export interface Partition {
  /** As in ARNs: `aws`, `aws-cn`. */
  readonly id: string;
  /** Where global services (CloudFront, account management) are called and signed for. */
  readonly globalRegion: string;
  /** Where IAM is called and signed for. */
  readonly iamRegion: string;
  /** What an OIDC token must be made out to. */
  readonly audience: string;
  /** Where CloudFront takes certificates from; null: it is not run from this partition. */
  readonly cloudFront: 'acm' | 'iam' | null;
}

const commercial: Partition = {
  id: 'aws',
  // CloudFront reads ACM certificates of us-east-1 only.
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
  globalRegion: 'us-east-1',
  iamRegion: 'us-east-1',
  audience: 'sts.amazonaws.com',
  cloudFront: 'acm',
};

const partitions: readonly Partition[] = [
  commercial,
  // https://docs.amazonaws.cn/en_us/aws/latest/userguide/cloudfront.html
  {
    id: 'aws-cn',
    globalRegion: 'cn-northwest-1',
    iamRegion: 'cn-north-1',
    audience: 'sts.amazonaws.com.cn',
    cloudFront: 'iam',
  },
  // https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/setting-up-cloudfront.html
  {
    id: 'aws-us-gov',
    globalRegion: 'us-gov-west-1',
    iamRegion: 'us-gov-west-1',
    audience: 'sts.amazonaws.com',
    cloudFront: null,
  },
  {
    id: 'aws-eusc',
    globalRegion: 'eusc-de-east-1',
    iamRegion: 'eusc-de-east-1',
    audience: 'sts.amazonaws.com',
    cloudFront: 'acm',
  },
];

/** The partition of an ARN. One that is not listed works like the commercial one, CloudFront aside. */
export function partitionOf(arn: string): Partition {
  const id = arn.split(':')[1] ?? '';
  return (
    partitions.find((partition) => partition.id === id) ?? { ...commercial, id, cloudFront: null }
  );
}

export function partitionIdOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  const isolated = /^(?:us|eu)-(iso[a-z]?)-/u.exec(region)?.[1];
  return isolated === undefined ? 'aws' : `aws-${isolated}`;
}

/** A region that the account's partition does not have, said before a call fails on its address. */
export function foreignRegion(region: string, partition: Partition): ErrorFacts | undefined {
  const id = partitionIdOfRegion(region);
  if (id === partition.id) return undefined;
  return {
    code: 'CONFIG_INVALID',
    message: `region ${region} belongs to the partition "${id}", this account to "${partition.id}"`,
  };
}

/** Where the global services of a region's partition are called. */
export function homeRegion(region: string): string {
  return partitionOf(`arn:${partitionIdOfRegion(region)}:`).globalRegion;
}
