import { z } from 'zod';

import type { SecretRef } from '../../core/deployment.ts';
import { isSafeOrigin } from '../endpoint.ts';
import type { ProviderSpec } from '../provider.ts';
import { secretRef } from '../secret-ref.ts';
import { huaweiPermissions, huaweiPolicy, huaweiTargets } from './policy.ts';

function urn(kind: 'oidcProvider' | 'agency') {
  return z
    .string()
    .regex(
      new RegExp(`^iam::[\\w-]+:${kind}:[\\w+=,.@/-]+$`, 'u'),
      `expected a URN such as iam::0123456789abcdef0123456789abcdef:${kind}:certferry`,
    );
}

const RegionName = z
  .string()
  .regex(/^[a-z]{2}-[a-z]+(?:-[a-z]+)*-\d+$/u, 'expected a region such as cn-north-4');

/** The keys of a Huawei Cloud account in the deployment file, besides `provider` and `regions`. */
export const HuaweiSettings = z
  .strictObject({
    credentials: z
      .strictObject({
        access_key: secretRef('The access key (AK).'),
        secret_key: secretRef('The secret access key (SK).'),
        security_token: secretRef('The security token of temporary credentials.').optional(),
      })
      .optional()
      .describe('Keys. Without them "oidc" is needed.'),
    oidc: z
      .strictObject({
        provider_urn: urn('oidcProvider').describe('The OIDC identity provider in IAM.'),
        agency_urn: urn('agency').describe('The trust agency that the workflow run takes on.'),
        audience: z
          .string()
          .min(1)
          .optional()
          .describe('Whom the token is made out to. Default: sts.myhuaweicloud.com.'),
      })
      .optional()
      .describe('Login without any stored key; the job needs "permissions: id-token: write".'),
    project_ids: z
      .record(RegionName, z.string().regex(/^[0-9a-f]{32}$/u, 'expected 32 hex digits'))
      .optional()
      .describe('Project id by region. Default: the main project of the region, asked of IAM.'),
    endpoint: z
      .string()
      .refine(
        isSafeOrigin,
        'expected an https address without a path, or http on this machine (127.0.0.1)',
      )
      .optional()
      .describe('Address of all services instead of those of Huawei Cloud, for simulators.'),
  })
  .refine((settings) => settings.credentials !== undefined || settings.oidc !== undefined, {
    error: 'there is no way to log in: give the account "credentials" or "oidc"',
    path: ['credentials'],
  })
  .refine((settings) => settings.credentials === undefined || settings.oidc === undefined, {
    error: 'credentials and oidc are two ways to log in: keep one of them',
    path: ['oidc'],
  });
export type HuaweiSettings = z.infer<typeof HuaweiSettings>;

export const huaweiSpec: ProviderSpec = {
  id: 'huawei',
  title: 'Huawei Cloud',
  targets: huaweiTargets,
  permissions: huaweiPermissions,
  policy: huaweiPolicy,
  settings: HuaweiSettings,
  secrets(settings): readonly SecretRef[] {
    const { credentials } = HuaweiSettings.parse(settings);
    if (credentials === undefined) return [];
    const { access_key, secret_key, security_token } = credentials;
    return [access_key, secret_key, ...(security_token === undefined ? [] : [security_token])];
  },
  load: async () => (await import('./provider.ts')).createHuaweiProvider(),
};
