import { randomUUID } from 'node:crypto';

import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { Client as StsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { z } from 'zod';

import type { DeployError } from '../../core/errors.ts';
import type { Target } from '../../core/model.ts';
import { tryEach } from '../../core/trial.ts';
import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { wireCode } from './errors.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import { tencentPermissions } from './policy.ts';
import type { loginActions, sslActions } from './policy.ts';
import { CertificateDetail, CertificateList, Existing, Uploaded } from './schema.ts';

/** Names in the right form of things that certainly do not exist. */
export function nowhere() {
  const uuid = randomUUID();
  const short = uuid.slice(0, 8);
  return {
    uuid,
    // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
    domain: `${uuid}.invalid`,
    certificate: short,
    loadBalancer: `lb-${short}`,
    listener: `lbl-${short}`,
    wafDomain: uuid.replaceAll('-', ''),
    wafInstance: `waf_${short}`,
  };
}

/**
 * CAM is asked before a service looks for what a call names, or reads what it brings. What is said of
 * the form of a request (`MissingParameter`, `UnknownParameter`) may come before that, and what is
 * said of the account (not verified, no such service) tells nothing either.
 */
function isAnswer(error: DeployError): boolean {
  const wire = wireCode(error);
  if (wire === undefined) return false;
  return (
    error.code === 'RESOURCE_GONE' ||
    error.code === 'CERTIFICATE_REJECTED' ||
    (error.code === 'CLOUD_UNEXPECTED' && /^InvalidParameter(?:Value)?(?:\.|$)/u.test(wire))
  );
}

/** Tries what this target declares; `trials` must hold one for each. */
export async function checkTarget(
  target: Target,
  trials: Readonly<Record<string, Trial>>,
): Promise<readonly PermissionCheck[]> {
  const { read = [], write = [] } = tencentPermissions.get(target) ?? {};
  return await tryEach([...read, ...write], trials, isAnswer);
}

/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may upload one';

/** Of the login and of the certificates, which every target needs. */
export function sharedTrials(
  login: Login,
  call: Call,
): Record<ActionOf<typeof loginActions> | ActionOf<typeof sslActions>, Trial> {
  const sts = login.ask<ActionOf<typeof loginActions>>(StsClient, 'sts', homeRegion);
  const ssl = login.ask<ActionOf<typeof sslActions>>(SslClient, 'ssl', homeRegion);
  const { certificate } = nowhere();
  return {
    'sts:GetCallerIdentity': () =>
      sts(
        {
          action: 'sts:GetCallerIdentity',
          doing: 'asking Tencent Cloud whose login this is',
          schema: z.object({}),
          body: {},
        },
        call,
      ),
    'ssl:CheckCertificateExist': () =>
      ssl(
        {
          action: 'ssl:CheckCertificateExist',
          doing: 'looking for a certificate among those uploaded before',
          schema: Existing,
          body: { CertificatePublicKey: unreadable },
        },
        call,
      ),
    'ssl:DescribeCertificateDetail': () =>
      ssl(
        {
          action: 'ssl:DescribeCertificateDetail',
          doing: 'reading a certificate',
          schema: CertificateDetail,
          body: { CertificateId: certificate },
        },
        call,
      ),
    'ssl:DescribeCertificates': () =>
      ssl(
        {
          action: 'ssl:DescribeCertificates',
          doing: 'listing certificates',
          schema: CertificateList,
          body: { Offset: 0, Limit: 1 },
        },
        call,
      ),
    'ssl:UploadCertificate': () =>
      ssl(
        {
          action: 'ssl:UploadCertificate',
          doing: 'uploading a certificate',
          schema: Uploaded,
          body: {
            CertificatePublicKey: unreadable,
            CertificatePrivateKey: unreadable,
            CertificateType: 'SVR',
            Repeatable: false,
          },
        },
        call,
      ),
  };
}
