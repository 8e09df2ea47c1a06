import { Secret } from '../../shared/core/secret.ts';

/** What a PEM text holds. `lineage` is a line `Lineage: name` in front of the first block. */
export interface PemParts {
  readonly certificates: readonly string[];
  readonly keys: readonly Secret[];
  /** age, armored: a private key that only the deploy job can open. */
  readonly sealedKey: string | undefined;
  readonly lineage: string | undefined;
  /** A block that began and did not end, or whose words do not match. */
  readonly broken: boolean;
}

const begin = /^-----BEGIN ([A-Z0-9 ]{1,40})-----[ \t]*$/u;
const end = /^-----END ([A-Z0-9 ]{1,40})-----[ \t]*$/u;
const lineagePattern = /^lineage:[ \t]*(\S{1,253})[ \t]*$/iu;

const certificateLabel = 'CERTIFICATE';
const ageLabel = 'AGE ENCRYPTED FILE';

/**
 * Splits a PEM text into its blocks, line by line and without looking back, so that its time grows
 * with its length only. Takes either line ending and text between the blocks (RFC 7468); blocks of
 * other kinds, such as the `EC PARAMETERS` that dehydrated writes, are passed over.
 */
export function readPem(text: string): PemParts {
  const certificates: string[] = [];
  const keys: Secret[] = [];
  let sealedKey: string | undefined;
  let lineage: string | undefined;
  let broken = false;
  let block: { readonly label: string; readonly lines: string[] } | undefined;

  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const started = begin.exec(line)?.[1];
    if (started !== undefined) {
      if (block !== undefined) broken = true;
      block = { label: started, lines: [line.trimEnd()] };
      continue;
    }
    if (block === undefined) {
      if (end.test(line)) broken = true;
      if (certificates.length === 0 && keys.length === 0)
        lineage ??= lineagePattern.exec(line)?.[1];
      continue;
    }
    block.lines.push(line.trimEnd());
    const ended = end.exec(line)?.[1];
    if (ended === undefined) continue;
    const whole = `${block.lines.join('\n')}\n`;
    if (ended !== block.label) broken = true;
    else if (ended === certificateLabel) certificates.push(whole);
    else if (ended === ageLabel) sealedKey ??= whole;
    else if (ended.endsWith('PRIVATE KEY')) keys.push(new Secret(whole));
    block = undefined;
  }
  return { certificates, keys, sealedKey, lineage, broken: broken || block !== undefined };
}
