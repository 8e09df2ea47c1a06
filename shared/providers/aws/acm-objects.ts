import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
import pMap, { pMapSkip } from 'p-map';

import { DeployError } from '../../core/errors.ts';
import type { CertificateFacts } from '../../core/model.ts';
import type { ActionOf } from '../permissions.ts';
import { unlessGone } from '../places.ts';
import type { Call, CertificateStore } from '../provider.ts';
import type { AcmCallers } from './acm-callers.ts';
import { keyTypes } from './acm-search.ts';
import { createAsk } from './client.ts';
import { wireCode } from './errors.ts';
import type { Login } from './login.ts';
import { demandRemovable, isOurs, nameOf, usesOrNull } from './object.ts';
import type { OurObject } from './object.ts';
import { pages } from './paging.ts';
import type { acmCleanUp } from './policy.ts';
import { AcmList, AcmTags, AcmUse, Done } from './schema.ts';
import type { Uses } from './uses.ts';

/** Certificates that are looked at at the same time; their rate is kept below. */
const reading = 8;

/**
 * Certificates that Certferry imported into ACM of one region, to be removed when nothing uses them.
 * `InUseBy` follows a change after seconds at best, hours at worst, and DeleteCertificate goes by the
 * same knowledge; so listeners and distributions are asked as well.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html
 */
export function createAcmObjects(
  login: Login,
  {
    region,
    callers,
    facts,
    uses,
  }: {
    readonly region: string;
    readonly callers: AcmCallers;
    readonly facts: (ref: string, call: Call) => Promise<CertificateFacts | null>;
    readonly uses: (call: Call) => Promise<Uses>;
  },
): Pick<CertificateStore, 'list' | 'remove'> {
  const client = login.client(ACMClient, region);
  const slow = createAsk<ActionOf<typeof acmCleanUp>>(callers.slow);
  const ask = createAsk<ActionOf<typeof acmCleanUp>>(callers.quick);
  // Half of what is documented: nobody waits for it, and others may delete too.
  const deleting = createAsk<ActionOf<typeof acmCleanUp>>(
    login.caller({ concurrency: 2, perSecond: 4.5, burst: 4 }),
  );

  async function imported(call: Call): Promise<readonly string[]> {
    const arns: string[] = [];
    const page = async (token: string | undefined) =>
      await slow(
        'acm:ListCertificates',
        `listing certificates in ${region}`,
        AcmList,
        (options) =>
          client.send(
            new ListCertificatesCommand({
              Includes: { keyTypes: [...keyTypes] },
              MaxItems: 1000,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            options,
          ),
        call,
      );
    for await (const { CertificateSummaryList } of pages(page, ({ NextToken }) => NextToken)) {
      for (const { Type, CertificateArn } of CertificateSummaryList) {
        if (Type === 'IMPORTED') arns.push(CertificateArn);
      }
    }
    return arns;
  }

  async function tagsOf(arn: string, call: Call) {
    const { Tags } = await ask(
      'acm:ListTagsForCertificate',
      `reading the tags of certificate ${arn}`,
      AcmTags,
      (options) => client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }), options),
      call,
    );
    return Tags;
  }

  async function describe(arn: string, call: Call) {
    const { Certificate } = await ask(
      'acm:DescribeCertificate',
      `reading the state of certificate ${arn}`,
      AcmUse,
      (options) => client.send(new DescribeCertificateCommand({ CertificateArn: arn }), options),
      call,
    );
    return Certificate;
  }

  async function look(arn: string, call: Call): Promise<OurObject | typeof pMapSkip> {
    const tags = await tagsOf(arn, call);
    if (!isOurs(tags)) return pMapSkip;
    const { CreatedAt, ImportedAt, InUseBy } = await describe(arn, call);
    const known = await facts(arn, call);
    return {
      ref: arn,
      ...nameOf(tags),
      sha256: known?.sha256 ?? null,
      storedAt: ImportedAt ?? CreatedAt ?? null,
      usedBy: InUseBy ?? null,
    };
  }

  return {
    async list(call) {
      const found = await pMap(
        await imported(call),
        async (arn) => await unlessGone(look(arn, call)),
        { concurrency: reading },
      );
      // Everything else may be slow to read, and would change nothing.
      if (!found.some(({ usedBy }) => usedBy?.length === 0)) return found;
      const bound = await usesOrNull(uses, `ACM in ${region}`, call);
      return found.map((object) => {
        const { ref, usedBy } = object;
        if (bound === null || usedBy === null) {
          return { ...object, usedBy: usedBy?.length === 0 ? null : usedBy };
        }
        return { ...object, usedBy: [...new Set([...usedBy, ...bound.of([ref])])] };
      });
    },

    async remove(ref, call) {
      try {
        const { InUseBy, Type } = await describe(ref, call);
        const tags = await tagsOf(ref, call);
        if (Type !== 'IMPORTED' || InUseBy === undefined) {
          const what = Type === 'IMPORTED' ? 'ACM does not tell what uses it' : `it is ${Type}`;
          throw new DeployError('REFUSED', `${ref} is left alone: ${what}`);
        }
        demandRemovable(ref, { tags, usedBy: InUseBy });
        demandRemovable(ref, { tags, usedBy: (await uses(call)).of([ref]) });
        await deleting(
          'acm:DeleteCertificate',
          `removing certificate ${ref}`,
          Done,
          (options) => client.send(new DeleteCertificateCommand({ CertificateArn: ref }), options),
          call,
        );
        call.log.info('certificate removed', { region, arn: ref });
      } catch (thrown) {
        // Gone before, or by a first try whose answer was lost.
        if (wireCode(thrown) !== 'ResourceNotFound') throw thrown;
      }
    },
  };
}
