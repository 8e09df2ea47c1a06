import {
  ACMClient,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-acm';

import { readCertificate } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { CertificateFacts, Material } from '../../core/model.ts';
import { memo } from '../../runtime/memo.ts';
import { pause } from '../../runtime/pause.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { acmCallers } from './acm-callers.ts';
import type { AcmCallers } from './acm-callers.ts';
import { createAcmSearch } from './acm-search.ts';
import { parseArn } from './arn.ts';
import { createAsk } from './client.ts';
import { wireCode } from './errors.ts';
import type { Login } from './login.ts';
import type { acmActions } from './policy.ts';
import { AcmCertificate, AcmDetail, AcmImport } from './schema.ts';

/** A certificate object in the cloud, ready to be bound. */
export interface Ensured {
  /** What a binding names: an ARN, or an IAM certificate id. */
  readonly ref: string;
  /** Made just now: services may need some seconds until they find it. */
  readonly fresh: boolean;
}

/** The certificates of one account and region (or of IAM), as far as resources bind them. */
export interface CertificateStore {
  /** Finds or makes the object for this leaf; once per leaf, however many resources ask. */
  ensure(material: Material, call: Call): Promise<Ensured>;
  /** All facts from the certificate itself; null for one of another account or region. */
  facts(ref: string, call: Call): Promise<CertificateFacts | null>;
  /** Another service of AWS made it and renews it: `CLOUDFRONT`. Null: nobody but the user. */
  managedBy(ref: string, call: Call): Promise<string | null>;
}

/** What a tag value may hold; anything else becomes `_`. */
export function tagValue(text: string): string {
  return text.replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '_').slice(0, 256);
}

const bytes = (pem: string) => new TextEncoder().encode(pem);

/** How often an import whose answer was lost is looked for and repeated. */
const importRounds = 3;

export function createAcmStore(
  login: Login,
  region: string,
  callers: AcmCallers = acmCallers(login),
): CertificateStore {
  const client = login.client(ACMClient, region);
  const slow = createAsk<ActionOf<typeof acmActions>>(callers.slow);
  const ask = createAsk<ActionOf<typeof acmActions>>(callers.quick);
  const facts = memo<CertificateFacts | null>();
  const ensured = memo<Ensured>();
  const search = createAcmSearch(client, { region, ask, slow, facts: known });

  function isOurs(arn: string): boolean {
    const about = parseArn(arn);
    return about?.service === 'acm' && about.account === login.accountId && about.region === region;
  }

  async function known(arn: string, call: Call): Promise<CertificateFacts | null> {
    return isOurs(arn) ? await facts.get(arn, () => read(arn, call)) : null;
  }

  async function read(arn: string, call: Call): Promise<CertificateFacts | null> {
    try {
      const reply = await ask(
        'acm:GetCertificate',
        `reading certificate ${arn}`,
        AcmCertificate,
        (options) => client.send(new GetCertificateCommand({ CertificateArn: arn }), options),
        call,
      );
      return readPem(reply.Certificate, arn);
    } catch (thrown) {
      // Not issued yet, or deleted between two readings: there is nothing to know of it.
      if (['RequestInProgress', 'ResourceNotFound'].includes(wireCode(thrown) ?? '')) {
        return null;
      }
      throw thrown;
    }
  }

  async function importOnce({ certificate, ...pem }: Material, call: Call): Promise<string> {
    const reply = await slow(
      'acm:ImportCertificate',
      `importing certificate "${certificate.name}" into ACM in ${region}`,
      AcmImport,
      (options) =>
        client.send(
          new ImportCertificateCommand({
            Certificate: bytes(pem.leaf),
            PrivateKey: bytes(pem.key.reveal()),
            ...(pem.intermediates.length === 0
              ? {}
              : { CertificateChain: bytes(pem.intermediates.join('')) }),
            Tags: [
              { Key: 'certferry:managed', Value: 'true' },
              { Key: 'certferry:sha256', Value: certificate.sha256 },
              { Key: 'certferry:name', Value: tagValue(certificate.name) },
            ],
          }),
          options,
        ),
      call,
      // Sent again blindly, an import whose answer was lost would leave a second certificate.
      {
        final: ['CLOUD_UNAVAILABLE'],
        importing: true,
        keyTypes: 'the key must belong to the leaf, unencrypted, at most 5120 bytes of PEM',
      },
    );
    return reply.CertificateArn;
  }

  async function make(material: Material, call: Call): Promise<Ensured> {
    const { certificate } = material;
    for (let round = 1; ; round += 1) {
      const found = await search.find(certificate, call);
      if (found !== undefined) return { ref: found, fresh: round > 1 };
      try {
        const arn = await importOnce(material, call);
        await issued(arn, call);
        call.log.info('certificate imported', { certificate: certificate.name, region, arn });
        return { ref: arn, fresh: true };
      } catch (thrown) {
        const { code } = DeployError.from(thrown);
        if (code !== 'CLOUD_UNAVAILABLE' || round === importRounds) throw thrown;
        await pause(login.clock, 2000 * round, call);
      }
    }
  }

  async function describe(arn: string, call: Call) {
    const { Certificate } = await ask(
      'acm:DescribeCertificate',
      `reading the state of certificate ${arn}`,
      AcmDetail,
      (options) => client.send(new DescribeCertificateCommand({ CertificateArn: arn }), options),
      call,
    );
    return Certificate;
  }

  /** An import is usable at once, as a rule; this waits where it is not. */
  async function issued(arn: string, call: Call): Promise<void> {
    for (let look = 1; look <= 10; look += 1) {
      try {
        if ((await describe(arn, call)).Status === 'ISSUED') return;
      } catch (thrown) {
        if (wireCode(thrown) !== 'ResourceNotFound') throw thrown;
      }
      await pause(login.clock, 1000, call);
    }
    throw new DeployError('CLOUD_UNAVAILABLE', `certificate ${arn} was imported but is not issued`);
  }

  return {
    facts: known,
    async managedBy(arn, call) {
      if (!isOurs(arn)) return null;
      try {
        return (await describe(arn, call)).ManagedBy ?? null;
      } catch (thrown) {
        if (wireCode(thrown) === 'ResourceNotFound') return null;
        throw thrown;
      }
    },
    ensure: async (material, call) =>
      await ensured.get(material.certificate.sha256, () => make(material, call)),
  };
}

/** The facts of a certificate that a cloud sent; what it sent is to blame when they cannot be read. */
export function readPem(pem: string, ref: string): CertificateFacts {
  try {
    return readCertificate(pem);
  } catch {
    throw new DeployError('CLOUD_UNEXPECTED', `AWS sent no readable certificate for ${ref}`);
  }
}
