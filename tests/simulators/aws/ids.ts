import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function letters(count: number): string {
  return Array.from({ length: count }, () => upper[randomInt(upper.length)]).join('');
}

/** Identifiers in the form that each service documents. */
export const ids = {
  accessKey: (prefix: 'AKIA' | 'ASIA') => prefix + letters(16),
  secret: () => randomBytes(30).toString('base64'),
  sessionToken: () => randomBytes(96).toString('base64'),
  distribution: () => `E${letters(13)}`,
  etag: () => `E${letters(13)}`,
  tenant: () => `dt_${randomBytes(14).toString('hex')}`,
  serverCertificate: () => `AS${letters(19)}`,
  principal: (prefix: 'AIDA' | 'AROA') => prefix + letters(17),
  hex16: () => randomBytes(8).toString('hex'),
  edgeName: () => `d${randomBytes(7).toString('hex').slice(0, 13)}`,
  uuid: () => randomUUID(),
  token: () => randomBytes(48).toString('base64'),
};
