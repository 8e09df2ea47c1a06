import { DeployError } from '../../core/errors.ts';
import type { Call, StoredObject } from '../provider.ts';
import type { Uses } from './uses.ts';

/** A certificate object of ours, with its name in the deployment file where its tag still tells. */
export interface OurObject extends StoredObject {
  readonly name?: string;
}

type Tags = readonly { readonly Key: string; readonly Value?: string | undefined }[] | undefined;

const valueOf = (tags: Tags, key: string) => tags?.find(({ Key }) => Key === key)?.Value;

export function isOurs(tags: Tags): boolean {
  return valueOf(tags, 'certferry:managed') === 'true';
}

export function nameOf(tags: Tags): { readonly name?: string } {
  const name = valueOf(tags, 'certferry:name');
  return name === undefined ? {} : { name };
}

/** What an attempt to remove an object may not pass over. */
export function demandRemovable(
  ref: string,
  { tags, usedBy }: { readonly tags: Tags; readonly usedBy: readonly string[] },
): void {
  if (!isOurs(tags)) {
    throw new DeployError(
      'REFUSED',
      `${ref} does not carry the tag certferry:managed=true, so it is not Certferry's to remove`,
    );
  }
  if (usedBy.length > 0) {
    throw new DeployError('REFUSED', `${ref} is used by ${usedBy.join(', ')}`);
  }
}

/** Null where the login may not read all that might use a certificate; then nothing is removed. */
export async function usesOrNull(
  read: (call: Call) => Promise<Uses>,
  store: string,
  call: Call,
): Promise<Uses | null> {
  try {
    return await read(call);
  } catch (thrown) {
    const { code, message } = DeployError.from(thrown);
    if (code !== 'PERMISSION_MISSING') throw thrown;
    const facts = { store, reason: message };
    call.log.warn('what uses the certificates cannot be told, so none is removed', facts);
    return null;
  }
}
