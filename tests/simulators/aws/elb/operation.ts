import { z } from 'zod';

import { AwsError } from '../errors.ts';
import { inputChecker } from '../input.ts';
import type { Listener, Slots, StoredCertificate } from '../model.ts';
import { type Context, operationsOf } from '../operation.ts';
import type { AcmKeyType } from '../x509.ts';

const check = inputChecker('ValidationError');
export const elbv2 = operationsOf('elbv2', check);
export const classic = operationsOf('elb', check);

export const paging = {
  Marker: z.string().min(1).optional(),
  PageSize: z
    .string()
    .regex(/^\d+$/u)
    .transform(Number)
    .pipe(z.number().min(1).max(400))
    .optional(),
};

export function tagMembers(tags: ReadonlyMap<string, string>): object[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

type Product = 'application' | 'network' | 'classic';

const ecdsa: readonly AcmKeyType[] = ['EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'];
/**
 * Key types of ACM certificates that each kind of load balancer can serve.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-https-load-balancers.html
 */
const acmKeyTypes: Readonly<Record<Product, readonly AcmKeyType[]>> = {
  application: ['RSA_2048', 'RSA_3072', 'RSA_4096', ...ecdsa],
  network: ['RSA_1024', 'RSA_2048', 'RSA_3072', ...ecdsa],
  classic: ['RSA_1024', 'RSA_2048'],
};

/** The certificate that an ELB call names; throws what ELB says when it cannot be used there. */
export function usableCertificate(
  arn: string,
  product: Product,
  { world, account, region }: Context,
): StoredCertificate {
  const found = world.findCertificate(account, region.name, arn);
  if (found === undefined) {
    throw new AwsError('CertificateNotFound', `Certificate '${arn}' not found`);
  }
  const { keyType, names, signatureAlgorithm } = found.facts;
  const fits = acmKeyTypes[product].some((type) => type === keyType);
  // The API takes any key from IAM, also one that the listener then cannot serve.
  const unsupported =
    (found.store === 'acm' && !fits) ||
    !names.some((name) => name.includes('.')) ||
    signatureAlgorithm.startsWith('SHA1') ||
    signatureAlgorithm.startsWith('MD5');
  if (unsupported) {
    throw new AwsError(
      'UnsupportedCertificate',
      `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
    );
  }
  return found;
}

/** What the listener's endpoint has to choose from. An NLB cannot serve RSA-4096 and goes dead. */
export function slotsOf(listener: Listener): Slots {
  const held = [listener.certificate, ...listener.sni].filter((entry) => entry !== undefined);
  return {
    fallback: listener.certificate?.identity,
    list: listener.sni.map((entry) => entry.identity),
    dead:
      listener.loadBalancer.type === 'network' &&
      held.some((entry) => entry.facts.keyType === 'RSA_4096'),
  };
}

/** After each change: the endpoint follows, and ACM learns who uses what. */
export function listenerChanged(
  world: Context['world'],
  listener: Listener,
  when?: 'settled',
): void {
  listener.serving.announce(slotsOf(listener));
  const { arn, listeners } = listener.loadBalancer;
  const held = listeners.flatMap((one) => [one.certificate, ...one.sni]);
  world.associate(arn, held, when);
}
