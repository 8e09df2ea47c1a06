import type { Flaw } from './flaw.ts';

interface SecretShape {
  readonly what: string;
  readonly pattern: RegExp;
}

/** Secrets that can be told by their shape alone, wherever in the file they stand. */
const shapes: readonly SecretShape[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/gu },
  // The same in base64: "-----BEGIN PRIVATE KEY", "-----BEGIN RSA PRIVATE", "-----BEGIN EC PRIVATE".
  {
    what: 'a private key',
    pattern: /LS0tLS1CRUdJTiB(?:QUklWQVRFIEtFWS|SU0EgUFJJVkFUR|FQyBQUklWQVRF)[A-Za-z0-9+/=]*/gu,
  },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  { what: 'an AWS access key id', pattern: /(?<![A-Za-z0-9])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9])/gu },
  { what: 'a Tencent Cloud key id', pattern: /(?<![A-Za-z0-9])AKID[A-Za-z0-9]{13,}/gu },
  { what: 'an Alibaba Cloud key id', pattern: /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,}/gu },
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  {
    what: 'a GitHub token',
    pattern: /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9_.-]{20,}|github_pat_[A-Za-z0-9_]{20,})/gu,
  },
  { what: 'a Slack webhook', pattern: /https:\/\/hooks\.slack\.com\/[a-z]+\/[A-Za-z0-9/_-]+/gu },
  { what: 'an age secret key', pattern: /AGE-SECRET-KEY-[A-Z0-9]{8,}/gu },
];

const instead =
  'store it as an Actions secret, hand it to the step as an environment variable and write ' +
  '{ env: NAME } here; the one in the file is known to every reader, so replace it';

/** Every secret in the text, in values, keys and comments alike. Messages never show it. */
export function findSecrets(text: string): readonly Flaw[] {
  return shapes.flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      at: match.index,
      message: `this looks like ${what}: ${instead}`,
    })),
  );
}

/** The last net under every message: what has the shape of a secret is left out. */
export function withoutSecrets(message: string): string {
  return shapes.reduce((text, { pattern }) => text.replace(pattern, '…'), message);
}

/** A long run that no person would choose as a name: a key, a token, a digest. */
function looksRandom(text: string): boolean {
  const runs = text.match(/[A-Za-z0-9+/=_]{16,}/gu) ?? [];
  return (
    runs.some((run) => /[A-Z]/u.test(run) && /[0-9]/u.test(run)) || /[0-9a-f]{32}/iu.test(text)
  );
}

/**
 * A word of the file inside a message, in quotes. Only short words that look like names are shown;
 * anything else is `"…"`, because nobody knows what was pasted there.
 */
export function quoted(word: string): string {
  const shown =
    /^[\p{L}\p{N}_./:*<-]{1,64}$/u.test(word) &&
    !looksRandom(word) &&
    withoutSecrets(word) === word;
  return shown ? `"${word}"` : '"…"';
}
