import { z } from 'zod';

import { AwsError } from './errors.ts';
import { ids } from './ids.ts';
import { inputChecker, tag, textInteger } from './input.ts';
import type { StoredCertificate } from './model.ts';
import { type Context, type Operation, operationsOf } from './operation.ts';
import { type Material, readCertificate, readKey, strictPemCertificates } from './x509.ts';

const iam = operationsOf('iam', inputChecker('ValidationError'));

const name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w+=,.@-]+$/u);
const path = z
  .string()
  .max(512)
  .regex(/^\/(?:[\u{21}-\u{7e}]*\/)?$/u);

const malformed = (what: string) => new AwsError('MalformedCertificate', `${what} is malformed.`);

function metadata({ iam: own, arn, createdAt, facts }: StoredCertificate): object {
  return {
    Path: own?.path,
    ServerCertificateName: own?.name,
    ServerCertificateId: own?.id,
    Arn: arn,
    UploadDate: new Date(createdAt),
    Expiration: facts.notAfter,
  };
}

function get({ account }: Context, wanted: string): StoredCertificate {
  const found = account.serverCertificates.get(wanted);
  if (found === undefined) {
    throw new AwsError(
      'NoSuchEntity',
      `The Server Certificate with name ${wanted} cannot be found.`,
      404,
    );
  }
  return found;
}

function readMaterial(body: string, privateKey: string, chainText: string | undefined): Material {
  const leaf = readCertificate(body);
  if (leaf === undefined || strictPemCertificates(body)?.length !== 1) {
    throw malformed('The certificate body');
  }
  const key = readKey(privateKey);
  if (key === 'encrypted' || key === 'unreadable') throw malformed('The private key');
  if (!leaf.checkPrivateKey(key)) {
    throw new AwsError('KeyPairMismatch', 'The certificate and the private key do not match.');
  }
  const blocks = chainText === undefined ? [] : strictPemCertificates(chainText);
  if (blocks === undefined) throw malformed('The certificate chain');
  const chain = blocks.map((pem) => {
    const certificate = readCertificate(pem);
    if (certificate === undefined) throw malformed('The certificate chain');
    return certificate;
  });
  chain.reduce((below, above) => {
    if (!below.checkIssued(above) || !below.verify(above.publicKey)) {
      throw malformed('The certificate chain');
    }
    return above;
  }, leaf);
  return { leaf: leaf.toString(), chain: chain.map(String), key: privateKey };
}

