export interface Redactor {
  /** From now on every text that passes shows `***` in place of this value and of each of its lines. */
  readonly add: (value: string) => void;
  readonly text: (text: string) => string;
}

/** What was never registered, in whatever form a cloud may send it back. */
const anyKey =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gu;

/** A last net under output on a terminal: nothing secret should reach it, and if it does it is hidden. */
export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    add: (value) => {
      // Short lines of a PEM would blank unrelated text; its headers are no secret.
      for (const part of [value, ...value.split(/\r?\n/u)]) {
        const trimmed = part.trim();
        if (trimmed.length >= 8 && !trimmed.startsWith('-----')) secrets.add(trimmed);
      }
      if (value.includes('\n')) secrets.add(JSON.stringify(value).slice(1, -1));
    },
    text: (text) => {
      let shown = text;
      // Longest first, so that a value is not left half hidden by one of its lines.
      for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
        shown = shown.replaceAll(secret, '***');
      }
      return shown.replace(anyKey, '***');
    },
  };
}
