import type { CertificateRequest } from '../core/deployment.ts';
import { DeployError } from '../core/errors.ts';
import type { CertificateType } from '../core/model.ts';
import type { Call } from '../providers/provider.ts';
import type { Door } from './door.ts';
import type { JobReceiver, KeptCertificate } from './job-receiver.ts';
import { identityVariable, openSealed } from './sealed.ts';
import { isUnset } from './secrets.ts';

/** What a run may see of certificates: `offline` has no secrets, `public` no key of a receiver. */
export type Sight = 'offline' | 'public' | 'keys';

export type Pem =
  | {
      readonly kind: 'pem';
      readonly chain: string;
      readonly key: string | undefined;
      readonly type: CertificateType;
    }
  | { readonly kind: 'problem'; readonly message: string }
  /** Without a reason: already reported as a missing secret. */
  | { readonly kind: 'skipped'; readonly reason?: string };

/** The texts of one certificate from where the deployment file says that it comes from. */
export async function readPem(
  { source }: CertificateRequest,
  means: { readonly door: Door; readonly sight: Sight; readonly receiver: JobReceiver | null },
  call: Call,
): Promise<Pem> {
  const { door, sight, receiver } = means;
  if (source.kind === 'receiver') {
    if (sight === 'offline') {
      const reason = 'it is kept by the receiver, which this run cannot ask; it was not checked';
      return { kind: 'skipped', reason };
    }
    if (receiver === null) {
      return {
        kind: 'problem',
        message:
          'it is kept by the receiver, which only answers workflow runs of GitHub Actions: start the workflow instead',
      };
    }
    return await readKept(source.name, { door, withKey: sight === 'keys', receiver }, call);
  }
  // Only a receiver can know that a certificate was issued; anything from secrets is uploaded.
  const type = 'uploaded';
  // Without its key, which is reported already, the public part is judged all the same.
  const offline = sight === 'offline';
  const key = offline || isUnset(source.key, door) ? undefined : door.env(source.key.env);
  if (source.kind === 'env') {
    if (offline) {
      return {
        kind: 'skipped',
        reason: 'it comes from a secret, which this run does not have; it was not checked',
      };
    }
    const chain = door.env(source.chain.env);
    return isUnset(source.chain, door) || chain === undefined
      ? { kind: 'skipped' }
      : { kind: 'pem', chain, key, type };
  }
  try {
    return { kind: 'pem', chain: await door.readFile(source.chain), key, type };
  } catch (error) {
    return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
  }
}

async function readKept(
  name: string,
  means: { readonly door: Door; readonly withKey: boolean; readonly receiver: JobReceiver },
  call: Call,
): Promise<Pem> {
  const { door, withKey, receiver } = means;
  let kept: KeptCertificate;
  try {
    kept = await receiver.certificate(name, { withKey }, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code !== 'RESOURCE_GONE') throw error;
    return {
      kind: 'problem',
      message: `the receiver keeps no valid certificate named ${name} that this repository may use; see "operate certificate list" there, or wait for it to be issued`,
    };
  }
  const { chain, type, sealedKey } = kept;
  if (!withKey) return { kind: 'pem', chain, key: undefined, type };
  if (kept.key !== null) {
    door.mask(kept.key.reveal());
    return { kind: 'pem', chain, key: kept.key.reveal(), type };
  }
  if (sealedKey === null) {
    return {
      kind: 'problem',
      message: `the receiver keeps ${name} without its private key, so it cannot be deployed from there; let its source send the key, sealed or in clear, or take the certificate "from: env"`,
    };
  }
  const identity = door.env(identityVariable) ?? '';
  if (identity.trim() === '') {
    return {
      kind: 'problem',
      message: `its private key is sealed: set ${identityVariable} in the "env:" of the workflow step to the age identity that it was sealed for`,
    };
  }
  door.mask(identity);
  const opened = await openSealed(sealedKey, identity);
  if (opened !== undefined) door.mask(opened);
  return opened === undefined
    ? {
        kind: 'problem',
        message: `its private key is sealed for another identity than the one in ${identityVariable}`,
      }
    : { kind: 'pem', chain, key: opened, type };
}
