import {
  GetServerCertificateCommand,
  IAMClient,
  ListServerCertificatesCommand,
  UploadServerCertificateCommand,
} from '@aws-sdk/client-iam';
import type { z } from 'zod';

import type { CertificateFacts, Material } from '../../core/model.ts';
import { memo } from '../../runtime/memo.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { parseArn } from './arn.ts';
import { readPem, tagValue } from './certificates.ts';
import type { CertificateStore, Ensured } from './certificates.ts';
import { createAsk } from './client.ts';
import { wireCode } from './errors.ts';
import type { Login } from './login.ts';
import { pages } from './paging.ts';
import type { iamActions } from './policy.ts';
import { IamCertificate, IamList, IamUpload } from './schema.ts';

/** Who uses the certificates: decides their path, and by what they are named in a binding. */
export type IamUse = 'cloudfront' | 'elb';

type Listed = z.infer<typeof IamList>['ServerCertificateMetadataList'][number];

interface Stored extends Ensured {
  readonly facts: CertificateFacts;
}

/**
 * Certificates of IAM, for what ACM cannot serve: CloudFront in China, and EC or RSA 4096 keys on a
 * Classic Load Balancer. There is no replacing in place, so the name holds the whole fingerprint:
 * an upload can be repeated safely.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
 */
export function createIamStore(login: Login, use: IamUse): CertificateStore {
  const client = login.client(IAMClient, login.partition.iamRegion);
  const ask = createAsk<ActionOf<typeof iamActions>>(
    login.caller({ concurrency: 4, perSecond: 10, burst: 10 }),
  );
  const prefix = use === 'cloudfront' ? '/cloudfront/' : '/';
  const byName = memo<Stored | null>();
  const ensured = memo<Ensured>();

  async function read(name: string, call: Call): Promise<Stored | null> {
    try {
      const { ServerCertificate: found } = await ask(
        'iam:GetServerCertificate',
        `reading server certificate ${name}`,
        IamCertificate,
        (options) =>
          client.send(new GetServerCertificateCommand({ ServerCertificateName: name }), options),
        call,
      );
      const { ServerCertificateId, Arn } = found.ServerCertificateMetadata;
      return {
        ref: use === 'cloudfront' ? ServerCertificateId : Arn,
        fresh: false,
        facts: readPem(found.CertificateBody, Arn),
      };
    } catch (thrown) {
      if (wireCode(thrown) === 'NoSuchEntity') return null;
      throw thrown;
    }
  }
  const named = async (name: string, call: Call) => await byName.get(name, () => read(name, call));

  async function* list(call: Call): AsyncGenerator<Listed> {
    const page = async (marker: string | undefined) =>
      await ask(
        'iam:ListServerCertificates',
        'listing server certificates',
        IamList,
        (options) =>
          client.send(
            new ListServerCertificatesCommand({
              PathPrefix: prefix,
              ...(marker === undefined ? {} : { Marker: marker }),
            }),
            options,
          ),
        call,
      );
    const next = ({ IsTruncated, Marker }: z.infer<typeof IamList>) =>
      IsTruncated === true ? Marker : undefined;
    for await (const { ServerCertificateMetadataList } of pages(page, next)) {
      yield* ServerCertificateMetadataList;
    }
  }

  async function find(wanted: CertificateFacts, call: Call): Promise<Stored | undefined> {
    const own = await named(`certferry-${wanted.sha256}`, call);
    if (own?.facts.sha256 === wanted.sha256) return own;
    const endsAt = Math.floor(wanted.notAfter.getTime() / 1000);
    for await (const item of list(call)) {
      if (item.Expiration === undefined) continue;
      if (Math.floor(item.Expiration.getTime() / 1000) !== endsAt) continue;
      const stored = await named(item.ServerCertificateName, call);
      if (stored?.facts.sha256 === wanted.sha256) return stored;
    }
    return undefined;
  }

  async function upload(material: Material, call: Call): Promise<Ensured> {
    const { certificate, leaf, intermediates, key } = material;
    const name = `certferry-${certificate.sha256}`;
    try {
      const { ServerCertificateMetadata } = await ask(
        'iam:UploadServerCertificate',
        `uploading certificate "${certificate.name}" to IAM`,
        IamUpload,
        (options) =>
          client.send(
            new UploadServerCertificateCommand({
              ServerCertificateName: name,
              Path: `${prefix}certferry/`,
              CertificateBody: leaf,
              PrivateKey: key.reveal(),
              ...(intermediates.length === 0 ? {} : { CertificateChain: intermediates.join('') }),
              Tags: [
                { Key: 'certferry:managed', Value: 'true' },
                { Key: 'certferry:sha256', Value: certificate.sha256 },
                { Key: 'certferry:name', Value: tagValue(certificate.name) },
              ],
            }),
            options,
          ),
        call,
        { importing: true },
      );
      const { ServerCertificateId, Arn } = ServerCertificateMetadata;
      call.log.info('server certificate uploaded', { certificate: certificate.name, name });
      return { ref: use === 'cloudfront' ? ServerCertificateId : Arn, fresh: true };
    } catch (thrown) {
      // A first try whose answer was lost, or another run at the same time.
      const stored =
        wireCode(thrown) === 'EntityAlreadyExists' ? await named(name, call) : undefined;
      if (stored?.facts.sha256 === certificate.sha256) return { ref: stored.ref, fresh: true };
      throw thrown;
    }
  }

  async function nameOf(ref: string, call: Call): Promise<string | undefined> {
    const arn = parseArn(ref);
    if (arn === undefined) {
      for await (const item of list(call)) {
        if (item.ServerCertificateId === ref) return item.ServerCertificateName;
      }
      return undefined;
    }
    const ours = arn.service === 'iam' && arn.account === login.accountId;
    return ours ? arn.resource.split('/').at(-1) : undefined;
  }

  return {
    async facts(ref, call) {
      const name = await nameOf(ref, call);
      return name === undefined ? null : ((await named(name, call))?.facts ?? null);
    },
    managedBy: async () => await Promise.resolve(null),
    async ensure(material, call) {
      return await ensured.get(
        material.certificate.sha256,
        async () => (await find(material.certificate, call)) ?? (await upload(material, call)),
      );
    },
  };
}
