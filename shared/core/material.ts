import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { certificateFacts, keyTypeOf, pemCertificates, toPem } from './certificate.ts';
import { endsSoon, endsSoonWords } from './expiry.ts';
import type { Certificate, CertificateName, CertificateType, Finding, Material } from './model.ts';
import { Secret } from './secret.ts';

export interface MaterialInput {
  readonly name: CertificateName;
  readonly type: CertificateType;
  /** PEM text with the leaf and its intermediates in any order; a root may be among them. */
  readonly chain: string;
  /** PEM text of the private key; undefined: only the public part is checked. */
  readonly key: string | undefined;
  readonly now: Date;
  /** Fingerprints of public roots: a chain that ends below one of them is complete. */
  readonly isRootSubject: (distinguishedName: string) => boolean;
}

export type MaterialResult =
  | {
      readonly ok: true;
      readonly certificate: Certificate;
      /** Null when no key was given. */
      readonly material: Material | null;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Checks a certificate with its chain and key as every preview must: the key fits, the leaf is valid
 * now, names exist, the chain links up, nothing is weak. An order that is wrong is mended and said so.
 * Pure; the messages name the certificate and never hold key bytes.
 */
export function readMaterial(input: MaterialInput): MaterialResult {
  const problems: string[] = [];
  const findings: Finding[] = [];
  const remark = (code: string, level: Finding['level'], message: string) => {
    findings.push({ code, level, subject: input.name, message });
  };
  const fail = (): MaterialResult => ({ ok: false, problems });

  const pool = readPool(input.chain, problems);
  const key = input.key === undefined ? undefined : readKey(input.key, problems);
  if (problems.length > 0) return fail();

  const leaf = pickLeaf(pool, key);
  if (leaf === undefined) {
    problems.push(
      'the private key belongs to none of the certificates of the chain; export certificate and key as one pair again',
    );
    return fail();
  }
  const chain = orderChain(leaf, pool);
  const left = pool.filter((one) => !chain.includes(one));
  if (left.length > 0) {
    problems.push(
      `the chain is broken: ${left.map((one) => `"${shortName(one.subject)}"`).join(', ')} did not issue anything in it; give the leaf and the intermediates between it and the root, nothing else`,
    );
  }
  if (pool.some((one, index) => one !== chain[index])) {
    remark('chain-order', 'notice', 'the chain was not in order; it is sent leaf first, mended');
  }

  problems.push(...judgeLeaf(leaf, input.now));
  for (const [index, issuer] of chain.entries()) {
    if (index > 0 && issuer.validToDate <= input.now) {
      problems.push(
        `the intermediate "${shortName(issuer.subject)}" expired on ${date(issuer.validToDate)}`,
      );
    }
  }
  if (problems.length > 0) return fail();

  const top = chain.at(-1) ?? leaf;
  const rooted = isSelfIssued(top) || input.isRootSubject(top.issuer);
  if (!rooted) {
    remark(
      'chain-incomplete',
      'warning',
      `the chain ends at "${shortName(top.subject)}", whose issuer "${shortName(top.issuer)}" is no public root: unless clients trust it, add the missing intermediates`,
    );
  }
  const facts = certificateFacts(leaf);
  if (endsSoon(facts, { now: input.now })) {
    remark('ends-soon', 'warning', endsSoonWords(facts, input.now));
  }

  const intermediates = chain.slice(1).filter((one) => !isSelfIssued(one));
  const certificate: Certificate = {
    ...facts,
    name: input.name,
    type: input.type,
    intermediates: intermediates.length,
  };
  const material: Material | null =
    key === undefined
      ? null
      : {
          certificate,
          leaf: toPem(leaf),
          intermediates: intermediates.map(toPem),
          key: new Secret(key.export({ type: 'pkcs8', format: 'pem' }).toString()),
        };
  return { ok: true, certificate, material, findings };
}

function readPool(text: string, problems: string[]): X509Certificate[] {
  const blocks = pemCertificates(text);
  if (blocks.length === 0) {
    problems.push(
      text.includes('PRIVATE KEY')
        ? 'the chain holds a private key and no certificate; the two are perhaps swapped'
        : 'the chain holds no PEM certificate ("-----BEGIN CERTIFICATE-----")',
    );
    return [];
  }
  if (blocks.length > 20) {
    problems.push(`the chain holds ${blocks.length} certificates; 20 is the most that is read`);
    return [];
  }
  const pool = new Map<string, X509Certificate>();
  for (const [index, block] of blocks.entries()) {
    try {
      const certificate = new X509Certificate(block);
      pool.set(certificate.fingerprint256, certificate);
    } catch {
      problems.push(`certificate ${index + 1} of the chain is not readable X.509`);
    }
  }
  return [...pool.values()];
}

const pemKey =
  /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]*?-----END (?:[A-Z]+ )*PRIVATE KEY-----/u;

