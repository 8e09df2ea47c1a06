import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';

import { DeployError } from '../../core/errors.ts';
import type { BoundFacts, Material } from '../../core/model.ts';
import { memo } from '../../runtime/memo.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { factsOfListed, factsOfPem } from './certificate-facts.ts';
import { ourMarks } from './certificate-marks.ts';
import { wireDetail } from './errors.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import type { sslActions } from './policy.ts';
import { CertificateDetail, CertificateList, Existing, Uploaded } from './schema.ts';

/** A certificate object in the cloud, ready to be bound. */
export interface Ensured {
  readonly ref: string;
  /** Made just now: products may need some seconds until they find it. */
  readonly fresh: boolean;
}

/** The certificates of one account; the service knows no regions. */
export interface Certificates {
  /** Finds or makes the object for this leaf; once per leaf, however many resources ask. */
  ensure(material: Material, call: Call): Promise<Ensured>;
  /** Null for one that is not there (any more). Less than all facts where the login may not see it. */
  facts(ref: string, call: Call): Promise<BoundFacts | null>;
}

/** Leaf first, then the intermediates; no blank line, blank or carriage return between them. */
export function chainOf({ leaf, intermediates }: Material): string {
  return [leaf, ...intermediates].map((pem) => `${pem.replaceAll('\r', '').trim()}\n`).join('');
}

/** How often a certificate that was uploaded a moment ago is looked for. */
const looks = 8;

export function createCertificates(login: Login): Certificates {
  const ask = login.ask<ActionOf<typeof sslActions>>(SslClient, 'ssl', homeRegion);
  const known = memo<BoundFacts | null>();
  const ensured = memo<Ensured>();

  /** Shows the private key beside the certificate; it is dropped before the reply is looked at. */
  async function detail(ref: string, call: Call): Promise<BoundFacts | undefined> {
    const reply = await ask(
      {
        action: 'ssl:DescribeCertificateDetail',
        doing: `reading certificate ${ref}`,
        schema: CertificateDetail,
        body: { CertificateId: ref },
      },
      call,
    );
    return factsOfPem(reply.CertificatePublicKey);
  }

  async function listed(ref: string, call: Call): Promise<BoundFacts | null> {
    const { Certificates } = await ask(
      {
        action: 'ssl:DescribeCertificates',
        doing: `looking up certificate ${ref}`,
        schema: CertificateList,
        body: { CertIds: [ref], Limit: 10 },
      },
      call,
    );
    const found = Certificates.find(({ CertificateId }) => CertificateId === ref);
    return found === undefined ? null : factsOfListed(found);
  }

  async function read(ref: string, call: Call): Promise<BoundFacts | null> {
    try {
      return (await detail(ref, call)) ?? (await listed(ref, call));
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (wireDetail(error) === 'CertificateNotFound') return null;
      if (error.code !== 'PERMISSION_MISSING') throw thrown;
      try {
        return await listed(ref, call);
      } catch (second) {
        // Neither is granted: the one that would tell everything is the one to name.
        throw DeployError.from(second).code === 'PERMISSION_MISSING' ? error : second;
      }
    }
  }

  async function existing(chain: string, name: string, call: Call): Promise<string> {
    const { RepeatCertId } = await ask(
      {
        action: 'ssl:CheckCertificateExist',
        doing: `looking for certificate "${name}" among those uploaded before`,
        schema: Existing,
        body: { CertificatePublicKey: chain },
      },
      call,
    );
    return RepeatCertId ?? '';
  }

  /** `Repeatable: false` makes this safe to send twice: the same content gets the same id. */
  async function upload(material: Material, call: Call): Promise<Ensured> {
    const { certificate } = material;
    const chain = chainOf(material);
    try {
      const { CertificateId, RepeatCertId } = await ask(
        {
          action: 'ssl:UploadCertificate',
          doing: `uploading certificate "${certificate.name}"`,
          schema: Uploaded,
          body: {
            CertificatePublicKey: chain,
            CertificatePrivateKey: material.key.reveal(),
            CertificateType: 'SVR',
            Repeatable: false,
            ...ourMarks(certificate),
          },
        },
        call,
      );
      const repeated = RepeatCertId ?? '';
      return { ref: (CertificateId ?? '') || repeated, fresh: repeated === '' };
    } catch (thrown) {
      if (wireDetail(thrown) !== 'CertificateExists') throw thrown;
      return { ref: await existing(chain, certificate.name, call), fresh: false };
    }
  }

  /** What will be bound is this leaf, whatever the service takes for "the same". */
  async function proven({ ref, fresh }: Ensured, material: Material, call: Call): Promise<Ensured> {
    const { name, sha256 } = material.certificate;
    const wrong = (what: string) =>
      new DeployError('CLOUD_UNEXPECTED', `uploading certificate "${name}": ${what}`);
    if (ref === '') throw wrong('the reply to ssl:UploadCertificate names no certificate');
    for (let look = 1; ; look += 1) {
      const facts = await known.get(ref, () => read(ref, call));
      if (facts !== null) {
        if (facts.sha256 === null || facts.sha256 === sha256) return { ref, fresh };
        throw wrong(`Tencent Cloud takes it for certificate ${ref}, which is another one`);
      }
      if (look === looks) throw wrong(`certificate ${ref} is not there after it was uploaded`);
      await login.clock.sleep(1000 * look, call.signal);
    }
  }

  return {
    facts: async (ref, call) => await known.get(ref, () => read(ref, call)),
    ensure: async (material, call) =>
      await ensured.get(material.certificate.sha256, async () => {
        const uploaded = await proven(await upload(material, call), material, call);
        const facts = { certificate: material.certificate.name, id: uploaded.ref };
        call.log.info(uploaded.fresh ? 'certificate uploaded' : 'certificate found', facts);
        return uploaded;
      }),
  };
}