const upload = iam({
  name: 'UploadServerCertificate',
  writes: true,
  input: z.strictObject({
    ServerCertificateName: name,
    Path: path.optional(),
    CertificateBody: z.string().min(1).max(16_384),
    PrivateKey: z.string().min(1).max(16_384),
    CertificateChain: z.string().min(1).max(2_097_152).optional(),
    Tags: z.array(tag).max(50).optional(),
  }),
  resource: (request, { account }) =>
    `arn:${account.partition}:iam::${account.id}:server-certificate${request.Path ?? '/'}${request.ServerCertificateName}`,
  run(request, context) {
    const { account, world } = context;
    const { ServerCertificateName } = request;
    const arn = `arn:${account.partition}:iam::${account.id}:server-certificate${request.Path ?? '/'}${ServerCertificateName}`;
    if (account.serverCertificates.has(ServerCertificateName)) {
      throw new AwsError(
        'EntityAlreadyExists',
        `The Server Certificate with name ${ServerCertificateName} already exists.`,
        409,
      );
    }
    const { iamCertificates } = world.settings.quotas;
    if (account.serverCertificates.size >= iamCertificates) {
      throw new AwsError(
        'LimitExceeded',
        `Cannot exceed quota for ServerCertificatesPerAccount: ${iamCertificates}`,
        409,
      );
    }
    const certificate = world.createCertificate(
      readMaterial(request.CertificateBody, request.PrivateKey, request.CertificateChain),
      {
        arn,
        store: 'iam',
        region: null,
        iam: {
          id: ids.serverCertificate(),
          name: ServerCertificateName,
          path: request.Path ?? '/',
        },
        tags: Object.fromEntries((request.Tags ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
      },
    );
    account.serverCertificates.set(ServerCertificateName, certificate);
    return { members: { ServerCertificateMetadata: metadata(certificate) } };
  },
});

const list = iam({
  name: 'ListServerCertificates',
  input: z.strictObject({
    PathPrefix: z.string().min(1).max(512).optional(),
    Marker: z.string().min(1).optional(),
    MaxItems: textInteger(1, 1000).optional(),
  }),
  run(request, context) {
    const { account, world, pager } = context;
    const all = [...account.serverCertificates.values()].filter((certificate) =>
      certificate.iam?.path.startsWith(request.PathPrefix ?? '/'),
    );
    const page = pager.page(
      all,
      {
        scope: `iam/${account.id}/${request.PathPrefix ?? ''}`,
        size: Math.min(request.MaxItems ?? 100, world.settings.pageSizes.iam ?? 1000),
        token: request.Marker,
      },
      { code: 'InvalidInput', message: 'The marker is not valid.' },
    );
    return {
      members: {
        ServerCertificateMetadataList: page.items.map(metadata),
        IsTruncated: page.next !== undefined,
        Marker: page.next,
      },
    };
  },
});

const byName = z.strictObject({ ServerCertificateName: name });

const getOne = iam({
  name: 'GetServerCertificate',
  input: byName,
  run({ ServerCertificateName }, context) {
    const certificate = get(context, ServerCertificateName);
    const { material } = certificate;
    return {
      members: {
        ServerCertificate: {
          ServerCertificateMetadata: metadata(certificate),
          CertificateBody: material.leaf,
          CertificateChain: material.chain.length > 0 ? material.chain.join('') : undefined,
          Tags: [...certificate.tags].map(([Key, Value]) => ({ Key, Value })),
        },
      },
    };
  },
});

const deleteOne = iam({
  name: 'DeleteServerCertificate',
  writes: true,
  input: byName,
  run({ ServerCertificateName }, context) {
    const certificate = get(context, ServerCertificateName);
    const users = context.world.inUseBy(certificate);
    if (users.length > 0) {
      throw new AwsError(
        'DeleteConflict',
        `Certificate: ${certificate.iam?.id} is currently in use by ${users.join(', ')}.`,
        409,
      );
    }
    context.account.serverCertificates.delete(ServerCertificateName);
    return { members: {} };
  },
});

const tagOne = iam({
  name: 'TagServerCertificate',
  writes: true,
  input: z.strictObject({ ServerCertificateName: name, Tags: z.array(tag).min(1).max(50) }),
  run({ ServerCertificateName, Tags }, context) {
    const { tags } = get(context, ServerCertificateName);
    for (const { Key, Value } of Tags) tags.set(Key, Value ?? '');
    return { members: {} };
  },
});

const listTags = iam({
  name: 'ListServerCertificateTags',
  input: z.strictObject({
    ServerCertificateName: name,
    Marker: z.string().min(1).optional(),
    MaxItems: textInteger(1, 1000).optional(),
  }),
  run({ ServerCertificateName }, context) {
    const { tags } = get(context, ServerCertificateName);
    return {
      members: { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })), IsTruncated: false },
    };
  },
});

/** Only what it says of server certificates, among the much else that it counts. */
const summary = iam({
  name: 'GetAccountSummary',
  input: z.strictObject({}),
  run(_request, { account, world }) {
    const counts = new Map([
      ['Users', 3],
      ['ServerCertificates', account.serverCertificates.size],
      ['ServerCertificatesQuota', world.settings.quotas.iamCertificates],
    ]);
    return { members: { SummaryMap: counts } };
  },
});

export const iamOperations: readonly Operation[] = [
  upload,
  list,
  getOne,
  deleteOne,
  tagOne,
  listTags,
  summary,
];
