import type { ErrorFacts } from './errors.ts';
import type { Edit, KeyAlgorithm } from './model.ts';

const words: Readonly<Record<KeyAlgorithm, string>> = {
  'rsa-1024': 'RSA 1024',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  'ec-p256': 'ECDSA P-256',
  'ec-p384': 'ECDSA P-384',
  'ec-p521': 'ECDSA P-521',
  other: 'another kind',
};

function keyWords(algorithm: KeyAlgorithm): string {
  return words[algorithm];
}

/** A product that cannot serve a key of this kind, said before anything is sent. */
export function keyRefusal(edit: Edit, accepted: readonly KeyAlgorithm[]): ErrorFacts | undefined {
  const { keyAlgorithm, name } = edit.certificate;
  if (accepted.includes(keyAlgorithm)) return undefined;
  return {
    code: 'CERTIFICATE_REJECTED',
    message: `${edit.resource.target} does not serve ${keyWords(keyAlgorithm)} keys, which certificate "${name}" has; it takes ${accepted.map(keyWords).join(', ')}`,
  };
}
