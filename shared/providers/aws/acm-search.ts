import { ListCertificatesCommand, SearchCertificatesCommand } from '@aws-sdk/client-acm';
import type { ACMClient } from '@aws-sdk/client-acm';

import { DeployError } from '../../core/errors.ts';
import type { CertificateFacts } from '../../core/model.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import type { Ask } from './client.ts';
import { wireCode } from './errors.ts';
import { pages } from './paging.ts';
import type { acmActions } from './policy.ts';
import { AcmList, AcmSearch } from './schema.ts';

type AcmAsk = Ask<ActionOf<typeof acmActions>>;

/** ACM lists RSA 1024 and 2048 only, unless every type is named. */
export const keyTypes = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;

/** `03:e9`: lower-case pairs, at least two. Undefined for a serial number of a single byte. */
export function acmSerial(serial: string): string | undefined {
  const even = serial.length % 2 === 0 ? serial : `0${serial}`;
  const pairs = even.toLowerCase().match(/../gu) ?? [];
  return pairs.length < 2 ? undefined : pairs.join(':');
}

/** Looks for an imported copy of a leaf, so that it is never imported twice. */
export function createAcmSearch(
  client: ACMClient,
  {
    region,
    ask,
    slow,
    facts,
  }: {
    readonly region: string;
    readonly ask: AcmAsk;
    /** For operations that ACM allows once a second. */
    readonly slow: AcmAsk;
    readonly facts: (arn: string, call: Call) => Promise<CertificateFacts | null>;
  },
) {
  async function* searched(serial: string, call: Call): AsyncGenerator<string> {
    const page = async (token: string | undefined) =>
      await ask(
        'acm:SearchCertificates',
        `searching certificates in ${region}`,
        AcmSearch,
        (options) =>
          client.send(
            new SearchCertificatesCommand({
              FilterStatement: {
                And: [
                  { Filter: { X509AttributeFilter: { SerialNumber: serial } } },
                  { Filter: { AcmCertificateMetadataFilter: { Type: 'IMPORTED' } } },
                ],
              },
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            options,
          ),
        call,
      );
    for await (const { Results } of pages(page, ({ NextToken }) => NextToken)) {
      for (const result of Results) {
        if (result.CertificateMetadata?.AcmCertificateMetadata?.Status !== 'ISSUED') continue;
        yield result.CertificateArn;
      }
    }
  }

  async function* listed(wanted: CertificateFacts, call: Call): AsyncGenerator<string> {
    const page = async (token: string | undefined) =>
      await slow(
        'acm:ListCertificates',
        `listing certificates in ${region}`,
        AcmList,
        (options) =>
          client.send(
            new ListCertificatesCommand({
              Includes: { keyTypes: [...keyTypes] },
              CertificateStatuses: ['ISSUED'],
              MaxItems: 1000,
              ...(token === undefined ? {} : { NextToken: token }),
            }),
            options,
          ),
        call,
      );
    const endsAt = Math.floor(wanted.notAfter.getTime() / 1000);
    for await (const { CertificateSummaryList } of pages(page, ({ NextToken }) => NextToken)) {
      for (const item of CertificateSummaryList) {
        if (item.Type !== 'IMPORTED' || item.NotAfter === undefined) continue;
        if (Math.floor(item.NotAfter.getTime() / 1000) === endsAt) yield item.CertificateArn;
      }
    }
  }

  async function firstSame(
    candidates: AsyncIterable<string>,
    wanted: CertificateFacts,
    call: Call,
  ): Promise<string | undefined> {
    for await (const arn of candidates) {
      const known = await facts(arn, call);
      if (known?.sha256 === wanted.sha256) return arn;
    }
    return undefined;
  }

  async function find(wanted: CertificateFacts, call: Call): Promise<string | undefined> {
    const serial = acmSerial(wanted.serial);
    if (serial !== undefined) {
      try {
        return await firstSame(searched(serial, call), wanted, call);
      } catch (thrown) {
        // Newer than the rest of ACM: policies may not grant it, a partition may not have it.
        const { code, message } = DeployError.from(thrown);
        const unknown = code === 'CLOUD_UNEXPECTED' && wireCode(thrown) !== undefined;
        if (code !== 'PERMISSION_MISSING' && !unknown) throw thrown;
        call.log.debug('certificates are listed instead of searched', { reason: message });
      }
    }
    return await firstSame(listed(wanted, call), wanted, call);
  }

  return { find };
}
