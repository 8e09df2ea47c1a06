import { z } from 'zod';

import type { SecretRef } from '../../core/deployment.ts';
import { isSafeEndpoint } from '../endpoint.ts';
import type { ProviderSpec } from '../provider.ts';
import { secretRef } from '../secret-ref.ts';
import { awsPermissions, awsPolicy, awsTargets } from './policy.ts';

const RoleArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/u,
    'expected the ARN of a role, such as arn:aws:iam::123456789012:role/certferry',
  );

/** The keys of an AWS account in the deployment file, besides `provider` and `regions`. */
export const AwsSettings = z
  .strictObject({
    credentials: z
      .strictObject({
        access_key_id: secretRef('The access key id.'),
        secret_access_key: secretRef('The secret access key.'),
        session_token: secretRef('The session token of temporary credentials.').optional(),
      })
      .optional()
      .describe('Keys. Without them and without oidc: what the AWS SDK finds by itself.'),
    oidc: z
      .strictObject({
        role: RoleArn.describe('The role to take on with the OIDC token of the workflow run.'),
        audience: z
          .string()
          .min(1)
          .optional()
          .describe('Whom the token is made out to. Default: sts.amazonaws.com.'),
      })
      .optional()
      .describe('Login without any stored key; the job needs "permissions: id-token: write".'),
    role: RoleArn.optional().describe('A role to assume on top of the login.'),
    external_id: z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/u, 'expected 2 to 1224 letters, digits or + = , . @ : / -')
      .optional()
      .describe('The external id that the trust policy of "role" demands.'),
    account_id: z
      .string()
      .regex(/^\d{12}$/u, 'expected the 12 digits of the account, in quotes')
      .optional()
      .describe('The account that the login must belong to; anything else is refused.'),
    endpoint: z
      .string()
      .refine(isSafeEndpoint, 'expected an https address, or http on this machine (127.0.0.1)')
      .optional()
      .describe('Address of all services instead of those of AWS, for simulators.'),
  })
  .refine((settings) => settings.credentials === undefined || settings.oidc === undefined, {
    error: 'credentials and oidc are two ways to log in: keep one of them',
    path: ['oidc'],
  })
  .refine((settings) => settings.external_id === undefined || settings.role !== undefined, {
    error: 'external_id belongs to role, which is missing',
    path: ['external_id'],
  });
export type AwsSettings = z.infer<typeof AwsSettings>;

export const awsSpec: ProviderSpec = {
  id: 'aws',
  title: 'AWS',
  targets: awsTargets,
  permissions: awsPermissions,
  policy: awsPolicy,
  settings: AwsSettings,
  secrets(settings): readonly SecretRef[] {
    const { credentials } = AwsSettings.parse(settings);
    if (credentials === undefined) return [];
    const { access_key_id, secret_access_key, session_token } = credentials;
    return [
      access_key_id,
      secret_access_key,
      ...(session_token === undefined ? [] : [session_token]),
    ];
  },
  load: async () => (await import('./provider.ts')).createAwsProvider(),
};
