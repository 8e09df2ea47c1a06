import { z } from 'zod';

import { contactFormats } from '../core/deployment.ts';
import {
  envPattern,
  namePattern,
  readDomain,
  readEndpoint,
  readEnvName,
  readReceiverUrl,
  readRepositoryPath,
  readSelector,
  readTime,
  regionPattern,
  regionRule,
  type Read,
} from './fields.ts';

/** Text that `read` understands. In the JSON Schema it is a string. */
function text<T>(read: (text: string) => Read<T>) {
  return z.string().transform((written, context): T => {
    const result = read(written);
    if ('value' in result) return result.value;
    context.addIssue({ code: 'custom', message: result.wrong });
    return z.NEVER;
  });
}

/**
 * A map from names to values, with at least one entry. The names are judged beside the schema: zod
 * does not look at the value of a key that it refuses.
 */
function named<T extends z.ZodType>(what: string, value: T) {
  return z
    .record(z.string(), value)
    .refine((entries) => Object.keys(entries).length > 0, `at least one ${what} is needed`)
    .meta({ minProperties: 1, propertyNames: { type: 'string', pattern: namePattern.source } });
}

/** A list with at least one entry. */
function list<T extends z.ZodType>(what: string, item: T) {
  return z.array(item).min(1, `at least one ${what} is needed`);
}

const EnvName = z
  .string()
  .superRefine((name, context) => {
    const read = readEnvName(name);
    if ('wrong' in read) context.addIssue({ code: 'custom', message: read.wrong });
  })
  .meta({ pattern: envPattern.source });

function secret(description: string) {
  return z
    .strictObject({
      env: EnvName.describe('The environment variable that holds the value in the workflow step.'),
    })
    .describe(description);
}

/** The keys that accounts of every cloud have; the rest is the provider's own. */
export const AccountBase = z.looseObject({
  provider: z.string().describe('The cloud that this account is of.'),
  regions: list('region', z.string().regex(regionPattern, regionRule))
    .optional()
    .describe('Regions to look in. Default: every region that the cloud lists for the account.'),
});

const Receiver = z
  .strictObject({
    url: text(readReceiverUrl).describe('Address of the receiver; https, without user name.'),
  })
  .describe('The self-hosted receiver that keeps certificates, quota and schedules.');

const Contact = z
  .strictObject({
    email: z
      .email('expected an e-mail address')
      .optional()
      .describe('Address that mail is sent to.'),
    webhook: secret(
      'Address of a chat webhook; it is a secret, so it is read from a variable.',
    ).optional(),
    format: z
      .enum(contactFormats)
      .optional()
      .describe('What the webhook understands. Default: generic.'),
  })
  .meta({
    oneOf: [{ required: ['email'] }, { required: ['webhook'] }],
    dependentRequired: { format: ['webhook'] },
  });

const From = z
  .strictObject({
    env: z
      .strictObject({
        chain: EnvName.describe(
          'Variable with the certificate and its intermediates as PEM, leaf first.',
        ),
        key: EnvName.describe('Variable with the private key as PEM.'),
      })
      .optional()
      .describe('The certificate comes from environment variables of the workflow step.'),
    files: z
      .strictObject({
        chain: text(readRepositoryPath).describe(
          'PEM file in the repository with the certificate and its intermediates, leaf first.',
        ),
        key: secret('The private key as PEM. It is never kept in the repository.'),
      })
      .optional()
      .describe('The certificate comes from a file of the repository, its key from a variable.'),
    receiver: text(readDomain)
      .optional()
      .describe('The newest valid certificate of this name that the receiver keeps.'),
  })
  .describe('Where the certificate comes from: exactly one of env, files and receiver.')
  .meta({ minProperties: 1, maxProperties: 1 });

const Certificate = z.strictObject({ from: From });

const Selectors = z.array(text(readSelector));

function target(products: readonly string[]) {
  return z.strictObject({
    product: z
      .string()
      .describe('The product to deploy to, as cloud/product.')
      .meta(products.length > 0 ? { enum: products } : {}),
    include: Selectors.min(1, 'at least one domain or id is needed; leave include out for all')
      .optional()
      .describe('Domains ("*" is one label) or ids ("*" is any text). Default: every resource.'),
    exclude: Selectors.optional().describe('Domains or ids to leave out. Wins over include.'),
    connect_to: text((written) => readEndpoint(written))
      .optional()
      .describe(
        "Where handshakes connect to, as host:port, instead of the resource's own endpoint.",
      ),
  });
}

const deployRule = 'expected now or { at: <time with offset> }';

function task(products: readonly string[], now: Date | undefined) {
  const At = z.strictObject({
    at: text((written) => readTime(written, now)).describe(
      'RFC 3339 time with offset, in the future.',
    ),
  });
  return z.strictObject({
    accounts: list('account', z.string()).describe('Names of accounts to look in.'),
    certificates: list('certificate', z.string()).describe('Names of certificates to deploy.'),
    targets: list('target', target(products)).describe('Products to deploy to, each at most once.'),
    contacts: z
      .array(z.string())
      .max(10, 'a task has at most 10 contacts')
      .optional()
      .describe('Names of contacts that are told about each run; at most 10.'),
    deploy: z
      .union([z.literal('now'), At], { error: deployRule })
      // A default of what is written: zod leaves one of what is read out of the JSON Schema.
      .prefault('now')
      .describe('When to deploy: with the merge, or at a time.'),
    enable_https: z
      .boolean()
      .default(false)
      .describe('Attach a certificate also to a resource that serves no HTTPS today.'),
    allow_unmatched: z
      .boolean()
      .default(false)
      .describe('A certificate that matches no resource is no failure.'),
    rollback: z
      .enum(['on-failure', 'never'])
      .default('on-failure')
      .describe('What happens to a resource whose new certificate is not proven.'),
    extend: z
      .boolean()
      .default(false)
      .describe('Runs without a preview may also cover resources that no merged run has covered.'),
  });
}

export interface SchemaOptions {
  /** Products in the JSON Schema; the parser checks them by itself, to suggest and to explain. */
  readonly products?: readonly string[];
  readonly now?: Date | undefined;
}

/** The shape of a deployment file. What names refer to, and a cloud's own keys, is checked beside it. */
export function deploymentFile({ products = [], now }: SchemaOptions) {
  return z
    .strictObject({
      version: z
        .literal(1, { error: 'this version of Certferry reads version: 1' })
        .describe('Version of the format.'),
      receiver: Receiver.optional(),
      accounts: named('account', AccountBase).describe('Logins to clouds, by name.'),
      contacts: named('contact', Contact)
        .optional()
        .describe('Who is told about runs and about certificates that end soon, by name.'),
      certificates: named('certificate', Certificate).describe('Certificates, by name.'),
      tasks: named('task', task(products, now)).describe('What to deploy where, by name.'),
      monitor: list(
        'host',
        text((written) => readEndpoint(written, 443)),
      )
        .optional()
        .describe('Further hosts, or host:port, whose served certificate is watched.'),
    })
    .describe('A deployment file of Certferry.');
}
export type DeploymentFile = z.output<ReturnType<typeof deploymentFile>>;
