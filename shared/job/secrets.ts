import type { Account, Deployment, Problem, SecretRef } from '../core/deployment.ts';
import type { Door } from './door.ts';

/** A problem at the line of a key; the parser knows where that stands. */
export type ProblemAt = (path: readonly string[], message: string) => Problem;

export type InUse = Pick<Deployment, 'accounts' | 'certificates'>;

export function isUnset(ref: SecretRef, door: Door): boolean {
  const value = door.env(ref.env);
  return value === undefined || value.trim() === '';
}

function accountSecrets({ provider, settings }: Account, door: Door): readonly SecretRef[] {
  return door.providers.find((one) => one.id === provider)?.secrets(settings) ?? [];
}

const keyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu;

/**
 * Every secret that the run has, used or not, before any of them is looked at. A chain is public and
 * not masked, since masking its lines would blank unrelated text; a key that was put into it is.
 */
export function maskSecrets({ accounts, certificates, contacts }: Deployment, door: Door): void {
  const mask = (ref: SecretRef) => {
    if (!isUnset(ref, door)) door.mask(door.env(ref.env) ?? '');
  };
  for (const account of accounts) for (const ref of accountSecrets(account, door)) mask(ref);
  for (const contact of contacts) if (contact.kind === 'webhook') mask(contact.url);
  for (const { source } of certificates) {
    if (source.kind === 'receiver') continue;
    mask(source.key);
    if (source.kind !== 'env') continue;
    for (const key of door.env(source.chain.env)?.match(keyBlock) ?? []) door.mask(key);
  }
}

/**
 * A MAC on a public page lets everyone check a guess at its key as fast as a computer can. Cloud keys
 * and private keys bear that; a word that somebody made up would not, so it takes no part.
 */
const shortestSigningSecret = 16;

export function canSign(value: string): boolean {
  return value.trim().length >= shortestSigningSecret;
}

/**
 * Values of the secrets in use that a preview's comment is signed with. Those of the accounts, where any
 * has them: whoever holds them can change the clouds without a comment, and they stay when a certificate
 * is renewed. An account takes part with all of its secrets or, where one of them is weak, with none: the
 * id of an access key alone is no secret. Where no account takes part, because their roles are taken by
 * OIDC or the machine is logged in, the private keys of the certificates.
 */
export function signingSecrets({ accounts, certificates }: InUse, door: Door): readonly string[] {
  const valuesOf = (refs: readonly SecretRef[]) =>
    refs.flatMap((ref) => (isUnset(ref, door) ? [] : [door.env(ref.env) ?? '']));
  const ofAccounts = accounts
    .map((account) => valuesOf(accountSecrets(account, door)))
    .filter((values) => values.every(canSign))
    .flat();
  const chosen =
    ofAccounts.length > 0
      ? ofAccounts
      : valuesOf(
          certificates.flatMap(({ source }) => (source.kind === 'receiver' ? [] : [source.key])),
        ).filter(canSign);
  return [...new Set(chosen)].sort();
}

const secretAdvice = 'set it in the "env:" of the workflow step from a secret, for example';

/** Every secret that is needed and that the run does not have. */
export function missingSecrets(
  { accounts, certificates }: InUse,
  problemAt: ProblemAt,
  door: Door,
): Problem[] {
  const problems: Problem[] = [];
  const check = (ref: SecretRef, path: readonly string[], use: string) => {
    if (!isUnset(ref, door)) return;
    problems.push(
      problemAt(
        path,
        `${use} needs the secret ${ref.env}, which is not set; ${secretAdvice} ${ref.env}: \${{ secrets.${ref.env} }}`,
      ),
    );
  };
  for (const account of accounts) {
    for (const ref of accountSecrets(account, door)) {
      check(ref, ['accounts', account.name], `account "${account.name}"`);
    }
  }
  for (const { name, source } of certificates) {
    if (source.kind === 'receiver') continue;
    const path = ['certificates', name, 'from'];
    check(source.key, path, `certificate "${name}"`);
    if (source.kind === 'env') check(source.chain, path, `certificate "${name}"`);
  }
  return problems;
}
