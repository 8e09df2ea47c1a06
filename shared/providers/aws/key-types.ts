import type { ErrorFacts } from '../../core/errors.ts';
import type { Edit, KeyAlgorithm, Target } from '../../core/model.ts';

const words: Readonly<Record<KeyAlgorithm, string>> = {
  'rsa-1024': 'RSA 1024',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  'ec-p256': 'ECDSA P-256',
  'ec-p384': 'ECDSA P-384',
  'ec-p521': 'ECDSA P-521',
  other: 'another kind of key',
};

const titles: ReadonlyMap<Target, string> = new Map([
  ['aws/cloudfront', 'CloudFront'],
  ['aws/alb', 'an Application Load Balancer'],
  ['aws/nlb', 'a Network Load Balancer'],
  ['aws/clb', 'a Classic Load Balancer'],
]);

/**
 * Which keys each product serves.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-server-cert.html
 */
const served: ReadonlyMap<Target, readonly KeyAlgorithm[]> = new Map([
  ['aws/cloudfront', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256']],
  ['aws/alb', ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
  // The API takes an RSA 4096 certificate of IAM and the listener is dead afterwards.
  ['aws/nlb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384', 'ec-p521']],
  ['aws/clb', ['rsa-1024', 'rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384', 'ec-p521']],
]);

export function keyAlgorithmsOf(target: Target): readonly KeyAlgorithm[] {
  return served.get(target) ?? [];
}

/** "a Network Load Balancer takes RSA 1024, … or ECDSA P-521 keys". */
export function keyTypeSentence(target: Target): string {
  const names = keyAlgorithmsOf(target).map((algorithm) => words[algorithm]);
  return `${titles.get(target) ?? target} takes ${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''} keys`;
}

/** What AWS is known to refuse, or worse to take and not to serve. */
export function refuseKeyType(edit: Edit): ErrorFacts | undefined {
  const { target } = edit.resource;
  const { keyAlgorithm, name } = edit.certificate;
  if (keyAlgorithmsOf(target).includes(keyAlgorithm)) return undefined;
  return {
    code: 'CERTIFICATE_REJECTED',
    message: `certificate "${name}" has ${
      keyAlgorithm === 'other' ? 'a key of another kind' : `an ${words[keyAlgorithm]} key`
    }; ${keyTypeSentence(target)}`,
  };
}
