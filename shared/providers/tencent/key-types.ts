import type { KeyAlgorithm } from '../../core/model.ts';

/**
 * Keys that the certificate service takes for all three products.
 * https://cloud.tencent.com/document/product/400/41665
 */
export const keyAlgorithms: readonly KeyAlgorithm[] = [
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
];
