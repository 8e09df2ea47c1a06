import type { CallLimits } from '../../runtime/caller.ts';

/**
 * Most actions take 20 calls a second of one account, in all regions together; a margin is left for
 * others. A second is counted by the clock, so nothing is sent in bursts.
 * https://www.tencentcloud.com/document/product/228/34020
 */
const usual: CallLimits = { concurrency: 16, perSecond: 19 };

const others: ReadonlyMap<string, CallLimits> = new Map([
  // https://cloud.tencent.com/document/product/400/41665
  ['ssl:UploadCertificate', { concurrency: 4, perSecond: 9 }],
  ['ssl:CheckCertificateExist', { concurrency: 4, perSecond: 9 }],
  ['ssl:DescribeCertificateDetail', { concurrency: 8, perSecond: 9 }],
  ['ssl:DescribeCertificates', { concurrency: 8, perSecond: 9 }],
  // https://www.tencentcloud.com/document/product/1007/36589
  ['ssl:DeleteCertificate', { concurrency: 4, perSecond: 9 }],
  ['ssl:DescribeDeleteCertificatesTaskResult', { concurrency: 4, perSecond: 9 }],
  // https://cloud.tencent.com/document/api/400/97758
  ['ssl:CreateCertificateBindResourceSyncTask', { concurrency: 4, perSecond: 9 }],
  ['ssl:DescribeCertificateBindResourceTaskDetail', { concurrency: 8, perSecond: 9 }],
  // Two a second. https://www.tencentcloud.com/zh/document/api/627/64558
  ['waf:ModifySpartaProtection', { concurrency: 1, perSecond: 1 }],
]);

export function limitsOf(action: string): CallLimits {
  return others.get(action) ?? usual;
}
