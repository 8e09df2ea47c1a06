import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const mixed = `${upper}abcdefghijklmnopqrstuvwxyz`;

function letters(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Identifiers in the form that each service documents. */
export const ids = {
  accessKey: () => letters(upper, 20),
  temporaryAccessKey: () => `HST${letters(upper, 17)}`,
  secret: () => letters(mixed, 40),
  token: () => randomBytes(120).toString('base64'),
  /** Domains, projects, CDN domains and ELB certificates. */
  hex32: () => randomBytes(16).toString('hex'),
  /** Load balancers, listeners, policies, rules, enterprise projects and requests. */
  uuid: () => randomUUID(),
  scmCertificate: () => `scs${randomInt(1_000_000_000_000, 9_999_999_999_999)}`,
};
