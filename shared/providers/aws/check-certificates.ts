import {
  ACMClient,
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
  SearchCertificatesCommand,
} from '@aws-sdk/client-acm';
import {
  GetServerCertificateCommand,
  IAMClient,
  ListServerCertificatesCommand,
  TagServerCertificateCommand,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { nowhere } from './check-nowhere.ts';
import { createAsk } from './client.ts';
import { serverCertificateRoom } from './iam-room.ts';
import type { Login } from './login.ts';
import type { acmActions, iamActions } from './policy.ts';
import {
  AcmCertificate,
  AcmDetail,
  AcmImport,
  AcmList,
  AcmSearch,
  Done,
  IamCertificate,
  IamList,
  IamUpload,
} from './schema.ts';
import type { IamUse } from './server-certificates.ts';

/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may import one';
const unreadableBytes = new TextEncoder().encode(unreadable);
const tag = { Key: 'certferry:managed', Value: 'true' };
const importing = { importing: true } as const;

/** An import names a certificate that does not exist, and brings none. */
export function acmTrials(
  login: Login,
  region: string,
  call: Call,
): Record<ActionOf<typeof acmActions>, Trial> {
  const client = login.client(ACMClient, region);
  const { certificate: CertificateArn } = nowhere(login, region);
  const ask = createAsk<ActionOf<typeof acmActions>>(
    login.caller({ concurrency: 4, perSecond: 5, burst: 5 }),
  );
  // https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html#api-rate-limits
  const slow = createAsk<ActionOf<typeof acmActions>>(
    login.caller({ concurrency: 1, perSecond: 0.9 }),
  );
  return {
    'acm:DescribeCertificate': () =>
      ask(
        'acm:DescribeCertificate',
        `reading the state of a certificate in ${region}`,
        AcmDetail,
        (at) => client.send(new DescribeCertificateCommand({ CertificateArn }), at),
        call,
      ),
    'acm:GetCertificate': () =>
      ask(
        'acm:GetCertificate',
        `reading a certificate in ${region}`,
        AcmCertificate,
        (at) => client.send(new GetCertificateCommand({ CertificateArn }), at),
        call,
      ),
    'acm:ListCertificates': () =>
      slow(
        'acm:ListCertificates',
        `listing certificates in ${region}`,
        AcmList,
        (at) => client.send(new ListCertificatesCommand({ MaxItems: 1 }), at),
        call,
      ),
    'acm:SearchCertificates': () =>
      ask(
        'acm:SearchCertificates',
        `searching certificates in ${region}`,
        AcmSearch,
        (at) => client.send(new SearchCertificatesCommand({ MaxResults: 1 }), at),
        call,
      ),
    'acm:AddTagsToCertificate': () =>
      ask(
        'acm:AddTagsToCertificate',
        `tagging a certificate in ${region}`,
        Done,
        (at) => client.send(new AddTagsToCertificateCommand({ CertificateArn, Tags: [tag] }), at),
        call,
      ),
    'acm:ImportCertificate': () =>
      slow(
        'acm:ImportCertificate',
        `importing a certificate into ACM in ${region}`,
        AcmImport,
        (at) =>
          client.send(
            new ImportCertificateCommand({
              CertificateArn,
              Certificate: unreadableBytes,
              PrivateKey: unreadableBytes,
            }),
            at,
          ),
        call,
        importing,
      ),
  };
}

/** An upload brings no certificate. */
export function iamTrials(
  login: Login,
  use: IamUse,
  call: Call,
): Record<ActionOf<typeof iamActions>, Trial> {
  const { iamRegion } = login.partition;
  const client = login.client(IAMClient, iamRegion);
  const { serverCertificate: ServerCertificateName } = nowhere(login, iamRegion);
  const ask = createAsk<ActionOf<typeof iamActions>>(
    login.caller({ concurrency: 4, perSecond: 5, burst: 5 }),
  );
  return {
    'iam:GetAccountSummary': () => serverCertificateRoom(login, call),
    'iam:GetServerCertificate': () =>
      ask(
        'iam:GetServerCertificate',
        'reading a server certificate',
        IamCertificate,
        (at) => client.send(new GetServerCertificateCommand({ ServerCertificateName }), at),
        call,
      ),
    'iam:ListServerCertificates': () =>
      ask(
        'iam:ListServerCertificates',
        'listing server certificates',
        IamList,
        (at) => client.send(new ListServerCertificatesCommand({ MaxItems: 1 }), at),
        call,
      ),
    'iam:TagServerCertificate': () =>
      ask(
        'iam:TagServerCertificate',
        'tagging a server certificate',
        Done,
        (at) =>
          client.send(new TagServerCertificateCommand({ ServerCertificateName, Tags: [tag] }), at),
        call,
      ),
    'iam:UploadServerCertificate': () =>
      ask(
        'iam:UploadServerCertificate',
        'uploading a certificate to IAM',
        IamUpload,
        (at) =>
          client.send(
            new UploadServerCertificateCommand({
              ServerCertificateName,
              Path: use === 'cloudfront' ? '/cloudfront/certferry/' : '/certferry/',
              CertificateBody: unreadable,
              PrivateKey: unreadable,
            }),
            at,
          ),
        call,
        importing,
      ),
  };
}