function readKey(text: string, problems: string[]): KeyObject | undefined {
  const block = pemKey.exec(text)?.[0];
  if (block === undefined) {
    problems.push(
      text.includes('BEGIN CERTIFICATE')
        ? 'the key holds a certificate and no private key; the two are perhaps swapped'
        : 'the key holds no PEM private key ("-----BEGIN PRIVATE KEY-----")',
    );
    return undefined;
  }
  if (block.includes('ENCRYPTED')) {
    problems.push(
      'the private key is encrypted; no cloud takes that, store it decrypted as a secret',
    );
    return undefined;
  }
  try {
    return createPrivateKey(block);
  } catch {
    // The error of the parser may quote its input: only our own words go on.
    problems.push('the private key is not readable; re-export it as unencrypted PKCS#8 PEM');
    return undefined;
  }
}

function pickLeaf(
  pool: readonly X509Certificate[],
  key: KeyObject | undefined,
): X509Certificate | undefined {
  if (key !== undefined) return pool.find((one) => one.checkPrivateKey(key));
  return pool.find((one) => !one.ca) ?? pool[0];
}

/** From the leaf to the top, each certificate followed by the one that signed it. */
function orderChain(leaf: X509Certificate, pool: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; !isSelfIssued(last);) {
    const current = last;
    const issuer = pool.find(
      (one) => !chain.includes(one) && current.checkIssued(one) && current.verify(one.publicKey),
    );
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

function judgeLeaf(leaf: X509Certificate, now: Date): string[] {
  const problems: string[] = [];
  const facts = certificateFacts(leaf);
  if (facts.notAfter <= now) {
    problems.push(`the certificate expired on ${date(facts.notAfter)}; renew it first`);
  }
  if (facts.notBefore > now) {
    problems.push(`the certificate is not valid before ${date(facts.notBefore)}`);
  }
  if (facts.domains.length === 0 && facts.ips.length === 0) {
    problems.push('the certificate names no domain (SAN); clients ignore its common name');
  }
  if (facts.keyAlgorithm === 'rsa-1024') {
    problems.push('the key is weak (RSA 1024 bit); use RSA 2048 or more, or ECDSA');
  } else if (keyTypeOf(facts.keyAlgorithm) === 'other') {
    problems.push(
      'the key is of a kind that no target accepts; use RSA 2048 to 4096 or ECDSA P-256 to P-521',
    );
  }
  const signature = leaf.signatureAlgorithm?.toLowerCase() ?? '';
  if (/md5|sha1(?!\d)/u.test(signature.replaceAll('-', ''))) {
    problems.push(`the certificate is signed with a weak algorithm (${leaf.signatureAlgorithm})`);
  }
  return problems;
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

/** CN of a name as Node prints it, else the whole on one line. */
function shortName(name: string): string {
  return /^CN=(.*)$/mu.exec(name)?.[1] ?? name.split('\n').join(', ');
}

function date(value: Date): string {
  return value.toISOString().slice(0, 10);
}
