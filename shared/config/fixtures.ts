import { z } from 'zod';

import type { Deployment, Problem } from '../core/deployment.ts';
import { huaweiSpec } from '../providers/huawei/spec.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import { tencentSpec } from '../providers/tencent/spec.ts';
import { type ParsedDeployment, parseDeployment } from './parse-deployment.ts';

/** Clouds for the tests of the parser. */

const unused = () => Promise.reject(new Error('the parser loads no provider'));

const secret = (description: string) =>
  z
    .strictObject({ env: z.string().describe('Name of the environment variable.') })
    .describe(description);

const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/u, 'expected the ARN of a role');

/** Has the keys of an AWS account. */
export const awsLike: ProviderSpec = {
  id: 'aws',
  title: 'AWS',
  permissions: new Map(),
  policy: () => null,
  targets: ['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'],
  settings: z
    .strictObject({
      credentials: z
        .strictObject({
          access_key_id: secret('The access key id.'),
          secret_access_key: secret('The secret access key.'),
          session_token: secret('The session token.').optional(),
        })
        .optional()
        .describe('Stored keys.'),
      oidc: z
        .strictObject({
          role: roleArn.describe('The role to take on.'),
          audience: z.string().optional().describe('Whom the token is made out to.'),
        })
        .optional()
        .describe('Login with the OIDC token of the workflow run.'),
      role: roleArn.optional().describe('A role to assume on top of the login.'),
      external_id: z.string().optional().describe('The external id that the role demands.'),
      account_id: z
        .string()
        .regex(/^\d{12}$/u, 'expected the 12 digits of the account, in quotes')
        .optional()
        .describe('The account that the login must belong to.'),
      endpoint: z.string().optional().describe('Address of a simulator.'),
    })
    .refine((settings) => settings.credentials === undefined || settings.oidc === undefined, {
      error: 'credentials and oidc are two ways to log in: keep one of them',
      path: ['oidc'],
    })
    .refine((settings) => settings.external_id === undefined || settings.role !== undefined, {
      error: 'external_id belongs to role',
      path: ['role'],
    }),
  secrets: () => [],
  load: unused,
};

/** A cloud whose settings are a union and transform what they read. */
const cloudy: ProviderSpec = {
  id: 'cloudy',
  title: 'Cloudy',
  permissions: new Map(),
  policy: () => null,
  targets: ['cloudy/edge'],
  settings: z.union([
    z.strictObject({
      zone: z
        .string()
        .transform((zone) => zone.toUpperCase())
        .describe('The zone.'),
    }),
    z.strictObject({
      token: secret('The token.'),
      retries: z.int().min(0).max(9).optional().describe('How often to try again.'),
    }),
  ]),
  secrets: () => [],
  load: unused,
};

export const clouds: readonly ProviderSpec[] = [awsLike, cloudy];
/** With the two that the examples name besides. */
const allClouds = [...clouds, tencentSpec, huaweiSpec];
export const now = new Date('2026-11-25T12:00:00Z');

export function read(text: string, file = 'certferry.yml'): ParsedDeployment {
  return parseDeployment({ file, text, providers: allClouds, now });
}

/** `line:column message` for each problem; empty when the file is valid. */
export function problemsOf(text: string): readonly string[] {
  const parsed = read(text);
  return parsed.ok ? [] : parsed.problems.map(said);
}

export function said({ line, column, message }: Problem): string {
  return `${line}:${column} ${message}`;
}

/** The deployment of a valid file; throws what is wrong with one that is not. */
export function deploymentOf(text: string): Deployment {
  const parsed = read(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(said).join('\n'));
  return parsed.deployment;
}

/** The smallest valid file, with one section exchanged for another. */
export function fileWith(
  sections: Partial<Record<'accounts' | 'certificates' | 'tasks' | 'more', string>>,
) {
  return [
    'version: 1',
    sections.accounts ?? 'accounts:\n  prod: { provider: aws }',
    sections.certificates ?? 'certificates:\n  shop: { from: { env: { chain: CHAIN, key: KEY } } }',
    sections.tasks ??
      'tasks:\n  all: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] }',
    ...(sections.more === undefined ? [] : [sections.more]),
    '',
  ].join('\n');
}
