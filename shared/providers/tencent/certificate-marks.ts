import { parseFingerprint } from '../../core/certificate.ts';
import type { Certificate, Fingerprint } from '../../core/model.ts';
import type { ListedCertificate } from './schema.ts';

export const managedTag = 'certferry:managed';
/** Carries the fingerprint of what was uploaded, in the form of `Fingerprint`. */
const fingerprintTag = 'certferry:sha256';
const aliasStart = 'certferry ';

type Marked = Pick<ListedCertificate, 'Alias' | 'From' | 'Tags'>;

function tagOf({ Tags }: Marked, key: string): string {
  return (Tags ?? []).find(({ TagKey }) => TagKey === key)?.TagValue ?? '';
}

/** What an upload says of the new object. One that is there already keeps its own alias and tags. */
export function ourMarks({ name, sha256 }: Pick<Certificate, 'name' | 'sha256'>) {
  return {
    Alias: `${aliasStart}${name} ${sha256.slice(0, 8)}`,
    Tags: [
      { TagKey: managedTag, TagValue: 'true' },
      { TagKey: fingerprintTag, TagValue: sha256 },
    ],
  };
}

export function markedFingerprint(listed: Marked): Fingerprint | null {
  return parseFingerprint(tagOf(listed, fingerprintTag)) ?? null;
}

/**
 * Whether Certferry put it there, by all of its marks: uploaded, both tags, and the alias as it was
 * given. Whoever has taken one of them away, or given it a name, has made it their own.
 */
export function isOurs(listed: Marked): boolean {
  const fingerprint = markedFingerprint(listed);
  return (
    listed.From === 'upload' &&
    tagOf(listed, managedTag) === 'true' &&
    fingerprint !== null &&
    (listed.Alias ?? '').startsWith(aliasStart) &&
    (listed.Alias ?? '').endsWith(` ${fingerprint.slice(0, 8)}`)
  );
}
