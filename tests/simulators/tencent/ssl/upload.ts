import type {
  CheckCertificateChainRequest,
  CheckCertificateExistRequest,
  UploadCertificateRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_models.js';

import { TencentError } from '../errors.ts';
import type { Account, StoredCertificate } from '../model.ts';
import { given, type Operation, operationsOf } from '../operation.ts';
import { isOrdered, leafFacts, readChain } from '../x509.ts';
import { readAuthority, readServerCertificate } from './material.ts';

const ssl = operationsOf('ssl');

function sameContent(account: Account, pem: string): readonly StoredCertificate[] {
  const leaf = readChain(pem)?.[0];
  const sha1 = leaf === undefined ? undefined : leafFacts(leaf)?.sha1;
  return [...account.certificates.values()].filter(({ facts }) => facts.sha1 === sha1);
}

/** https://cloud.tencent.com/document/product/400/41665 */
const uploadCertificate = ssl({
  name: 'UploadCertificate',
  writes: true,
  run(request: UploadCertificateRequest, { world, account, now, mishap }) {
    const { CertificatePublicKey: pem, CertificateType = 'SVR', Tags = [] } = request;
    if (!account.flags.realName) {
      throw new TencentError('FailedOperation.NoRealNameAuth', 'The account is not verified.');
    }
    const material =
      CertificateType === 'CA'
        ? readAuthority(pem)
        : readServerCertificate(pem, request.CertificatePrivateKey, {
            passphrase: request.KeyPassword,
            now,
          });
    const { quotas } = world.settings;
    const same = sameContent(account, pem);
    const [existing] = same;
    const repeatable = request.Repeatable ?? true;
    if (existing !== undefined && (!repeatable || same.length >= quotas.identicalUploads)) {
      // The alias of the existing one stays as it is.
      return { CertificateId: existing.id, RepeatCertId: existing.id };
    }
    if (account.certificates.size >= quotas.certificates) {
      throw new TencentError(
        'InvalidParameter.CertificatesNumberExceeded',
        'The number of certificates exceeds the limit.',
      );
    }
    const stored = world.store(account, material, {
      type: CertificateType === 'CA' ? 'CA' : 'SVR',
      alias: request.Alias ?? '',
      projectId: request.ProjectId ?? 0,
      tags: Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue])),
    });
    if (mishap?.kind === 'lost') account.certificates.delete(stored.id);
    return { CertificateId: stored.id, RepeatCertId: '' };
  },
});

const checkCertificateExist = ssl({
  name: 'CheckCertificateExist',
  run({ CertificatePublicKey }: CheckCertificateExistRequest, { account }) {
    if (readChain(CertificatePublicKey) === undefined) {
      throw new TencentError('FailedOperation.CertificateParseError', 'Not a certificate.');
    }
    return { RepeatCertId: sameContent(account, CertificatePublicKey)[0]?.id ?? '' };
  },
});

const checkCertificateChain = ssl({
  name: 'CheckCertificateChain',
  run({ CertificateChain }: CheckCertificateChainRequest) {
    const chain = readChain(CertificateChain);
    if (given(CertificateChain) === undefined || chain === undefined) {
      throw new TencentError('FailedOperation.CertificateParseError', 'Not a certificate.');
    }
    return {
      IsValid: isOrdered(chain),
      // No authority of a test is in a public trust store.
      IsTrustedCA: false,
      Chains: chain.map((certificate) => leafFacts(certificate)?.commonName ?? ''),
    };
  },
});

export const uploadOperations: readonly Operation[] = [
  uploadCertificate,
  checkCertificateExist,
  checkCertificateChain,
];
