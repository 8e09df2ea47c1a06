import { z } from 'zod';

import type { SecretRef } from '../../core/deployment.ts';
import { isSafeOrigin } from '../endpoint.ts';
import type { ProviderSpec } from '../provider.ts';
import { secretRef } from '../secret-ref.ts';
import { tencentPermissions, tencentPolicy, tencentTargets } from './policy.ts';

const RoleArn = z
  .string()
  .regex(
    /^qcs::cam::uin\/\d+:(?:roleName|role)\/[\w+=,.@/-]{1,256}$/u,
    'expected the description of a role, such as qcs::cam::uin/100000000001:roleName/certferry',
  );

/** The keys of a Tencent Cloud account in the deployment file, besides `provider` and `regions`. */
export const TencentSettings = z
  .strictObject({
    site: z
      .enum(['china', 'international'])
      .default('china')
      .describe('Where the account was opened: cloud.tencent.com or tencentcloud.com.'),
    credentials: z
      .strictObject({
        secret_id: secretRef('The SecretId of an API key.'),
        secret_key: secretRef('The SecretKey of the API key.'),
        token: secretRef('The token of temporary credentials.').optional(),
      })
      .optional()
      .describe('An API key.'),
    oidc: z
      .strictObject({
        provider_id: z
          .string()
          .regex(/^[\w.-]{1,128}$/u, 'expected the name of the identity provider in CAM')
          .describe('Name of the OIDC identity provider that was set up in CAM for GitHub.'),
        role: RoleArn.describe('The role to take on with the OIDC token of the workflow run.'),
        audience: z
          .string()
          .min(1)
          .optional()
          .describe('Whom the token is made out to. Default: sts.tencentcloudapi.com.'),
      })
      .optional()
      .describe('Login without any stored key; the job needs "permissions: id-token: write".'),
    role: RoleArn.optional().describe('A role to assume on top of the login.'),
    external_id: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,128}$/u, 'expected 2 to 128 letters, digits or + = , . @ : / -')
      .optional()
      .describe('The external id that the trust policy of "role" demands.'),
    endpoint: z
      .string()
      .refine(
        isSafeOrigin,
        'expected an https address without a path, or http on this machine (127.0.0.1)',
      )
      .optional()
      .describe('Address that answers for all services instead of Tencent Cloud, for simulators.'),
  })
  .refine((settings) => settings.credentials === undefined || settings.oidc === undefined, {
    error: 'credentials and oidc are two ways to log in: keep one of them',
    path: ['oidc'],
  })
  .refine((settings) => settings.external_id === undefined || settings.role !== undefined, {
    error: 'external_id belongs to role, which is missing',
    path: ['external_id'],
  })
  .refine((settings) => settings.credentials !== undefined || settings.oidc !== undefined, {
    error: 'no way to log in: give the account "credentials" or "oidc"',
  });
export type TencentSettings = z.infer<typeof TencentSettings>;

export const tencentSpec: ProviderSpec = {
  id: 'tencent',
  title: 'Tencent Cloud',
  targets: tencentTargets,
  permissions: tencentPermissions,
  policy: tencentPolicy,
  settings: TencentSettings,
  secrets(settings): readonly SecretRef[] {
    const { credentials } = TencentSettings.parse(settings);
    if (credentials === undefined) return [];
    const { secret_id, secret_key, token } = credentials;
    return [secret_id, secret_key, ...(token === undefined ? [] : [token])];
  },
  load: async () => (await import('./provider.ts')).createTencentProvider(),
};
