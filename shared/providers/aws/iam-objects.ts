import {
  DeleteServerCertificateCommand,
  GetServerCertificateCommand,
  IAMClient,
  ListServerCertificatesCommand,
} from '@aws-sdk/client-iam';
import pMap, { pMapSkip } from 'p-map';
import type { z } from 'zod';

import type { ActionOf } from '../permissions.ts';
import { unlessGone } from '../places.ts';
import type { Call, CertificateStore } from '../provider.ts';
import { parseArn } from './arn.ts';
import { readPem } from './certificates.ts';
import { createAsk } from './client.ts';
import { wireCode } from './errors.ts';
import type { Login } from './login.ts';
import { demandRemovable, isOurs, nameOf, usesOrNull } from './object.ts';
import type { OurObject } from './object.ts';
import { pages } from './paging.ts';
import type { iamCleanUp } from './policy.ts';
import { Done, IamList, IamObject } from './schema.ts';
import type { Uses } from './uses.ts';

type Found = z.infer<typeof IamObject>['ServerCertificate'];

/** Where uploads of ours are, by who is to use them; see server-certificates.ts. */
const paths = ['/cloudfront/certferry/', '/certferry/'] as const;

/** CloudFront names a certificate by its id, load balancers by its ARN. */
const refsOf = ({ ServerCertificateMetadata: { ServerCertificateId, Arn } }: Found) => [
  ServerCertificateId,
  Arn,
];

/** As bindings and receipts name it. */
function refOf(found: Found): string {
  const { ServerCertificateId, Arn } = found.ServerCertificateMetadata;
  return Arn.includes(`:server-certificate${paths[0]}`) ? ServerCertificateId : Arn;
}

/**
 * Server certificates that Certferry uploaded to IAM. IAM itself does not know what uses them: it may
 * remove one that a load balancer still serves, which then stops. So every listener of every region of
 * the account, and CloudFront, is asked.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html
 */
export function createIamObjects(
  login: Login,
  { uses }: { readonly uses: (call: Call) => Promise<Uses> },
): Pick<CertificateStore, 'list' | 'remove'> {
  const client = login.client(IAMClient, login.partition.iamRegion);
  const ask = createAsk<ActionOf<typeof iamCleanUp>>(
    login.caller({ concurrency: 4, perSecond: 5, burst: 5 }),
  );

  async function read(name: string, call: Call): Promise<Found> {
    const { ServerCertificate } = await ask(
      'iam:GetServerCertificate',
      `reading server certificate ${name}`,
      IamObject,
      (options) =>
        client.send(new GetServerCertificateCommand({ ServerCertificateName: name }), options),
      call,
    );
    return ServerCertificate;
  }

  async function* listed(call: Call) {
    for (const path of paths) {
      const page = async (marker: string | undefined) =>
        await ask(
          'iam:ListServerCertificates',
          `listing server certificates under ${path}`,
          IamList,
          (options) =>
            client.send(
              new ListServerCertificatesCommand({
                PathPrefix: path,
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
  }

  /** Undefined: there is none, or one of another account. */
  async function nameFor(ref: string, call: Call): Promise<string | undefined> {
    const arn = parseArn(ref);
    if (arn !== undefined) {
      const own = arn.service === 'iam' && arn.account === login.accountId;
      return own ? arn.resource.split('/').at(-1) : undefined;
    }
    for await (const item of listed(call)) {
      if (item.ServerCertificateId === ref) return item.ServerCertificateName;
    }
    return undefined;
  }

  return {
    async list(call) {
      const names: string[] = [];
      for await (const { ServerCertificateName } of listed(call)) names.push(ServerCertificateName);
      const found = await pMap(
        names,
        async (name) => {
          const one = await unlessGone(read(name, call));
          return one === pMapSkip || !isOurs(one.Tags) ? pMapSkip : one;
        },
        { concurrency: 4 },
      );
      if (found.length === 0) return [];
      const bound = await usesOrNull(uses, 'IAM', call);
      return found.map((one): OurObject => ({
        ref: refOf(one),
        ...nameOf(one.Tags),
        sha256: readPem(one.CertificateBody, refOf(one)).sha256,
        storedAt: one.ServerCertificateMetadata.UploadDate ?? null,
        usedBy: bound?.of(refsOf(one)) ?? null,
      }));
    },

    async remove(ref, call) {
      try {
        const name = await nameFor(ref, call);
        if (name === undefined) return;
        const found = await read(name, call);
        // Another one, under a name that was free again: what was meant is gone.
        if (!refsOf(found).includes(ref)) return;
        demandRemovable(ref, { tags: found.Tags, usedBy: [] });
        demandRemovable(ref, { tags: found.Tags, usedBy: (await uses(call)).of(refsOf(found)) });
        await ask(
          'iam:DeleteServerCertificate',
          `removing server certificate ${name}`,
          Done,
          (options) =>
            client.send(
              new DeleteServerCertificateCommand({ ServerCertificateName: name }),
              options,
            ),
          call,
        );
        call.log.info('server certificate removed', { name });
      } catch (thrown) {
        // Gone before, or by a first try whose answer was lost.
        if (wireCode(thrown) !== 'NoSuchEntity') throw thrown;
      }
    },
  };
}
